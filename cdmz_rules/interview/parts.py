"""What an interview says: `Interview` and its parts. Everything is data; words come in both languages."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.decisions.figure import Figure
from cdmz_rules.i18n.text import Part, Text
from cdmz_rules.rulebook.infos import InputKind


class AnswerSoFar(Part):
    """How a benefit stands.

    Attributes:
        status: ``settled`` if no further input can change outcome or bounds, else ``open``.
        outcome: About eligibility.
        amount: The main amount, as far as it is certain.
    """

    benefit: str
    label: Text
    status: Literal["settled", "open"]
    outcome: Outcome
    amount: Figure


class Purpose(Part):
    """What a question can change of a benefit: whether one is entitled, the main amount, or what is reported beside it."""

    benefit: str
    label: Text
    settles: Literal["outcome", "amount", "reported"]


class Instead(Part):
    """Another way to answer a question about a day, as a whole number: an age.

    Attributes:
        name: What it is called in a case.
        most: The most that is accepted.
    """

    name: str
    label: Text
    most: int


class InputAsked(Part):
    """A question: one field of one person, or of the household.

    Attributes:
        name: The input as a case names it, such as ``members[0].birth_date``.
        input: The input.
        question: How it is asked in everyday words, whoever it concerns.
        label: Its name, and whose it is.
        about: What it is for.
        why: What it can change.
        bounds: The least and the greatest that is accepted.
        choices: For a choice, the values and their words.
        instead: Other ways to answer.
    """

    name: str
    input: str
    question: Text
    label: Text
    about: Text | None
    why: list[Purpose]
    kind: InputKind
    unit: str
    bounds: tuple[Any, Any]
    choices: dict[str, Text] | None
    instead: list[Instead]


class Progress(Part):
    """How far along an interview is.

    Attributes:
        answered: How many inputs were told.
        left: How many more can matter, at most: answers mostly make some of them needless.
        settled: How many benefits are settled.
        benefits: Of so many.
    """

    answered: int
    left: int
    settled: int
    benefits: int


class LeftOpen(Part):
    """An input that somebody does not know, as one would write it, with whose it is."""

    name: str
    label: Text


class Interview(Part):
    """What is certain of a household so far, and what to ask it next.

    Attributes:
        date: The day decided for.
        reform: The pack or reform that was applied.
        answers: How each benefit stands.
        certain: The benefits that are settled.
        heading: What the questions have in common, if they are several.
        questions: What to ask next, on one screen; none if nothing that somebody may know can change an answer.
        may_matter: Every input that can still change an answer, at most: a form can hide the others.
        left_open: What somebody does not know and can still change an answer.
        progress: How far along it is.
    """

    date: date
    reform: str | None
    answers: list[AnswerSoFar]
    certain: list[str]
    heading: Text | None
    questions: list[InputAsked]
    may_matter: list[str]
    left_open: list[LeftOpen]
    progress: Progress
