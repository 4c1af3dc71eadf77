"""A column of identity numbers: the dates of birth and the sexes that they say, and what is wrong with any of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.identity import IdentityNumber, otherwise
from cdmz_rules.errors import Problem
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.tables.arrays import Days
from cdmz_rules.tables.cells import Fault, Known
from cdmz_rules.tables.columns import Bools, Coded, Column

LONGEST = 18
"""Digits of an identity number."""
NO_DAY = np.datetime64("NaT", "D")


@dataclass(frozen=True)
class IdentityNumbers:
    """What a column of identity numbers says.

    Attributes:
        written: The heading as the sender wrote it.
        born: The dates of birth; NaT where none is known.
        sex: The sexes, by name.
        known: Where a number is given that is right.
        faults: The row and problem of each that is wrong.
    """

    written: str
    born: Days
    sex: npt.NDArray[Any]
    known: Bools
    faults: Sequence[Fault]

    def said(self, catalogue: Catalogue) -> dict[str, Known]:
        """The inputs that they say."""
        return {
            name: Known(self.born if part == "birth" else self._codes(catalogue.codes(name)), self.known)
            for part, name in catalogue.identity.items()
        }

    def _codes(self, codes: Mapping[str, int]) -> npt.NDArray[np.int16]:
        sex = np.where(self.sex == "male", codes["male"], codes["female"])
        return np.where(self.known, sex, 0).astype(np.int16)

    def contradicting(self, catalogue: Catalogue, name: str, other: Known, pointer: str) -> Iterator[Fault]:
        """Where another column says otherwise of an input."""
        said = self.said(catalogue)[name].values
        until = other.values if other.until is None else other.until
        problem = otherwise(catalogue.inputs[name].label.words, self.written, pointer)
        for row in np.flatnonzero(self.known & other.known & ((said < other.values) | (said > until))):
            yield int(row), problem


def read(written: str, column: Column, days: Days) -> IdentityNumbers:
    """Read a column; of a cell that is wrong nothing is repeated.

    Args:
        written: The heading as the sender wrote it.
        column: The cells.
        days: The day that each row is decided for: nobody was born after it.
    """
    assert isinstance(column, Coded)
    read = [None if word is None else IdentityNumber.read(_whole(word), written, date.max) for word in column.words]
    read.append(None)
    right = [each if isinstance(each, IdentityNumber) else None for each in read]
    born = np.array([NO_DAY if each is None else np.datetime64(each.born) for each in right], "datetime64[D]")
    sex = np.array(["" if each is None else each.sex for each in right])
    births = born[column.codes]
    to_come = births > days
    wrong = np.array([isinstance(each, Problem) for each in read])[column.codes]
    faults = [(row, read[column.codes[row]]) for row in np.flatnonzero(wrong).tolist()]
    faults += [(row, IdentityNumber.to_come(written)) for row in np.flatnonzero(to_come).tolist()]
    known = ~np.isnat(births) & ~to_come
    return IdentityNumbers(written, np.where(known, births, NO_DAY), sex[column.codes], known, faults)


def _whole(word: Any) -> Any:
    """A decimal without places as the whole number that it is: it has lost no digit."""
    whole = isinstance(word, Decimal) and word.is_finite() and word.adjusted() < LONGEST and word == int(word)
    return int(word) if whole else word


def first(said: Known, other: Known) -> Known:
    """What identity numbers say, and elsewhere what another column says."""
    values, known = np.where(said.known, said.values, other.values), said.known | other.known
    if other.until is None:
        return Known(values, known)
    return Known(values, known, np.where(said.known, said.values, other.until))
