"""What an answer holds: `Decision`, `Compact` and `Receipt`. Everything is data; words come in both languages."""

from __future__ import annotations

from datetime import date
from operator import not_
from typing import Annotated, Any

from pydantic import Field

from cdmz_rules.decisions.explanation import (
    Amount,
    AppliedReform,
    Clause,
    DependsOn,
    Illustration,
    Missing,
    Presumed,
    Question,
    Source,
    StepLine,
    Warn,
)
from cdmz_rules.decisions.figure import AmountBounds, Evidence, Figure, Outcome
from cdmz_rules.i18n.text import Part, Text

Day = date
KnownOn = Annotated[date | None, Field(exclude_if=not_)]
"""Said only where it was asked for: a receipt without one is as it always was."""

__all__ = ["Compact", "Decision", "Outcome", "Receipt", "Result", "ShippedReform"]


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
        known_on: The day as known on which the law was asked for; None for all that was known.
        reform: One that is shipped by its name and hash, any other with its whole body.
    """

    version: str
    benefit: str
    date: Day
    today: Day
    known_on: KnownOn = None
    situation: dict[str, Any]
    reform: Annotated[ShippedReform | dict[str, Any] | None, Field(union_mode="left_to_right")]
    law: str
    formulas: str
    result: Result


class Compact(Part):
    """An answer without its reasons.

    Attributes:
        known_on: The day as known on which the law was asked for; None for all that is known.
        failed: The ids of the conditions that fail.
    """

    benefit: str
    date: Day
    known_on: KnownOn = None
    outcome: Outcome
    amounts: list[Figure]
    evidence: Evidence | None
    reform: str | None
    failed: list[str]

    @property
    def amount(self) -> Figure:
        """The main amount."""
        return self.amounts[0]


class CompactWithTrial(Compact):
    """An answer without its reasons, and what it would be under an assumption pack, where that was asked for."""

    illustration: Illustration


class Decision(Part):
    """The answer for one household, one benefit and one day.

    Attributes:
        known_on: The day as known on which the law was asked for; None for all that is known.
        outcome: About eligibility only.
        amounts: The main amount first, then what else is reported.
        evidence: The weakest evidence among the values of the law that mattered; None if none was known.
        reforms: The packs and reforms that were applied, in order.
        depends_on: What decides, most telling first: rules that no text gives and inputs that nobody gave, each with what the answer
            comes to for each thing that it can be.
        missing_law: Values of the law that are unknown and matter, and whom to ask.
        next_questions: The missing inputs that matter, the most telling first.
        presumed: What was taken for granted.
        not_encoded: What the benefit's rules hold that nobody has encoded.
        illustration: If asked for, what the answer would be under an assumption pack: a trial, no policy, and part of no figure above.
    """

    benefit: str
    label: Text
    date: Day
    known_on: KnownOn = None
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
    depends_on: list[DependsOn]
    missing_law: list[Missing]
    next_questions: list[Question]
    presumed: list[Presumed]
    not_encoded: list[Text]
    illustration: Illustration | None = None
    receipt: Receipt

    @property
    def amount(self) -> Amount:
        """The main amount."""
        return self.amounts[0]

    def compact(self) -> Compact:
        """The same answer without its reasons."""
        same = ("benefit", "date", "known_on", "outcome", "evidence", "reform")
        facts = {name: getattr(self, name) for name in same}
        facts["amounts"] = [Figure(**amount.model_dump(include=set(Figure.model_fields))) for amount in self.amounts]
        facts["failed"] = [clause.id for clause in self.conditions if clause.status == "fails"]
        if self.illustration is None:
            return Compact(**facts)
        return CompactWithTrial(**facts, illustration=self.illustration)
