"""The items behind the look-ups of some plans, as a script takes them: each with its cells, and when which of them stands where."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cdmz_rules.law import grid
from cdmz_rules.law.grid import EPOCH
from cdmz_rules.law.item import BEGINNING, EVIDENCE, Cell, Item, State
from cdmz_rules.law.law import Law
from cdmz_rules.plan.script.steps import Unwritten
from cdmz_rules.plan.trace import Look

FIRST_MARK, NOTHING_RECORDED = "0", " "
"""Timelines are marked by this character and those after it; places of which nothing is recorded by the other."""
OPEN = {State.UNKNOWN: "u", State.NOT_IN_FORCE: "n"}


@dataclass
class Looks:
    """The items behind look-ups, numbered as they come up.

    Attributes:
        law: The law.
        since: The first day that is asked about: of items that go by it, what was over before is left out.
        paths: By number, the item's path.
        whole: The items of which all that ever stood is needed, as rows have days of their own.
        grids: By number, the numbers of the items behind a path, by choice; -1 where the law has none.
    """

    law: Law
    since: date
    paths: list[str] = field(default_factory=list)
    whole: set[str] = field(default_factory=set)
    grids: list[list[int]] = field(default_factory=list)

    def grid(self, look: Look) -> int:
        """The number of a look-up's grid.

        Raises:
            Unwritten: if its items come up in another order than elsewhere.
        """
        named = grid.expand(look.path, [{name: values} for name, values in look.choices])
        known = [name for name in dict.fromkeys(named) if name in self.law]
        for name in known:
            if name not in self.paths:
                self.paths.append(name)
            if look.dated:
                self.whole.add(name)
        numbers = [self.paths.index(name) if name in self.law else -1 for name in named]
        found = [self.paths.index(name) for name in known]
        if found != sorted(found):
            raise Unwritten(f"the items of {look.path} in another order")
        if numbers not in self.grids:
            self.grids.append(numbers)
        return self.grids.index(numbers)

    def items(self) -> list[ItemWritten]:
        """By number, the items."""
        return [ItemWritten(self.law[path], date.min if path in self.whole else self.since) for path in self.paths]

    def cells(self) -> Iterator[Cell]:
        """The cells, as a script numbers them."""
        for item in self.items():
            yield from item.cells


@dataclass
class ItemWritten:
    """An item as a script takes it.

    Attributes:
        item: The item.
        since: What was over before that day is left out.
        cells: Its cells, in the order in which a script comes upon them.
        places: By place, the mark of its timeline.
        timelines: The distinct timelines: the cells' numbers and, from the second on, before each its first day.
        written: The cells that are written down: all but those of places of which nothing is recorded.
    """

    item: Item
    since: date
    cells: list[Cell] = field(default_factory=list)
    places: str = ""
    timelines: list[list[int]] = field(default_factory=list)
    written: list[Cell] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._write()
        order = {id(cell): number for number, cell in enumerate(self.item.table.cells)}
        if sorted(self.cells, key=lambda cell: order[id(cell)]) != self.cells:
            # What is known of unknowns goes by the order in which they are met: what was over before is kept then.
            self.since, self.cells, self.places, self.timelines, self.written = date.min, [], "", [], []
            self._write()

    def _write(self) -> None:
        lines = self._lines()
        stands = Counter(id(cell) for line in lines for _, cell in line)
        marks: dict[Any, str] = {}
        for place, line in zip(self.item.places.names, lines, strict=True):
            self.cells += {
                id(cell): cell for _, cell in line if not any(cell is known for known in self.cells)
            }.values()
            alone = len(line) == 1 and stands[id(line[0][1])] == 1 and _nothing_recorded(line[0][1], place)
            self.places += NOTHING_RECORDED if alone else self._mark(line, marks)

    def _lines(self) -> list[list[tuple[date, Cell]]]:
        """By place, the first days of what stands there."""
        table = self.item.table
        starts = table.starts.tolist()
        first = max([at for at, start in enumerate(starts) if start <= self.since], default=0)
        return [
            [
                (starts[at], table.cells[numbers[at]])
                for at in range(first, len(starts))
                if at == first or numbers[at] != numbers[at - 1]
            ]
            for numbers in table.cell.tolist()
        ]

    def _mark(self, line: Sequence[tuple[date, Cell]], marks: dict[Any, str]) -> str:
        key = id(line[0][1]), *((start, id(cell)) for start, cell in line[1:])
        if key not in marks:
            marks[key] = chr(ord(FIRST_MARK) + len(marks))
            later = [(start.toordinal() - EPOCH, self._number(cell)) for start, cell in line[1:]]
            self.timelines.append([self._number(line[0][1]), *itertools.chain(*later)])
        return marks[key]

    def _number(self, cell: Cell) -> int:
        if not any(cell is known for known in self.written):
            self.written.append(cell)
        return next(number for number, known in enumerate(self.written) if known is cell)

    def data(self, facts: list[list[Any]]) -> list[Any]:
        """As JSON can hold it; what items have in common goes to ``facts``."""
        mine = facts_of(self.item)
        if mine not in facts:
            facts.append(mine)
        grades = "".join(str(EVIDENCE.index(cell.evidence) + 1 if cell.evidence else 0) for cell in self.written)
        lines = [line[0] if len(line) == 1 else line for line in self.timelines]
        return [facts.index(mine), self.places, [self._cell(cell) for cell in self.written], grades, *lines]

    def _cell(self, cell: Cell) -> Any:
        names = self.item.places.names
        if cell.state is not State.KNOWN:
            return f"{OPEN[cell.state]}{names.index(cell.place)}"
        if self.item.kind == "places":
            return [names.index(name) for name in cell.value]
        return plain(cell.number)


def facts_of(item: Item) -> list[Any]:
    """What items have in common: kind, what they favour, the least and greatest that any could be, how many choices."""
    low, high = (0.0, 1.0) if item.kind in ("boolean", "places") else item.bounds
    return [item.kind, item.favours, plain(low), plain(high), len(item.choices)]


def plain(number: float | None) -> float | int | None:
    """A number as it is written shortest."""
    if number is None or number != number or number in (float("inf"), float("-inf")):
        return number
    return int(number) if number == int(number) else number


def _nothing_recorded(cell: Cell, place: str) -> bool:
    return cell.state is State.UNKNOWN and cell.place == place and cell.start == BEGINNING and cell.evidence is None
