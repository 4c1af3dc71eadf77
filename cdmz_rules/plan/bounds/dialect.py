"""A plan on what values can be: the third way to write its steps, beside arrays and a single household."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from cdmz_rules.plan.bounds.frame import BoundsFrame, Derivations
from cdmz_rules.plan.bounds.graph import CHOICE, BoundsGraph
from cdmz_rules.plan.bounds.operations import OPERATIONS
from cdmz_rules.plan.emit import Block, Emitter, Lacking, compiled, indented
from cdmz_rules.plan.symbols import Symbol
from cdmz_rules.plan.trace import Trace

COMPARED = {"equal": "chosen_equal", "not_equal": "chosen_not_equal"}


class Unbounded(NotImplementedError):
    """A step has no way to be written for what its arguments can be."""


class _Bounds:
    """How steps are written for what values can be."""

    frees = True

    def __init__(self) -> None:
        self.names: dict[str, Any] = dict(OPERATIONS)
        self._constants: dict[Any, str] = {}

    def worth(self, side: Block) -> bool:
        return bool(side.steps)

    def constant(self, value: Any) -> str:
        if value is None or value is True:
            return repr(value)
        array = np.asarray(value).reshape(-1)
        return self._named("k", (array.dtype.str, array.tobytes()), (array, array))

    def raw(self, value: Any) -> str:
        """A constant that is no value of a row: a table, a rule."""
        key = id(value) if not isinstance(value, np.ndarray) else (value.dtype.str, value.shape, value.tobytes())
        return self._named("r", ("raw", key), value)

    def _named(self, kind: str, key: Any, value: Any) -> str:
        if key not in self._constants:
            self._constants[key] = f"{kind}{len(self._constants)}"
            self.names[self._constants[key]] = value
        return self._constants[key]

    def step(self, name: str, symbol: Symbol, args: Sequence[str]) -> list[str]:
        return [f"{name} = {self._call(symbol, args)}"]

    def _call(self, symbol: Symbol, args: Sequence[str]) -> str:
        if symbol.op in ("input", "there", "day"):
            return {"input": f"ask({symbol.extra})", "there": f"there[{symbol.extra}]", "day": "days"}[symbol.op]
        if symbol.op == "given":
            return f"given({symbol.extra}, {args[0]})"
        if symbol.op == "join":
            return f"join({', '.join([*map(repr, symbol.extra), *args])})"
        if symbol.op == "composed":
            return f"compose({', '.join([self.raw(symbol.extra), *args])})"
        if symbol.op == "of":
            return f"entry({args[0]}, {self.raw(symbol.args[1])})"
        if symbol.op == "among":
            return f"among({', '.join([args[0], repr(symbol.extra), *args[1:]])})"
        if symbol.op in ("at_most", "at_least"):
            return f"{symbol.op}({', '.join([*args[:2], *map(repr, symbol.extra), *args[2:]])})"
        if symbol.op == "cast":
            return self._cast(symbol, args[0])
        if symbol.op in ("where", "part"):
            if symbol.dtype == CHOICE:
                return f"chosen_where({', '.join(args)})"
            return f"where({', '.join([args[0], *self._sides(symbol, args)])})"
        choices = [_is_choice(arg) for arg in symbol.args]
        if symbol.op in COMPARED and any(choices) and all(map(_chooses, symbol.args)):
            return f"{COMPARED[symbol.op]}({', '.join(args)})"
        if symbol.op not in OPERATIONS:
            raise Unbounded(symbol.op)
        return f"{symbol.op}({', '.join(self._numbers(symbol, args))})"

    def _sides(self, symbol: Symbol, args: Sequence[str]) -> Iterator[str]:
        """The sides of a choice as its type: two truths added up are a truth, two numbers a number."""
        dtype = symbol.dtype.str
        for text, arg in zip(args[1:], symbol.args[1:], strict=True):
            if not isinstance(arg, Symbol):
                yield text if np.asarray(arg).dtype == symbol.dtype else self.constant(np.asarray(arg, symbol.dtype))
            elif _is_choice(arg):
                yield f"chosen_number({text}, {dtype!r})"
            else:
                yield text if arg.dtype == symbol.dtype else f"cast({text}, {dtype!r})"

    def _numbers(self, symbol: Symbol, args: Sequence[str]) -> list[str]:
        """The arguments, choices as their numbers."""
        return [
            f"chosen_number({text}, '<i8')" if _is_choice(arg) else text
            for text, arg in zip(args, symbol.args, strict=True)
        ]

    def _cast(self, symbol: Symbol, arg: str) -> str:
        if _is_choice(symbol.args[0]):
            return f"chosen_number({arg}, {symbol.extra!r})"
        return f"choice_numbered({arg})" if symbol.dtype == CHOICE else f"cast({arg}, {symbol.extra!r})"

    def lazy(
        self, name: str, symbol: Symbol, args: Sequence[str], then: Sequence[str], otherwise: Sequence[str]
    ) -> list[str]:
        if symbol.op == "given":
            derive = indented([*then, *self.step(name, symbol, args)])
            return [f"{name} = known({symbol.extra})", f"if {name} is None:", *derive]
        if symbol.op == "where":
            return self._either(name, symbol, args, then, otherwise)
        instead = args[1] if symbol.op == "join" else args[2]
        return [
            f"if {args[0]}[1].any():",
            *indented([*then, *self.step(name, symbol, args)]),
            f"else: {name} = {instead}",
        ]

    def _either(
        self, name: str, symbol: Symbol, args: Sequence[str], then: Sequence[str], otherwise: Sequence[str]
    ) -> list[str]:
        """np.where of which a side may be missing: what no row can need is not computed."""
        code: list[str] = []
        sides = list(args)
        possible = (f"{args[0]}[1].any()", f"not {args[0]}[0].all()")
        for position, lines, condition in ((1, then, possible[0]), (2, otherwise, possible[1])):
            if lines:
                local = f"{name}{'ab'[position - 1]}"
                nothing = self.constant(np.zeros(1, symbol.dtype))
                code += [
                    f"if {condition}:",
                    *indented([*lines, f"{local} = {args[position]}"]),
                    f"else: {local} = {nothing}",
                ]
                sides[position] = local
        return [*code, *self.step(name, symbol, sides)]


def _is_choice(arg: Any) -> bool:
    return isinstance(arg, Symbol | np.ndarray) and arg.dtype == CHOICE


def _chooses(arg: Any) -> bool:
    """Whether it is a choice, or a number that can be one's."""
    return _is_choice(arg) or not isinstance(arg, Symbol)


@dataclass(frozen=True, eq=False)
class Program:
    """A plan compiled for bounds.

    Attributes:
        steps: The steps, in their order.
        results: What is computed, by the name under which it is kept.
    """

    steps: Sequence[Symbol]
    results: Mapping[Any, Any]

    @cached_property
    def run(self) -> Callable[[BoundsFrame], None]:
        """Fills a frame's values with what the results can be."""
        return self._written(every=False)

    @cached_property
    def run_all(self) -> Callable[[BoundsFrame], None]:
        """The same, and a frame's steps with what each step can be."""
        return self._written(every=True)

    def behind(self, names: Iterable[str]) -> frozenset[int]:
        """The numbers of the steps of which some results of the household are made."""
        needed = {id(self.results[name, None]) for name in names}
        numbers = []
        for number in reversed(range(len(self.steps))):
            step = self.steps[number]
            if id(step) in needed:
                numbers.append(number)
                needed.update(id(arg) for arg in step.args)
        return frozenset(numbers)

    @cached_property
    def derivations(self) -> Derivations:
        """What only derives inputs that are not given; see `cdmz_rules.plan.bounds.frame.Derivations`."""
        emitter = self._emitter(_Bounds())
        lacking: dict[tuple[str, int], list[frozenset[int]]] = {}
        for step in self.steps:
            if step.op in ("input", "join"):
                number = step.extra if step.op == "input" else step.extra[0]
                lacking.setdefault((step.op, number), []).extend(
                    frozenset(each.asked for each, _ in need if isinstance(each, Lacking))
                    for need in emitter.needs(step)
                )
        return {key: ways for key, ways in lacking.items() if all(ways)}

    def _emitter(self, dialect: _Bounds) -> Emitter:
        return Emitter(self.steps, [each for each in self.results.values() if isinstance(each, Symbol)], dialect)

    def _written(self, *, every: bool) -> Callable[[BoundsFrame], None]:
        dialect = _Bounds()
        dialect.frees = not every
        emitter = self._emitter(dialect)
        lines: dict[int, list[str]] = {}
        fixed: list[str] = []
        for key, value in self.results.items():
            line = f"values[{key!r}] = {emitter.written(value)}"
            lines.setdefault(id(value), []).append(line) if isinstance(value, Symbol) else fixed.append(line)
        if every:
            for number, step in enumerate(self.steps):
                lines.setdefault(id(step), []).append(f"steps[{number}] = {emitter.name(step)}")
        names = ("ask", "given", "known", "join", "there", "days", "values", "steps")
        head = [*(f"{name} = frame.{name}" for name in names), *(f"{name} = None" for name in emitter.shared())]
        return compiled([*head, *fixed, *emitter.lines(lines)], "frame", dialect.names)


def program(trace: Trace, results: Mapping[Any, Any]) -> Program:
    """Make of a trace what bounds of some results are computed by.

    Raises:
        Unbounded: when it is written, if a formula uses a step of which it is not known what it makes of what its arguments can be.
    """
    bounds = BoundsGraph(trace.graph)
    for step in trace.graph.symbols:  # from the first on, so that none of them goes deep
        bounds.step(step)
    named = {key: bounds.step(value) for key, value in results.items()}
    needed = {id(value) for value in named.values()}
    for step in reversed(bounds.graph.symbols):
        if id(step) in needed:
            needed.update(id(arg) for arg in step.args if isinstance(arg, Symbol))
    return Program([step for step in bounds.graph.symbols if id(step) in needed], named)
