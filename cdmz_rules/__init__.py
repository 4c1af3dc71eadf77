"""Rules of housing, care, health insurance and provident fund benefits in Chengdu, Deyang, Meishan and Ziyang.

``decide(case, benefit, date)`` answers one household; ``CountryTaxBenefitSystem`` is the same law for OpenFisca.
"""

from cdmz_rules.decisions.decide import decide, decide_all
from cdmz_rules.decisions.decision import Decision, Outcome
from cdmz_rules.errors import CdmzError, InputError, LawFileError
from cdmz_rules.law.reform import load as load_reform
from cdmz_rules.system import CountryTaxBenefitSystem
from cdmz_rules.version import __version__

__all__ = [
    "CdmzError",
    "CountryTaxBenefitSystem",
    "Decision",
    "InputError",
    "LawFileError",
    "Outcome",
    "__version__",
    "decide",
    "decide_all",
    "load_reform",
]
