"""Why an answer is as it is: `Explanation` and its parts. Everything is data; words come in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pydantic import Field

from cdmz_rules.decisions.figure import Bound, Evidence, Figure, Outcome, Scalar
from cdmz_rules.i18n.text import Part, Text
from cdmz_rules.rulebook.offices import Contact


class Missing(Part):
    """What keeps an amount from being exact or an outcome from being certain.

    Attributes:
        kind: ``input`` (nobody said) or ``law`` (no text is known).
        name: The input, as ``members[0].birth_date``, or the path of the item.
        label: Its name.
        place: For law, the place.
        place_label: Its name.
        reason: For law, why it is unknown.
        ask: For law, whom to ask.
        contact: How to reach them; None if nothing is known.
        question: For law, in which words to ask.
        limits: For law, why it cannot lie beyond some values: by logic, or by which text.
    """

    kind: Literal["input", "law"]
    name: str
    label: Text
    place: str | None = None
    place_label: Text | None = None
    reason: Text | None = None
    ask: str | None = None
    contact: Contact | None = None
    question: Text | None = None
    limits: Text | None = None


class ReadingLine(Part):
    """What an answer comes to if something unknown is so.

    Attributes:
        value: What it is then: a value, or the least of several; None for a choice that the label names.
        label: The same in words.
        outcome: About eligibility; that of the answer itself if this leaves it open.
        lower: The main amount is at least this; None if nothing is known.
        upper: It is at most this; None if nothing is known.
    """

    value: Scalar
    label: Text
    outcome: Outcome
    lower: float | None
    upper: float | None


class DependsOn(Missing):
    """Something unknown on which the answer depends, with all that it can be."""

    readings: list[ReadingLine]


class Assumed(Part):
    """A value of the law that an assumption pack sets.

    Attributes:
        placeholder: Whether nothing at all stands behind it.
    """

    path: str
    label: Text
    place: str
    place_label: Text
    value: Any
    value_label: Text | None
    unit: str
    placeholder: bool


class Illustration(Part):
    """What an answer would be under an assumption pack: a trial figure, no policy.

    Attributes:
        reform: The pack.
        outcome: About eligibility under it.
        amounts: The amounts under it.
        assumed: The values of the pack on which that rests.
    """

    reform: str
    title: Text
    outcome: Outcome
    amounts: list[Figure]
    evidence: Evidence | None
    assumed: list[Assumed]


class Amount(Part):
    """An amount with what is certain of it.

    Attributes:
        id: The variable.
        value: The amount, if it is exact.
        lower: It is at least this; None if nothing is known.
        upper: It is at most this; None if nothing is known.
        contact: How to reach the payer.
        falls: Whether it is what another amount leaves of a sum, so that it falls as that rises.
        because: What keeps it from being exact.
    """

    id: str
    label: Text
    unit: str
    bound: Bound
    value: float | None
    lower: float | None
    upper: float | None
    payer: str | None = None
    contact: Contact | None = None
    payee: Text | None = None
    falls: bool = False
    because: list[Missing] = Field(default=[])


class Source(Part):
    """A value of the law that mattered.

    Attributes:
        origin: ``law``, ``overlay``, or the pack or reform that set it.
        computed: Of a value that a reform proposes: by which rule, and from what.
        caution: What to mind of the document, in the form in which it was read; None if nothing.
    """

    path: str
    label: Text
    place: str
    place_label: Text
    level: str
    state: Literal["known", "not_in_force"]
    value: Any
    value_label: Text | None
    unit: str
    start: date
    first_seen: bool
    until: date | None
    last_verified: date | None
    evidence: Evidence | None
    origin: str
    placeholder: bool
    article: str | None
    note: str | None
    computed: Text | None
    document: dict[str, str | None] | None
    caution: Text | None = None


class Presumed(Part):
    """What was taken for granted because nobody reported otherwise.

    Attributes:
        name: The input.
        value: What it counts as.
        value_label: The same in words, with its unit.
    """

    name: str
    label: Text
    value: Scalar
    value_label: Text


class Clause(Part):
    """One condition: what it says, whether it holds, and by how much it fails.

    Attributes:
        id: The variable.
        status: holds (it cannot fail, whatever is unknown), fails, unknown, or not_applicable (the clause does not bear on this
            household). While it is open whether a clause bears on it, one that would be met holds: it may turn out not to be asked at all.
        sentence: What it says, with the figures, as its status has it.
        told: Whether what it rests on was told, is presumed, or was not told.
        presumed: What it takes for granted.
        value: The household's value; None if it is not certain or was not told.
        line: The line; None if unknown.
        gap: How much is missing, in words.
        discretion: Whether the office decides.
        paper: Which paper proves it.
        sources: Indices into the decision's sources.
    """

    id: str
    label: Text
    status: Literal["holds", "fails", "unknown", "not_applicable"]
    sentence: Text
    told: Literal["told", "presumed", "not_told"] = "told"
    presumed: list[Presumed] = Field(default=[])
    value: Scalar
    line: Scalar
    unit: str
    comparison: str | None
    gap: Text | None
    discretion: bool
    paper: Text | None
    sources: list[int]


class StepLine(Part):
    """An amount a clerk would write down.

    Attributes:
        id: The variable.
        words: Its formula in words.
        limit: Whether it is one of several of which the least counts.
        binds: Of a limit: whether it is the least (or one of the least); nothing where that is not certain.
        sources: Indices into the decision's sources.
    """

    id: str
    label: Text
    words: Text
    unit: str
    bound: Bound
    value: float | None
    lower: float | None
    upper: float | None
    limit: bool
    binds: bool | None
    sources: list[int]


class Warn(Part):
    """Something to know before relying on the answer."""

    code: Literal[
        "stale",
        "projected",
        "first_seen",
        "overlay",
        "assumption_pack",
        "reform",
        "reform_conflict",
        "many_unknowns",
        "rounded_away",
    ]
    message: Text
    paths: list[str] = Field(default=[])


class AppliedReform(Part):
    """A pack or reform that was applied, and whether the answer rests on it.

    Attributes:
        values: How many values of the law behind this answer are its own; 0: it leaves this household's answer alone.
    """

    name: str
    title: Text
    mode: Literal["fill_unknown", "replace"]
    values: int


class Question(Part):
    """A missing input that matters, and how to ask for it."""

    name: str
    input: str
    label: Text
    about: Text | None
    unit: str
    choices: dict[str, Text] | None
    decides: bool
    """Whether knowing it decides the outcome."""
    settles: Literal["outcome", "amount", "reported"] = "amount"
    """What it bears on: whether one is entitled, the main amount, or only what is reported beside it."""


@dataclass(frozen=True)
class Explanation:
    """Why an answer is as it is; see `Decision` for each part.

    Attributes:
        evidence: The weakest evidence among the values that mattered.
        amounts: The amounts, each with what keeps it from being exact.
        reforms: The packs and reforms that were applied.
        conditions: Every condition, failed and unknown ones first.
        steps: The amounts on the way.
        sources: The values of the law that mattered.
        warnings: What to know before relying on the answer.
        depends_on: What decides, most telling first.
        missing_law: The values of the law that are unknown and matter.
        next_questions: The missing inputs that matter.
        presumed: What was taken for granted.
    """

    evidence: Evidence | None
    amounts: list[Amount]
    reforms: list[AppliedReform]
    conditions: list[Clause]
    steps: list[StepLine]
    sources: list[Source]
    warnings: list[Warn]
    depends_on: list[DependsOn]
    missing_law: list[Missing]
    next_questions: list[Question]
    presumed: list[Presumed]
