"""``cdmz settle-beds``: bed subsidies of stays, settled across cities."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.decide import Chosen
from cdmz_rules.cli.language import N_

SOME_WRONG = 1

Stays = Annotated[
    Path,
    typer.Argument(metavar="STAYS", help=N_("The stays, one a row: a .csv, .xlsx, .parquet or .arrow file.")),
]
Month = Annotated[
    str, typer.Option("--month", metavar="YYYY-MM", help=N_("The month to settle, or the first of them."))
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="YYYY-MM", help=N_("The last month; the first alone if left out."))
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FOLDER",
        help=N_("The folder that all tables are written into."),
    ),
]
Day = Annotated[
    str | None, typer.Option("--date", metavar="YYYY-MM-DD", help=N_("The day of settling; today if left out."))
]


def settle_beds(
    stays: Stays,
    month: Month,
    until: Until = None,
    output: Output = None,
    date: Day = None,
    reform: Chosen = None,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command."""
    from cdmz_rules.cli import engine, settle_beds_run

    engine.ready()
    pack = engine.reform(reform) if reform is not None else None
    if settle_beds_run.run(stays, month, until, output, date, pack):
        raise typer.Exit(SOME_WRONG)
