"""Households like those of the examples, of which some things are otherwise: mostly they are refused, and often for several reasons."""

from __future__ import annotations

import copy
import random
from datetime import date, timedelta
from typing import Any

from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.errors import InputError
from cdmz_rules.rulebook.infos import InputInfo
from cdmz_rules.whatif.question import Question, question
from generators import cases
from generators.subject import Subject

MOST = 4
"""So many inputs at most are otherwise."""


def asked(subject: Subject, seed: int, *, packed: bool, dropped: int = 0, refused: bool = False) -> Question:
    """A question about a household drawn by a seed.

    Args:
        subject: The law.
        seed: What it is drawn by.
        packed: Whether the law is the one with its gaps filled.
        dropped: So many of its inputs at most are left untold.
        refused: Whether it is one that is refused.
    """
    lot = random.Random(seed)
    book = subject.packed if packed else subject.rulebook
    while True:
        case = lot.choice(cases.examples(subject))
        inputs = copy.deepcopy(dict(case.inputs))
        day = case.day + timedelta(days=lot.randrange(0, 400))
        catalogue = book.benefit(case.benefit).catalogue
        places = [
            (holder, name) for holder in (inputs, *inputs["members"]) for name in holder if name in catalogue.inputs
        ]
        for holder, name in lot.sample(places, min(len(places), lot.randint(1, MOST))):
            holder[name] = other(catalogue.inputs[name], holder[name], day, lot)
        for holder, name in lot.sample(places, min(len(places), lot.randint(0, dropped))):
            holder.pop(name)
        try:
            drawn = question(inputs, case.benefit, day, rulebook=book, today=day)
            if not refused or drawn.decision.outcome is Outcome.NOT_ELIGIBLE:
                return drawn
        except InputError:
            continue  # what was drawn cannot be true together: draw again


def other(info: InputInfo, before: Any, day: date, lot: random.Random) -> Any:
    """Another value of an input, near or far."""
    if info.kind == "yes_no":
        return not before
    if info.kind == "choice":
        return lot.choice(list(info.choices or ()))
    low, high = info.bounds
    if info.kind == "date":
        last = high if info.future else min(high, day)
        ago = lot.randrange(-800 if info.future else 0, lot.choice([200, 1500, 9000]))
        return min(max(low, day - timedelta(days=ago)), last)
    if info.unit in ("count", "months", "stars"):
        return int(min(max(low, before + lot.randint(-12, 12)), high))
    return min(max(low, round(before * lot.choice([0, 0.5, 0.9, 1.3, 2, 4]), 2)), high)
