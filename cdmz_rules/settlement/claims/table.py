"""A table of claims: read from columns and checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any

import numpy as np

from cdmz_rules.decisions.contradictions import RowContradictions
from cdmz_rules.decisions.stated import Said, StatedInRows
from cdmz_rules.errors import InputError, Problem
from cdmz_rules.i18n.words import both
from cdmz_rules.reading.doors import TABLE, Door
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.rulebook.rulebook import BenefitRules
from cdmz_rules.settlement.claims.columns import ALWAYS, CARRIED, PERSON, SOMETIMES, claim_columns
from cdmz_rules.settlement.order import Array, Bools
from cdmz_rules.settlement.refusals import MOST_SHOWN, Place, Refusals, pointed
from cdmz_rules.tables import cells as tables
from cdmz_rules.tables import columns, headings, ids
from cdmz_rules.tables.cells import Fault, Known
from cdmz_rules.tables.reader import without_heading

VISIT = "discharge_date"
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
    rules: BenefitRules,
    columns: Mapping[str, Sequence[Any]],
    day: date,
    place: Place = place_in_list,
    faults: Sequence[Fault] = (),
    door: Door = TABLE,
) -> ClaimTable:
    """Check a table.

    Args:
        rules: Those of the benefit.
        columns: The columns by heading; an empty cell was not told.
        day: The day on which it is settled; nobody was treated or born after it.
        place: How a mistake in a row and column is pointed at.
        faults: What is wrong with rows, known before.
        door: What may be written in the cells.

    Raises:
        InputError: with the row of every mistake (the first twenty of them).
    """
    form = claim_columns(rules.catalogue)
    keys = form.resolve(columns)
    cells = {key: column for key, column in zip(keys, columns.values(), strict=True) if key is not None}
    count = len(cells[PERSON])
    if not count:
        raise InputError([Problem("missing", "", "没有费用", "there are no claims")])
    nameless = [column for key, column in zip(keys, columns.values(), strict=True) if key is None]
    names, unreadable = ids.names(PERSON, cells[PERSON])
    found = [*faults, *unreadable, *(fault for column in nameless for fault in without_heading(column))]
    known: dict[str, Known] = {}
    for name in (name for name in form.inputs if name in cells):
        known[name], unreadable = _column(rules.catalogue, name, cells[name], day, door)
        found += unreadable
    refusals = Refusals(count, found)
    person = np.asarray(names.to_numpy(zero_copy_only=False), str)
    values = {name: form.values(name, known.get(name), count) for name in form.inputs}
    values |= {name: np.nan_to_num(values[name]) for name in CARRIED}
    refusals.add(_missing(PERSON, "个人标识 | whose claim it is"), (person == "") & ~refusals.at(PERSON))
    for name, words, rows in _needed(rules, values):
        told = known[name].known if name in known else np.zeros(count, bool)
        refusals.add(_missing(name, words), rows & ~told & ~refusals.at(name))
    refusals.add(_to_come(day), values[VISIT] > np.datetime64(day, "D"))
    if refusals.accepted.all():
        for problem, rows in _contradictions(rules, known, count, day):
            refusals.add(problem, rows)
        refusals.add(TWO_BIRTHS, _two_births(person, values))
    if refusals.count:
        raise InputError(pointed(islice(refusals, MOST_SHOWN), place))
    return ClaimTable(person, values, place)


def _column(catalogue: Catalogue, name: str, cells: Sequence[Any], day: date, door: Door) -> tuple[Known, list[Fault]]:
    heading = replace(headings.of_input(catalogue, name), written=name)
    plain = columns.read(name, cells, tables.form_of(heading))
    return tables.read(catalogue, heading, plain, np.full(len(cells), day, "datetime64[D]"), door)


def _missing(name: str, words: str) -> Problem:
    pair = both(words)
    return Problem("missing", name, f"缺少此项（{pair.zh}须填）", f"this is missing, and needed for {pair.en}")


def _to_come(day: date) -> Problem:
    words = f"晚于结算日{day}", f"lies after the day of settling, {day}"
    return Problem("in_the_future", VISIT, *words, f"≤ {day}")


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
