"""Rules of housing, care, health insurance and provident fund benefits in Chengdu, Deyang, Meishan and Ziyang.

``decide(case, benefit, date)`` answers one household, ``decide_table(table, benefits)`` many; ``CountryTaxBenefitSystem`` is the same law
for OpenFisca.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from cdmz_rules import collector
from cdmz_rules.version import __version__

if TYPE_CHECKING:
    from cdmz_rules.decisions.bundle import decide_all
    from cdmz_rules.decisions.decide import decide
    from cdmz_rules.decisions.decision import Decision, Outcome
    from cdmz_rules.errors import CdmzError, InputError, LawFileError
    from cdmz_rules.rulebook.rulebook import BenefitRules, Rulebook, load_reform
    from cdmz_rules.rulebook.system import CountryTaxBenefitSystem
    from cdmz_rules.tables.decide_table import RowError, TableAnswer, decide_table

__all__ = [
    "BenefitRules",
    "CdmzError",
    "CountryTaxBenefitSystem",
    "Decision",
    "InputError",
    "LawFileError",
    "Outcome",
    "RowError",
    "Rulebook",
    "TableAnswer",
    "__version__",
    "decide",
    "decide_all",
    "decide_table",
    "load_reform",
]

# The engine is loaded when it is first asked for: `cdmz --help` and shell completion have no need of it.
_HOMES = {
    "BenefitRules": "cdmz_rules.rulebook.rulebook:BenefitRules",
    "CdmzError": "cdmz_rules.errors:CdmzError",
    "CountryTaxBenefitSystem": "cdmz_rules.rulebook.system:CountryTaxBenefitSystem",
    "Decision": "cdmz_rules.decisions.decision:Decision",
    "InputError": "cdmz_rules.errors:InputError",
    "LawFileError": "cdmz_rules.errors:LawFileError",
    "Outcome": "cdmz_rules.decisions.decision:Outcome",
    "Rulebook": "cdmz_rules.rulebook.rulebook:Rulebook",
    "RowError": "cdmz_rules.tables.decide_table:RowError",
    "TableAnswer": "cdmz_rules.tables.decide_table:TableAnswer",
    "decide": "cdmz_rules.decisions.decide:decide",
    "decide_all": "cdmz_rules.decisions.bundle:decide_all",
    "decide_table": "cdmz_rules.tables.decide_table:decide_table",
    "load_reform": "cdmz_rules.rulebook.rulebook:load_reform",
}


def __getattr__(name: str) -> Any:
    """A public name, from the module in which it lives."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, _, attribute = _HOMES[name].partition(":")
    with collector.paused():
        return getattr(import_module(module), attribute)
