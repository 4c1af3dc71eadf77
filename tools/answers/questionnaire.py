"""Everything that is asked, set by set."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping

from tools.answers import cases, commands, mistakes, requests, settlements, tables
from tools.answers.cases import Draw
from tools.answers.questions import Question
from tools.answers.subject import subject

QuestionSet = Callable[[Draw, int], Iterator[Question]]

SETS: Mapping[str, tuple[QuestionSet, int]] = {
    "examples": (cases.examples, 0),
    "mistakes": (mistakes.mistakes, 150),
    "every benefit": (cases.every_benefit, 6),
    "tables": (tables.tables, 0),
    "bundles": (requests.bundles, 40),
    "batches": (requests.batches, 10),
    "what if": (requests.what_ifs, 72),
    "compare": (requests.comparisons, 24),
    "law": (requests.law, 0),
    "wrong requests": (requests.wrong_requests, 0),
    "claims": (settlements.claims, 14),
    "stays": (settlements.stays, 9),
    "commands": (commands.commands, 8),
}
"""What is drawn beside the decisions, and how much of it where that is a matter of choice."""


def questionnaire(decisions: int, seed: int) -> Iterator[Question]:
    """All questions. Each set has a seed of its own, so that more of one does not change another."""
    whole = subject()
    for name, (questions, count) in {"decisions": (cases.decisions, decisions), **SETS}.items():
        yield from questions(Draw(whole, random.Random(f"{seed} {name}")), count)
