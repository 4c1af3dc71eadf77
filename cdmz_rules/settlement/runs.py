"""Settling rows under a law: what the command and the service share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import numpy.typing as npt

from cdmz_rules import places
from cdmz_rules.decisions.calculate import calculate
from cdmz_rules.errors import InputError, LawUnknown, Problem
from cdmz_rules.law.law import Law
from cdmz_rules.settlement.claims.settle import settle
from cdmz_rules.settlement.claims.table import read


def settle_rows(
    cells: Mapping[str, Sequence[Any]], day: date, law: Law, place: Callable[[int, str], str] | None = None
) -> dict[str, npt.NDArray[Any]]:
    """Check and settle a table of claims.

    Args:
        cells: The columns by name.
        day: The day on which it is settled.
        law: The law, with the packs and reforms that are wanted.
        place: How a mistake in a row and column is pointed at.

    Raises:
        InputError: with the row of every mistake; or naming the rule that nobody knows and whom to ask.
    """
    table = read(cells, day, place)
    try:
        return settle(table, partial(calculate, law=law), day)
    except LawUnknown as error:
        raise InputError([unknown_rule(error)]) from error


def unknown_rule(error: LawUnknown) -> Problem:
    """The mistake of asking for a settlement that rests on a rule nobody knows."""
    offices = "、".join(places.office(place, error.path.partition(".")[0]) for place in error.places)
    return Problem(
        "rule_unknown",
        error.path,
        f"规定未知，无法结算；请咨询{offices}，或用假设包试算",
        f"the rule is not known, so nothing can be settled: ask {offices}, or try with an assumption pack",
        "assumptions_2026",
    )
