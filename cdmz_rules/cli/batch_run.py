"""Running a file of households: progress while it lasts, the rows that are wrong in a file, a summary at the end."""

from __future__ import annotations

import csv
import io
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from cdmz_rules.cli import days, failures, files
from cdmz_rules.cli.batch_summary import summary
from cdmz_rules.cli.figures import told
from cdmz_rules.cli.language import _
from cdmz_rules.cli.text import labelled
from cdmz_rules.errors import InputError, Problem
from cdmz_rules.tables import sink, source
from cdmz_rules.tables.batch import Batch, Piece
from cdmz_rules.tables.decide_table import Question, RowError
from cdmz_rules.tables.headings import find
from cdmz_rules.tables.results import OUTCOMES


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
            counted = self.outcomes.setdefault(benefit, Counter())
            for position, outcome in enumerate(OUTCOMES):
                counted[outcome] += int(np.count_nonzero(answer.outcome == position))


def run(households: Path, output: Path, asked: Question, date: str | None, errors: Path | None) -> int:
    """Decide a file of households and say what came of it.

    Returns:
        How many rows were wrong.

    Raises:
        InputError: if a file or a column cannot be used.
        OSError: if a file cannot be read or written.
    """
    kind, written = source.format_of(households, "HOUSEHOLDS"), source.format_of(output, "--output")
    wrong = errors or output.with_name(f"{output.stem}.errors.csv")
    files.refuse_overwriting(households, output, wrong)
    day = days.day(date, "--date")
    with households.open("rb") as stream:
        batch = Batch(source.open_source(kind, stream, failures.near_path(households)), asked, day)
        with _list_of_errors(wrong, keep=errors is not None) as listed:
            tally = _run(batch, output, written, listed)
    summary(tally.rows, tally.outcomes, asked, output, wrong if tally.wrong else None, tally.wrong)
    return tally.wrong


def _run(batch: Batch, output: Path, kind: source.Format, listed: Listed) -> Tally:
    tally = Tally()
    with files.writing(output), sink.whole(output) as stream, _progress(batch.source.total) as advance:
        written: sink.Sink | None = None
        for piece in batch.pieces():
            table = piece.table()
            written = written or sink.open_sink(kind, stream, table.schema)
            written.write(table)
            listed.add(piece)
            tally.add(piece)
            advance(piece.households.count)
        if written is None:
            raise _empty()
        written.close()
    return tally


def _empty() -> InputError:
    words = (
        "表中没有任何家庭，请在列名下面逐行填写",
        "there is no household in the table; fill in rows below the headings",
    )
    return InputError([Problem("empty_file", "HOUSEHOLDS", *words)])


class _Rate(TextColumn):
    """Rows a second."""

    def render(self, task: Task) -> Text:
        """The rate as text."""
        speed = task.finished_speed or task.speed
        return Text(_("{number}/s", number=f"{speed:,.0f}") if speed else "", style="progress.data.speed")


@contextmanager
def _progress(total: int | None) -> Iterator[Any]:
    """A bar on a terminal; nothing anywhere else."""
    if not sys.stderr.isatty():
        yield lambda count: None
        return
    columns = (BarColumn(), MofNCompleteColumn(), _Rate(""), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda count: bar.advance(task, count)


class Listed:
    """The list of what is wrong, as CSV that a spreadsheet program opens."""

    def __init__(self, stream: BinaryIO) -> None:
        self._text = io.TextIOWrapper(stream, "utf-8-sig", newline="", write_through=True)
        self._rows = csv.writer(self._text)
        self._rows.writerow([_("row"), _("id"), _("column"), _("what is wrong"), _("expected")])
        self.count = 0

    def add(self, piece: Piece) -> None:
        """List some more."""
        for error in piece.errors():
            self._rows.writerow([error.row, *map(sink.defused_text, _cells(error))])
            self.count += 1

    def detach(self) -> None:
        """Leave the stream to who opened it."""
        self._text.detach()


def _cells(error: RowError) -> list[str]:
    problem = error.problem
    said = failures.of_input(replace(problem, expected=None))
    heading = find(problem.pointer) if problem.pointer else None
    if heading is not None and heading.kind != "blank":
        said = labelled(told(heading.words), said)
    return ["" if error.id is None else str(error.id), problem.pointer, said, problem.expected or ""]


@contextmanager
def _list_of_errors(file: Path, keep: bool) -> Iterator[Listed]:
    """The list of errors; without any it is written only if it was asked for, or if an old one would mislead."""
    with files.writing(file), sink.whole(file, lambda: keep or listed.count > 0 or file.exists()) as stream:
        listed = Listed(stream)
        yield listed
        listed.detach()
