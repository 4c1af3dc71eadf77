"""Which households' answers rest on which values of the law."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from cdmz_rules.decisions.decide import decide
from cdmz_rules.decisions.impact import Household
from cdmz_rules.rulebook.rulebook import Rulebook

Grounds = Mapping[tuple[str, str, date], list[str]]
"""By item, place and first day of a value, the names of the households."""


def grounds(rulebook: Rulebook, households: Iterable[Household], day: date) -> Grounds:
    """The households whose answer would rest on a value, if each asked on a day.

    Raises:
        InputError: if a case is wrong.
    """
    found: dict[tuple[str, str, date], list[str]] = {}
    for name, benefit, _, case in households:
        for source in decide(case, benefit, day, rulebook=rulebook, today=day).sources:
            found.setdefault((source.path, source.place, source.start), []).append(name)
    return found
