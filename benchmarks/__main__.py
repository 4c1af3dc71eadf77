"""``python -m benchmarks``: measure, show, and write ``benchmarks/RESULTS.md``."""

from __future__ import annotations

import logging
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer
from rich.console import Console

from benchmarks import report
from benchmarks.agreement import Disagreement
from benchmarks.goals import GOALS, GROUPS, Found, groups_of
from benchmarks.load import generator
from benchmarks.rows import GROUP
from benchmarks.servers import ServerFailed
from benchmarks.sizes import FULL, QUICK
from benchmarks.timing import cores, pin

RESULTS = Path(__file__).parent / "RESULTS.md"

Rows = Annotated[list[str] | None, typer.Argument(help=f"Rows or groups ({', '.join(GROUPS)}); all if none is named.")]
Quick = Annotated[
    bool, typer.Option("--quick", help="Small: shows that everything runs and agrees, and measures nothing.")
]
Write = Annotated[Path | None, typer.Option("--write", help="Where to write the page.")]


def main(rows: Rows = None, quick: Quick = False, write: Write = None) -> None:
    """Measure our engine beside its peers."""
    logging.getLogger("openfisca_core").setLevel(logging.ERROR)
    screen = Console()
    try:
        groups = groups_of(rows or [])
    except KeyError as error:
        raise typer.BadParameter(str(error.args[0])) from error
    sizes = QUICK if quick else FULL
    measured, _ = cores()
    pin(measured)
    found, failed = Found(), False
    for group in groups:
        start = perf_counter()
        screen.print(f"{group} …", style="dim", end=" ")
        try:
            found.add(GROUP[group](sizes))
        except Disagreement as difference:
            screen.print(f"\n{difference}", style="red", soft_wrap=True)
            raise typer.Exit(1) from difference
        except ServerFailed as failure:
            failed = True
            found.missing |= {goal.id: str(failure) for goal in report.chosen([group])}
        screen.print(f"{perf_counter() - start:.0f} s", style="dim")
    goals = report.chosen(groups)
    screen.print(report.screen(found, goals))
    target = write or (RESULTS if not quick and len(goals) == len(GOALS) else None)
    if target is not None:
        target.write_text(report.markdown(found, goals, sizes, generator()), encoding="utf-8")
        screen.print(f"written to {target}", style="dim")
    if failed:
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
