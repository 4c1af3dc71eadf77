"""Settling a table of stays: what the command, the service and the page share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cdmz_rules.rulebook.rulebook import Rulebook
from cdmz_rules.settlement.beds.clearing import Done, clear
from cdmz_rules.settlement.beds.columns import BENEFIT
from cdmz_rules.settlement.beds.netting import Clearing
from cdmz_rules.settlement.beds.screening import Screening, screen
from cdmz_rules.settlement.beds.table import StayTable, read
from cdmz_rules.settlement.refusals import Refusal
from cdmz_rules.tables.source import Source


@dataclass(frozen=True)
class Progress:
    """Who is told how far it is.

    Attributes:
        read: Told how many rows more are read.
        settled: Told how many months are settled.
    """

    read: Done = lambda _: None
    settled: Done = lambda _: None


@dataclass(frozen=True)
class Settlement:
    """A settled table.

    Attributes:
        clearing: What cities owe and institutions get.
        screening: Which rows could be settled.
        table: What was sent.
    """

    clearing: Clearing
    screening: Screening
    table: StayTable

    def refused(self) -> Iterator[Refusal]:
        """What is wrong with the other rows, by the number that a person sees, in their order."""
        rows = self.table.rows
        for row, problem, beside in self.screening.refusals:
            yield Refusal(int(rows[row]), problem, None if beside is None else int(rows[beside]))


def settle_beds(
    rulebook: Rulebook, source: Source, months: Sequence[date], day: date, progress: Progress | None = None
) -> Settlement:
    """Settle a table of stays.

    A row that is wrong is refused, named and not paid; the others are settled.

    Args:
        rulebook: The law, with the packs and reforms that are wanted.
        source: The rows.
        months: The months, as `months_from` gives them.
        day: The day on which it is settled.
        progress: Who is told how far it is.

    Raises:
        InputError: if no row can be read, or a rule that matters is not known.
    """
    progress = progress or Progress()
    table = read(rulebook.catalogue, source, day, progress.read)
    screening = screen(rulebook.catalogue, table, day, rulebook.law)
    rules = rulebook.benefit(BENEFIT)
    return Settlement(clear(rules, screening.stays, months, table.count, progress.settled), screening, table)
