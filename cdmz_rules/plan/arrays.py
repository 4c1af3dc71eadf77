"""A plan on arrays: the code that NumPy runs, step by step what the formulas do, and the rows it runs on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial, reduce
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from cdmz_rules.errors import InputMissing, LawUnknown
from cdmz_rules.law.grid import Grid, Table
from cdmz_rules.law.item import Cell, State
from cdmz_rules.model import lookup
from cdmz_rules.plan import calendar
from cdmz_rules.plan.by_day import ByDay, Tables, by_day
from cdmz_rules.plan.emit import Block, Emitter, compiled, indented
from cdmz_rules.plan.select import ZERO, where
from cdmz_rules.plan.symbols import Symbol
from cdmz_rules.plan.tabled import Through, tabled
from cdmz_rules.plan.trace import Asked, Look, Trace

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
        table: The items on the days it looked at.
        at: Of each row, where in the table.
        applies: To which rows it applied; True for all.
    """

    look: int
    table: Table
    at: Array
    applies: Mask | bool


MAX_SPAN = 50_000
"""Over so many days, a good century, the spans are kept by day."""


@dataclass(frozen=True)
class Resolved:
    """What the look-ups of a plan take from, under one law.

    Attributes:
        looks: The look-ups.
        grids: By look-up, the items of its path.
        day: The day decided for, if it is one for all rows.
        tables: What follows from days of the calendar.
    """

    looks: Sequence[Look]
    grids: Sequence[Grid]
    day: date | None
    tables: Tables = field(default_factory=Tables, repr=False, compare=False)
    _made: dict[tuple[bool, Through], Table] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def on_the_day(self) -> Sequence[Table]:
        """By look-up, its items on the day decided for."""
        assert self.day is not None, "the rows have a day each"
        return [_ended(grid.on(self.day), look) for look, grid in zip(self.looks, self.grids, strict=True)]

    def table(self, look: int, dated: bool) -> Table:
        """The items of a look-up."""
        return self.on_any_day[look] if dated else self.on_the_day[look]

    def made(self, look: int, dated: bool, through: Through) -> Table:
        """What is made of its figures."""
        if (dated, through) not in self._made:
            table = self.table(look, dated)
            self._made[dated, through] = replace(table, numbers=through(table.numbers))
        return self._made[dated, through]

    @cached_property
    def spans(self) -> npt.NDArray[np.datetime64]:
        """First days, ascending, between which no item of a look-up by the row's own day changes."""
        dated = [g.starts for g, look in zip(self.grids, self.looks, strict=True) if look.dated or self.day is None]
        return np.unique(np.concatenate(dated)) if dated else np.zeros(0, "datetime64[D]")

    def span(self, days: Array) -> Array:
        """The span in which each day lies."""
        first, table = self._span_by_day
        if table is None:
            return np.maximum(np.searchsorted(self.spans, days, side="right") - 1, 0)
        return table.take(days.view(np.int64) - first, mode="clip")

    @cached_property
    def _span_by_day(self) -> tuple[int, Array | None]:
        """From the day before the second span on, the span of each day: a tenth of the time of a search."""
        changes = self.spans[1:].astype(np.int64)
        if not len(changes) or changes[-1] - changes[0] > MAX_SPAN:
            return 0, None
        days = np.arange(changes[0] - 1, changes[-1] + 1)
        return int(days[0]), np.searchsorted(changes, days, side="right")

    @cached_property
    def on_any_day(self) -> Sequence[Table]:
        """By look-up, its items on the first day of every span."""
        return [_ended(grid.at(self.spans), look) for look, grid in zip(self.looks, self.grids, strict=True)]

    @cached_property
    def rows(self) -> Sequence[Sequence[Any]]:
        """By look-up, its items on the day as a plan for a single household takes them."""
        assert self.day is not None, "a single household has one day"
        return [grid.on(self.day).rows for grid in self.grids]

    @cached_property
    def rows_by_day(self) -> Sequence[Callable[[int], Any]]:
        """By look-up, its items on any day as a plan for a single household takes them."""
        return [grid.rows_on for grid in self.grids]


def _ended(table: Table, look: Look) -> Table:
    return table if look.ends is None else table.ending(look.ends)


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
    _places: dict[tuple[int, int], tuple[Array, Array | None, Array, Array]] = field(default_factory=dict)

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
        missing: Any = self.missing[asked]
        return derived if missing is True else np.where(missing, derived, self.columns[asked])

    def by_day(self, what: ByDay, days: Array, choice: Array | None = None) -> Array | None:
        """What comes of a day and a choice, from a table of the calendar; None if it is to be computed."""
        if self.law.day is None:
            return None
        return self.law.tables.taken(what, days, choice, Frame((), (), (), (), self.law, self.days))

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
        self,
        look: int,
        applies: Mask | bool,
        index: Array,
        days: Array | None,
        listed: Any,
        instead: Any,
        ends: bool,
        through: Through | None = None,
        discarded: bool = False,
    ) -> Array:
        """A look-up; see `cdmz_rules.model.lookup.law`.

        ``ends`` says that ``instead`` stands where the item is not in force; ``through`` what is made of the figure; ``discarded``
        that nobody reads what the rule does not apply to, so that it may hold anything.
        """
        if days is None and self.law.day is None:
            days = self.days
        table = self.law.table(look, days is not None)
        at, used = self._at(index, days)
        if self.taken is not None:
            self.taken.append(Taken(look, table, at, applies))
        opened = bool(table.open[used].any())
        if listed is None and not (opened and _meets_open(table, at, applies)):
            if through is not None:
                table = self.law.made(look, days is not None, through)
            figures = table.numbers[used]
            # Where all rows take the same figure, one stands for all: what is computed from it alone is computed once.
            same = figures.tobytes() == figures[:1].tobytes() * len(figures)
            values: Array = figures[:1] if same else table.numbers.take(at)
            if isinstance(applies, bool) or (discarded and not opened):
                return values
            # Half the time of np.where, and the same, unless a figure is negative or not finite.
            if table.plain and instead is ZERO:
                return values * applies
            return (
                where(applies, values, instead)
                if isinstance(instead, np.ndarray)
                else np.where(applies, values, instead)
            )
        fill = partial(self._fill, look)
        stands = instead if through is None else through.look.args[4]
        values = lookup.taken(self.law.grids[look], table, at, applies, stands if ends else None, listed, fill)
        values = lookup.typed(self.law.grids[look].item, values)
        return values if through is None else through(values)

    def _at(self, index: Array, days: Array | None) -> tuple[Array, Array]:
        """Where in a table each row looks, and where any does: many look-ups share an index, and few entries are open."""
        key = (id(index), id(days))
        if key not in self._places:
            at = index
            if days is not None:
                at = index * len(self.law.spans) + self.law.span(days)
            self._places[key] = (index, days, at, np.flatnonzero(np.bincount(at.reshape(-1))))
        return self._places[key][2:]

    def _fill(self, look: int, grid: Grid, cell: Cell, rows: Mask, values: Array) -> Array:
        if cell.state is State.NO_ITEM:
            raise lookup.no_item(grid)
        if self.gaps is None:
            raise LawUnknown(cell.path, [cell.place], cell.reason.en if cell.reason else "not recorded")
        return np.where(rows, self.gaps.law(look, cell, rows), values)


def _meets_open(table: Table, at: Array, applies: Mask | bool) -> bool:
    """Whether any row comes upon an entry that is open, of those to which the rule applies."""
    return isinstance(applies, bool) or bool((table.open.take(at) & applies).any())


NAMES: dict[str, Any] = {
    **{name: getattr(np, name) for name in ("logical_or", "logical_not", "inf", "nan")},
    "where": where,
    "month_of": calendar.month_of,
    "first_day": calendar.first_day,
}


class _Arrays:
    """How steps are written for arrays."""

    frees = True

    def __init__(self) -> None:
        self.names: dict[str, Any] = dict(NAMES)
        self._constants: dict[tuple[str, bytes], str] = {}

    def worth(self, side: Block) -> bool:
        # What the law alone decides is mostly decided alike for all rows.
        return side.asks() or (bool(side.steps) and side.owner is not None and side.owner.args[0].op == "look")

    def constant(self, value: Any) -> str:
        if isinstance(value, np.ndarray) and value.dtype == np.float64 and value.tobytes() == ZERO.tobytes():
            self.names["zero"] = ZERO
            return "zero"
        if value is None or isinstance(value, bool | int | float | str):
            return repr(value)
        if isinstance(value, Through | ByDay):
            name = f"t{len(self.names)}"
            self.names[name] = value
            return name
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
            between = (symbol.args[0].dtype.str, symbol.dtype.str)
            if between in calendar.TABLES:
                return f"{calendar.TABLES[between]}({args[0]})"
            kinds = {dtype.kind + str(dtype.itemsize) for dtype in (symbol.args[0].dtype, symbol.dtype)}
            # Days and months are whole numbers already, so that those need no copy.
            counts = "i8" in kinds and kinds <= {"i8", "m8", "M8"}
            return f"{args[0]}.view({symbol.extra!r})" if counts else f"{args[0]}.astype({symbol.extra!r}, copy=False)"
        if symbol.op == "of":
            # Taking by single bytes would take ten times as long.
            return f"{args[1]}.take({args[0]}.astype('<i8', copy=False))"
        if symbol.op == "look":
            return f"look({symbol.extra}, {', '.join(args)})"
        if symbol.op in ("input", "there", "day"):
            return {"input": f"ask({symbol.extra})", "there": f"there[{symbol.extra}]", "day": "days"}[symbol.op]
        if symbol.op == "part" and symbol.args[2].dtype == np.bool_ and symbol.args[2][0]:
            return f"logical_or({args[1]}, logical_not({args[0]}))"
        if symbol.op == "part":
            return f"where({', '.join(self._sides(symbol, args))})"
        if symbol.op == "given":
            return f"given({symbol.extra}, {args[0]})"
        if symbol.op == "by_day":
            return args[0]
        if symbol.op == "where":
            args = self._sides(symbol, args)
        self.names.setdefault(symbol.op, getattr(np, symbol.op))
        return f"{symbol.op}({', '.join(args)})"

    def _sides(self, symbol: Symbol, args: Sequence[str]) -> list[str]:
        """The sides of np.where as arrays of its type."""
        return [
            args[0],
            *(self._of_type(symbol.dtype, arg, own) for arg, own in zip(symbol.args[1:], args[1:], strict=True)),
        ]

    def _of_type(self, dtype: np.dtype[Any], arg: Any, written: str) -> str:
        if not isinstance(arg, Symbol):
            return self.constant(np.asarray(arg, dtype).reshape(1))
        return written if arg.dtype == dtype else f"{written}.astype({dtype.str!r}, copy=False)"

    def lazy(
        self, name: str, symbol: Symbol, args: Sequence[str], then: Sequence[str], otherwise: Sequence[str]
    ) -> list[str]:
        number = symbol.extra
        if symbol.op == "given":
            derive = indented([*then, f"{name} = given({number}, {args[0]})"])
            return [f"if missing[{number}] is None: {name} = columns[{number}]", "else:", *derive]
        if symbol.op == "by_day":
            compute = indented([*then, f"{name} = {args[0]}"])
            return [
                f"{name} = by_day({args[-1]}, {', '.join(args[1 : 1 + symbol.extra])})",
                f"if {name} is None:",
                *compute,
            ]
        if symbol.op == "where":
            return self._either(name, symbol, args, then, otherwise)
        instead = args[4] if symbol.op == "look" else args[2]
        return [f"if {args[0]}.any():", *indented([*then, *self.step(name, symbol, args)]), f"else: {name} = {instead}"]

    def _either(
        self, name: str, symbol: Symbol, args: Sequence[str], then: Sequence[str], otherwise: Sequence[str]
    ) -> list[str]:
        """np.where of which a side may be missing: what no row needs is not computed."""
        nothing = self.constant(np.zeros(1, symbol.dtype))
        args = self._sides(symbol, args)
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
    symbols: Sequence[Symbol] = trace.graph.symbols
    if not notes:
        symbols, stands = tabled(symbols, _symbols(results))
        results, wanted = _standing(results, stands), _standing(wanted, stands)
    symbols, stands = by_day(symbols, _symbols({**wanted, **results}), looks=not notes)
    results, wanted = _standing(results, stands), _standing(wanted, stands)
    emitter = Emitter(symbols, _symbols(results), dialect)
    named: dict[int, list[str]] = {}
    fixed: list[str] = []
    for key, value in {**wanted, **results}.items():
        line = f"values[{key!r}] = {emitter.written(value)}"
        named.setdefault(id(value), []).append(line) if isinstance(value, Symbol) else fixed.append(line)
    looks = _needs(emitter, "look") if notes else {}
    asked = _needs(emitter, "input") if notes else {}
    for number in {number for needs in (*looks.values(), *asked.values()) for need in needs for number, _ in need}:
        condition = symbols[number]
        named.setdefault(id(condition), []).append(f"met[{number}] = {emitter.name(condition)}")
    names = ("ask", "given", "look", "by_day", "there", "days", "missing", "columns", "values", "met")
    head = [*(f"{name} = frame.{name}" for name in names), *(f"{name} = None" for name in emitter.shared())]
    return Function(compiled([*head, *fixed, *emitter.lines(named)], "frame", dialect.names), looks, asked)


def _symbols(named: Mapping[Any, Any]) -> list[Symbol]:
    return [value for value in named.values() if isinstance(value, Symbol)]


def _standing(named: Mapping[Any, Any], stands: Mapping[int, Symbol]) -> dict[Any, Any]:
    return {name: stands.get(id(value), value) for name, value in named.items()}


def _needs(emitter: Emitter, op: str) -> dict[int, Needs]:
    """By number of look-up or input, on which conditions a row needs it; those that every row needs are left out."""
    found: dict[int, Needs] = {}
    for symbol in emitter.symbols:
        needs = emitter.needs(symbol) if symbol.op == op else []
        if needs and all(needs):
            found[symbol.extra] = [[(emitter.place[id(step)], holds) for step, holds in need] for need in needs]
    return found
