"""The graph as bounds need it: several steps as the one they are, conditions that hold in a branch, look-ups by their choices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from cdmz_rules.plan.symbols import Graph, Symbol, constant_truth

Given = Mapping[int, Any]
"""What stands for a step, by its identity, where conditions are known to hold."""

MAX_GROWTH = 6
"""A graph grows no more than so many times by what its conditions tell."""
MAX_PARTED_GROWTH = 3
"""Beyond so many times no step is taken apart by a condition any more."""
DEEP = 9
"""So many steps behind an argument, conditions are looked for that decide it."""
CHOICE = np.dtype(np.uint8)
FLIPPED = {"less": "greater", "less_equal": "greater_equal", "greater": "less", "greater_equal": "less_equal"}
OPPOSITE = {"less": "greater_equal", "less_equal": "greater", "greater": "less_equal", "greater_equal": "less"}
EVERY = (1 << 63) - 1
BOTH = ("bitwise_and", "logical_and")
JOINING = (*BOTH, "bitwise_or", "logical_or")
OF_A_ROW = frozenset(("input", "there", "day", "of", "given"))
"""Steps that are no function of numbers alone."""


class Place(NamedTuple):
    """Where a look-up looks: a number, and choices each with what one more of it adds."""

    offset: int
    parts: tuple[tuple[Symbol, int], ...]


@dataclass
class BoundsGraph:
    """Makes of some steps of a graph those that bounds are computed by.

    A condition tells something of what is read where it holds: a rate above zero, a city that is this one. Steps that read it are written
    again for that side, with what is known there; nothing else uses them, so that no other row is bounded by it.
    """

    traced: Graph
    graph: Graph = field(default_factory=Graph)
    _made: dict[tuple[int, tuple[tuple[int, int], ...]], Any] = field(default_factory=dict)
    _kept: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._behind: dict[int, int] = {}
        self._bit = {id(step): 1 << number for number, step in enumerate(self.traced.symbols)}
        for step in self.traced.symbols:
            behind = self._bit[id(step)]
            for arg in self._args(step):
                behind |= self._behind[id(arg)] if isinstance(arg, Symbol) else 0
            self._behind[id(step)] = behind

    def _args(self, step: Symbol) -> Sequence[Any]:
        composition = self.traced.compositions.get(id(step))
        return step.args if composition is None else composition[1]

    def step(self, step: Any, given: Given | None = None) -> Any:
        """A step, or constant, where some steps are known to be something else."""
        if not isinstance(step, Symbol):
            return step
        given = given or {}
        if id(step) in given:
            return given[id(step)]
        behind = self._behind[id(step)]
        relevant = {key: value for key, value in given.items() if behind & self._bit[key]}
        if relevant and len(self.graph.symbols) > MAX_GROWTH * len(self.traced.symbols):
            relevant = {}
        key = (id(step), tuple(sorted((known, id(value)) for known, value in relevant.items())))
        if key not in self._made:
            self._kept += relevant.values()  # their identity is part of the key
            self._made[key] = self._step(step, relevant)
        return self._made[key]

    def _step(self, step: Symbol, given: Given) -> Any:
        composition = self.traced.compositions.get(id(step))
        if composition is not None:
            rule, taken = composition
            parting = self._parting(taken, given)
            if parting is not None:
                return self._parted(step, parting, given)
            return self.graph.add("composed", [self.step(arg, given) for arg in taken], step.sample, rule)
        if step.op == "look":
            return self._look(step, given)
        if step.op in ("where", "part"):
            condition = self.step(step.args[0], given)
            known = constant_truth(condition)
            if known is not None:
                side = self.step(step.args[1 if known else 2], given)
                return side.astype(step.dtype) if isinstance(side, Symbol) else np.asarray(side, step.dtype).reshape(1)
            sides = [
                self.step(side, self._knowing(step.args[0], holds, given))
                for side, holds in zip(step.args[1:], (True, False), strict=True)
            ]
            if step.op == "part":
                return self.graph.add("part", [condition, *sides], step.sample)
            return self.graph.add("where", [condition, *sides], step.sample)
        if step.op == "multiply":
            holding = [arg for arg in step.args if isinstance(arg, Symbol) and arg.dtype == np.bool_]
            if holding and step.dtype.kind == "f":
                return self._where_it_holds(step, holding[0], given)
        if step.op == "add" and self._may_part():
            shared = _condition(step.args[0])
            if shared is not None and shared is _condition(step.args[1]) and id(shared) not in given:
                return self._parted(step, shared, given)
        args: list[Any] = [self.step(arg, given) for arg in step.args]
        if not any(isinstance(arg, Symbol) for arg in args) and step.op not in OF_A_ROW:
            return (
                np.asarray(getattr(np, step.op)(*args)) if step.op != "cast" else np.asarray(args[0]).astype(step.dtype)
            )
        if step.op == "subtract":
            apart = self._apart(step, args)
            if apart is not None:
                return apart
        return self.graph.add(step.op, args, step.sample, step.extra)

    def _parted(self, step: Symbol, condition: Symbol, given: Given) -> Any:
        """A step taken apart by a condition: one side under what it tells where it holds, the other where it fails."""
        sides = [self.step(step, self._knowing(condition, holds, given)) for holds in (True, False)]
        return self.graph.add("where", [self.step(condition, given), *sides], step.sample)

    def _may_part(self) -> bool:
        return len(self.graph.symbols) <= MAX_PARTED_GROWTH * len(self.traced.symbols)

    def _where_it_holds(self, step: Symbol, condition: Symbol, given: Given) -> Any:
        """What is multiplied by a truth, where that holds: there it is read under what the truth tells."""
        factor = step.args[1] if step.args[0] is condition else step.args[0]
        value = self.step(factor, self._knowing(condition, True, given))
        truth = self.step(condition, given)
        known = constant_truth(truth)
        if known is not None:
            return value if known else np.zeros(1, step.dtype)
        return self.graph.add("where", [truth, value, np.zeros(1, step.dtype)], step.sample)

    def _parting(self, args: Sequence[Any], given: Given) -> Symbol | None:
        """A comparison that decides one argument and bounds another: taken apart by it, no side has what only the other can have."""
        if len(args) < 2 or not self._may_part():
            return None
        for arg in args:
            for condition in self._conditions(arg, DEEP):
                if id(condition) in given or condition.op not in OPPOSITE:
                    continue
                compared = [id(side) for side in condition.args if isinstance(side, Symbol)]
                others = [other for other in args if other is not arg and isinstance(other, Symbol)]
                if any(self._behind[id(other)] & self._bit[each] for other in others for each in compared):
                    return condition
        return None

    def _conditions(self, step: Any, deep: int) -> Iterator[Symbol]:
        """The conditions that choose what a step is, not far behind it."""
        if isinstance(step, Symbol) and deep:
            if step.op == "where" and isinstance(step.args[0], Symbol):
                yield step.args[0]
            for arg in step.args:
                yield from self._conditions(arg, deep - 1)

    def _apart(self, step: Symbol, args: Sequence[Any]) -> Any:
        """A difference that takes something twice, written so that it takes it once; None if it does not."""
        whole, part = args
        if isinstance(part, Symbol) and isinstance(whole, Symbol):
            others = [other for other in part.args if other is not whole]
            if part.op == "minimum" and len(others) == 1:
                return self.graph.add("excess", [whole, others[0]], step.sample)
            if part.op == "multiply" and len(others) == 1:
                rest = self.graph.add("subtract", [np.ones(1), others[0]], step.sample)
                return self.graph.add("multiply", [whole, rest], step.sample)
        return None

    def _look(self, step: Symbol, given: Given) -> Symbol:
        applies, index, days, listed, instead, ends = step.args[:6]
        inside = given if applies is True else self._knowing(applies, True, given)
        place = _place(index)
        parts = [self.step(part, inside) for part, _ in place.parts]
        strides = tuple(stride for _, stride in place.parts)
        args = [applies if applies is True else self.step(applies, given), self.step(instead, given)]
        args += [self.step(days, inside), self.step(listed, inside), *parts]
        return self.graph.add("join", args, step.sample, (step.extra, bool(ends), place.offset, strides))

    def _knowing(self, condition: Any, holds: bool, given: Given) -> Given:
        """What is known where a condition holds, or fails, beside what was known before."""
        known = dict(given)
        for step, told in self._tells(condition, holds, given):
            if id(step) in self._bit:
                before = {key: value for key, value in known.items() if key != id(step)}
                known[id(step)] = told if not isinstance(told, _Limit) else self._limited(step, told, before, known)
        return known

    def _limited(self, step: Symbol, limit: _Limit, before: Given, known: Given) -> Any:
        value = known[id(step)] if id(step) in known else self.step(step, before)
        if not isinstance(value, Symbol):
            return value
        where = [] if limit.when is None else [self.step(limit.when, before)]
        if limit.members is not None:
            return self.graph.add("among", [value, *where], step.sample, limit.members)
        other = self.step(limit.other, before)
        return self.graph.add(limit.op, [value, other, *where], step.sample, (limit.slack, limit.scale))

    def _tells(self, condition: Any, holds: bool, given: Given) -> Iterator[tuple[Symbol, Any]]:
        """Steps of which a condition tells something where it holds, or fails."""
        if not isinstance(condition, Symbol):
            return
        yield condition, np.array([holds])
        if condition.op in ("invert", "logical_not"):
            yield from self._tells(condition.args[0], not holds, given)
        elif condition.op in JOINING:
            decided = condition.op in BOTH
            open_args = [arg for arg in condition.args if constant_truth(self.step(arg, given)) is not decided]
            # One of them alone is open: it decides.
            for arg in condition.args if decided is holds else open_args if len(open_args) == 1 else ():
                yield from self._tells(arg, holds, given)
        elif condition.op in ("part", "where"):
            yield from self._tells_of_sides(condition, holds, given)
        elif condition.op in OPPOSITE:
            op = condition.op if holds else OPPOSITE[condition.op]
            a, b = condition.args
            yield from _limits(a, op, b)
            yield from _limits(b, FLIPPED[op], a)
        elif condition.op in ("equal", "not_equal"):
            a, b = condition.args
            yield from _same(a, b, (condition.op == "equal") is holds)

    def _tells_of_sides(self, choice: Symbol, holds: bool, given: Given) -> Iterator[tuple[Symbol, Any]]:
        """What a truth that is one or the other tells: a side that cannot be what it is, was not chosen."""
        chooser, *sides = choice.args
        chosen = constant_truth(self.step(chooser, given))
        impossible = [constant_truth(side) is (not holds) for side in sides]
        for side, other, when in zip(sides, reversed(impossible), (True, False), strict=True):
            if other and chosen is None:
                yield from self._tells(chooser, when, given)
            if other or chosen is when:
                yield from self._tells(side, holds, given)
            elif chosen is None and when:
                # It is told of those for whom the chooser holds: whether it does is seen when it runs.
                told = self._tells(side, holds, given)
                yield from ((step, each._replace(when=chooser)) for step, each in told if _is_plain(each))


def _condition(step: Any) -> Symbol | None:
    """The condition on which a step is one thing or another."""
    if isinstance(step, Symbol) and step.op in ("where", "part", "look") and isinstance(step.args[0], Symbol):
        return step.args[0]
    return None


def _is_plain(told: Any) -> bool:
    return isinstance(told, _Limit) and told.when is None


class _Limit(NamedTuple):
    """What a comparison tells of a step: how ``scale`` times it lies to another, to within ``slack``; or which members it is among.

    If ``when`` is given, it is told only where that holds.
    """

    op: str = ""
    other: Any = None
    slack: float = 0.0
    scale: float = 1.0
    members: int | None = None
    when: Any = None


def _limits(step: Any, op: str, other: Any) -> Iterator[tuple[Symbol, _Limit]]:
    """What a comparison tells of a step, and of the number that it is a rounded multiple of."""
    way = "at_most" if op.startswith("less") else "at_least"
    if not isinstance(step, Symbol) or step.dtype.kind not in "fiM" or _is_choice(other):
        return
    yield step, _Limit(way, other)
    if step.op == "rint" and isinstance(step.args[0], Symbol) and step.args[0].op == "multiply":
        number, scale = step.args[0].args
        if isinstance(number, Symbol) and not isinstance(scale, Symbol) and float(np.asarray(scale).reshape(-1)[0]) > 0:
            yield number, _Limit(way, other, 0.5, float(np.asarray(scale).reshape(-1)[0]))


def _same(a: Any, b: Any, same: bool) -> Iterator[tuple[Symbol, _Limit]]:
    for step, other in ((a, b), (b, a)):
        if not isinstance(step, Symbol) or isinstance(other, Symbol):
            continue
        if step.dtype == CHOICE:
            member = 1 << int(np.asarray(other).reshape(-1)[0])
            yield step, _Limit(members=member if same else EVERY & ~member)
        elif same and step.dtype.kind in "fiM":
            yield step, _Limit("at_most", other)
            yield step, _Limit("at_least", other)


def _is_choice(arg: Any) -> bool:
    return isinstance(arg, Symbol) and arg.dtype == CHOICE


def _place(index: Any) -> Place:
    """The choices by which a look-up is indexed."""
    if not isinstance(index, Symbol):
        return Place(int(np.asarray(index).reshape(-1)[0]), ())
    if index.op == "add":
        one, other = (_place(arg) for arg in index.args)
        return Place(one.offset + other.offset, one.parts + other.parts)
    if index.op == "multiply":
        inner, stride = _place(index.args[0]), int(np.asarray(index.args[1]).reshape(-1)[0])
        return Place(inner.offset * stride, tuple((part, each * stride) for part, each in inner.parts))
    if index.op == "cast" and _is_choice(index.args[0]):
        return Place(0, ((index.args[0], 1),))
    if index.dtype == CHOICE:
        return Place(0, ((index, 1),))
    raise NotImplementedError(f"a look-up indexed by {index.op}")
