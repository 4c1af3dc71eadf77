"""``cdmz law coverage`` and ``cdmz law matrix``: items by places, what is known of each and what it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_, _
from cdmz_rules.reading import china

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

    from cdmz_rules.law.coverage import Coverage, Mark, Row
    from cdmz_rules.places import Places
    from cdmz_rules.whatif.matrix import Matrix
    from cdmz_rules.whatif.matrix_cells import MatrixCell

OTHERWISE = {"unknown": (N_("unknown"), "red"), "not_in_force": (N_("none"), "dim")}
INHERITED = "↑"
WIDTH = 10

Where = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        metavar="PLACE",
        help=N_("A place; the cities that have agreed to compare if left out."),
        autocompletion=options.places,
    ),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help=N_("Write it to a file that ends in .csv or .xlsx.")),
]


def coverage(
    date: options.Day = None,
    known_on: options.KnownOn = None,
    as_json: options.Json = False,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command ``coverage``."""
    from cdmz_rules.cli import arguments, engine, screen

    rulebook = engine.rulebook(known_on)
    from cdmz_rules.cli.law_view import as_known
    from cdmz_rules.law.coverage import coverage as coverage_of

    marks = coverage_of(rulebook.law, arguments.day(date, "--date") or china.today())
    if as_json:
        totals = {place: marks.totals(place) for place in marks.places}
        screen.data({**asdict(marks), "day": marks.day.isoformat(), "totals": totals})
    else:
        screen.show(as_known(rulebook.known_on))
        _show_coverage(rulebook.places, marks)


def _show_coverage(places: Places, coverage: Coverage) -> None:
    from rich.text import Text

    from cdmz_rules.cli.language import counted
    from cdmz_rules.cli.screen import heading, show

    title = counted(
        "What is known of {number} item on {day}",
        "What is known of {number} items on {day}",
        len(coverage.rows),
        day=coverage.day,
    )
    legend = _("{mark} the rule of the place above; none: not in force", mark=INHERITED)
    show([Text(title, style="bold"), Text(legend, style="dim")])
    by_folder: dict[str, list[Row]] = {}
    for row in coverage.rows:
        by_folder.setdefault(row.path.rpartition(".")[0], []).append(row)
    for folder, rows in sorted(by_folder.items()):
        show(["", heading(folder), _items(places, coverage, rows)])
    show(["", heading(_("Total")), _totals(places, coverage)])


def _grid(places: Places, coverage: Coverage) -> Table:
    """A table whose first column takes what the places leave, so that tables below each other align."""
    from rich.table import Table
    from rich.text import Text

    from cdmz_rules.cli.language import say

    table = Table.grid(padding=(0, 1, 0, 0), expand=True)
    table.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
    for _place in coverage.places:
        table.add_column(width=WIDTH, overflow="fold")
    table.add_row("", *(Text(say(places[name].words), style="dim") for name in coverage.places))
    return table


def _items(places: Places, coverage: Coverage, rows: list[Row]) -> Table:
    from rich.text import Text

    from cdmz_rules.cli.language import say

    table = _grid(places, coverage)
    for row in rows:
        label = Text(row.path.rpartition(".")[2]).append(f"  {say(row.label)}", style="dim")
        table.add_row(label, *(_mark(row.marks[place]) for place in coverage.places))
    return table


def _mark(mark: Mark) -> Text:
    from rich.text import Text

    from cdmz_rules.cli.figures import GRADES

    words, style = GRADES[mark.evidence] if mark.evidence else OTHERWISE[mark.state]
    return Text(f"{_(words)}{INHERITED if mark.inherited else ''}", style=style)


def _totals(places: Places, coverage: Coverage) -> Table:
    from rich.text import Text

    from cdmz_rules.cli.figures import GRADES

    table = _grid(places, coverage)
    totals = [coverage.totals(place) for place in coverage.places]
    grades = {grade: (f"  {_(words)}", style) for grade, (words, style) in GRADES.items() if grade != "assumed"}
    others = {kind: (_(words), style) for kind, (words, style) in OTHERWISE.items()}
    kinds = {"known": (_("known"), "bold"), **grades, **others, "inherited": (f"{_('inherited')} {INHERITED}", "bold")}
    for kind, (words, style) in kinds.items():
        numbers = [f"{total[kind]:>2} {total[kind] / len(coverage.rows):>4.0%}" for total in totals]
        table.add_row(Text(words, style=style), *numbers)
    return table


def matrix(
    under: options.Under = "",
    places: Where = None,
    date: options.Day = None,
    known_on: options.KnownOn = None,
    reform: options.Reform = None,
    output: Output = None,
    as_json: options.Json = False,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command ``matrix``."""
    from cdmz_rules.cli import arguments, engine, screen

    rulebook = engine.rulebook(known_on)
    from cdmz_rules.whatif.matrix import matrix as matrix_of

    reformed = rulebook.under(engine.reform(rulebook, reform))
    day = arguments.day(date, "--date") or china.today()
    table = matrix_of(reformed, day, under=under.strip("."), places=places or ())
    if output is not None:
        _write(table, output)
    elif as_json:
        screen.data(table.model_dump(mode="json"))
    else:
        screen.show(_rows(table))


def _write(matrix: Matrix, file: Path) -> None:
    from cdmz_rules.cli import files
    from cdmz_rules.cli.language import chosen
    from cdmz_rules.errors import InputError, Problem
    from cdmz_rules.whatif import matrix_files

    kind = file.suffix.removeprefix(".")
    if kind not in matrix_files.FORMATS:
        message = "文件名应以 .csv 或 .xlsx 结尾", "the name must end in .csv or .xlsx"
        raise InputError([Problem("unknown_format", "--output", *message, ".csv, .xlsx")])
    with files.replacing(file) as stream:
        matrix_files.write(matrix, kind, stream, chosen())  # type: ignore[arg-type]
    files.wrote(file)


def _rows(matrix: Matrix) -> Iterator[RenderableType]:
    from rich.table import Table
    from rich.text import Text

    from cdmz_rules.cli.language import counted, say
    from cdmz_rules.cli.law_view import as_known

    title = counted(
        "What {number} item says on {day}", "What {number} items say on {day}", len(matrix.rows), day=matrix.date
    )
    yield Text(title, style="bold")
    yield from as_known(matrix.known_on)
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column("", ratio=2, overflow="fold")
    for words in matrix.places.values():
        table.add_column(say(words), ratio=1, overflow="fold", header_style="dim")
    for row in matrix.rows:
        table.add_row(Text(say(row.label)).append(f"\n{row.path}", style="dim"), *(_cell(cell) for cell in row.cells))
    yield table


def _cell(cell: MatrixCell) -> Text:
    from rich.text import Text

    from cdmz_rules.cli.figures import GRADES
    from cdmz_rules.cli.language import say

    if cell.state != "known" or cell.evidence is None:
        words, style = OTHERWISE[cell.state if cell.state != "known" else "unknown"]
        return Text(_(words), style=style)
    grade, style = GRADES[cell.evidence]
    return Text(say(cell.words)).append(f"\n{_(grade)}", style=style)
