"""What an answer holds: `Decision` and its parts. Everything is data; words come in both languages."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field

from cdmz_rules.i18n.text import Part, Text

Bound = Literal["exact", "at_most", "at_least", "range", "not_bounded"]
Evidence = Literal["official", "reported", "recalled", "assumed", "proposed"]
Day = date
Scalar = float | bool | str | date | None


class Outcome(StrEnum):
    """The answer about eligibility, by precedence."""

    NOT_ELIGIBLE = "not_eligible"
    NEEDS_A_PERSON = "needs_a_person"
    RULE_UNKNOWN = "rule_unknown"
    UNDETERMINED = "undetermined"
    ELIGIBLE = "eligible"


class Missing(Part):
    """What keeps an amount from being exact or an outcome from being certain.

    Attributes:
        kind: ``input`` (nobody said) or ``law`` (no text is known).
        name: The input, as ``members[0].birth_date``, or the path of the item.
        label: Its name.
        place: For law, the place.
        reason: For law, why it is unknown.
        ask: For law, whom to ask.
    """

    kind: Literal["input", "law"]
    name: str
    label: Text
    place: str | None = None
    reason: Text | None = None
    ask: str | None = None


class Amount(Part):
    """An amount with what is certain of it.

    Attributes:
        id: The variable.
        value: The amount, if it is exact.
        lower: It is at least this; None if nothing is known.
        upper: It is at most this; None if nothing is known.
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
    payee: Text | None = None
    because: list[Missing] = Field(default=[])


class Source(Part):
    """A value of the law that mattered.

    Attributes:
        origin: ``law``, ``overlay``, or the pack or reform that set it.
        computed: Of a value that a reform proposes: by which rule, and from what.
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


class Clause(Part):
    """One condition: what it says, whether it holds, and by how much it fails.

    Attributes:
        id: The variable.
        status: holds, fails, unknown, or not_applicable (the clause does not bear on this household).
        sentence: What it says, with the figures.
        value: The household's value; None if unknown.
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
        binds: Of a limit: whether it is the least (or one of the least).
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
    binds: bool | None
    sources: list[int]


class Warn(Part):
    """Something to know before relying on the answer."""

    code: Literal[
        "stale", "projected", "first_seen", "overlay", "assumption_pack", "reform", "reform_conflict", "many_unknowns"
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


class Presumed(Part):
    """What was taken for granted because nobody reported otherwise."""

    name: str
    label: Text
    value: Scalar


class AmountBounds(Part):
    """What a receipt keeps of an amount."""

    bound: Bound
    lower: float | None
    upper: float | None


class Result(Part):
    """What a receipt keeps of an answer."""

    outcome: Outcome
    amounts: dict[str, AmountBounds]


class ShippedReform(Part):
    """A pack or reform that comes with this package: every snapshot of the law holds it.

    Attributes:
        hash: Of its content.
    """

    name: str
    hash: str


class Receipt(Part):
    """Enough to give the same answer years later.

    Attributes:
        reform: One that is shipped by its name and hash, any other with its whole body.
    """

    version: str
    benefit: str
    date: Day
    today: Day
    situation: dict[str, Any]
    reform: Annotated[ShippedReform | dict[str, Any] | None, Field(union_mode="left_to_right")]
    law: str
    formulas: str
    result: Result


class Figure(Part):
    """An amount with what is certain of it, and no more; see `Amount`."""

    id: str
    unit: str
    bound: Bound
    value: float | None
    lower: float | None
    upper: float | None


class Compact(Part):
    """An answer without its reasons.

    Attributes:
        failed: The ids of the conditions that fail.
    """

    benefit: str
    date: Day
    outcome: Outcome
    amounts: list[Figure]
    evidence: Evidence | None
    reform: str | None
    failed: list[str]

    @property
    def amount(self) -> Figure:
        """The main amount."""
        return self.amounts[0]


class Decision(Part):
    """The answer for one household, one benefit and one day.

    Attributes:
        outcome: About eligibility only.
        amounts: The main amount first, then what else is reported.
        evidence: The weakest evidence among the values of the law that mattered; None if none was known.
        reforms: The packs and reforms that were applied, in order.
        missing_law: Values of the law that are unknown and matter, and whom to ask.
        next_questions: The missing inputs that matter, the most telling first.
        presumed: What was taken for granted.
        not_encoded: What the benefit's rules hold that nobody has encoded.
    """

    benefit: str
    label: Text
    date: Day
    outcome: Outcome
    place: str
    place_label: Text
    amounts: list[Amount]
    evidence: Evidence | None
    reform: str | None
    reform_title: Text | None
    reforms: list[AppliedReform] = Field(default=[])
    conditions: list[Clause]
    steps: list[StepLine]
    sources: list[Source]
    warnings: list[Warn]
    missing_law: list[Missing]
    next_questions: list[Question]
    presumed: list[Presumed]
    not_encoded: list[Text]
    receipt: Receipt

    @property
    def amount(self) -> Amount:
        """The main amount."""
        return self.amounts[0]

    def compact(self) -> Compact:
        """The same answer without its reasons."""
        return Compact(
            benefit=self.benefit,
            date=self.date,
            outcome=self.outcome,
            amounts=[Figure(**amount.model_dump(include=set(Figure.model_fields))) for amount in self.amounts],
            evidence=self.evidence,
            reform=self.reform,
            failed=[clause.id for clause in self.conditions if clause.status == "fails"],
        )
