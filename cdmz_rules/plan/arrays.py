"""A plan on arrays: the code that NumPy runs, step by step what the formulas do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cdmz_rules.plan import calendar
from cdmz_rules.plan.day_tables import DayStep, by_day
from cdmz_rules.plan.emit import Block, Emitter, Lacking, compiled, indented
from cdmz_rules.plan.folding import FigureStep, fold_figures
from cdmz_rules.plan.frame import Frame, Needs
from cdmz_rules.plan.symbols import Symbol
from cdmz_rules.plan.trace import Trace
from cdmz_rules.plan.where import ZERO, where

Array = npt.NDArray[Any]


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
        if isinstance(value, FigureStep | DayStep):
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
            *(self._of_type(symbol.dtype, arg, text) for arg, text in zip(symbol.args[1:], args[1:], strict=True)),
        ]

    def _of_type(self, dtype: np.dtype[Any], arg: Any, text: str) -> str:
        if not isinstance(arg, Symbol):
            return self.constant(np.asarray(arg, dtype).reshape(1))
        return text if arg.dtype == dtype else f"{text}.astype({dtype.str!r}, copy=False)"

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


def function(trace: Trace, results: Mapping[Any, Any], kept: Mapping[Any, Any], *, notes: bool) -> Function:
    """Compile a trace to a function that fills a frame's values.

    Args:
        trace: The formulas traced.
        results: What is computed in any case, by the name under which it is kept.
        kept: What else is kept, if it is computed.
        notes: Whether to note down on which conditions look-ups and inputs are needed.
    """
    dialect = _Arrays()
    symbols: Sequence[Symbol] = trace.graph.symbols
    if not notes:
        symbols, substitutes = fold_figures(symbols, _symbols(results))
        results, kept = _substituted(results, substitutes), _substituted(kept, substitutes)
    symbols, substitutes = by_day(symbols, _symbols({**kept, **results}), looks=not notes)
    results, kept = _substituted(results, substitutes), _substituted(kept, substitutes)
    emitter = Emitter(symbols, _symbols(results), dialect)
    named: dict[int, list[str]] = {}
    fixed: list[str] = []
    for key, value in {**kept, **results}.items():
        line = f"values[{key!r}] = {emitter.written(value)}"
        named.setdefault(id(value), []).append(line) if isinstance(value, Symbol) else fixed.append(line)
    looks = _needs(emitter, "look") if notes else {}
    asked = _needs(emitter, "input") if notes else {}
    met = {number for needs in (*looks.values(), *asked.values()) for need in needs for number, _ in need}
    for number in sorted(number for number in met if number >= 0):
        condition = symbols[number]
        named.setdefault(id(condition), []).append(f"met[{number}] = {emitter.name(condition)}")
    names = ("ask", "given", "look", "by_day", "there", "days", "missing", "columns", "values", "met")
    head = [*(f"{name} = frame.{name}" for name in names), *(f"{name} = None" for name in emitter.shared())]
    return Function(compiled([*head, *fixed, *emitter.lines(named)], "frame", dialect.names), looks, asked)


def _symbols(named: Mapping[Any, Any]) -> list[Symbol]:
    return [value for value in named.values() if isinstance(value, Symbol)]


def _substituted(named: Mapping[Any, Any], substitutes: Mapping[int, Symbol]) -> dict[Any, Any]:
    return {name: substitutes.get(id(value), value) for name, value in named.items()}


def _needs(emitter: Emitter, op: str) -> dict[int, Needs]:
    """By number of look-up or input, on which conditions a row needs it; those that every row needs are left out."""
    by_number: dict[int, Needs] = {}
    for symbol in emitter.symbols:
        needs = emitter.needs(symbol) if symbol.op == op else []
        if needs and all(needs):
            by_number[symbol.extra] = [
                [(~each.asked if isinstance(each, Lacking) else emitter.place[id(each)], holds) for each, holds in need]
                for need in needs
            ]
    return by_number
