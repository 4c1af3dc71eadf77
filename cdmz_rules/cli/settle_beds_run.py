"""Running a file of stays: progress while it lasts, what cities owe each other at the end, all tables in a folder."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date as calendar
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from cdmz_rules import law, places
from cdmz_rules.cli import days, failures, files
from cdmz_rules.cli.figures import told
from cdmz_rules.cli.language import _, counted
from cdmz_rules.cli.screen import screen
from cdmz_rules.i18n.words import Words
from cdmz_rules.law.reform import Reform
from cdmz_rules.settlement import beds as clearing
from cdmz_rules.settlement.beds.report import TABLES, tables
from cdmz_rules.tables import sink, source

SHOWN = 20
"""So many mistakes are shown where no folder takes them all."""


def run(stays: Path, month: str, until: str | None, output: Path | None, date: str | None, pack: Reform | None) -> int:
    """Settle a file of stays and say what came of it.

    Returns:
        How many rows were refused.

    Raises:
        InputError: if the file, a column or a month cannot be used, or a rule that matters is not known.
        OSError: if a file cannot be read or written.
    """
    day = days.day(date, "--date") or calendar.today()
    months = clearing.months_from(month, until, day, "--{}")
    in_force = pack.apply(law.current()) if pack is not None else law.current()
    targets = {name: output / f"{name}.csv" for name in TABLES} if output is not None else {}
    files.refuse_overwriting(stays, *targets.values())
    kind = source.format_of(stays, "STAYS")
    with stays.open("rb") as stream:
        opened = source.open_source(kind, stream, failures.near_path(stays))
        with _progress(opened.total, len(months)) as progress:
            found = clearing.settle_beds(opened, months, day, in_force, progress)
    if pack is not None:
        banner = f"{_('ASSUMPTION, NOT POLICY')} · {told(pack.title)}"
        screen().print(Text(banner, style="bold magenta"))
    _summary(found, show=output is None)
    if output is not None:
        _write(found, targets)
        files.wrote(output)
    return found.gathered.refused


@contextmanager
def _progress(rows: int | None, months: int) -> Iterator[clearing.Progress]:
    """Two bars on a terminal, of rows read and of months settled; nothing anywhere else."""
    if not sys.stderr.isatty():
        yield clearing.Progress()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        read, settled = bar.add_task(_("rows"), total=rows), bar.add_task(_("months"), total=months)
        yield clearing.Progress(
            lambda count: bar.advance(read, count), lambda count: bar.update(settled, completed=count)
        )


def _summary(found: clearing.Settlement, show: bool) -> None:
    """What came of it; the first mistakes as well, if they are to be shown."""
    terminal, cleared = screen(), found.clearing
    stays = counted(
        "{number} stay settled", "{number} stays settled", found.gathered.stays.count - found.gathered.at_home
    )
    paid = _(
        "elder-months paid: {months}, {yuan} yuan",
        months=f"{int(cleared.paid_months.sum()):,}",
        yuan=_yuan(cleared.total),
    )
    terminal.print(Text(f"{stays}  {paid}", style="bold"))
    for number, words in (
        (found.gathered.at_home, _("at home")),
        (found.gathered.vacant, _("institutions without anybody")),
    ):
        if number:
            terminal.print(Text(f"{words} {number:,}", style="dim"))
    terminal.print(_matrix(cleared))
    terminal.print(_settled(cleared))
    if found.gathered.refused:
        words = counted("{number} row refused", "{number} rows refused", found.gathered.refused)
        terminal.print(Text(words, style="bold red"), soft_wrap=True)
        for row, problem in islice(found.refused(), SHOWN if show else 0):
            where = _("row {number}", number=row) + (f" {problem.pointer}" if problem.pointer else "")
            terminal.print(Text(f"  {where}: {failures.of_input(problem)}"), soft_wrap=True)


def _matrix(cleared: clearing.Clearing) -> Table:
    """Who owes whom: a row for each city that owes, a column for each city of institutions."""
    shown = Table(
        _("owes ↓  institution in →"), title=_("Subsidies by the city that owes and the city of the institution, yuan")
    )
    for name in clearing.cities():
        shown.add_column(_city(name), justify="right")
    for name, row in zip(clearing.cities(), cleared.matrix, strict=True):
        shown.add_row(_city(name), *(_yuan(int(fen)) for fen in row))
    return shown


def _settled(cleared: clearing.Clearing) -> Table:
    """What is left to pay once debts are set off."""
    lines = Table.grid(padding=(0, 2, 0, 0), pad_edge=True)
    for payer, row in zip(clearing.cities(), cleared.net, strict=True):
        for payee, fen in zip(clearing.cities(), row, strict=True):
            if fen:
                pair = _("{payer} pays {payee}", payer=_city(payer), payee=_city(payee))
                lines.add_row(pair, Text(_("{yuan} yuan", yuan=_yuan(int(fen))), justify="right"))
    if not lines.rows:
        lines.add_row(_("nobody has to pay anybody"))
    return lines


def _city(name: str) -> str:
    words: Words = places.JURISDICTIONS[name].words
    return told(words)


def _yuan(fen: int) -> str:
    return f"{fen // 100:,}.{fen % 100:02}" if fen >= 0 else f"-{_yuan(-fen)}"


def _write(found: clearing.Settlement, targets: Mapping[str, Path]) -> None:
    """Write every table whole or not at all."""
    for name, table in tables(found).items():
        file = targets[name]
        with files.writing(file), sink.whole(file) as stream:
            written = sink.open_sink("csv", stream, table.schema)
            written.write(table)
            written.close()
