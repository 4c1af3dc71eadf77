"""Households of which something is unknown: `Exploration`, and what is certain of an amount: `Bounded`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, get_args

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.combinations import Combination, Neighbours, comparable
from cdmz_rules.decisions.figure import Bound, Figure
from cdmz_rules.decisions.knowledge import Ends, Floats
from cdmz_rules.decisions.narrowing import Narrowing
from cdmz_rules.decisions.run import Run
from cdmz_rules.decisions.unknowns import BOUNDLESS, Unknown
from cdmz_rules.model.context import Use
from cdmz_rules.model.money import round_money
from cdmz_rules.rulebook.catalogue import Catalogue

BOUNDS: tuple[Bound, ...] = get_args(Bound)
NOTHING = 1e-9
Rows = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Bounded:
    """What is certain of an amount, for each household.

    Attributes:
        bound: Position in `BOUNDS`.
        lower: NaN where nothing is known.
        upper: NaN where nothing is known.
    """

    bound: npt.NDArray[np.int8]
    lower: Floats
    upper: Floats

    @property
    def value(self) -> Floats:
        """The amount where it is exact; NaN elsewhere."""
        exact = self.bound == BOUNDS.index("exact")
        return self.lower if exact.all() else np.where(exact, self.lower, np.nan)

    def figure(self, name: str, unit: str, row: int = 0) -> Figure:
        """The amount of one household, as an answer gives it."""
        bound = BOUNDS[self.bound[row]]
        lower, upper = (None if np.isnan(end) else float(end) for end in (self.lower[row], self.upper[row]))
        value = lower if bound == "exact" else None
        return Figure(id=name, unit=unit, bound=bound, value=value, lower=lower, upper=upper)


@dataclass(frozen=True)
class Exploration:
    """Households of which something is unknown: what is certain of them, and what comes of it in some worlds.

    Attributes:
        catalogue: What can be asked of them.
        unknowns: What is unknown and was asked for in some world.
        worlds: Worlds in which they were run.
        run: What the formulas gave in each.
        bounds: What every result can be, proven; None if everything is known, or all there can be was tried.
        bounded: Whether the bounds, or the worlds, leave nothing out.
        hopeful: What amounts can be where unknown law is at its best; see `cdmz_rules.decisions.certainty`.
        depends: By result, the unknowns on which it can depend; of one household.
        narrowing: What told on what they depend; of one household whose bounds were narrowed.
        at_ends: The look-ups with everything unknown at its best and at its worst; None if the run is just that.
        law_decides: Where unknown law decides on entitlement, however missing inputs turn out; None nowhere.
    """

    catalogue: Catalogue
    unknowns: tuple[Unknown, ...]
    worlds: Combination
    run: Run
    bounds: Mapping[str, Ends] | None = None
    bounded: bool = True
    hopeful: Mapping[str, Ends] = field(default_factory=dict)
    depends: Mapping[str, Sequence[Unknown]] = field(default_factory=dict)
    law_decides: Bools | None = None
    narrowing: Narrowing | None = None
    at_ends: Sequence[Use] | None = None

    @cached_property
    def alone(self) -> bool:
        """Whether it is one household of which everything is known."""
        return self.bounds is None and not self.unknowns and next(iter(self.run.values.values())).size == 1

    @property
    def uses(self) -> Sequence[Use]:
        """The look-ups of the law by which evidence is graded."""
        return self.run.uses if self.at_ends is None else self.at_ends

    def values(self, name: str) -> npt.NDArray[Any]:
        """A variable of the first household in every world."""
        return np.asarray(self.run.values[name][0])

    def ends(self, name: str) -> Ends:
        """The least and the greatest that a variable can be."""
        if self.bounds is not None:
            return self.bounds[name]
        found = self.run.values[name]
        if found.size == 1 and found.dtype.kind != "M" and found[0, 0] == found[0, 0]:
            alone = found[0].astype(np.float64)
            return alone, alone
        values = comparable(found)
        return (values[:, 0], values[:, 0]) if values.shape[1] == 1 else (values.min(axis=1), values.max(axis=1))

    def certain(self, name: str) -> float | None:
        """The value of a variable of the first household, if it can have but one."""
        if self.alone:
            return float(self.run.values[name][0, 0])
        low, high = self.ends(name)
        return float(low[0]) if low[0] == high[0] else None

    def seen(self, names: Sequence[str]) -> list[Unknown]:
        """The unknowns that are seen to change one of these variables of the first household in some world."""
        if not self.unknowns:
            return []
        matter = self.neighbours.matter([comparable(self.run.values[name][:1]) for name in names])[0]
        return [unknown for unknown, matters in zip(self.unknowns, matter, strict=True) if matters]

    def matter(self, names: Sequence[str]) -> list[Unknown]:
        """The unknowns that change one of these variables of the first household; where none is seen to, those that may."""
        seen = self.seen(names)
        if seen or not self.unknowns or all(self.certain(name) is not None for name in names):
            return seen
        may = {unknown.key: unknown for name in names for unknown in self.depends.get(name, ())}
        return list(may.values())

    @cached_property
    def neighbours(self) -> Neighbours:
        """Which worlds differ in one unknown alone."""
        return Neighbours(self.worlds.matrix, self.worlds.screen)

    def figures(self, names: Sequence[str]) -> list[Figure]:
        """What is certain of some variables of the first household."""
        if self.alone:
            units = [self.catalogue.unit(name) for name in names]
            plain = np.array([self.run.values[name][0, 0] for name in names], np.float64)
            money = np.array([unit.startswith("CNY") for unit in units], bool)
            values = np.where(money, round_money(plain), plain).tolist()
            every = zip(names, units, values, strict=True)
            return [Figure(id=n, unit=unit, bound="exact", value=v, lower=v, upper=v) for n, unit, v in every]
        return [self.certain_of(name).figure(name, self.catalogue.unit(name)) for name in names]

    def certain_of(self, name: str) -> Bounded:
        """What is certain of a variable; money to the fen.

        The least is not told where only unknown law brings an amount down to nothing: no text says how low it can be.
        """
        low, high = self.ends(name)
        money = self.catalogue.unit(name).startswith("CNY")
        if low is high or ((low == high).all() and (np.abs(low) < BOUNDLESS / 1e3).all()):
            alone = round_money(low) if money else low
            return Bounded(np.full(len(alone), BOUNDS.index("exact"), np.int8), alone, alone)
        closed = np.full(len(low), self.bounded)
        below = closed & (np.abs(low) < BOUNDLESS / 1e3)
        if name in self.hopeful:
            below &= ~((low <= 0) & (self.hopeful[name][0] > low + NOTHING))
        above = closed & (np.abs(high) < BOUNDLESS / 1e3)
        low, high = np.where(below, low, np.nan), np.where(above, high, np.nan)
        if money:
            low, high = (np.where(np.isnan(end), end, round_money(np.nan_to_num(end))) for end in (low, high))
        return Bounded(bound_codes(low, high), low, high)


def bound_codes(low: Floats, high: Floats) -> npt.NDArray[np.int8]:
    """What kind of bound two ends are, NaN for one that is not known."""
    below, above = ~np.isnan(low), ~np.isnan(high)
    kinds = ["exact", "range", "at_most", "at_least"]
    codes = np.select(
        [below & above & (low == high), below & above, above, below],
        [BOUNDS.index(kind) for kind in kinds],
        BOUNDS.index("not_bounded"),
    )
    return codes.astype(np.int8)
