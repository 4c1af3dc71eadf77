"""What a formula computes with while it is traced: a symbol for each array, and the graph of what was done to it.

A symbol answers NumPy's own protocols, so that a formula runs on it unmodified. It knows no values: what would need them (a Python
branch on data, an index into a constant table) is an error that says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from openfisca_core.indexed_enums import Enum

from cdmz_rules.model.composed import Composition, noted

Array = npt.NDArray[Any]


MEND = "only operators, np.where, np.select, np.minimum and np.maximum, and what cdmz_rules.model offers"


class Untraceable(TypeError):
    """A formula does what can be done with values only.

    Attributes:
        mend: What can be done instead.
    """

    def __init__(self, message: str, mend: str = MEND) -> None:
        super().__init__(message)
        self.mend = mend


LAZY: dict[str, dict[int, bool]] = {
    "part": {1: True},
    "look": {1: True, 2: True, 3: True},
    "given": {0: True},
    "by_day": {0: True},
    "where": {1: True, 2: False},
    "join": dict.fromkeys(range(2, 16), True),
}
"""Of some steps, what they take only if their condition holds for some row (True), or only if it fails for some (False)."""


@dataclass(eq=False)
class Graph:
    """What was done, each step once.

    Attributes:
        symbols: Every step, in the order in which it was first done: what it needs comes before it.
        compositions: By the identity of a step that several together are one for: what that is, and of which arguments.
    """

    symbols: list[Symbol] = field(default_factory=list)
    compositions: dict[int, tuple[Composition, tuple[Any, ...]]] = field(default_factory=dict)
    _by_key: dict[Any, Symbol] = field(default_factory=dict)

    def add(self, op: str, args: Sequence[Any], sample: Array, extra: Any = None) -> Symbol:
        """A step; the same step done twice is one."""
        key = (op, tuple(map(_key, args)), extra, sample.dtype.str)
        symbol = self._by_key.get(key)
        if symbol is None:
            symbol = self._by_key[key] = Symbol(self, op, tuple(args), sample, extra)
            self.symbols.append(symbol)
        return symbol

    def digest(self, named: Iterable[tuple[Any, Any]]) -> str:
        """A hash of all steps and of what some of them are called: where it is the same, so is the code."""
        place = {id(symbol): number for number, symbol in enumerate(self.symbols)}

        def of(arg: Any) -> Any:
            return ("step", place[id(arg)]) if isinstance(arg, Symbol) else (_key(arg), np.shape(arg))

        steps = [(each.op, [of(arg) for arg in each.args], each.extra, each.dtype.str) for each in self.symbols]
        one = [(place[key], rule, [of(arg) for arg in args]) for key, (rule, args) in self.compositions.items()]
        return hashlib.sha256(repr((steps, one, [(name, of(value)) for name, value in named])).encode()).hexdigest()


def _key(arg: Any) -> Any:
    if isinstance(arg, Symbol):
        return id(arg)
    if isinstance(arg, np.ndarray | np.generic):
        return arg.dtype.str, arg.tobytes()
    return type(arg).__name__, arg if arg == arg else "nan"


class _Traced(np.lib.mixins.NDArrayOperatorsMixin):
    """What symbols, and the members' symbols together, share: every operator is a ufunc, every ufunc a step."""

    __slots__ = ()
    __array_priority__ = 1000

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        if method != "__call__" or options:
            raise Untraceable(f"np.{ufunc.__name__}.{method} with {sorted(options)} cannot be traced; use reduce()")
        return applied(ufunc.__name__, ufunc, inputs)

    def __array_function__(self, function: Any, _: Any, args: Any, options: Any) -> Any:
        if function is np.where and not options and len(args) == 3:
            return applied("where", np.where, args)
        if function is np.select:
            return _select(*args, **options)
        raise Untraceable(f"np.{function.__name__} cannot be traced; use where, select, minimum, maximum and operators")

    def __bool__(self) -> bool:
        raise Untraceable("a formula must not branch on data: use np.where or `where=`")

    def any(self) -> bool:
        """Refused, as a truth of all rows is what one branches on."""
        return bool(self)

    def all(self) -> bool:
        """Refused, as `any`."""
        return bool(self)

    def __array__(self, *_: Any, **__: Any) -> Array:
        raise Untraceable("a formula must not turn a traced value into an array: use operators, np.where or np.select")

    def __iter__(self) -> Iterator[Any]:
        raise Untraceable("a formula must not go through rows")

    def __len__(self) -> int:
        raise Untraceable("a formula must not count rows")

    def __getitem__(self, _: Any) -> Any:
        raise Untraceable("a formula must not pick rows: use np.where")

    def __hash__(self) -> int:
        return id(self)


class Symbol(_Traced):
    """An array of one value a household.

    Attributes:
        graph: Where it was done.
        op: What: a ufunc's name, where, cast, of, input, day, given, look or part.
        args: To what: symbols, and constants.
        sample: An array of one element and the same type.
        extra: What else the step knows.
    """

    __slots__ = ("args", "extra", "graph", "op", "sample")

    def __init__(self, graph: Graph, op: str, args: tuple[Any, ...], sample: Array, extra: Any) -> None:
        self.graph, self.op, self.args, self.sample, self.extra = graph, op, args, sample, extra

    @property
    def lazy(self) -> dict[int, bool]:
        """Which of its arguments are needed only if its condition holds (or fails) for some row; see `LAZY`."""
        return {} if self.op in ("look", "join") and self.args[0] is True else LAZY.get(self.op, {})

    @property
    def dtype(self) -> np.dtype[Any]:
        """The type of its elements."""
        return self.sample.dtype

    def astype(self, dtype: Any, *_: Any, **__: Any) -> Symbol:
        """The same values as another type."""
        sample = self.sample.astype(dtype)
        if sample.dtype == self.dtype:
            return self
        if sample.dtype == np.uint8 and self.chooses():
            # The number of a choice is small from the start: eight bytes for each would be eight times the work.
            sides = (_cast(side, np.uint8) for side in self.args[1:])
            return self.graph.add("where", [self.args[0], *sides], sample)
        return self.graph.add("cast", [self], sample, sample.dtype.str)

    def composed(self, rule: Composition, args: Sequence[Any]) -> Symbol:
        """These values, remembered as the one step that a composition makes of its arguments."""
        if not any(arg is self for arg in args):
            self.graph.compositions.setdefault(id(self), (rule, tuple(args)))
        return self

    def chooses(self) -> bool:
        """Whether it is one of some constants."""
        return self.op == "where" and all(not isinstance(side, Symbol) or side.chooses() for side in self.args[1:])

    def of(self, table: Array) -> Symbol:
        """The entry of a constant table for each value."""
        return self.graph.add("of", [self, table], table[np.zeros(1, np.intp)])


def _cast(value: Any, dtype: Any) -> Any:
    return value.astype(dtype) if isinstance(value, Symbol) else np.asarray(value).astype(dtype).reshape(1)


class Members(_Traced):
    """The members of each household: one symbol, or constant, for each place that a household has for a member."""

    __slots__ = ("values",)

    def __init__(self, values: Sequence[Any]) -> None:
        self.values = list(values)

    def astype(self, dtype: Any, *_: Any, **__: Any) -> Members:
        """The same values as another type."""
        return Members([value.astype(dtype) for value in self.values])

    def composed(self, rule: Composition, args: Sequence[Any]) -> Members:
        """The same values, each as the one step that a composition makes of that member's arguments."""

        def of(place: int) -> list[Any]:
            return [arg.values[place] if isinstance(arg, Members) else arg for arg in args]

        return Members([noted(rule, value, of(place)) for place, value in enumerate(self.values)])


def applied(op: str, function: Callable[..., Any], args: Sequence[Any]) -> Any:
    """A function of symbols as a step; of members, as one step for each place."""
    members = [arg for arg in args if isinstance(arg, Members)]
    if members:
        places = range(len(members[0].values))
        return Members(
            [function(*(arg.values[i] if isinstance(arg, Members) else arg for arg in args)) for i in places]
        )
    plain = [arg.index if isinstance(arg, Enum) else arg for arg in args]
    short = _simplified(op, plain)
    if short is not None:
        return short
    graph = next(arg.graph for arg in plain if isinstance(arg, Symbol))
    sample = function(*(arg.sample if isinstance(arg, Symbol) else arg for arg in plain))
    return graph.add(op, plain, np.asarray(sample).reshape(1))


def _simplified(op: str, args: Sequence[Any]) -> Any:
    """What a step comes down to where a constant decides it; None if nothing does."""
    if op in ("bitwise_and", "bitwise_or", "logical_and", "logical_or"):
        for one, other in (args, args[::-1]):
            constant = constant_truth(one)
            if constant is not None and isinstance(other, Symbol) and other.dtype == np.bool_:
                decides = constant is (op in ("bitwise_or", "logical_or"))
                return np.array([constant]) if decides else other
    if op == "where":
        chosen = constant_truth(args[0])
        if chosen is not None:
            dtype = np.result_type(*(arg.sample if isinstance(arg, Symbol) else arg for arg in args[1:]))
            value = args[1] if chosen else args[2]
            return value.astype(dtype) if isinstance(value, Symbol) else np.atleast_1d(np.asarray(value, dtype))
    return None


def constant_truth(arg: Any) -> bool | None:
    """A constant yes or no; None if it is neither."""
    if isinstance(arg, bool | np.bool_):
        return bool(arg)
    return bool(arg[0]) if isinstance(arg, np.ndarray) and arg.dtype == np.bool_ and arg.size == 1 else None


def sample_of(value: Any) -> Any:
    """An array of one element and the type of a symbol or constant."""
    return value.sample if isinstance(value, Symbol) else value


def _select(conditions: Sequence[Any], values: Sequence[Any], default: Any = 0) -> Any:
    """np.select as a chain of np.where: the first condition that holds decides."""
    dtype = np.result_type(*(value.sample if isinstance(value, Symbol) else value for value in [*values, default]))
    result = default.astype(dtype) if isinstance(default, Symbol) else np.array([default]).astype(dtype).reshape(1)
    for condition, value in zip(reversed(conditions), reversed(values), strict=True):
        result = np.where(condition, value, result)
    return result
