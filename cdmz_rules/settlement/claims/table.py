"""A table of claims: read from rows, checked, in wide form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from cdmz_rules import places
from cdmz_rules.errors import InputError, Problem, nearest
from cdmz_rules.i18n.words import both
from cdmz_rules.rulebook.system import system
from cdmz_rules.settlement.claims import columns, parse
from cdmz_rules.settlement.claims.parse import Fault

Array = npt.NDArray[Any]
Bools = npt.NDArray[np.bool_]
MOST_SHOWN = 20
"""So many mistakes are enough to see what is wrong with a table."""


@dataclass(frozen=True)
class Table:
    """Claims, one a row.

    Attributes:
        person: Whose claim each is.
        columns: The inputs in wide form (``total_cost``, ``applicant.birth_date``), as formulas store them.
        place: How a mistake in a row and column is pointed at.
    """

    person: Array
    columns: Mapping[str, Array]
    place: Callable[[int, str], str]

    @property
    def count(self) -> int:
        """How many claims there are."""
        return len(self.person)


def read(cells: Mapping[str, Sequence[Any]], day: date, place: Callable[[int, str], str] | None = None) -> Table:
    """Check a table.

    Args:
        cells: The columns by name; an empty cell was not told.
        day: The day on which it is settled; nobody was treated or born after it.
        place: How a mistake in a row and column is pointed at; by default ``claims[3].total_cost``.

    Raises:
        InputError: with the row of every mistake (the first twenty of them).
    """
    where = place or (lambda row, column: f"claims[{row}].{column}")
    _check_names(cells)
    known = columns.inputs()
    count = len(next(iter(cells.values()), ()))
    faults: list[Fault] = []
    values: dict[str, Array] = {}
    told: dict[str, Bools] = {}
    for name, info in known.items():
        values[name], told[name], wrong = parse.column(info, cells.get(name) or [None] * count)
        faults += wrong
    person = np.array([str(cell).strip() if cell is not None else "" for cell in cells[columns.PERSON]])
    faults += [*_missing(person, values, told), *_to_come(values, day)]
    if not faults:
        faults = [*_above_the_bill(values), *_unlike(person, values)]
    if faults:
        raise InputError([_problem(fault, where) for fault in sorted(faults, key=lambda f: f.row)[:MOST_SHOWN]])
    for name in columns.CARRIED:
        values[name] = np.nan_to_num(values[name])
    return Table(person, {columns.wide(known[name]): array for name, array in values.items()}, where)


def _problem(fault: Fault, where: Callable[[int, str], str]) -> Problem:
    return Problem(fault.code, where(fault.row, fault.column), fault.zh, fault.en, fault.expected, fault.near)


def _check_names(cells: Mapping[str, Sequence[Any]]) -> None:
    names = [columns.PERSON, *columns.inputs()]
    problems = [
        Problem(
            "unknown_field",
            name[:80],
            f"没有名为“{name[:80]}”的列",
            f"there is no column {name[:80]}",
            did_you_mean=nearest(name, names),
        )
        for name in cells
        if name not in names
    ]
    needed = [columns.PERSON, *columns.ALWAYS]
    problems += [
        Problem("missing", name, f"缺少“{name}”列", f"the column {name} is missing")
        for name in needed
        if name not in cells
    ]
    if not problems and not len(cells[columns.PERSON]):
        problems = [Problem("missing", "", "没有费用", "there are no claims")]
    if problems:
        raise InputError(problems[:MOST_SHOWN])


def _missing(person: Array, values: Mapping[str, Array], told: Mapping[str, Bools]) -> list[Fault]:
    """Cells that must be told and are not: always, or for claims of that kind."""
    everywhere = np.ones(len(person), bool)
    found = [_empty(columns.PERSON, person == "", "个人标识 | whose claim it is")]
    found += [_empty(name, everywhere & ~told[name], "每条 | every claim") for name in columns.ALWAYS]
    needed = _needed(values)
    found += [_empty(name, needed[name] & ~told[name], words) for name, words in columns.SOMETIMES.items()]
    return [fault for faults in found for fault in faults]


def _empty(name: str, rows: Bools, words: str) -> list[Fault]:
    pair = both(words)
    zh, en = f"缺少此项（{pair.zh}须填）", f"this is missing, and needed for {pair.en}"
    return [Fault(int(row), name, "missing", zh, en) for row in np.flatnonzero(rows)[:MOST_SHOWN]]


def _needed(values: Mapping[str, Array]) -> dict[str, Bools]:
    employee, resident = _is(values, "insurance_scheme", "employee"), _is(values, "insurance_scheme", "resident")
    stay = _is(values, "claim_kind", "inpatient")
    pool, city = values["insurance_pool"], values["treatment_city"]
    home = (pool == city) | ((places.BESIDE[pool] != 0) & (places.BESIDE[pool] == city))
    return {
        "employee_status": employee,
        "contribution_tier": resident & stay,
        "supplement_insured": stay,
        "remote_status": ~home,
        "two_disease_kind": _is(values, "claim_kind", "two_diseases"),
        "chronic_certified": _is(values, "claim_kind", "chronic"),
    }


def _is(values: Mapping[str, Array], name: str, member: str) -> Bools:
    return np.asarray(values[name] == system().variables[name].possible_values[member].index)


def _to_come(values: Mapping[str, Array], day: date) -> Iterator[Fault]:
    zh, en = f"晚于结算日{day}", f"lies after the day of settling, {day}"
    for name in ("birth_date", "discharge_date"):
        for row in np.flatnonzero(values[name] > np.datetime64(day, "D")):
            yield Fault(int(row), name, "in_the_future", zh, en, f"–{day}")


def _above_the_bill(values: Mapping[str, Array]) -> list[Fault]:
    parts = sum(np.rint(values[name] * 100) for name in columns.PARTS)
    over = parts > np.rint(values["total_cost"] * 100)
    zh, en = (
        "自费、先行自付和耗材之和超过账单总额",
        "self-paid items, first payments and consumables are more than the bill",
    )
    return [Fault(int(row), "total_cost", "above_the_bill", zh, en) for row in np.flatnonzero(over)]


def _unlike(person: Array, values: Mapping[str, Array]) -> list[Fault]:
    """Claims of one person with another date of birth than the first of them."""
    _, first, number = np.unique(person, return_index=True, return_inverse=True)
    born = values["birth_date"]
    rows = np.flatnonzero(born != born[first][number])
    zh, en = "同一人的出生日期不一致", "one person has two dates of birth"
    return [Fault(int(row), "birth_date", "contradiction", zh, en) for row in rows]
