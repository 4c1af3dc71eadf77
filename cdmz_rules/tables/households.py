"""Many households, column by column, checked: what the core decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from cdmz_rules.decisions.cases import Cases, Column
from cdmz_rules.decisions.stated import Said, StatedInRows
from cdmz_rules.model.dates import months_between
from cdmz_rules.plan import Asked
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.tables.arrays import Days
from cdmz_rules.tables.cells import Fault, Known
from cdmz_rules.tables.columns import Bools
from cdmz_rules.tables.slots import Slot


@dataclass(frozen=True)
class Member:
    """One place in the household, filled in some rows.

    Attributes:
        slot: Which.
        exists: Where there is such a member.
        values: What columns say of it, by input; never where there is no such member.
    """

    slot: Slot
    exists: Bools
    values: Mapping[str, Known]


@dataclass(frozen=True)
class Households:
    """A table's households.

    Attributes:
        catalogue: What can be asked of them.
        count: How many rows.
        days: The day that each is decided for; NaT where it is wrong.
        members: In the order of `slots.slots`: the one that must be there first.
        values: What columns say of the households, by input.
        wrong: Rows that are not decided, because of a mistake.
        faults: Their mistakes: row and problem, in the order of the rows.
        ids: What the sender calls each row, if it says so.
    """

    catalogue: Catalogue
    count: int
    days: Days
    members: tuple[Member, ...]
    values: Mapping[str, Known]
    wrong: Bools
    faults: Sequence[Fault]
    ids: Any = None

    def cases(self) -> Cases:
        """The households as a run takes them."""
        given = {Asked(name, None): _column(known) for name, known in self.values.items()}
        for place, member in enumerate(self.members):
            given |= {Asked(name, place): _column(known) for name, known in member.values.items()}
        roles = tuple(member.slot.role for member in self.members)
        there = tuple(_unless_all(member.exists) for member in self.members)
        days = self.days[:1] if self.count and (self.days == self.days[0]).all() else self.days
        open_days = {asked: known for asked, known in self._each() if known.until is not None}
        given |= {
            asked: Column(known.values, known.known & (known.values == known.until))
            for asked, known in open_days.items()
        }
        ranges = {asked: self._range(asked, known) for asked, known in open_days.items()}
        return Cases(self.catalogue, self.count, roles, there, given, days, ranges=ranges).deduced()

    @property
    def stated(self) -> StatedInRows:
        """The households as declarations of what can never be ask for them."""
        said = {
            (name, place): Said(known.values, _unless_all(known.known), known.until)
            for (name, place), known in self._each()
        }
        roles = [member.slot.role for member in self.members]
        there = [_unless_all(member.exists) for member in self.members]
        return StatedInRows(self.catalogue, self.count, roles, there, said, self.days)

    def _each(self) -> Iterator[tuple[Asked, Known]]:
        """What columns say, by input."""
        for name, known in self.values.items():
            yield Asked(name, None), known
        for place, member in enumerate(self.members):
            for name, known in member.values.items():
                yield Asked(name, place), known

    def _range(self, asked: Asked, known: Known) -> tuple[Days, Days]:
        """The first and last day of an input, row by row; where nothing is said, all that it can be."""
        low, high = self.catalogue.inputs[asked.name].bounds
        last = np.minimum(np.datetime64(high, "D"), self.days)
        return np.where(known.known, known.values, np.datetime64(low, "D")), np.where(known.known, known.until, last)  # type: ignore[arg-type]

    def case(self, row: int) -> dict[str, Any]:
        """A row as `decide` takes a case."""
        members = [
            {"role": member.slot.role, **self._given(member.values, row)}
            for member in self.members
            if member.exists[row]
        ]
        return {"members": members, **self._given(self.values, row)}

    def _given(self, values: Mapping[str, Known], row: int) -> dict[str, Any]:
        plain: dict[str, Any] = {}
        for name, known in values.items():
            if known.known[row] and known.until is not None and known.until[row] != known.values[row]:
                written, alias = next(each for each in self.catalogue.aliases.items() if each[1].input == name)
                over = months_between(known.until[row : row + 1], self.days[row : row + 1])[0]
                plain[written] = int(over // alias.months)
            elif known.known[row]:
                plain[name] = self._plain(name, known.values[row])
        return plain

    def _plain(self, name: str, value: Any) -> Any:
        """A value as people write it in a case."""
        kind = self.catalogue.inputs[name].kind
        if kind == "choice":
            return self.catalogue.members(name)[value]
        return date.fromisoformat(str(value)) if kind == "date" else value.item()

    def day(self, row: int) -> date:
        """The day that a row is decided for."""
        return date.fromisoformat(str(self.days[row]))

    def id_of(self, row: int) -> Any:
        """What the sender calls a row; None if it says nothing."""
        return None if self.ids is None else self.ids[row].as_py()


def _column(known: Known) -> Column:
    return Column(known.values, _unless_all(known.known))


def _unless_all(mask: Bools) -> Bools | None:
    return None if mask.all() else mask
