"""Running a file of stays: progress while it lasts, what cities owe each other at the end, all tables in a folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from cdmz_rules.cli import arguments, failures, files
from cdmz_rules.cli.headline import other_law
from cdmz_rules.cli.language import _, counted, say
from cdmz_rules.cli.screen import progress, screen
from cdmz_rules.places import Places
from cdmz_rules.reading import china
from cdmz_rules.rulebook import Rulebook
from cdmz_rules.settlement import beds
from cdmz_rules.settlement.beds.columns import stay_columns
from cdmz_rules.settlement.beds.report import TABLES, tables
from cdmz_rules.settlement.refusals import MOST_SHOWN
from cdmz_rules.tables import source
from cdmz_rules.tables.sinks import open_sink
from cdmz_rules.tables.sources import open_source


def run(
    rulebook: Rulebook,
    stays: Path,
    month: str,
    until: str | None,
    output: Path | None,
    date: str | None,
    sheet: str | None,
) -> int:
    """Settle a file of stays and say what came of it.

    Returns:
        How many rows were refused.

    Raises:
        InputError: if the file, a column or a month cannot be used, or a rule that matters is not known.
        OSError: if a file cannot be read or written.
    """
    day = arguments.day(date, "--date") or china.today()
    months = beds.months_from(month, until, day, "--{}")
    targets = {name: output / f"{name}.csv" for name in TABLES} if output is not None else {}
    files.refuse_overwriting(stays, *targets.values())
    kind = source.format_to_read(stays, "STAYS")
    with stays.open("rb") as stream:
        rows = open_source(kind, stream, failures.near_path(stays), stay_columns(rulebook.catalogue).knows, sheet)
        files.remark(rows.remarks)
        with _bars(rows.total, len(months)) as progressing:
            settlement = beds.settle_beds(rulebook, rows, months, day, progressing)
    for line in other_law(rulebook.reform):
        screen().print(line)
    _show(rulebook.places, settlement, with_refused=output is None)
    if output is not None:
        _write(settlement, targets)
        files.wrote(output)
    return settlement.screening.refusals.count


@contextmanager
def _bars(rows: int | None, months: int) -> Iterator[beds.Progress]:
    """Two bars on a terminal, of rows read and of months settled; nothing anywhere else."""
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with progress(*columns) as bars:
        if bars is None:
            yield beds.Progress()
            return
        read, settled = bars.add_task(_("rows"), total=rows), bars.add_task(_("months"), total=months)
        yield beds.Progress(
            lambda count: bars.advance(read, count), lambda count: bars.update(settled, completed=count)
        )


def _show(places: Places, settlement: beds.Settlement, with_refused: bool) -> None:
    """What came of it; the first mistakes as well, if they are to be shown."""
    terminal, clearing, screening = screen(), settlement.clearing, settlement.screening
    stays = counted("{number} stay settled", "{number} stays settled", screening.stays.count - screening.at_home)
    paid = _(
        "elder-months paid: {months}, {yuan} yuan",
        months=f"{int(clearing.paid_months.sum()):,}",
        yuan=_yuan(clearing.total),
    )
    terminal.print(Text(f"{stays}  {paid}", style="bold"))
    for number, words in (
        (screening.at_home, _("at home")),
        (screening.vacant, _("institutions without anybody")),
    ):
        if number:
            terminal.print(Text(f"{words} {number:,}", style="dim"))
    terminal.print(_matrix(places, clearing))
    terminal.print(_debts(places, clearing))
    refused = screening.refusals.count
    if refused:
        words = counted("{number} row refused", "{number} rows refused", refused)
        terminal.print(Text(words, style="bold red"), soft_wrap=True)
        for row, problem, beside in islice(settlement.refused(), MOST_SHOWN if with_refused else 0):
            others = (*problem.others, *(() if beside is None else (_place(beside, problem.pointer),)))
            said = failures.of_input(replace(problem, others=others))
            terminal.print(Text(f"  {_place(row, problem.pointer)}: {said}"), soft_wrap=True)


def _place(row: int, column: str) -> str:
    return _("row {number}", number=row) + (f" {column}" if column else "")


def _matrix(places: Places, clearing: beds.Clearing) -> Table:
    """Who owes whom: a row for each city that owes, a column for each city of institutions."""
    table = Table(
        _("owes ↓  institution in →"), title=_("Subsidies by the city that owes and the city of the institution, yuan")
    )
    for name in clearing.cities:
        table.add_column(say(places[name].words), justify="right")
    for name, row in zip(clearing.cities, clearing.matrix, strict=True):
        table.add_row(say(places[name].words), *(_yuan(int(fen)) for fen in row))
    return table


def _debts(places: Places, clearing: beds.Clearing) -> Table:
    """What is left to pay once debts are set off."""
    lines = Table.grid(padding=(0, 2, 0, 0), pad_edge=True)
    for payer, row in zip(clearing.cities, clearing.net, strict=True):
        for payee, fen in zip(clearing.cities, row, strict=True):
            if fen:
                pair = _("{payer} pays {payee}", payer=say(places[payer].words), payee=say(places[payee].words))
                lines.add_row(pair, Text(_("{yuan} yuan", yuan=_yuan(int(fen))), justify="right"))
    if not lines.rows:
        lines.add_row(_("nobody has to pay anybody"))
    return lines


def _yuan(fen: int) -> str:
    return f"{fen // 100:,}.{fen % 100:02}" if fen >= 0 else f"-{_yuan(-fen)}"


def _write(settlement: beds.Settlement, targets: Mapping[str, Path]) -> None:
    """Write every table whole or not at all."""
    for name, table in tables(settlement).items():
        with files.replacing(targets[name]) as stream:
            sink = open_sink("csv", stream, table.schema)
            sink.write(table)
            sink.close()
