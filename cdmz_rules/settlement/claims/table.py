"""A table of claims: read from columns and checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

import numpy as np

from cdmz_rules.decisions.contradictions import RowContradictions
from cdmz_rules.decisions.stated import Said, StatedInRows
from cdmz_rules.errors import InputError, Problem
from cdmz_rules.i18n.words import both
from cdmz_rules.rulebook.rulebook import BenefitRules
from cdmz_rules.settlement.claims.cells import read as read_cells
from cdmz_rules.settlement.claims.columns import ALWAYS, CARRIED, PERSON, SOMETIMES, claim_columns
from cdmz_rules.settlement.order import Array, Bools
from cdmz_rules.settlement.refusals import MOST_SHOWN, Place, Refusals, pointed
from cdmz_rules.tables.cells import Known

TWO_BIRTHS = Problem("contradiction", "birth_date", "同一人的出生日期不一致", "one person has two dates of birth")


def place_in_list(row: int, column: str) -> str:
    """How a mistake in claims that are a list is pointed at: ``claims[3].total_cost``."""
    return f"claims[{row}].{column}"


@dataclass(frozen=True)
class ClaimTable:
    """Claims, one a row.

    Attributes:
        person: Whose claim each is.
        inputs: The inputs by name, as variables store them.
        place: How a mistake in a row and column is pointed at.
    """

    person: Array
    inputs: Mapping[str, Array]
    place: Place = place_in_list

    @property
    def count(self) -> int:
        """How many claims there are."""
        return len(self.person)


def read(
    rules: BenefitRules, cells: Mapping[str, Sequence[Any]], day: date, place: Place = place_in_list
) -> ClaimTable:
    """Check a table.

    Args:
        rules: Those of the benefit.
        cells: The columns by name; an empty cell was not told.
        day: The day on which it is settled; nobody was treated or born after it.
        place: How a mistake in a row and column is pointed at.

    Raises:
        InputError: with the row of every mistake (the first twenty of them).
    """
    form = claim_columns(rules.catalogue)
    form.resolve(cells)
    count = len(cells[PERSON])
    if not count:
        raise InputError([Problem("missing", "", "没有费用", "there are no claims")])
    refusals = Refusals(count)
    known = {
        name: read_cells(rules.catalogue, info, cells.get(name, [None] * count), refusals)
        for name, info in form.inputs.items()
    }
    values = {name: form.values(name, column, count) for name, column in known.items()}
    values |= {name: np.nan_to_num(values[name]) for name in CARRIED}
    person = np.array([str(cell).strip() if cell is not None else "" for cell in cells[PERSON]])
    refusals.add(_missing(PERSON, "个人标识 | whose claim it is"), person == "")
    for name, words, rows in _needed(rules, values):
        refusals.add(_missing(name, words), rows & ~known[name].known)
    for problem, rows in _to_come(values, day):
        refusals.add(problem, rows)
    if refusals.accepted.all():
        for problem, rows in _contradictions(rules, known, count, day):
            refusals.add(problem, rows)
        refusals.add(TWO_BIRTHS, _two_births(person, values))
    if refusals.count:
        raise InputError(pointed(islice(refusals, MOST_SHOWN), place))
    return ClaimTable(person, values, place)


def _missing(name: str, words: str) -> Problem:
    pair = both(words)
    return Problem("missing", name, f"缺少此项（{pair.zh}须填）", f"this is missing, and needed for {pair.en}")


def _needed(rules: BenefitRules, values: Mapping[str, Array]) -> Iterator[tuple[str, str, Bools]]:
    """Inputs that must be told, for what, and of which claims: always, or for claims of that kind."""
    for name in ALWAYS:
        yield name, "每条 | every claim", np.ones(len(values[name]), bool)
    kinds = _kinds(rules, values)
    for name, words in SOMETIMES.items():
        yield name, words, kinds[name]


def _kinds(rules: BenefitRules, values: Mapping[str, Array]) -> dict[str, Bools]:
    """For each input of `SOMETIMES` the claims for which it must be told."""

    def says(name: str, member: str) -> Bools:
        return np.asarray(values[name] == rules.catalogue.codes(name)[member])

    pool, city, beside = values["insurance_pool"], values["treatment_city"], rules.places.beside
    home = (pool == city) | ((beside[pool] != 0) & (beside[pool] == city))
    stay = says("claim_kind", "inpatient")
    return {
        "employee_status": says("insurance_scheme", "employee"),
        "contribution_tier": says("insurance_scheme", "resident") & stay,
        "supplement_insured": stay,
        "remote_status": ~home,
        "two_disease_kind": says("claim_kind", "two_diseases"),
        "chronic_certified": says("claim_kind", "chronic"),
    }


def _to_come(values: Mapping[str, Array], day: date) -> Iterator[tuple[Problem, Bools]]:
    words = f"晚于结算日{day}", f"lies after the day of settling, {day}"
    for name in ("birth_date", "discharge_date"):
        yield Problem("in_the_future", name, *words, f"–{day}"), values[name] > np.datetime64(day, "D")


def _contradictions(
    rules: BenefitRules, known: Mapping[str, Known], count: int, day: date
) -> Iterator[tuple[Problem, Bools]]:
    """Claims that say what cannot be."""
    personal, first = rules.catalogue.personal, rules.catalogue.roles[0]
    said = {
        (name, 0 if name in personal else None): Said(column.values, column.known) for name, column in known.items()
    }
    days = np.array([day], "datetime64[D]")
    stated = StatedInRows(rules.catalogue, count, (first,), (None,), said, days)
    yield from RowContradictions(stated, lambda key: key[0], lambda _: PERSON).alike()


def _two_births(person: Array, values: Mapping[str, Array]) -> Bools:
    """Claims of one person with another date of birth than the first of them."""
    _, first, number = np.unique(person, return_index=True, return_inverse=True)
    born = values["birth_date"]
    return np.asarray(born != born[first][number])
