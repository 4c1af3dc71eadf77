"""``cdmz law matrix``: what each item says in each place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.decide import Chosen
from cdmz_rules.cli.language import N_, _

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

    from cdmz_rules.whatif.matrix import Matrix, MatrixCell

Under = Annotated[
    str,
    typer.Argument(
        metavar="[PATH]", help=N_("A domain or folder of items; all of them if left out."), autocompletion=options.paths
    ),
]
Places = Annotated[
    list[str] | None,
    typer.Option(
        "--where", metavar="PLACE", help=N_("A place; the four cities if left out."), autocompletion=options.places
    ),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help=N_("Write it to a file that ends in .csv or .xlsx.")),
]


def matrix(
    under: Under = "",
    places: Places = None,
    date: options.Day = None,
    reform: Chosen = None,
    output: Output = None,
    as_json: options.Json = False,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command."""
    from datetime import date as calendar

    from cdmz_rules.cli import engine, screen
    from cdmz_rules.cli.days import day

    engine.ready()
    from cdmz_rules import law
    from cdmz_rules.decisions.compare import FOUR_CITIES
    from cdmz_rules.whatif.matrix import matrix as laid_out

    pack = engine.reform(reform) if reform is not None else None
    in_force = pack.apply(law.current()) if pack is not None else law.current()
    found = laid_out(
        in_force, day(date, "--date") or calendar.today(), under=under.strip("."), places=places or FOUR_CITIES
    )
    if output is not None:
        _write(found, output)
    elif as_json:
        screen.data(found.model_dump(mode="json"))
    else:
        screen.show(_shown(found))


def _write(found: Matrix, file: Path) -> None:
    from cdmz_rules.cli import files
    from cdmz_rules.cli.language import chosen
    from cdmz_rules.errors import InputError, Problem
    from cdmz_rules.whatif import matrix_files

    kind = file.suffix.removeprefix(".")
    if kind not in matrix_files.FORMATS:
        message = "文件名应以 .csv 或 .xlsx 结尾", "the name must end in .csv or .xlsx"
        raise InputError([Problem("unknown_format", "--output", *message, ".csv, .xlsx")])
    with files.writing(file), file.open("wb") as stream:
        matrix_files.write(found, kind, stream, chosen())  # type: ignore[arg-type]
    files.wrote(file)


def _shown(found: Matrix) -> Iterator[RenderableType]:
    from rich.table import Table
    from rich.text import Text

    from cdmz_rules.cli.figures import told

    yield Text(_("What {number} items say on {day}", number=len(found.rows), day=found.date), style="bold")
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column("", ratio=2, overflow="fold")
    for words in found.places.values():
        table.add_column(told(words), ratio=1, overflow="fold", header_style="dim")
    for row in found.rows:
        table.add_row(Text(told(row.label)).append(f"\n{row.path}", style="dim"), *(_cell(cell) for cell in row.cells))
    yield table


def _cell(cell: MatrixCell) -> Text:
    from rich.text import Text

    from cdmz_rules.cli.figures import GRADES, told
    from cdmz_rules.cli.law_coverage import OTHERWISE

    if cell.state != "known" or cell.evidence is None:
        words, style = OTHERWISE[cell.state if cell.state != "known" else "unknown"]
        return Text(_(words), style=style)
    grade, style = GRADES[cell.evidence]
    return Text(told(cell.words)).append(f"\n{_(grade)}", style=style)
