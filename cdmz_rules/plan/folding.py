"""What follows from a figure of the law alone is computed for the law's few figures, not for a million households.

``12 × years``, an amount in whole fen, the logarithm of a rate: the look-up takes what comes of it from a table, instead of the figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cdmz_rules.plan.symbols import LAZY, Symbol

Array = npt.NDArray[Any]

READ = {*LAZY, "input", "there", "day", "of", "invert"} - {"where"}
"""Steps that need more than the values they are given, or whose constants are as long as a table."""


@dataclass(frozen=True, eq=False)
class FigureStep:
    """What a step makes of a look-up's figures.

    Attributes:
        look: The look-up, the only step it needs.
        step: The step.
    """

    look: Symbol
    step: Symbol

    def __call__(self, figures: Array) -> Array:
        """What it makes of these."""
        with np.errstate(all="ignore"):
            return np.asarray(_value(self.step, {id(self.look): figures}))


def _value(step: Symbol, known: dict[int, Array]) -> Array:
    if id(step) not in known:
        args = [_value(arg, known) if isinstance(arg, Symbol) else arg for arg in step.args]
        known[id(step)] = args[0].astype(step.extra) if step.op == "cast" else getattr(np, step.op)(*args)
    return known[id(step)]


def fold_figures(symbols: Sequence[Symbol], results: Iterable[Symbol]) -> tuple[list[Symbol], dict[int, Symbol]]:
    """The steps that some results need, look-ups taking what comes of their figures wherever nothing needs the figure itself.

    Returns:
        The steps in their order, and by the former step's identity the one that stands for it.
    """
    needed = _needed(symbols, results)
    steps = [symbol for symbol in symbols if id(symbol) in needed]
    looks = _looks(steps)
    apart = {id(result) for result in results} | {
        id(arg)
        for step in steps
        for arg in step.args
        if isinstance(arg, Symbol) and looks.get(id(arg)) is not looks.get(id(step))
    }
    substitutes: dict[int, Symbol] = {}
    for step in steps:
        look = looks.get(id(step))
        if look is None or id(look) in apart:
            substitutes[id(step)] = with_args(step, substitutes)
        elif id(step) in apart:
            substitutes[id(step)] = _folded(look, step, substitutes)
    return list(substitutes.values()), substitutes


def _needed(symbols: Sequence[Symbol], results: Iterable[Symbol]) -> set[int]:
    needed = {id(result) for result in results}
    for symbol in reversed(symbols):
        if id(symbol) in needed:
            needed.update(id(arg) for arg in symbol.args if isinstance(arg, Symbol))
    return needed


def _looks(steps: Sequence[Symbol]) -> dict[int, Symbol]:
    """By step: the one look-up that it is, or that all it needs comes from."""
    look_by_step: dict[int, Symbol] = {}
    for step in steps:
        if step.op == "look":
            if step.args[3] is None and not isinstance(step.args[4], Symbol):
                look_by_step[id(step)] = step
        elif step.op not in READ:
            looks = {look_by_step.get(id(arg)) for arg in step.args if isinstance(arg, Symbol)}
            look = looks.pop() if len(looks) == 1 else None
            if look is not None:
                look_by_step[id(step)] = look
    return look_by_step


def with_args(step: Symbol, substitutes: dict[int, Symbol]) -> Symbol:
    """A step on what stands for its arguments."""
    args = tuple(substitutes[id(arg)] if isinstance(arg, Symbol) else arg for arg in step.args)
    same = all(one is other for one, other in zip(args, step.args, strict=True))
    return step if same else Symbol(step.graph, step.op, args, step.sample, step.extra)


def _folded(look: Symbol, step: Symbol, substitutes: dict[int, Symbol]) -> Symbol:
    """A look-up that takes what a step makes of the figure."""
    figure_step = FigureStep(look, step)
    args = [*with_args(look, substitutes).args]
    args[4] = figure_step(np.asarray(look.args[4]))
    return Symbol(look.graph, "look", (*args, figure_step), step.sample, look.extra)
