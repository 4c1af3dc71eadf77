"""A plan for a single household: the same steps on plain Python numbers, without NumPy's cost for each array.

Days, months and years are counted since 1970, as NumPy counts them. Whatever is unknown, and whatever Python's arithmetic
refuses (a division by zero), ends with `Open`: the arrays then give the answer. Raw numbers may differ from the arrays' in the last
places (another library computes powers and logarithms); what the law rounds does not.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np

from cdmz_rules.law.grid import EPOCH
from cdmz_rules.plan.emit import Block, Emitter, compiled, indented
from cdmz_rules.plan.symbols import Symbol
from cdmz_rules.plan.trace import Trace


class Open(Exception):
    """Something is unknown, or needs more than plain arithmetic."""


class Unwritten(Exception):
    """A step has no way to be written for a single household."""


OPERATORS = {
    "add": "({} + {})",
    "subtract": "({} - {})",
    "multiply": "({} * {})",
    "divide": "({} / {})",
    "floor_divide": "({} // {})",
    "remainder": "({} % {})",
    "power": "({} ** {})",
    "negative": "(-{})",
    "absolute": "abs({})",
    "equal": "({} == {})",
    "not_equal": "({} != {})",
    "less": "({} < {})",
    "less_equal": "({} <= {})",
    "greater": "({} > {})",
    "greater_equal": "({} >= {})",
    "logical_and": "({} and {})",
    "logical_or": "({} or {})",
    "logical_not": "(not {})",
    "minimum": "({0} if {0} <= {1} else {1})",
    "maximum": "({0} if {0} >= {1} else {1})",
    "where": "({1} if {0} else {2})",
    "floor": "float(floor({}))",
    "ceil": "float(ceil({}))",
    "rint": "float(round({}))",
    "expm1": "expm1({})",
    "log1p": "log1p({})",
    "sqrt": "sqrt({})",
    "spacing": "ulp({})",
    "copysign": "copysign({}, {})",
    "isfinite": "isfinite({})",
    "of": "{1}[{0}]",
}
ON_BOOLEANS = {"bitwise_and": "({} and {})", "bitwise_or": "({} or {})", "invert": "(not {})", "absolute": "{}"}
CASTS = {"f": "float({})", "i": "int({})", "u": "int({})", "b": "({} != 0)"}
MAX_DATES = 1 << 14
"""So many days and months are kept converted: households have most of theirs in common."""
DATES = {
    ("<M8[D]", "<M8[M]"): "month_of",
    ("<M8[M]", "<M8[D]"): "first_of",
    ("<M8[D]", "<M8[Y]"): "year_of",
    ("<M8[Y]", "<M8[D]"): "new_year",
}


@lru_cache(maxsize=MAX_DATES)
def _month_of(day: int) -> int:
    calendar_day = date.fromordinal(day + EPOCH)
    return (calendar_day.year - 1970) * 12 + calendar_day.month - 1


@lru_cache(maxsize=MAX_DATES)
def _first_of(month: int) -> int:
    return date(month // 12 + 1970, month % 12 + 1, 1).toordinal() - EPOCH


@lru_cache(maxsize=MAX_DATES)
def _year_of(day: int) -> int:
    return date.fromordinal(day + EPOCH).year - 1970


@lru_cache(maxsize=MAX_DATES)
def _new_year(year: int) -> int:
    return date(year + 1970, 1, 1).toordinal() - EPOCH


NAMES: dict[str, Any] = {
    **{
        name: getattr(math, name) for name in ("floor", "ceil", "expm1", "log1p", "sqrt", "ulp", "copysign", "isfinite")
    },
    "inf": math.inf,
    "nan": math.nan,
    "Open": Open,
    "month_of": _month_of,
    "first_of": _first_of,
    "year_of": _year_of,
    "new_year": _new_year,
}


class _Scalar:
    """How steps are written for a single household."""

    frees = False

    def __init__(self) -> None:
        self.names = dict(NAMES)

    def worth(self, side: Block) -> bool:
        return bool(side.steps)

    def constant(self, value: Any) -> str:
        if isinstance(value, np.ndarray) and value.size > 1:
            name = f"k{sum(key.startswith('k') for key in self.names)}"
            self.names[name] = value.tolist()
            return name
        if isinstance(value, np.ndarray):
            value = value.reshape(-1)[0]
        if isinstance(value, np.datetime64 | np.timedelta64):
            return repr(int(value.astype(np.int64)))
        return repr(value.item() if isinstance(value, np.generic) else value)

    def step(self, name: str, symbol: Symbol, args: Sequence[str]) -> list[str]:
        if symbol.op == "input":
            return [f"{name} = inputs[{symbol.extra}]", f"if {name} is None: raise Open"]
        if symbol.op == "day":
            return [f"{name} = day"]
        if symbol.op == "there":
            return [f"{name} = True"]
        if symbol.op == "look":
            return self._look(name, symbol, args)
        if symbol.op == "part":
            return [f"{name} = {args[1]}"]
        if symbol.op == "cast":
            return [f"{name} = {self._cast(symbol, args[0])}"]
        booleans = all(_is_boolean(arg) for arg in symbol.args)
        written = (ON_BOOLEANS.get(symbol.op) if booleans else None) or OPERATORS.get(symbol.op)
        if written is None:
            raise Unwritten(symbol.op)
        return [f"{name} = {written.format(*args)}"]

    def _cast(self, symbol: Symbol, arg: str) -> str:
        before, after = symbol.args[0].dtype, symbol.dtype
        if (before.str, after.str) in DATES:
            return f"{DATES[before.str, after.str]}({arg})"
        if before.kind in "mM" or after.kind in "mM":
            return self._count(symbol, arg)
        return arg if before.kind == after.kind and before.kind in "iu" else CASTS[after.kind].format(arg)

    def _count(self, symbol: Symbol, arg: str) -> str:
        """Dates are counts of days or months, so that a cast to or from a number, or to a span of the same unit, changes nothing."""
        before, after = symbol.args[0].dtype, symbol.dtype
        if before.kind in "mM" and after.kind in "mM" and np.datetime_data(before) != np.datetime_data(after):
            raise Unwritten(f"{before} to {after}")
        return f"{'float' if after.kind == 'f' else 'int'}({arg})"

    def _look(self, name: str, symbol: Symbol, args: Sequence[str]) -> list[str]:
        _, index, days, listed, instead, ends = args[:6]
        rows = f"tables[{symbol.extra}]" if days == "None" else f"tables_on[{symbol.extra}]({days})"
        value = [f"{name}, grade{symbol.extra} = entry"]
        missing = f"{name} = {instead}" if ends == "True" else "raise Open"
        code = [f"entry = {rows}[{index}]", "if entry is None: raise Open", *value, f"if {name} is None: {missing}"]
        return [*code, f"else: {name} = {name}[{listed}]"] if listed != "None" else code

    def lazy(
        self, name: str, symbol: Symbol, args: Sequence[str], then: Sequence[str], otherwise: Sequence[str]
    ) -> list[str]:
        if symbol.op == "given":
            condition, last, instead = (
                f"inputs[{symbol.extra}] is None",
                [f"{name} = {args[0]}"],
                f"inputs[{symbol.extra}]",
            )
        elif symbol.op == "look":
            condition, last, instead = args[0], self._look(name, symbol, args), args[4]
        else:
            condition, last, instead = args[0], [f"{name} = {args[1]}"], args[2]
        code = [f"if {condition}:", *indented([*then, *last])]
        return [*code, "else:", *indented([*otherwise, f"{name} = {instead}"])]


class _Whole(_Scalar):
    """The same, computing all that the arrays compute, and noting each look-up that is done."""

    def worth(self, side: Block) -> bool:
        return side.asks()

    def _look(self, name: str, symbol: Symbol, args: Sequence[str]) -> list[str]:
        return [*super()._look(name, symbol, args), f"look_ups.append(({symbol.extra}, {args[1]}, {args[2]}))"]


def _is_boolean(arg: Any) -> bool:
    if isinstance(arg, Symbol | np.ndarray):
        return arg.dtype == np.bool_
    return isinstance(arg, bool | np.bool_)


def function(trace: Trace, results: Sequence[Any]) -> Callable[..., tuple[list[Any], list[int]]]:
    """Compile a trace to a function of ``inputs, day, tables, tables_on``, which gives the results and each look-up's grade.

    Raises:
        Unwritten: if a formula uses a step that this dialect does not know.
    """
    dialect = _Scalar()
    emitter = Emitter(trace.graph.symbols, [value for value in results if isinstance(value, Symbol)], dialect)
    grades = [f"grade{number}" for number in range(len(trace.looks))]
    head = [f"{' = '.join(grades)} = 0"] if grades else []
    head += [f"{name} = None" for name in emitter.shared()]
    body = emitter.lines({})
    give = f"return [{', '.join(emitter.written(value) for value in results)}], [{', '.join(grades)}]"
    return compiled([*head, *body, give], "inputs, day, tables, tables_on", dialect.names)


def whole(
    trace: Trace, results: Mapping[Any, Any], kept: Mapping[Any, Any]
) -> Callable[..., tuple[dict[Any, Any], list[tuple[int, int, int | None]]]]:
    """Compile a trace to a function that keeps what it computes.

    It takes ``inputs, day, tables, tables_on`` and gives values by the names under which they are kept, and the look-ups done: number,
    index, and the day if the row has one of its own.

    Args:
        trace: The formulas traced.
        results: What is computed in any case.
        kept: What else is kept, if it is computed.

    Raises:
        Unwritten: if a formula uses a step that this dialect does not know.
    """
    dialect = _Whole()
    emitter = Emitter(trace.graph.symbols, [value for value in results.values() if isinstance(value, Symbol)], dialect)
    named: dict[int, list[str]] = {}
    fixed: list[str] = []
    for key, value in {**kept, **results}.items():
        line = f"values[{key!r}] = {emitter.written(value)}"
        named.setdefault(id(value), []).append(line) if isinstance(value, Symbol) else fixed.append(line)
    head = ["values, look_ups = {}, []", *(f"{name} = None" for name in emitter.shared())]
    code = [*head, *fixed, *emitter.lines(named), "return values, look_ups"]
    return compiled(code, "inputs, day, tables, tables_on", dialect.names)
