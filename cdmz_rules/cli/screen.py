"""Where output goes: text through rich, data as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console, RenderableType
from rich.rule import Rule
from rich.style import Style
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from rich.progress import Progress, ProgressColumn


def screen() -> Console:
    """The terminal, or whatever stands in its place."""
    return Console(highlight=False, markup=False, emoji=False)


def data(content: Any) -> None:
    """Write JSON, and nothing else."""
    typer.echo(json.dumps(content, ensure_ascii=False, indent=2))


def heading(title: str) -> Rule:
    """The line above a section."""
    return Rule(Text(title, style="bold"), align="left", style="dim", characters="─")


def marked() -> Table:
    """Rows of a mark and a text that wraps beside it."""
    rows = Table.grid(padding=(0, 1, 0, 0), pad_edge=True)
    rows.add_column(min_width=2, justify="right", no_wrap=True)
    rows.add_column(overflow="fold")
    return rows


def pairs() -> Table:
    """Rows of a name and what it is."""
    rows = Table.grid(padding=(0, 2, 0, 0), pad_edge=True)
    rows.add_column(style="dim", overflow="fold")
    rows.add_column(overflow="fold")
    return rows


def address(href: str, indent: int) -> Text:
    """An address on a line of its own, which the terminal may break but we do not: it can be clicked and copied."""
    return Text(" " * indent + href, style=Style(dim=True, link=href), no_wrap=True)


def show(parts: Iterable[RenderableType]) -> None:
    """Print parts one below the other; a line that may not be broken stays whole, whatever the width."""
    terminal = screen()
    for part in parts:
        terminal.print(part, soft_wrap=isinstance(part, Text) and part.no_wrap is True)


@contextmanager
def progress(*columns: ProgressColumn) -> Iterator[Progress | None]:
    """Bars of progress on a terminal; none anywhere else."""
    from rich.progress import Progress

    if not sys.stderr.isatty():
        yield None
        return
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        yield bars
