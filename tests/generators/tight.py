"""Tightness: where choices and truths are all that is unknown, what is certain is held against every world there is."""

from __future__ import annotations

import copy
import itertools
import math
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from sampling import Sampling

from cdmz_rules.decisions.cases import Cases
from cdmz_rules.decisions.combinations import comparable
from cdmz_rules.decisions.executor import PlanExecutor
from cdmz_rules.decisions.exploration import Exploration
from cdmz_rules.decisions.explore import explore
from cdmz_rules.decisions.narrowing import SURE
from cdmz_rules.decisions.run import Run
from cdmz_rules.decisions.situation import parse
from cdmz_rules.decisions.unknowns import Key, Unknown
from cdmz_rules.decisions.worlds import Worlds
from cdmz_rules.rulebook.rulebook import BenefitRules
from generators import partial
from generators.partial import Partial
from generators.subject import Subject

SEED = 20261201
MAX_WORLDS = 4096
FEW = 4
"""So many inputs are left out at most."""
FEN = 0.006
SHARE = 0.98
"""Of so many amounts at least the bounds are those of the worlds."""
TRIES = 6
"""So many households are drawn for each that is wanted: of most something is unknown that worlds cannot exhaust."""


@dataclass
class Tally:
    """What came of it.

    Attributes:
        households: How many households were held.
        amounts: How many amounts of theirs.
        loose: Those of which the bounds lie further apart than the worlds.
        eligibility: The households of which it was left open who is entitled though the worlds agree.
    """

    households: int = 0
    amounts: int = 0
    loose: list[tuple[str, str]] = field(default_factory=list)
    eligibility: list[str] = field(default_factory=list)


def check(subject: Subject, households: int, sampling: Sampling) -> Tally:
    """Hold so many households of each benefit, without and with the pack."""
    tally = Tally()
    for which, book in subject.books.items():
        for benefit in sorted(book.benefits):
            rules = book.benefit(benefit)
            random = np.random.default_rng([SEED, zlib.crc32(f"{which} {benefit}".encode())])
            held = (each for each in _drawn(subject, rules, TRIES * households, random) if _hold(rules, each, tally))
            list(itertools.islice(held, households))
    sampling.tally(f"partial households held against all their worlds, {subject.name}", tally.households)
    return tally


def _drawn(subject: Subject, rules: BenefitRules, most: int, random: np.random.Generator) -> Iterator[Partial]:
    """Households that leave out a few choices and truths."""
    kinds = {info.name: info.kind for info in rules.inputs}
    for base in itertools.islice(partial.told(subject, rules, random), most):
        told = copy.deepcopy(base.inputs)
        holders = [(holder, key) for holder in (told, *told["members"]) for key in holder]
        open_ones = [(holder, key) for holder, key in holders if kinds.get(key) in ("choice", "yes_no")]
        for at in random.permutation(len(open_ones))[: random.integers(1, FEW + 1)]:
            holder, key = open_ones[at]
            del holder[key]
        yield Partial(base.name, base.day, told)


def _hold(rules: BenefitRules, case: Partial, tally: Tally) -> bool:
    """Whether its worlds are all there are; then it is held against them."""
    situation = parse(rules.catalogue, case.inputs, case.day)
    every = _every_world(rules, Cases.of_one(rules.catalogue, situation, case.day))
    if every is None:
        return False
    certain = explore(rules, situation, case.day, beside=rules.beside)
    tally.households += 1
    if not _as_sure(rules, certain, every):
        tally.eligibility.append(f"{case.name} {case.day} {case.inputs}")
    for name in rules.amounts:
        tally.amounts += 1
        if not _as_close(certain, every, name, FEN):
            tally.loose.append((name, f"{case.name} {case.day} {case.inputs}"))
    return True


def _as_sure(rules: BenefitRules, certain: Exploration, every: Run) -> bool:
    """Whether nobody can be entitled where in no world one is, and one is for sure where in all worlds every clause holds."""
    entitled = every.values[rules.eligible][0].any()
    sure = np.logical_and.reduce([every.values[name][0] for name in rules.clauses]).all()
    if certain.bounds is None:
        return True
    return bool(certain.bounds[rules.eligible][1][0] <= entitled and certain.bounds[SURE][0][0] >= sure)


def _as_close(certain: Exploration, every: Run, name: str, slack: float) -> bool:
    values = comparable(every.values[name][0])
    low, high = certain.ends(name)
    return bool(low[0] >= values.min() - slack and high[0] <= values.max() + slack)


def _every_world(rules: BenefitRules, cases: Cases) -> Run | None:
    """What comes of a household in all worlds there are; None if they are too many, or nothing is unknown."""
    unknowns: dict[Key, Unknown] = {}
    while True:
        found = tuple(unknowns.values())
        if not all(map(_enumerable, found)) or math.prod(len(each.levels) for each in found) > MAX_WORLDS:
            return None
        sizes = [range(len(each.levels)) for each in found]
        matrix = np.array(list(itertools.product(*sizes)), np.intp).reshape(math.prod(map(len, sizes)), len(found))
        worlds = Worlds(rules.rulebook, cases.first_day, cases.roles, found, matrix, ranges=cases.ranges)
        run = PlanExecutor(()).run(rules.rulebook, cases, worlds, rules.outputs)
        if not worlds.discovered:
            return run if found else None
        unknowns |= worlds.discovered


def _enumerable(unknown: Unknown) -> bool:
    if unknown.item is not None:
        return unknown.item.kind in ("choice", "boolean", "places")
    return unknown.is_choice or unknown.span[0].dtype == np.bool_
