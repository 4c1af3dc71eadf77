"""Random households under random law, thousands to a run: what the declared directions are held against."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from cdmz_rules.decisions.cases import Cases
from cdmz_rules.decisions.executor import PlanExecutor
from cdmz_rules.decisions.run import Run
from cdmz_rules.decisions.situation import Situation
from cdmz_rules.decisions.unknowns import Matrix, Unknown
from cdmz_rules.decisions.worlds import Worlds
from cdmz_rules.law.item import BEGINNING, Cell, Item, State
from cdmz_rules.rulebook.infos import InputInfo
from cdmz_rules.rulebook.rulebook import BenefitRules

WORLDS = 1500
DRAWN_ANEW = 0.06
TOP = "national"
"""A place above all others: what is unknown there is unknown everywhere."""


@dataclass(frozen=True)
class Lottery:
    """Random households under random law.

    Attributes:
        rules: What they ask for; if the law is drawn, with every directed item and every choice unknown everywhere.
        day: The day decided for.
        roles: Their members.
        unknowns: What is drawn: the inputs and those items; levels ascend.
        fixed: Inputs given to all alike: those that hold unless somebody says otherwise.
        matrix: For each household, the levels drawn.
    """

    rules: BenefitRules
    day: date
    roles: tuple[str, ...]
    unknowns: tuple[Unknown, ...]
    fixed: dict[str, Any]
    matrix: Matrix


@dataclass(frozen=True)
class Mover:
    """Something that is said to have a direction.

    Attributes:
        name: The input or the item.
        favours: higher or lower.
        columns: Where it stands among the unknowns; empty for an input that is given to all alike.
        ladder: For an input given to all alike, its values, from the least to the most favourable.
    """

    name: str
    favours: str
    columns: tuple[int, ...]
    ladder: tuple[Any, ...] = ()


def draw(
    rules: BenefitRules,
    day: date,
    roles: tuple[str, ...],
    seed: int,
    *,
    random_law: bool,
    reports: Mapping[str, Any] | None = None,
) -> Lottery:
    """Draw households for a benefit; under random law, or under the law as it is with what is unknown at its best.

    What a household brings is held against the law as it is: under a law that asked a greater down payment for a first home
    than for a second, a loan outstanding would indeed be welcome. ``reports`` is what all of them report against presumption.
    """
    random, law = np.random.default_rng(seed), rules.law
    asked = [info for info in rules.inputs if not info.derived]
    inputs = [
        Unknown(("input", info.name, member), tuple(levels(info, day, random)), directed=False)
        for info in asked
        if info.presumed is None
        for member in ([None] if info.entity == "household" else _asked(info, roles))
    ]
    drawn = [item for item in law.values() if item.favours != "none" or item.kind == "choice"]
    items = drawn if random_law else []
    open_items = {item.path: replace(item, versions={TOP: (_unknown(item),)}, revision=None) for item in items}
    laws = [Unknown(("law", path, TOP, BEGINNING), _figures(law[path]), directed=True) for path in open_items]
    unknowns = (*inputs, *laws)
    matrix = np.stack([random.integers(0, len(unknown.levels), WORLDS) for unknown in unknowns], axis=1)
    fixed = {info.name: info.presumed for info in asked if info.presumed is not None} | dict(reports or {})
    drawn_by = rules.rulebook.with_law(law.with_items(open_items, "random")).benefit(rules.id)
    lottery = Lottery(drawn_by, day, roles, unknowns, fixed, matrix)
    return replace(lottery, matrix=_bred(lottery, random))


def _bred(lottery: Lottery, random: np.random.Generator) -> Matrix:
    """Households of which many are entitled: copies of those who are, each with some figures drawn anew."""
    eligible, _, _ = run(lottery, lottery.matrix)
    parents = lottery.matrix[eligible] if eligible.any() else lottery.matrix
    copies = parents[random.integers(0, len(parents), WORLDS)]
    anew = random.random(copies.shape) < DRAWN_ANEW
    return np.where(anew, lottery.matrix, copies)


def _asked(info: InputInfo, roles: Sequence[str]) -> list[int]:
    return [member for member, role in enumerate(roles) if role in (info.roles or roles)]


def _unknown(item: Item) -> Cell:
    return Cell(item.path, TOP, BEGINNING, State.UNKNOWN)


def _figures(item: Item) -> tuple[float, ...]:
    """Figures that a rule of this kind could say, around those that some place says."""
    if item.kind in ("boolean", "choice", "places"):
        return tuple(float(number) for number in range(len(item.choices) or 2))
    known = {cell.number for cell in item.table.cells if cell.state is State.KNOWN} or {1.0}
    factors = (0.1, 1, 10) if item.rounding else (0.5, 0.9, 1, 1.1, 2)
    low, high = item.bounds
    return tuple(sorted({min(max(n * f, low or 0), np.inf if high is None else high) for n in known for f in factors}))


def levels(info: InputInfo, day: date, random: np.random.Generator) -> list[Any]:
    """Values of an input, ascending: its ends, its example, and a handful between, dense where cases are."""
    if info.kind == "choice":
        return list(info.choices or ())
    if info.kind == "yes_no":
        return [False, True]
    low, high = info.bounds
    if info.kind == "date":
        high = high if info.future else min(high, day)
        near = [day.toordinal() - int(days) for days in random.integers(0, 4000, 6)]
        ends = [low.toordinal(), high.toordinal(), *near]
        return [date.fromordinal(n) for n in sorted({min(max(n, low.toordinal()), high.toordinal()) for n in ends})]
    whole = info.unit in ("count", "months", "stars")
    scale = float(info.example or 1)
    drawn = [scale * factor for factor in random.lognormal(0, 1, 8)] + [
        low,
        high,
        scale,
        *([1, 2, 3, 4] if whole else []),
    ]
    drawn += [60, 61] if info.unit == "months" else []
    decimals = 0 if whole else 2 if info.kind == "money" else 4
    return sorted({round(float(min(max(number, low), high)), decimals) for number in drawn})


def movers(lottery: Lottery) -> Iterator[Mover]:
    """What is said to have a direction, and can matter to the benefit."""
    law = lottery.rules.law
    for name, info in ((info.name, info) for info in lottery.rules.inputs):
        if info.favours == "none":
            continue
        if info.presumed is not None:
            yield Mover(name, info.favours, (), _ladder(info, lottery.day))
            continue
        columns = [i for i, unknown in enumerate(lottery.unknowns) if unknown.key[:2] == ("input", name)]
        if columns:
            yield Mover(name, info.favours, tuple(columns))
    for i, unknown in enumerate(lottery.unknowns):
        if unknown.is_law and law[unknown.key[1]].favours != "none":
            path = unknown.key[1]
            yield Mover(path, law[path].favours, (i,))


def _ladder(info: InputInfo, day: date) -> tuple[Any, ...]:
    rungs = levels(info, day, np.random.default_rng(1))
    return tuple(rungs if info.favours == "higher" else reversed(rungs))


def reports_against_presumption(rules: BenefitRules, day: date) -> list[dict[str, Any]]:
    """Nothing, and each input that is presumed with something else than is presumed."""
    reports: list[dict[str, Any]] = [{}]
    for info in rules.inputs:
        if info.presumed is not None:
            others = [value for value in levels(info, day, np.random.default_rng(1)) if value != info.presumed]
            reports += [{info.name: value} for value in (others if info.kind == "choice" else others[-1:])]
    return reports


def run(
    lottery: Lottery, matrix: Matrix, fixed: dict[str, Any] | None = None, further: Sequence[str] = ()
) -> tuple[Any, Any, set[str]]:
    """Whether each household is entitled, its main amount, and the items of the law that were read."""
    eligible, benefit = lottery.rules.eligible, lottery.rules.id
    result = ran(lottery, matrix, fixed, (benefit, eligible, *further))
    return (
        result.values[eligible][0],
        result.values[benefit][0],
        {path for use in result.uses for path in use.grid.paths},
    )


def ran(lottery: Lottery, matrix: Matrix, fixed: dict[str, Any] | None, outputs: Sequence[str]) -> Run:
    """What the formulas give of all households, each a world."""
    given, book = lottery.fixed | (fixed or {}), lottery.rules.rulebook
    household = {name: value for name, value in given.items() if book.catalogue.inputs[name].entity == "household"}
    personal = {name: value for name, value in given.items() if name not in household}
    persons = tuple(personal for _ in lottery.roles)
    situation = Situation(lottery.roles, household, persons, {})
    worlds = Worlds(book, lottery.day, lottery.roles, lottery.unknowns, matrix)
    result = PlanExecutor().run(book, Cases.of_one(book.catalogue, situation, lottery.day), worlds, outputs)
    asked = [key for key in worlds.discovered if key[0] == "input"]
    assert not asked, f"not drawn: {asked}"
    return result


def favourably(lottery: Lottery, mover: Mover, column: int, seed: int) -> Matrix:
    """The same households, one of their figures moved the favourable way by any number of levels."""
    random = np.random.default_rng(seed)
    matrix = lottery.matrix.copy()
    top = len(lottery.unknowns[column].levels) - 1
    old = matrix[:, column]
    matrix[:, column] = random.integers(old, top + 1) if mover.favours == "higher" else random.integers(0, old + 1)
    return matrix
