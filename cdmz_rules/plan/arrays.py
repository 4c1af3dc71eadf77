"""A plan on arrays: the code that NumPy runs, step by step what the formulas do, and the rows it runs on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial, reduce
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from cdmz_rules.errors import InputMissing, LawUnknown
from cdmz_rules.law.grid import Day, Grid
from cdmz_rules.law.item import Cell, State
from cdmz_rules.model import lookup
from cdmz_rules.plan.emit import Block, Emitter, compiled, indented
from cdmz_rules.plan.symbols import Symbol
from cdmz_rules.plan.trace import Asked, Trace

Array = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_]


class Gaps(Protocol):
    """Gives a value to what is unknown on some rows, in a shape that broadcasts to them."""

    def law(self, look: int, cell: Cell, rows: Mask) -> Array:
        """Stand in for a value of the law that a look-up came upon."""
        ...

    def input(self, asked: int, rows: Mask | bool) -> Array:
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


@dataclass(frozen=True)
class Resolved:
    """What the look-ups of a plan take from, under one law.

    Attributes:
        grids: By look-up, the items of its path.
        day: The day decided for, if it is one for all rows.
    """

    grids: Sequence[Grid]
    day: date | None

    @cached_property
    def dated(self) -> Sequence[Day] | None:
        """By look-up, its items on the day."""
        return None if self.day is None else [grid.on(self.day) for grid in self.grids]

    @cached_property
    def rows(self) -> Sequence[Sequence[Any]]:
        """By look-up, its items on the day as a plan for a single household takes them."""
        return [table.rows for table in self.dated or ()]

    @cached_property
    def rows_by_day(self) -> Sequence[Callable[[int], Any]]:
        """By look-up, its items on any day as a plan for a single household takes them."""
        return [grid.rows_on for grid in self.grids]


Needs = Sequence[Sequence[tuple[int, bool]]]
"""Conditions, by number, that must hold or fail; a row needs a step if it meets all of one of these."""


@dataclass
class Frame:
    """The rows of a run. A value that all rows share has length one.

    Attributes:
        asked: The inputs of the plan.
        columns: The value of each, where it is given.
        missing: Of each, where it is not given: None nowhere, True everywhere.
        there: Of each member's place, whether somebody is there.
        law: What the look-ups take from.
        days: The day of each row; one, if it is the same for all.
        gaps: Stand-ins; without, an unknown is an error.
        taken: Where look-ups are noted down, if anybody wants to know.
        values: Whatever was wanted and computed.
        met: Conditions, by number, on which look-ups and inputs are needed at all.
    """

    asked: Sequence[Asked]
    columns: Sequence[Any]
    missing: Sequence[Mask | bool | None]
    there: Sequence[Mask]
    law: Resolved
    days: Array
    gaps: Gaps | None = None
    taken: list[Taken] | None = None
    values: dict[Any, Array] = field(default_factory=dict)
    met: dict[int, Mask] = field(default_factory=dict)
    _indices: dict[int, tuple[Array, Array]] = field(default_factory=dict)

    def ask(self, asked: int) -> Array:
        """An input: as given, or what stands in for it."""
        missing = self.missing[asked]
        if missing is None:
            return self.columns[asked]  # type: ignore[no-any-return]
        if self.gaps is None:
            raise InputMissing(self.asked[asked].name)
        stands = self.gaps.input(asked, missing)
        return stands if missing is True else np.where(missing, stands, self.columns[asked])

    def given(self, asked: int, derived: Array) -> Array:
        """An input that is computed where it is not given."""
        missing = self.missing[asked]
        return derived if missing is True else np.where(missing, derived, self.columns[asked])

    def needed(self, needs: Needs) -> Mask | bool:
        """Which rows need what is done under these conditions: other rows of the run may be why it was done at all."""
        ways = [self._meets(need) for need in needs]
        return True if any(way is True for way in ways) else reduce(np.logical_or, ways, np.zeros(1, bool))

    def _meets(self, need: Sequence[tuple[int, bool]]) -> Mask | bool:
        if any(number not in self.met for number, _ in need):
            return np.zeros(1, bool)
        masks = [self.met[number] if holds else ~self.met[number] for number, holds in need]
        return reduce(np.logical_and, masks) if masks else True

    def look(
        self, look: int, applies: Mask | bool, index: Array, days: Array | None, listed: Any, instead: Any, ends: bool
    ) -> Array:
        """A look-up; see `cdmz_rules.model.lookup.law`. ``ends`` says that ``instead`` stands where the item is not in force."""
        if days is None and listed is None and self.law.dated is not None:
            table = self.law.dated[look]
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
        grid = self.law.grids[look]
        cell = grid.cell[index, grid.interval(days)]
        if self.taken is not None:
            self.taken.append(Taken(look, grid, cell, applies))
        fill = partial(self._fill, look)
        values = lookup.taken(grid, cell, applies, instead if ends else None, listed, fill)
        return lookup.typed(grid.item, values)

    def _fill(self, look: int, grid: Grid, cell: Cell, rows: Mask, values: Array) -> Array:
        if cell.state is State.NO_ITEM:
            raise lookup.no_item(grid)
        if self.gaps is None:
            raise LawUnknown(cell.path, [cell.place], cell.reason.en if cell.reason else "not recorded")
        return np.where(rows, self.gaps.law(look, cell, rows), values)


class _Arrays:
    """How steps are written for arrays."""

    frees = True

    def __init__(self) -> None:
        self.names: dict[str, Any] = {"where": np.where, "inf": np.inf, "nan": np.nan}
        self._constants: dict[tuple[str, bytes], str] = {}

    def worth(self, side: Block) -> bool:
        return side.asks()

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
        if symbol.op == "part":
            return f"where({', '.join(args)})"
        if symbol.op == "given":
            return f"given({symbol.extra}, {args[0]})"
        self.names.setdefault(symbol.op, getattr(np, symbol.op))
        return f"{symbol.op}({', '.join(args)})"

    def lazy(
        self, name: str, symbol: Symbol, args: Sequence[str], then: Sequence[str], otherwise: Sequence[str]
    ) -> list[str]:
        number = symbol.extra
        if symbol.op == "given":
            derive = indented([*then, f"{name} = given({number}, {args[0]})"])
            return [f"if missing[{number}] is None: {name} = columns[{number}]", "else:", *derive]
        if symbol.op == "where":
            return self._either(name, symbol, args, then, otherwise)
        instead = args[4] if symbol.op == "look" else args[2]
        return [f"if {args[0]}.any():", *indented([*then, *self.step(name, symbol, args)]), f"else: {name} = {instead}"]

    def _either(
        self, name: str, symbol: Symbol, args: Sequence[str], then: Sequence[str], otherwise: Sequence[str]
    ) -> list[str]:
        """np.where of which a side may be missing: what no row needs is not computed."""
        nothing = self.constant(np.zeros(1, symbol.dtype))
        code: list[str] = []
        sides = []
        for side, arg, lines, condition in (
            ("a", args[1], then, f"{args[0]}.any()"),
            ("b", args[2], otherwise, f"not {args[0]}.all()"),
        ):
            if lines:
                local = f"{name}{side}"
                code += [f"if {condition}:", *indented([*lines, f"{local} = {arg}"]), f"else: {local} = {nothing}"]
                arg = local
            sides.append(arg)
        return [*code, f"{name} = where({args[0]}, {', '.join(sides)})"]


@dataclass(frozen=True)
class Function:
    """A plan compiled for arrays.

    Attributes:
        run: Fills a frame's values.
        looks: By look-up, when a row needs it.
        asked: By input, when a row needs it.
    """

    run: Callable[[Frame], None]
    looks: Mapping[int, Needs]
    asked: Mapping[int, Needs]


def function(trace: Trace, results: Mapping[Any, Any], wanted: Mapping[Any, Any], *, notes: bool) -> Function:
    """Compile a trace to a function that fills a frame's values.

    Args:
        trace: The formulas traced.
        results: What is computed in any case, by the name under which it is kept.
        wanted: What else is kept, if it is computed.
        notes: Whether to note down on which conditions look-ups and inputs are needed.
    """
    dialect = _Arrays()
    roots = [value for value in results.values() if isinstance(value, Symbol)]
    emitter = Emitter(trace.graph.symbols, roots, dialect)
    named: dict[int, list[str]] = {}
    fixed: list[str] = []
    for key, value in {**wanted, **results}.items():
        line = f"values[{key!r}] = {emitter.written(value)}"
        named.setdefault(id(value), []).append(line) if isinstance(value, Symbol) else fixed.append(line)
    looks = _needs(emitter, trace, "look") if notes else {}
    asked = _needs(emitter, trace, "input") if notes else {}
    for number in {number for needs in (*looks.values(), *asked.values()) for need in needs for number, _ in need}:
        condition = trace.graph.symbols[number]
        named.setdefault(id(condition), []).append(f"met[{number}] = {emitter.name(condition)}")
    names = ("ask", "given", "look", "there", "days", "missing", "columns", "values", "met")
    head = [*(f"{name} = frame.{name}" for name in names), *(f"{name} = None" for name in emitter.shared())]
    return Function(compiled([*head, *fixed, *emitter.lines(named)], "frame", dialect.names), looks, asked)


def _needs(emitter: Emitter, trace: Trace, op: str) -> dict[int, Needs]:
    """By number of look-up or input, on which conditions a row needs it; those that every row needs are left out."""
    found: dict[int, Needs] = {}
    for symbol in trace.graph.symbols:
        needs = emitter.needs(symbol) if symbol.op == op else []
        if needs and all(needs):
            found[symbol.extra] = [[(emitter.place[id(step)], holds) for step, holds in need] for need in needs]
    return found
