"""From a graph to Python: straight code, with an `if` around what is needed only where something applies.

The same walk writes two functions: one on arrays (NumPy, step by step what the formulas do) and one for a single household (plain
Python numbers, a hundred times less overhead). `arrays.py` and `scalar.py` say how a step is written in each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from cdmz_rules.plan.symbols import Symbol

INDENT = "    "


def compiled(lines: Sequence[str], parameters: str, names: Mapping[str, Any]) -> Callable[..., Any]:
    """A function of that code. Its text comes from the package's own formulas alone: nothing that anybody sends is in it."""
    source = "\n".join([f"def plan({parameters}):", *indented(lines)])
    space = dict(names)
    exec(compile(source, "<plan>", "exec"), space)
    function: Callable[..., Any] = space["plan"]
    function.__doc__ = source
    return function


class Dialect(Protocol):
    """How steps are written."""

    frees: bool
    """Whether values are let go of after their last use: worth it for arrays."""

    def step(self, name: str, symbol: Symbol, args: Sequence[str]) -> list[str]:
        """A step that takes all its arguments in any case."""
        ...

    def lazy(
        self, name: str, symbol: Symbol, args: Sequence[str], then: Sequence[str], otherwise: Sequence[str]
    ) -> list[str]:
        """A step that takes some only if needed: ``then`` is the code that its condition asks for, ``otherwise`` its failing."""
        ...

    def worth(self, side: Block) -> bool:
        """Whether a side of np.where is worth an `if` of its own."""
        ...

    def constant(self, value: Any) -> str:
        """A constant."""
        ...


class Lacking(NamedTuple):
    """The condition that an input, by its number, is not given: what it is computed from is needed only then."""

    asked: int


Need = tuple[tuple[Symbol | Lacking, bool], ...]
"""Conditions (and whether they must hold or fail) under which a row needs a step; without any it always does."""


@dataclass(eq=False)
class Block:
    """A part of the code: the whole, or what is done only if its owner's condition holds, or fails, for some row.

    Attributes:
        parent: The part around it.
        owner: The step whose part it is.
        holds: Whether the owner's condition is to hold or to fail.
        steps: The steps done in it, each with the parts that it owns there.
    """

    parent: Block | None = None
    owner: Symbol | None = None
    holds: bool = True
    steps: list[tuple[Symbol, dict[bool, Block]]] = field(default_factory=list)

    def asks(self) -> bool:
        """Whether an input or the law is read in it."""
        parts = [part for _, parts in self.steps for part in parts.values()]
        return any(step.op in ("input", "look", "join") for step, _ in self.steps) or any(part.asks() for part in parts)

    def within(self, other: Block) -> bool:
        """Whether it is that part or lies in it."""
        step: Block | None = self
        while step is not None and step is not other:
            step = step.parent
        return step is not None

    def otherwise(self, other: Block) -> bool:
        """Whether the two are both sides of one step: every row needs the one or the other."""
        return self.parent is other.parent and self.owner is other.owner and self.holds is not other.holds

    @cached_property
    def need(self) -> Need:
        """What a row must meet to need what is done here."""
        outer = self.parent.need if self.parent is not None else ()
        if self.owner is None or self.owner.op == "by_day":
            return outer
        condition = Lacking(self.owner.extra) if self.owner.op == "given" else self.owner.args[0]
        return (*outer, (condition, self.holds))


class Emitter:
    """Writes the steps that some results need, each in the innermost part that needs it.

    What several parts need, and nothing around them, is done in whichever of them comes first: nothing is asked for that no row needs.
    What both sides of a step need is done before it.
    """

    def __init__(self, symbols: Sequence[Symbol], results: Iterable[Symbol], dialect: Dialect) -> None:
        self.dialect, self.symbols = dialect, symbols
        self.place = {id(symbol): position for position, symbol in enumerate(symbols)}
        self.whole = Block()
        self.homes: dict[int, list[Block]] = {id(symbol): [self.whole] for symbol in results}
        kept = set(self.homes)
        self._assign()
        self.freed = self._last_uses(kept)

    def _assign(self) -> None:
        owned: dict[int, list[dict[bool, Block]]] = {}
        for symbol in reversed(self.symbols):
            for home in self.homes.get(id(symbol), ()):
                parts = {holds: Block(home, symbol, holds) for holds in set(symbol.lazy.values())}
                owned.setdefault(id(symbol), []).append(parts)
                for position, arg in enumerate(symbol.args):
                    if isinstance(arg, Symbol):
                        self._need(arg, parts[symbol.lazy[position]] if position in symbol.lazy else home)
        for symbol in self.symbols:
            for home, parts in zip(self.homes.get(id(symbol), ()), owned.get(id(symbol), ()), strict=True):
                home.steps.append((symbol, parts))

    def _need(self, symbol: Symbol, block: Block) -> None:
        known = self.homes.setdefault(id(symbol), [])
        if block.parent is not None and any(block.otherwise(home) for home in known):
            self._need(symbol, block.parent)
        elif not any(block.within(home) for home in known):
            self.homes[id(symbol)] = [*(home for home in known if not home.within(block)), block]

    def _last_uses(self, kept: set[int]) -> dict[int, list[Symbol]]:
        """By step: the values whose last use it is or contains, seen from the one part in which they live."""
        last: dict[int, Symbol] = {}

        def visit(block: Block) -> None:
            for symbol, parts in block.steps:
                for position, arg in enumerate(symbol.args):
                    if isinstance(arg, Symbol) and len(self.homes[id(arg)]) == 1 and id(arg) not in kept:
                        inner = parts[symbol.lazy[position]] if position in symbol.lazy else block
                        at = self._user_in(self.homes[id(arg)][0], symbol, inner)
                        last[id(arg)] = max(at, last.get(id(arg), at), key=lambda step: self.place[id(step)])
                for part in parts.values():
                    visit(part)

        visit(self.whole)
        by_step: dict[int, list[Symbol]] = {}
        for symbol in self.symbols:
            if id(symbol) in last:
                by_step.setdefault(id(last[id(symbol)]), []).append(symbol)
        return by_step

    @staticmethod
    def _user_in(home: Block, user: Symbol, block: Block) -> Symbol:
        """The step of a part that is or contains a user."""
        while block is not home and block.owner is not None and block.parent is not None:
            user, block = block.owner, block.parent
        return user

    def needs(self, symbol: Symbol) -> list[Need]:
        """When a row needs a step: if it meets any of these."""
        return [home.need for home in self.homes.get(id(symbol), ())]

    def name(self, symbol: Symbol) -> str:
        """The local variable of a step."""
        return f"v{self.place[id(symbol)]}"

    def written(self, arg: Any) -> str:
        """An argument."""
        return self.name(arg) if isinstance(arg, Symbol) else self.dialect.constant(arg)

    def shared(self) -> list[str]:
        """The local variables of what several parts need."""
        return [f"v{self.place[key]}" for key, homes in self.homes.items() if len(homes) > 1]

    def lines(self, named: Mapping[int, Sequence[str]], block: Block | None = None) -> list[str]:
        """The code of a part; ``named`` are lines to add once a value is there."""
        code: list[str] = []
        block = block or self.whole
        for symbol, parts in block.steps:
            step = [*self._step(symbol, block, parts, named), *named.get(id(symbol), ())]
            if len(self.homes[id(symbol)]) > 1:
                step = [f"if {self.name(symbol)} is None:", *indented(step)]
            code += [*step, *self._freed(symbol, block)]
        return code

    def _freed(self, step: Symbol, block: Block) -> list[str]:
        """Letting go of what lives in a part and has its last use in a step."""
        names = [self.name(value) for value in self.freed.get(id(step), ()) if self.homes[id(value)] == [block]]
        return [f"del {', '.join(names)}"] if names and self.dialect.frees else []

    def _step(
        self, symbol: Symbol, block: Block, parts: Mapping[bool, Block], named: Mapping[int, Sequence[str]]
    ) -> list[str]:
        args, name = [self.written(arg) for arg in symbol.args], self.name(symbol)
        always = symbol.op == "where" and not any(self.dialect.worth(part) for part in parts.values())
        if symbol.op == "look" and self._discarded(symbol):
            args = [*args, "discarded=True"]
        if always or not parts or any(symbol.args[0] is each and holds for each, holds in block.need):
            inner = [line for part in parts.values() for line in self.lines(named, part)]
            return [*inner, *self.dialect.step(name, symbol, args)]
        code = {holds: self.lines(named, part) for holds, part in parts.items()}
        return self.dialect.lazy(name, symbol, args, code.get(True, []), code.get(False, []))

    def _discarded(self, look: Symbol) -> bool:
        """Whether a look-up's value is thrown away for every row to which the rule does not apply: then it need not be blanked."""
        return all(any(_implies(met, look.args[0]) for met in home.need) for home in self.homes[id(look)])


def _implies(met: tuple[Symbol | Lacking, bool], applies: Any) -> bool:
    """Whether a condition that is met says that something applies."""
    condition, holds = met
    if holds:
        return condition is applies
    return isinstance(applies, Symbol) and applies.op == "invert" and applies.args[0] is condition


def indented(lines: Iterable[str]) -> list[str]:
    """Lines one step further in."""
    return [INDENT + line for line in lines]
