"""Which question comes next: what decides for most benefits first, with what belongs on the same screen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.decisions.unknowns import Key, Unknown
from cdmz_rules.interview.standing import Settles, Standing
from cdmz_rules.rulebook.catalogue import Catalogue

MAX_TOGETHER = 3
"""So many questions stand on one screen."""
STAGES: tuple[Settles, ...] = ("outcome", "amount", "reported")
"""Whoever is refused is asked for no figures."""
FIRST, LAST = 0, len(STAGES) - 1


@dataclass(frozen=True)
class Order:
    """What a register says of the order of questions.

    Attributes:
        early: Inputs that are asked before all others but places, as far as they can change more than what is reported.
        together: Inputs that stand on one screen.
        moot: Inputs that are not asked where another has a value: of each, these others and their values. As long as one of them can
            be asked, it is asked first.
    """

    early: frozenset[str] = frozenset()
    together: tuple[Sequence[str], ...] = ()
    moot: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def is_moot(self, name: str, household: Mapping[str, Any]) -> bool:
        """Whether an input is not asked of a household, as what it told stands."""
        return any(household.get(other) == value for other, value in self.moot.get(name, {}).items())


@dataclass
class Candidate:
    """A missing input that can still change an answer.

    Attributes:
        unknown: The input.
        settles: By benefit for which it can, what it can change.
        stage: The first of `STAGES` at which it can change something. Where a rule that no text gives keeps open who is entitled,
            whatever is answered, figures are asked for at once.
        gain: How much it settles, summed over the benefits.
        place: Where it stands among the inputs of the first of these benefits.
    """

    unknown: Unknown
    settles: dict[str, Settles] = field(default_factory=dict)
    stage: int = len(STAGES)
    gain: float = 0.0
    place: int = 0


def candidates(standings: Iterable[Standing], skipped: Collection[Key]) -> dict[Key, Candidate]:
    """The missing inputs that can still change an answer, without those that somebody does not know."""
    found: dict[Key, Candidate] = {}
    for standing in standings:
        places = {info.name: place for place, info in enumerate(standing.rules.inputs)}
        for key, unknown in standing.openness.every.items():
            if key not in skipped:
                candidate = found.setdefault(key, Candidate(unknown, place=places[key[1]]))
                settles: Settles = standing.settles(key)  # type: ignore[assignment]
                candidate.settles[standing.rules.id] = settles
                candidate.stage = min(candidate.stage, _stage_of(standing, settles))
    return found


def _stage_of(standing: Standing, settles: Settles) -> int:
    at_once = standing.outcome is Outcome.RULE_UNKNOWN and settles == "amount"
    return FIRST if at_once else STAGES.index(settles)


def chosen(
    catalogue: Catalogue,
    order: Order,
    standings: Sequence[Standing],
    found: Mapping[Key, Candidate],
) -> list[Candidate]:
    """The next one to three of some candidates: the one that settles most, and what is asked together with it.

    Args:
        catalogue: What can be asked.
        order: What is asked early, and what together.
        standings: How the benefits stand.
        found: The candidates.
    """
    listed = {key for key in found if key[1] in {never.listed_all for never in catalogue.counts.values()}}
    others = {key: each for key, each in found.items() if key not in listed}
    if not others:
        return list(found.values())[:MAX_TOGETHER]
    turns = {key: _turn(catalogue, order, each, found) for key, each in others.items()}
    first = min(turns.values())
    best = [each for key, each in others.items() if turns[key] == first]
    if len(best) > 1:
        _weigh(standings, best)
    asked = _before(order, _total_first(catalogue, min(best, key=_rank), others), others)
    near = {key: each for key, each in others.items() if _before(order, each, others) is each}
    screen = [asked, *_beside(catalogue, order.together, asked, near)][:MAX_TOGETHER]
    # Whoever has listed all members need not count them.
    return list({each.unknown.key: each for one in screen for each in [_list_first(catalogue, one, found)]}.values())


def _list_first(catalogue: Catalogue, asked: Candidate, found: Mapping[Key, Candidate]) -> Candidate:
    """In place of a count whether all members are listed, if that can still be asked."""
    never = catalogue.counts.get(asked.unknown.key[1])
    return asked if never is None else found.get(("input", never.listed_all, None), asked)


def _total_first(catalogue: Catalogue, asked: Candidate, found: Mapping[Key, Candidate]) -> Candidate:
    """In place of what may follow from another input that input, if it can still be asked."""
    _, name, member = asked.unknown.key
    keys = [("input", other, member) for other in catalogue.follows.get(name, ())]
    before = next((found[key] for key in keys if key in found), None)
    return asked if before is None else _total_first(catalogue, before, found)


def _before(order: Order, asked: Candidate, found: Mapping[Key, Candidate]) -> Candidate:
    """In place of what may be moot the input that says so, if it can still be asked."""
    names = order.moot.get(asked.unknown.key[1], ())
    return next((found[key] for name in names if (key := ("input", name, None)) in found), asked)


def _weigh(standings: Sequence[Standing], some: Sequence[Candidate]) -> None:
    """Sum up what candidates settle over the benefits that are open."""
    for standing in standings:
        gains = standing.gains([each.unknown for each in some if standing.rules.id in each.settles])
        for each in some:
            each.gain += gains.get(each.unknown.key, 0.0)


def _turn(
    catalogue: Catalogue, order: Order, candidate: Candidate, found: Mapping[Key, Candidate]
) -> tuple[int, bool, bool]:
    """What decides who is entitled before figures, of either places first, as they say whose rule applies; then what is asked early.

    A place of what may not be there is no place yet.
    """
    name = candidate.unknown.key[1]
    soon = name in order.early and candidate.stage < LAST
    place = name in catalogue.whereabouts and _before(order, candidate, found) is candidate
    return FIRST if soon else candidate.stage, not place, not soon


def _rank(candidate: Candidate) -> tuple[float, int, int, str]:
    """What settles most; of those that settle nothing alone, what bears on most benefits."""
    _, name, member = candidate.unknown.key
    return -round(candidate.gain, 6), -len(candidate.settles), candidate.place, f"{member} {name}"


def _beside(
    catalogue: Catalogue, groups: Sequence[Sequence[str]], asked: Candidate, found: Mapping[Key, Candidate]
) -> list[Candidate]:
    """The other candidates of the group of a question, about the same person or the household, in the order of the group.

    What can change less than the question itself waits, and so does what may follow from its answer. A place stands alone: whose rule
    applies says what else matters.
    """
    _, name, member = asked.unknown.key
    if name in catalogue.whereabouts:
        return []
    group = next((group for group in groups if name in group), ())
    others = [each for each in found.values() if each is not asked and each.stage == asked.stage]
    apart = [each for each in others if name not in catalogue.follows.get(each.unknown.key[1], ())]
    near = [each for each in apart if None in (member, each.unknown.key[2]) or each.unknown.key[2] == member]
    return sorted(
        (each for each in near if each.unknown.key[1] in group), key=lambda each: group.index(each.unknown.key[1])
    )
