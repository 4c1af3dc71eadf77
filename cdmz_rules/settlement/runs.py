"""The formulas, run for the rows of a settlement: each row is somebody who lives alone, of whom everything that matters is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from cdmz_rules.decisions import contacts
from cdmz_rules.decisions.calculate import calculate
from cdmz_rules.errors import InputError, InputMissing, LawUnknown, Problem
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.rulebook.rulebook import Rulebook
from cdmz_rules.settlement.order import Array

Run = Callable[[Rulebook, Mapping[str, Array], Sequence[str], date], dict[str, Array]]
"""Computes variables of many rows under a law; see `run`."""


def run(rulebook: Rulebook, inputs: Mapping[str, Array], outputs: Sequence[str], day: date) -> dict[str, Array]:
    """Compute variables of many rows.

    Args:
        rulebook: The law, with the packs and reforms that are wanted.
        inputs: By name, one value a row, as variables store them.
        outputs: Variables of the household.
        day: The day decided for.

    Raises:
        InputError: naming the rule that nobody knows and whom to ask, or the input that matters and is not there.
    """
    columns = {wide(rulebook.catalogue, name): array for name, array in inputs.items()}
    try:
        return calculate(columns, outputs, day, rulebook=rulebook)
    except LawUnknown as error:
        raise InputError([_rule_unknown(rulebook, error)]) from error
    except InputMissing as error:
        words = "未填此项，无法结算", "this is not given, so nothing can be settled"
        raise InputError([Problem("missing", error.variable, *words)]) from error


def wide(catalogue: Catalogue, name: str) -> str:
    """The name of an input in wide form: whoever lives alone is the applicant."""
    return f"{catalogue.roles[0]}.{name}" if catalogue.inputs[name].entity == "person" else name


def _rule_unknown(rulebook: Rulebook, error: LawUnknown) -> Problem:
    """The mistake of asking for a settlement that rests on a rule nobody knows."""
    domain = error.path.partition(".")[0]
    offices = list(dict.fromkeys(rulebook.places.office(place, domain) for place in error.places))
    asked = [contacts.line(rulebook, office, domain) for office in offices]
    zh, en = "；".join(each.zh for each in asked), "; ".join(each.en for each in asked)
    return Problem(
        "rule_unknown",
        error.path,
        f"规定未知，无法结算；请咨询{zh}，或用假设包试算",
        f"the rule is not known, so nothing can be settled: ask {en}, or try with an assumption pack",
        "assumptions_2026",
    )
