"""Runs of days held against deciding day by day: no days left out, no versions, no anniversaries."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import pairwise

from cdmz_rules import decide
from cdmz_rules.whatif.growth import grown
from cdmz_rules.whatif.question import Question
from cdmz_rules.whatif.timeline import timeline

YEARS, DRAWN = 3, 40
"""So many years are looked at, and so many days of them beside both ends of every run of days."""


def check(question: Question, seed: int) -> int:
    """On both ends of every run of days, and on days drawn by a seed, the answer is the one that is said of the run.

    Returns:
        How many runs of days there are.
    """
    stretches = list(timeline(question, YEARS))
    last = stretches[-1].last
    assert stretches[0].first == question.day
    for one, other in pairwise(stretches):
        assert other.first == one.last + timedelta(days=1)
        assert one.verdict != other.verdict
    lot = random.Random(seed)
    drawn = {question.day + timedelta(days=lot.randint(0, (last - question.day).days)) for _ in range(DRAWN)}
    for stretch in stretches:
        for day in sorted(
            {stretch.first, stretch.last, *(day for day in drawn if stretch.first <= day <= stretch.last)}
        ):
            assert said(question, day) == (stretch.outcome, stretch.failed), day
    return len(stretches)


def said(question: Question, day: date) -> tuple[object, tuple[str, ...]]:
    """What is decided for a day about the household as it is by then."""
    rulebook = question.rules.rulebook
    case = grown(rulebook, question.case, question.day, day)
    answer = decide(case, question.rules.id, day, rulebook=rulebook, detail="compact", today=question.today)
    return answer.outcome, tuple(answer.failed)
