"""Identity numbers in a settlement: what they say stands in their place, and nothing of them is kept or repeated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cdmz_rules.decisions import identity
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.settlement.columns import Columns
from cdmz_rules.tables import columns as plain
from cdmz_rules.tables import identity_numbers
from cdmz_rules.tables.arrays import Days
from cdmz_rules.tables.cells import Fault, Known

NAME = identity.NAME


def read(form: Columns, column: Any, days: Days, known: dict[str, Known]) -> Sequence[Fault]:
    """Put what numbers say beside what other columns say.

    Args:
        form: What columns may say.
        column: The cells.
        days: The day that each row is settled on.
        known: What other columns say, by input; what the numbers say is put in.

    Returns:
        Each row whose number is wrong, or says otherwise than another column.
    """
    numbers = identity_numbers.read(NAME, plain.read(NAME, column, "word"), days)
    faults = list(numbers.faults)
    for name, said in numbers.said(form.catalogue).items():
        if name in form.inputs:
            other = known.get(name)
            if other is not None:
                faults += numbers.contradicting(form.catalogue, name, other, name)
            known[name] = said if other is None else identity_numbers.first(said, other)
    return faults


def called(catalogue: Catalogue, keys: Sequence[str | None]) -> Mapping[str, str]:
    """Inputs that the column of identity numbers alone says, with its key."""
    return {name: NAME for name in catalogue.identity.values() if name not in keys} if NAME in keys else {}


def private(catalogue: Catalogue, keys: Sequence[str | None]) -> frozenset[str]:
    """Columns of which no figure may be repeated, for it may be part of an identity number."""
    return frozenset((NAME, *catalogue.identity.values())) if NAME in keys else frozenset()
