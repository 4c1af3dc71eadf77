"""What is missing: what an answer depends on, and what to ask next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, Literal

import numpy as np

from cdmz_rules.decisions import asking
from cdmz_rules.decisions.cases import Cases
from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.decisions.explanation import DependsOn, Missing, Question, ReadingLine
from cdmz_rules.decisions.exploration import Exploration
from cdmz_rules.decisions.interpret import Interpretation
from cdmz_rules.decisions.knowledge import SURE
from cdmz_rules.decisions.readings import NOT_SETTLED, Reading, Split, splits
from cdmz_rules.decisions.situation import OpenDay, Situation
from cdmz_rules.decisions.unknowns import Key, Unknown
from cdmz_rules.i18n.phrases import in_both
from cdmz_rules.i18n.text import Text, text
from cdmz_rules.i18n.words import both
from cdmz_rules.law.item import State
from cdmz_rules.plan import Plan
from cdmz_rules.plan.bounds.look_ups import members
from cdmz_rules.plan.bounds.operations import Span
from cdmz_rules.rulebook.rulebook import BenefitRules

RULE_AT = {
    True: "如果规定对您最有利 | if the rule is as favourable as can be",
    False: "如果规定对您最不利 | if the rule is as unfavourable as can be",
}
FACT_AT = {
    True: "如果情况对您最有利 | if this is as favourable as can be",
    False: "如果情况对您最不利 | if this is as unfavourable as can be",
}
"""The best and the worst that a sum can be: of the law, or of the household."""

MAX_DEPENDS_ON = 8
"""So many unknowns are named on which an answer depends."""
LEAST_GAIN = 1e-9
MAX_READINGS = 8
"""What can be more things than these is no reading to name."""


def name_of(unknown: Unknown) -> str:
    """An unknown as one would write it: ``members[0].birth_date``, or the path of an item."""
    _, name, member, *_ = unknown.key
    return str(name) if unknown.is_law or member is None else f"members[{member}].{name}"


def missing(rules: BenefitRules, unknown: Unknown, case: Situation) -> Missing:
    """An unknown, with its reason and whom to ask."""
    if unknown.cell is None or unknown.item is None:
        return Missing(kind="input", name=name_of(unknown), label=input_label(rules, unknown, case))
    cell, item = unknown.cell, unknown.item
    reason = cell.reason or both("未知 | unknown")
    place = rules.places[cell.place]
    ask = cell.ask or rules.places.office(cell.place, item.domain)
    asked = asking.without_rule if cell.state is State.NOT_IN_FORCE else asking.question
    return Missing(
        kind="law",
        name=item.path,
        label=text(item.label),
        place=cell.place,
        place_label=text(place.words),
        reason=text(reason),
        ask=ask,
        contact=rules.rulebook.contact(ask, item.domain),
        question=text(asked(item, place)),
        limits=text(item.bounds_because) if item.bounds_because is not None else None,
    )


def input_label(rules: BenefitRules, unknown: Unknown, case: Situation) -> Text:
    """The name of a missing input, with whose it is."""
    _, name, member = unknown.key
    words = rules.catalogue.inputs[name].label
    if member is None:
        return words
    role = rules.catalogue.role_words[case.roles[member]]
    return Text(zh=f"{role.zh}：{words.zh}", en=f"{role.en}: {words.en}")


@dataclass(frozen=True)
class OpenPoints:
    """What keeps an answer about one household open, each with what it comes to for each thing that that can be.

    Attributes:
        decisive: Unknowns that bear on entitlement or the main amount, the one that settles most first.
        opening: Those that bear on entitlement.
        reported: Missing inputs that bear only on what is reported beside it.
    """

    decisive: Sequence[Split]
    opening: frozenset[Key]
    reported: Sequence[Unknown]

    @property
    def keys(self) -> frozenset[Key]:
        """What bears on the answer at all."""
        return frozenset(unknown.key for unknown in (*self.unknowns, *self.reported))

    @property
    def unknowns(self) -> Sequence[Unknown]:
        """What bears on entitlement or the main amount."""
        return [split.unknown for split in self.decisive]


NOTHING_OPEN = OpenPoints((), frozenset(), ())


def open_points(
    rules: BenefitRules, case: Situation, day: date, exploration: Exploration, interpretation: Interpretation
) -> OpenPoints:
    """What keeps an answer open."""
    if exploration.bounds is None:
        bare = [Split(unknown, (), 0.0) for unknown in interpretation.matter]
        return OpenPoints(bare, frozenset(), ()) if exploration.unknowns else NOTHING_OPEN
    cases = Cases.of_one(rules.catalogue, case, day)
    seen = exploration.seen([rules.id, rules.eligible])
    keys = {unknown.key for unknown in seen}
    may = {each.key: each for name in (rules.eligible, SURE, rules.id) for each in exploration.depends.get(name, ())}
    others = [unknown for key, unknown in may.items() if key not in keys]
    plan, undecided = rules.plan(cases.first_day, cases.roles), interpretation.outcome in NOT_SETTLED
    found = splits(rules, plan, cases, exploration, interpretation.outcome, [*seen, *others])
    # What no world shows to matter does matter if it settles something, be it in bounds alone.
    found = [split for split in found if split.unknown.key in keys or split.gain > LEAST_GAIN]
    if found and all(split.unknown.is_law for split in found):
        found += _beyond(rules, plan, cases, exploration, interpretation.outcome, found, others)
    if undecided and all(split.unknown.is_law for split in found):
        # No single one settles anything, as when two bar each other: whichever may is asked.
        found += [Split(unknown, (), 0.0) for unknown in others if not unknown.is_law]
    keys = {split.unknown.key for split in found}
    beside = {
        unknown.key: unknown
        for unknowns in interpretation.because.values()
        for unknown in unknowns
        if not unknown.is_law and unknown.key not in keys
    }
    opening = frozenset(unknown.key for unknown in exploration.matter([rules.eligible]))
    return OpenPoints(sorted(found, key=partial(_rank, rules)), opening, list(beside.values()))


def _beyond(
    rules: BenefitRules,
    plan: Plan,
    cases: Cases,
    exploration: Exploration,
    outcome: Outcome,
    found: Sequence[Split],
    others: Sequence[Unknown],
) -> list[Split]:
    """What else settles something once the law that decides is as favourable as can be: without readings, as these hold only then."""
    keys = {split.unknown.key for split in found}
    rest = [unknown for unknown in others if unknown.key not in keys]
    best = {split.unknown.key: split.unknown.best for split in found if split.unknown.directed}
    if not rest or not best:
        return []
    then = splits(rules, plan, cases, exploration, outcome, rest, best)
    return [Split(split.unknown, (), split.gain) for split in then if split.gain > LEAST_GAIN]


def _rank(rules: BenefitRules, split: Split) -> tuple[Any, ...]:
    """Places first, as they say whose rule applies, then what kind of case it is; of these and all others what settles most."""
    unknown = split.unknown
    if unknown.is_law:
        return 2, not split.readings, -split.gain, name_of(unknown)
    kind = rules.catalogue.inputs[unknown.key[1]].kind
    place = rules.catalogue.facts(unknown.key[1]).levels is not None
    return 0 if place else 1 if kind == "choice" else 2, False, -split.gain, name_of(unknown)


def questions(rules: BenefitRules, points: OpenPoints, case: Situation) -> list[Question]:
    """The missing inputs that matter, the one that settles most first; last those that bear only on what is reported beside."""
    asked = [split for split in points.decisive if not split.unknown.is_law]
    return [
        *(_question(rules, each.unknown, case, _decides(each), _settles(points, each.unknown)) for each in asked),
        *(_question(rules, unknown, case, False, "reported") for unknown in points.reported),
    ]


def _decides(split: Split) -> bool:
    return bool(split.readings) and all(reading.settled for reading in split.readings)


def _settles(points: OpenPoints, unknown: Unknown) -> Literal["outcome", "amount"]:
    return "outcome" if unknown.key in points.opening else "amount"


def depends_on(rules: BenefitRules, points: OpenPoints, case: Situation) -> list[DependsOn]:
    """What decides, most telling first: each with what the answer comes to for each thing that it can be."""
    telling = [split for split in points.decisive if _tells(split)]
    telling.sort(key=lambda split: (not split.unknown.is_law, -split.gain))
    return [
        DependsOn(
            **missing(rules, split.unknown, case).model_dump(),
            readings=[_reading(rules, split.unknown, reading) for reading in split.readings],
        )
        for split in telling[:MAX_DEPENDS_ON]
    ]


def _tells(split: Split) -> bool:
    """Whether what it can be is few things to name, and they differ."""
    named = split.unknown.is_choice or split.unknown.span[0].dtype == np.bool_ or split.unknown.is_law
    told = {(each.outcome, each.lower, each.upper) for each in map(_plain, split.readings)}
    return named and 1 < len(split.readings) <= MAX_READINGS and len(told) > 1


def _plain(reading: Reading) -> Reading:
    """A reading of which what is not known equals itself."""
    return replace(reading, lower=np.nan_to_num(reading.lower, nan=-1.0), upper=np.nan_to_num(reading.upper, nan=-1.0))


def _reading(rules: BenefitRules, unknown: Unknown, reading: Reading) -> ReadingLine:
    value, label = _said(rules, unknown, reading.span)
    lower, upper = (None if np.isnan(end) else round(float(end), 2) for end in (reading.lower, reading.upper))
    return ReadingLine(value=value, label=label, outcome=reading.outcome, lower=lower, upper=upper)


def _said(rules: BenefitRules, unknown: Unknown, span: Span) -> tuple[Any, Text]:
    """One thing that something unknown can be, as a value and in words."""
    item = unknown.item
    if span[1] is None:
        variable = rules.catalogue.variables[unknown.key[1]]
        name = list(variable.possible_values.__members__)[members(int(span[0][0]))[0]]
        choices = rules.catalogue.choices(unknown.key[1]) or {}
        return name, choices[name]
    value = span[0][0]
    if value.dtype == np.bool_ or (item is not None and item.kind in ("boolean", "places")):
        return bool(value), text("是 | yes" if value else "否 | no")
    if item is not None and item.kind == "choice":
        name = list(item.choices)[int(value)]
        return name, text(item.choices[name])
    best = value == unknown.levels[0]
    return None, text((RULE_AT if item is not None else FACT_AT)[bool(best)])


def _question(
    rules: BenefitRules,
    unknown: Unknown,
    case: Situation,
    decides: bool,
    settles: Literal["outcome", "amount", "reported"],
) -> Question:
    info = rules.catalogue.inputs[unknown.key[1]]
    days = case.ranges.get((info.name, unknown.key[2]))
    return Question(
        name=name_of(unknown),
        input=info.name,
        label=input_label(rules, unknown, case),
        about=info.about if days is None else _left_open(rules, days),
        unit=info.unit,
        choices=rules.catalogue.choices(info.name),
        decides=decides,
        settles=settles,
    )


def _left_open(rules: BenefitRules, days: OpenDay) -> Text:
    """Why a day is asked for though something was told of it."""
    told = {"name": rules.catalogue.aliases[days.written].words, "count": days.number}
    words = in_both(
        "{name} {count}; this one is any day from {first} to {last}", **told, first=days.first, last=days.last
    )
    return text(words)
