"""Formulas over whole populations of which everything that matters is known: columns in, columns out.

Where something is unknown, `decide_table` gives bounds; this raises an error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.cases import Cases, Column
from cdmz_rules.errors import InputError, Problem
from cdmz_rules.plan import Asked, Frame, plan_for
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.rulebook.rulebook import Rulebook

BLOCK = 1 << 15
"""So many households are computed at once: what is computed on the way stays in the processor's cache."""

Array = npt.NDArray[Any]


def calculate(
    columns: Mapping[str, Array], outputs: Sequence[str], day: date, *, rulebook: Rulebook | None = None
) -> dict[str, Array]:
    """Compute variables of many households.

    Args:
        columns: One value a household: its inputs by name (``price``), its members' as ``applicant.birth_date``, ``child1.…``, and whether
            there is a member as ``spouse``, ``child1``. As variables store them: money float64, choices by number, days datetime64[D].
        outputs: Variables of the household.
        day: The day decided for.
        rulebook: The rules; by default those that are shipped.

    Returns:
        The outputs by name; money rounded to the fen.

    Raises:
        InputError: if a column names no variable and no member, or the columns differ in length.
        InputMissing: if an input that matters is not among the columns.
        LawUnknown: if a value of the law that matters is unknown.
    """
    book = rulebook or Rulebook.shipped()
    cases = _cases(book.catalogue, columns, day)
    plan = plan_for(book.system, book.law, day, cases.roles, outputs)
    tables = plan.under(book.law, day)
    results = {name: np.empty(cases.count, plan.traced.values[name, None].dtype) for name in outputs}
    given = [cases.column(asked) for asked in plan.asked]
    for first in range(0, cases.count, BLOCK):
        rows = slice(first, first + BLOCK)
        frame = Frame(
            asked=plan.asked,
            columns=[_part(values, rows) for values, _ in given],
            missing=[_part(missing, rows) for _, missing in given],
            there=[np.ones(1, bool) if there is None else there[rows] for there in cases.there],
            law=tables,
            days=cases.days,
        )
        plan.bare.run(frame)
        for name in outputs:
            results[name][rows] = frame.values[name]
    return results


def _part(array: Any, rows: slice) -> Any:
    return array[rows] if isinstance(array, np.ndarray) and len(array) > 1 else array


def _cases(catalogue: Catalogue, columns: Mapping[str, Array], day: date) -> Cases:
    """The households in the columns."""
    lengths = {len(column) for column in columns.values()}
    if len(lengths) > 1:
        raise InputError([Problem("wrong_length", "", "各列行数不同", "the columns differ in length")])
    count = lengths.pop() if lengths else 0
    roles = catalogue.roles
    named = {name.partition(".")[0] for name in columns if _role(roles, name) is not None} | {roles[0]}
    slots = sorted(named, key=partial(_rank, roles))
    given = {}
    for name, column in columns.items():
        slot, _, variable = name.rpartition(".")
        if slot or name not in slots:
            given[_asked(catalogue, name, slot, variable, slots)] = Column(column, None)
    there = tuple(np.asarray(columns[slot], bool) if slot in columns else None for slot in slots)
    members = tuple(str(_role(roles, slot)) for slot in slots)
    return Cases(catalogue, count, members, there, given, np.array([day], "datetime64[D]"))


def _role(roles: Sequence[str], name: str) -> str | None:
    """The role of a member whom a column names; None if it names none."""
    role = name.partition(".")[0].rstrip("0123456789")
    return role if role in roles else None


def _rank(roles: Sequence[str], slot: str) -> tuple[int, int]:
    role = slot.rstrip("0123456789")
    return roles.index(role), int(slot[len(role) :] or 0)


def _asked(catalogue: Catalogue, name: str, slot: str, variable: str, slots: Sequence[str]) -> Asked:
    declared = catalogue.variables.get(variable)
    if declared is None or declared.entity.is_person is not bool(slot):
        raise InputError([Problem("unknown_field", name, f"没有名为“{name}”的列", f"there is no column {name}")])
    return Asked(variable, slots.index(slot) if slot else None)
