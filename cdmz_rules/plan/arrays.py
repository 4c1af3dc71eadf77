"""A plan on arrays: the code that NumPy runs, step by step what the formulas do, and the rows it runs on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from cdmz_rules.errors import InputMissing, LawUnknown
from cdmz_rules.law.grid import Day, Grid
from cdmz_rules.law.item import Cell, State
from cdmz_rules.model import lookup
from cdmz_rules.plan.emit import INDENT, Emitter
from cdmz_rules.plan.symbols import Symbol
from cdmz_rules.plan.trace import Asked, Trace

Array = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_]


class Gaps(Protocol):
    """Gives a value to what is unknown on some rows, in a shape that broadcasts to them."""

    def law(self, cell: Cell, rows: Mask) -> Array:
        """Stand in for a value of the law."""
        ...

    def input(self, asked: Asked, rows: Mask | bool) -> Array:
        """Stand in for an input where it is missing; everywhere, if rows is True."""
        ...


class Taken(NamedTuple):
    """A look-up that was done.

    Attributes:
        look: Its number in the plan.
        table: What it took from.
        at: Of each row, where in the table: the index on one day, or the cell.
        applies: To which rows it applied; True for all.
    """

    look: int
    table: Day | Grid
    at: Array
    applies: Mask | bool

    @property
    def cell(self) -> Array:
        """The number of each row's cell."""
        return self.table.cell[self.at] if isinstance(self.table, Day) else self.at


@dataclass
class Frame:
    """The rows of a run. A value that all rows share has length one.

    Attributes:
        asked: The inputs of the plan.
        columns: The value of each, where it is given.
        missing: Of each, where it is not given: None nowhere, True everywhere.
        there: Of each member's place, whether somebody is there.
        grids: What each look-up takes from.
        day: The day decided for, if it is one for all rows.
        days: The day of each row.
        gaps: Stand-ins; without, an unknown is an error.
        taken: Where look-ups are noted down, if anybody wants to know.
        values: Every variable that was wanted and computed, by name and, of a person, place.
    """

    asked: Sequence[Asked]
    columns: Sequence[Any]
    missing: Sequence[Mask | bool | None]
    there: Sequence[Mask]
    grids: Sequence[Grid]
    day: date | None
    days: Array
    gaps: Gaps | None = None
    taken: list[Taken] | None = None
    values: dict[tuple[str, int | None], Array] = field(default_factory=dict)
    _indices: dict[int, tuple[Array, Array]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.dated = [grid.on(self.day) for grid in self.grids] if self.day is not None else []

    def ask(self, asked: int) -> Array:
        """An input: as given, or what stands in for it."""
        missing = self.missing[asked]
        if missing is None:
            return self.columns[asked]  # type: ignore[no-any-return]
        if self.gaps is None:
            raise InputMissing(self.asked[asked].name)
        stands = self.gaps.input(self.asked[asked], missing)
        return stands if missing is True else np.where(missing, stands, self.columns[asked])

    def given(self, asked: int, derived: Array) -> Array:
        """An input that is computed where it is not given."""
        missing = self.missing[asked]
        return derived if missing is True else np.where(missing, derived, self.columns[asked])

    def look(
        self, look: int, applies: Mask | bool, index: Array, days: Array | None, listed: Any, instead: Any, ends: bool
    ) -> Array:
        """A look-up; see `cdmz_rules.model.lookup.law`. ``ends`` says that ``instead`` stands where the item is not in force."""
        if days is None and listed is None and self.day is not None:
            table = self.dated[look]
            if table.plain or not table.open[self._used(index)].any():
                if self.taken is not None:
                    self.taken.append(Taken(look, table, index, applies))
                values = table.numbers[index]
                return values if applies is True else np.where(applies, values, instead)
        return self._general(look, applies, index, self.days if days is None else days, listed, instead, ends)

    def _used(self, index: Array) -> Array:
        """Which indices occur: many look-ups share an index, and few of a table's entries are open."""
        found = self._indices.get(id(index))
        if found is None:
            found = self._indices[id(index)] = (index, np.flatnonzero(np.bincount(index.reshape(-1))))
        return found[1]

    def _general(
        self, look: int, applies: Mask | bool, index: Array, days: Array, listed: Any, instead: Any, ends: bool
    ) -> Array:
        grid = self.grids[look]
        cell = grid.cell[index, grid.interval(days)]
        if self.taken is not None:
            self.taken.append(Taken(look, grid, cell, applies))
        values = lookup.taken(grid, cell, applies, instead if ends else None, listed, self._fill)
        return lookup.typed(grid.item, values)

    def _fill(self, grid: Grid, cell: Cell, rows: Mask, values: Array) -> Array:
        if cell.state is State.NO_ITEM:
            raise lookup.no_item(grid)
        if self.gaps is None:
            raise LawUnknown(cell.path, [cell.place], cell.reason.en if cell.reason else "not recorded")
        return np.where(rows, self.gaps.law(cell, rows), values)


class _Arrays:
    """How steps are written for arrays."""

    frees = True

    def __init__(self) -> None:
        self.names: dict[str, Any] = {"where": np.where, "inf": np.inf, "nan": np.nan}
        self._constants: dict[tuple[str, bytes], str] = {}

    def constant(self, value: Any) -> str:
        if value is None or isinstance(value, bool | int | float | str):
            return repr(value)
        array = np.asarray(value)
        key = (array.dtype.str + str(array.shape), array.tobytes())
        if key not in self._constants:
            self._constants[key] = f"k{len(self._constants)}"
            self.names[self._constants[key]] = array
        return self._constants[key]

    def step(self, name: str, symbol: Symbol, args: Sequence[str]) -> list[str]:
        return [f"{name} = {self._expression(symbol, args)}"]

    def _expression(self, symbol: Symbol, args: Sequence[str]) -> str:
        if symbol.op == "cast":
            return f"{args[0]}.astype({symbol.extra!r}, copy=False)"
        if symbol.op == "of":
            return f"{args[1]}[{args[0]}]"
        if symbol.op == "look":
            return f"look({symbol.extra}, {', '.join(args)})"
        if symbol.op in ("input", "there", "day"):
            return {"input": f"ask({symbol.extra})", "there": f"there[{symbol.extra}]", "day": "days"}[symbol.op]
        self.names.setdefault(symbol.op, getattr(np, symbol.op))
        return f"{symbol.op}({', '.join(args)})"

    def lazy(self, name: str, symbol: Symbol, args: Sequence[str]) -> tuple[str, list[str], list[str]]:
        number = symbol.extra
        if symbol.op == "given":
            return (
                f"missing[{number}] is not None",
                [f"{name} = given({number}, {args[0]})"],
                [f"{name} = columns[{number}]"],
            )
        applies, otherwise = args[0], args[4] if symbol.op == "look" else args[2]
        then = f"look({number}, {', '.join(args)})" if symbol.op == "look" else f"where({', '.join(args)})"
        return f"{applies}.any()", [f"{name} = {then}"], [f"{name} = {otherwise}"]


def function(trace: Trace, results: Sequence[str], wanted: Iterable[tuple[str, int | None]]) -> Callable[[Frame], None]:
    """Compile a trace to a function that fills a frame's values.

    Args:
        trace: The formulas traced.
        results: The variables of the household that are computed in any case.
        wanted: The variables whose values are kept, if they are computed.
    """
    roots = [value for name in results if isinstance(value := trace.values[name, None], Symbol)]
    dialect = _Arrays()
    emitter = Emitter(trace.graph.symbols, roots, dialect)
    named: dict[int, list[str]] = {}
    fixed: list[str] = []
    for key in wanted:
        value = trace.values[key]
        line = f"values[{key!r}] = {emitter.written(value)}"
        named.setdefault(id(value), []).append(line) if isinstance(value, Symbol) else fixed.append(line)
    head = [
        f"{name} = frame.{name}" for name in ("ask", "given", "look", "there", "days", "missing", "columns", "values")
    ]
    shared = [f"{name} = None" for name in emitter.shared()]
    return _compiled([*head, *shared, *fixed, *emitter.lines(named)], "frame", dialect.names)


def _compiled(lines: Sequence[str], parameters: str, names: Mapping[str, Any]) -> Callable[..., Any]:
    source = "\n".join([f"def plan({parameters}):", *(INDENT + line for line in lines)])
    space = dict(names)
    exec(compile(source, "<plan>", "exec"), space)
    space["plan"].__source__ = source
    return space["plan"]  # type: ignore[no-any-return]
