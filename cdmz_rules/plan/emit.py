"""From a graph to Python: straight code, with an `if` around what is needed only where something applies.

The same walk writes two functions: one on arrays (NumPy, step by step what the formulas do) and one for a single household (plain
Python numbers, a hundred times less overhead). `arrays.py` and `single.py` say how a step is written in each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from cdmz_rules.plan.symbols import Symbol

INDENT = "    "


class Dialect(Protocol):
    """How steps are written."""

    frees: bool
    """Whether values are let go of after their last use: worth it for arrays."""

    def step(self, name: str, symbol: Symbol, args: Sequence[str]) -> list[str]:
        """A step that always takes all its arguments."""
        ...

    def lazy(self, name: str, symbol: Symbol, args: Sequence[str]) -> tuple[str, list[str], list[str]]:
        """A step that takes some only if it applies: the condition, what it does then, and what it does else."""
        ...

    def constant(self, value: Any) -> str:
        """A constant."""
        ...


@dataclass(eq=False)
class Block:
    """A part of the code: the whole, or what is done only if its owner applies.

    Attributes:
        parent: The part around it.
        owner: The step whose part it is.
        steps: The steps done in it, each with the part that it owns there.
    """

    parent: Block | None = None
    owner: Symbol | None = None
    steps: list[tuple[Symbol, Block]] = field(default_factory=list)

    def within(self, other: Block) -> bool:
        """Whether it is that part or lies in it."""
        step: Block | None = self
        while step is not None and step is not other:
            step = step.parent
        return step is not None

    def conditions(self) -> list[Symbol]:
        """What is known to apply to some row wherever it is done."""
        outer = self.parent.conditions() if self.parent is not None else []
        return outer if self.owner is None or self.owner.op == "given" else [*outer, self.owner.args[0]]


class Emitter:
    """Writes the steps that some results need, each in the innermost part that needs it.

    What several parts need, and nothing around them, is done in whichever of them comes first: nothing is asked for that no row needs.
    """

    def __init__(self, symbols: Sequence[Symbol], results: Iterable[Symbol], dialect: Dialect) -> None:
        self.dialect, self.symbols = dialect, symbols
        self.place = {id(symbol): position for position, symbol in enumerate(symbols)}
        self.whole = Block()
        self.homes: dict[int, list[Block]] = {id(symbol): [self.whole] for symbol in results}
        kept = set(self.homes)
        self._assign(symbols)
        self.freed: dict[int, list[Symbol]] = self._last_uses(kept)

    def _assign(self, symbols: Sequence[Symbol]) -> None:
        owned: dict[int, list[Block]] = {}
        for symbol in reversed(symbols):
            for home in self.homes.get(id(symbol), ()):
                inner = Block(home, symbol) if symbol.lazy else home
                owned.setdefault(id(symbol), []).append(inner)
                for position, arg in enumerate(symbol.args):
                    if isinstance(arg, Symbol):
                        self._need(arg, inner if position in symbol.lazy else home)
        for symbol in symbols:
            for home, inner in zip(self.homes.get(id(symbol), ()), owned.get(id(symbol), ()), strict=True):
                home.steps.append((symbol, inner))

    def _need(self, symbol: Symbol, block: Block) -> None:
        known = self.homes.setdefault(id(symbol), [])
        if not any(block.within(home) for home in known):
            self.homes[id(symbol)] = [*(home for home in known if not home.within(block)), block]

    def _last_uses(self, kept: set[int]) -> dict[int, list[Symbol]]:
        """By step: the values whose last use it is or contains, seen from the one part in which they live."""
        last: dict[int, Symbol] = {}

        def visit(block: Block) -> None:
            for symbol, inner in block.steps:
                for position, arg in enumerate(symbol.args):
                    if isinstance(arg, Symbol) and len(self.homes[id(arg)]) == 1 and id(arg) not in kept:
                        at = self._seen(symbol, inner if position in symbol.lazy else block, self.homes[id(arg)][0])
                        last[id(arg)] = max(at, last.get(id(arg), at), key=lambda step: self.place[id(step)])
                if inner is not block:
                    visit(inner)

        visit(self.whole)
        found: dict[int, list[Symbol]] = {}
        for symbol in self.symbols:
            if id(symbol) in last:
                found.setdefault(id(last[id(symbol)]), []).append(symbol)
        return found

    @staticmethod
    def _seen(user: Symbol, block: Block, home: Block) -> Symbol:
        """The step of a part that is or contains a user."""
        while block is not home and block.owner is not None and block.parent is not None:
            user, block = block.owner, block.parent
        return user

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
        for symbol, inner in block.steps:
            step = [*self._step(symbol, inner, named), *named.get(id(symbol), ())]
            if len(self.homes[id(symbol)]) > 1:
                step = [f"if {self.name(symbol)} is None:", *(INDENT + line for line in step)]
            code += [*step, *self._freed(symbol, block)]
        return code

    def _freed(self, step: Symbol, block: Block) -> list[str]:
        """Letting go of what lives in a part and has its last use in a step."""
        names = [self.name(value) for value in self.freed.get(id(step), ()) if self.homes[id(value)] == [block]]
        return [f"del {', '.join(names)}"] if names and self.dialect.frees else []

    def _step(self, symbol: Symbol, inner: Block, named: Mapping[int, Sequence[str]]) -> list[str]:
        args = [self.written(arg) for arg in symbol.args]
        if not symbol.lazy:
            return self.dialect.step(self.name(symbol), symbol, args)
        condition, then, otherwise = self.dialect.lazy(self.name(symbol), symbol, args)
        body = [*self.lines(named, inner), *then, *self._freed(symbol, inner)]
        known = inner.parent.conditions() if inner.parent is not None else []
        if any(symbol.args[0] is each for each in known):
            return body
        code = [f"if {condition}:", *(INDENT + line for line in body)]
        return [*code, "else:", *(INDENT + line for line in otherwise)]
