"""What came of a file of households, in a few lines."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rich.table import Table
from rich.text import Text

from cdmz_rules.cli import files
from cdmz_rules.cli.failures import near_path
from cdmz_rules.cli.figures import told
from cdmz_rules.cli.headline import BANNERS, LOOKS
from cdmz_rules.cli.language import _, counted
from cdmz_rules.cli.screen import screen
from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.rulebook import catalogue
from cdmz_rules.tables.decide_table import Question


def summary(
    rows: int, outcomes: Mapping[str, Mapping[str, int]], asked: Question, output: Path, errors: Path | None, wrong: int
) -> None:
    """Say how many households there were, what was answered, what was wrong, and where it stands."""
    terminal = screen()
    if asked.reform is not None:
        for mode in dict.fromkeys(step.mode for step in asked.reform.steps):
            words, style = BANNERS[mode]
            terminal.print(Text(f"{_(words)} · {told(asked.reform.title)}", style=f"bold {style}"))
    terminal.print(Text(counted("{number} household", "{number} households", rows), style="bold"))
    for benefit, found in outcomes.items():
        terminal.print(Text(told(catalogue.benefit(benefit).label), style="bold"))
        terminal.print(_table(found))
    if errors is not None:
        words = counted(
            "{number} row is wrong and was not decided; see {file}",
            "{number} rows are wrong and were not decided; see {file}",
            wrong,
            file=near_path(errors),
        )
        terminal.print(Text(words, style="bold red"), soft_wrap=True)
    files.wrote(output)


def _table(found: Mapping[str, int]) -> Table:
    lines = Table.grid(padding=(0, 2, 0, 0), pad_edge=True)
    lines.add_column(justify="right")
    lines.add_column(overflow="fold")
    for outcome in (Outcome.ELIGIBLE, *(outcome for outcome in Outcome if outcome is not Outcome.ELIGIBLE)):
        if found.get(outcome.value):
            mark, style, words = LOOKS[outcome]
            lines.add_row(f"{found[outcome.value]:,}", Text(f"{mark} {_(words)}", style=style))
    return lines
