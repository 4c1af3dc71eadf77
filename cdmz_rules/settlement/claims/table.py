"""A table of claims: read from columns and checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any

import numpy as np

from cdmz_rules.errors import InputError, Problem
from cdmz_rules.reading.doors import TABLE, Door
from cdmz_rules.rulebook.rulebook import BenefitRules
from cdmz_rules.settlement import identity, totals
from cdmz_rules.settlement.claims import checks
from cdmz_rules.settlement.claims.checks import Claims
from cdmz_rules.settlement.claims.columns import CARRIED, PERSON, claim_columns
from cdmz_rules.settlement.columns import Columns
from cdmz_rules.settlement.order import Array
from cdmz_rules.settlement.refusals import MOST_SHOWN, Place, pointed
from cdmz_rules.tables import cells as tables
from cdmz_rules.tables import columns as plain
from cdmz_rules.tables import headings, ids
from cdmz_rules.tables.arrays import Days
from cdmz_rules.tables.cells import Fault, Known
from cdmz_rules.tables.reader import without_heading


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
    form, catalogue = claim_columns(rules.catalogue), rules.catalogue
    keys = form.resolve(columns)
    cells = {key: column for key, column in zip(keys, columns.values(), strict=True) if key is not None}
    count = len(cells[PERSON])
    if not count:
        raise InputError([Problem("missing", "", "没有费用", "there are no claims")])
    nameless = [column for key, column in zip(keys, columns.values(), strict=True) if key is None]
    names, unreadable = ids.names(PERSON, cells[PERSON])
    known, wrong = _known(form, cells, np.full(count, day, "datetime64[D]"), door)
    found = [*faults, *unreadable, *(fault for column in nameless for fault in without_heading(column)), *wrong]
    person = np.asarray(names.to_numpy(zero_copy_only=False), str)
    values = {name: form.values(name, known.get(name), count) for name in form.inputs}
    values |= {name: np.nan_to_num(values[name]) for name in CARRIED}
    claims = Claims(rules, person, known, values, totals.where(names, list(columns.values())), day)
    refusals = checks.refused(claims, found, identity.called(catalogue, keys), identity.private(catalogue, keys))
    if refusals.count:
        raise InputError(pointed(islice(refusals, MOST_SHOWN), place))
    return ClaimTable(person, values, place)


def _known(
    form: Columns, cells: Mapping[str, Sequence[Any]], days: Days, door: Door
) -> tuple[dict[str, Known], Sequence[Fault]]:
    """What the columns say by input, and each row of which a cell cannot be read or an identity number says otherwise."""
    known: dict[str, Known] = {}
    found: list[Fault] = []
    for name in (name for name in form.inputs if name in cells):
        heading = replace(headings.of_input(form.catalogue, name), written=name)
        column = plain.read(name, cells[name], tables.form_of(heading))
        known[name], unreadable = tables.read(form.catalogue, heading, column, days, door)
        found += unreadable
    if identity.NAME in cells:
        found += identity.read(form, cells[identity.NAME], days, known)
    return known, found
