"""Where output goes: text through rich, data as JSON."""

from __future__ import annotations

import io
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

from cdmz_rules.errors import InputError, Problem

if TYPE_CHECKING:
    from rich.progress import Progress, ProgressColumn


def never_fail() -> None:
    """Write what the terminal has no letters for as its code, whatever its encoding: nothing that is said may end in a crash."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def screen(*, beside: bool = False) -> Console:
    """The terminal, or whatever stands in its place.

    Args:
        beside: Whether for what is said beside the output, which may go into a file.
    """
    return Console(stderr=beside, highlight=False, markup=False, emoji=False)


def data(content: Any) -> None:
    """Write JSON, and nothing else; letters that cannot be written here as JSON writes their codes."""
    text = json.dumps(content, ensure_ascii=False, indent=2)
    typer.echo(text if _can_hold(text) else json.dumps(content, indent=2))


def table(text: str) -> None:
    """Write CSV, and nothing else.

    Raises:
        InputError: if the terminal, or what stands in its place, has no letters for it.
    """
    if not _can_hold(text):
        words = (
            "此终端的编码写不出表中的文字，请写入文件",
            "the encoding of this terminal has no letters for the table: write it to a file",
        )
        raise InputError([Problem("unknown_encoding", "--output", *words, "-o settled.csv")])
    typer.echo(text, nl=False)


def _can_hold(text: str) -> bool:
    """Whether every letter of a text can be written to the output."""
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


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
