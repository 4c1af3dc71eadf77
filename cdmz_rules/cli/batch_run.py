"""Running a file of households: progress while it lasts, the rows that are wrong in a file, a summary at the end."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

import numpy as np
from rich.progress import BarColumn, MofNCompleteColumn, Task, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from cdmz_rules.cli import arguments, failures, files
from cdmz_rules.cli.headline import LOOKS, other_law
from cdmz_rules.cli.language import _, counted, labelled, say
from cdmz_rules.cli.law_view import as_known
from cdmz_rules.cli.screen import progress, screen
from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.errors import InputError, Problem
from cdmz_rules.rulebook import Rulebook
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.tables import sink, source
from cdmz_rules.tables.batch import Batch, Piece
from cdmz_rules.tables.decide_table import Question, RowError
from cdmz_rules.tables.naming import find, knows
from cdmz_rules.tables.results import OUTCOMES
from cdmz_rules.tables.sinks import open_sink
from cdmz_rules.tables.sources import open_source


@dataclass
class Tally:
    """What came of a run.

    Attributes:
        rows: How many rows were read.
        wrong: How many of them could not be decided.
        outcomes: By benefit, how often each outcome.
    """

    rows: int = 0
    wrong: int = 0
    outcomes: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, piece: Piece) -> None:
        """Count some more rows."""
        self.rows += piece.households.count
        self.wrong += int(piece.households.wrong.sum())
        for benefit, answer in piece.answers.items():
            numbers = self.outcomes.setdefault(benefit, Counter())
            for position, outcome in enumerate(OUTCOMES):
                numbers[outcome] += int(np.count_nonzero(answer.outcome == position))


class ErrorList:
    """The list of what is wrong, as CSV that a spreadsheet program opens."""

    def __init__(self, catalogue: Catalogue, stream: BinaryIO) -> None:
        self._catalogue = catalogue
        self._text = io.TextIOWrapper(stream, "utf-8-sig", newline="", write_through=True)
        self._rows = csv.writer(self._text)
        self._rows.writerow([_("row"), _("id"), _("column"), _("what is wrong"), _("expected")])
        self.count = 0

    def add(self, piece: Piece) -> None:
        """List some more."""
        for error in piece.errors():
            self._rows.writerow([error.row, *map(sink.defused_text, _cells(self._catalogue, error))])
            self.count += 1

    def detach(self) -> None:
        """Leave the stream to who opened it."""
        self._text.detach()


def _cells(catalogue: Catalogue, error: RowError) -> list[str]:
    problem = error.problem
    message = failures.of_input(replace(problem, expected=None))
    heading = find(catalogue, problem.pointer) if problem.pointer else None
    if heading is not None and heading.kind != "blank":
        message = labelled(say(heading.words), message)
    return ["" if error.id is None else str(error.id), problem.pointer, message, problem.expected or ""]


def run(
    question: Question, households: Path, output: Path, date: str | None, errors: Path | None, sheet: str | None
) -> int:
    """Decide a file of households and say what came of it.

    Returns:
        How many rows were wrong.

    Raises:
        InputError: if a file or a column cannot be used.
        OSError: if a file cannot be read or written.
    """
    kind, target = source.format_to_read(households, "HOUSEHOLDS"), source.format_of(output, "--output")
    listing = errors or output.with_name(f"{output.stem}.errors.csv")
    files.refuse_overwriting(households, output, listing)
    day = arguments.day(date, "--date")
    with households.open("rb") as stream:
        known = partial(knows, question.rulebook.catalogue)
        rows = open_source(kind, stream, failures.near_path(households), known, sheet)
        batch = Batch(rows, question, day)
        files.remark(rows.remarks)
        with _error_list(batch.catalogue, listing, keep=errors is not None) as error_list:
            tally = _run(batch, output, target, error_list)
    _show(question.rulebook, tally, output, listing)
    return tally.wrong


def _run(batch: Batch, output: Path, kind: source.Format, error_list: ErrorList) -> Tally:
    tally = Tally()
    with files.replacing(output) as stream, _bar(batch.source.total) as advance:
        decisions: sink.Sink | None = None
        for piece in batch.pieces():
            table = piece.table()
            decisions = decisions or open_sink(kind, stream, table.schema)
            decisions.write(table)
            error_list.add(piece)
            tally.add(piece)
            advance(piece.households.count)
        if decisions is None:
            raise _empty()
        decisions.close()
    return tally


def _empty() -> InputError:
    words = (
        "表中没有任何家庭，请在列名下面逐行填写",
        "there is no household in the table; fill in rows below the headings",
    )
    return InputError([Problem("empty_file", "HOUSEHOLDS", *words)])


@contextmanager
def _error_list(catalogue: Catalogue, file: Path, keep: bool) -> Iterator[ErrorList]:
    """The list of errors; without any it is written only if it was asked for, or if an old one would mislead."""
    with files.replacing(file, lambda: keep or error_list.count > 0 or file.exists()) as stream:
        error_list = ErrorList(catalogue, stream)
        yield error_list
        error_list.detach()


class _Rate(TextColumn):
    """Rows a second."""

    def render(self, task: Task) -> Text:
        """The rate as text."""
        speed = task.finished_speed or task.speed
        return Text(_("{number}/s", number=f"{speed:,.0f}") if speed else "", style="progress.data.speed")


@contextmanager
def _bar(total: int | None) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, moved on by the rows that are done; nothing anywhere else."""
    with progress(BarColumn(), MofNCompleteColumn(), _Rate(""), TimeRemainingColumn()) as bars:
        task = bars.add_task("", total=total) if bars is not None else None
        yield lambda count: bars.advance(task, count) if bars is not None and task is not None else None


def _show(rulebook: Rulebook, tally: Tally, output: Path, listing: Path) -> None:
    """Say how many households there were, what was answered, what was wrong, and where it stands."""
    terminal = screen()
    for line in (*as_known(rulebook.known_on), *other_law(rulebook.reform)):
        terminal.print(line)
    terminal.print(Text(counted("{number} household", "{number} households", tally.rows), style="bold"))
    for benefit, numbers in tally.outcomes.items():
        terminal.print(Text(say(rulebook.benefits[benefit].label), style="bold"))
        terminal.print(_table(numbers))
    if tally.wrong:
        words = counted(
            "{number} row is wrong and was not decided; see {file}",
            "{number} rows are wrong and were not decided; see {file}",
            tally.wrong,
            file=failures.near_path(listing),
        )
        terminal.print(Text(words, style="bold red"), soft_wrap=True)
    files.wrote(output)


def _table(numbers: Mapping[str, int]) -> Table:
    lines = Table.grid(padding=(0, 2, 0, 0), pad_edge=True)
    lines.add_column(justify="right")
    lines.add_column(overflow="fold")
    for outcome in (Outcome.ELIGIBLE, *(outcome for outcome in Outcome if outcome is not Outcome.ELIGIBLE)):
        if numbers.get(outcome.value):
            mark, style, words = LOOKS[outcome]
            lines.add_row(f"{numbers[outcome.value]:,}", Text(f"{mark} {_(words)}", style=style))
    return lines
