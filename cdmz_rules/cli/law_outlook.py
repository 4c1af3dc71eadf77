"""``cdmz law outlook`` and ``cdmz law stale``: what days to come bring to the law, and what nobody has verified for long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_, _
from cdmz_rules.cli.law_snapshot import Cases
from cdmz_rules.errors import InputError, Problem
from cdmz_rules.reading import china

if TYPE_CHECKING:
    from cdmz_rules.law import Cell
    from cdmz_rules.rulebook import Rulebook

DAYS_AHEAD = 365
STALE_AFTER = 180
"""After so many days without anybody verifying it a value counts as stale, unless another number is given."""
MOST_DAYS = 36_500

Until = Annotated[
    str | None,
    typer.Option("--until", metavar="YYYY-MM-DD", help=N_("The last day to look at; a year from today if left out.")),
]
StaleAfter = Annotated[
    int,
    typer.Option(
        "--stale-after",
        metavar="DAYS",
        help=N_("After how many days a value that nobody has verified is stale."),
    ),
]
OlderThan = Annotated[
    int,
    typer.Option("--older-than", metavar="DAYS", help=N_("For how many days nobody has verified them.")),
]
Calendar = Annotated[
    Path | None,
    typer.Option("--ics", metavar="FILE", help=N_("Write it to a calendar file, for any calendar program.")),
]


def _number_of_days(number: int, option: str) -> int:
    """A number of days that a calendar has room for.

    Raises:
        InputError: if it is none.
    """
    if not 0 <= number <= MOST_DAYS:
        message = f"应在0至{MOST_DAYS}之间", f"this should be between 0 and {MOST_DAYS}"
        raise InputError([Problem("out_of_range", option, *message)])
    return number


def outlook(
    until: Until = None,
    stale_after: StaleAfter = STALE_AFTER,
    where: options.Place = None,
    cases: Cases = None,
    calendar: Calendar = None,
    as_json: options.Json = False,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command ``outlook``."""
    from cdmz_rules.cli import arguments, engine, files, screen

    _number_of_days(stale_after, "--stale-after")
    rulebook = engine.rulebook()
    from cdmz_rules.cli import law_calendar, law_coming
    from cdmz_rules.law.outlook import outlook as look

    today = china.today()
    last = arguments.day(until, "--until") or today + timedelta(days=DAYS_AHEAD)
    at = arguments.place(rulebook.places, where) if where is not None else None
    coming = [each for each in look(rulebook.law, today, last, stale_after) if at in (None, each.place)]
    ahead = law_coming.ahead(rulebook, coming, cases, today)
    if calendar is not None:
        files.write_text(calendar, law_calendar.calendar(rulebook, ahead, today))
    if as_json:
        plain = [law_coming.plain(rulebook, each) for each in ahead]
        screen.data({"today": str(today), "until": str(last), "stale_after": stale_after, "coming": plain})
        return
    screen.show(law_coming.parts(rulebook, ahead, last))
    if calendar is not None:
        files.wrote(calendar)


def stale(
    older_than: OlderThan = STALE_AFTER,
    where: options.Place = None,
    as_json: options.Json = False,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command ``stale``."""
    from cdmz_rules.cli import arguments, engine, law_coming, screen

    _number_of_days(older_than, "--older-than")
    rulebook = engine.rulebook()
    from cdmz_rules.law.outlook import stale as stale_cells

    at = arguments.place(rulebook.places, where) if where is not None else None
    today = china.today()
    cells = [cell for cell in stale_cells(rulebook.law, today, older_than) if at in (None, cell.place)]
    if as_json:
        values = [law_coming.plain_value(rulebook, cell) for cell in cells]
        screen.data({"today": str(today), "older_than": older_than, "values": values})
    else:
        screen.show(_stale_parts(rulebook, cells, older_than))


def _stale_parts(rulebook: Rulebook, cells: Sequence[Cell], older_than: int) -> Iterator[Any]:
    """The values, the oldest first, under the day and the document by which they were last verified."""
    from itertools import groupby

    from rich.text import Text

    from cdmz_rules.cli import law_coming
    from cdmz_rules.cli.language import counted
    from cdmz_rules.cli.screen import marked

    for (verified, source), group in groupby(cells, key=lambda cell: (cell.last_verified, cell.source)):
        yield ""
        yield Text(_("last verified on {day}", day=verified), style="bold")
        yield from law_coming.document_parts(rulebook.law, source)
        rows = marked()
        for cell in group:
            rows.add_row("•", law_coming.value_line(rulebook, cell))
        yield rows
    words = counted(
        "{number} value in use was last verified more than {days} days ago",
        "{number} values in use were last verified more than {days} days ago",
        len(cells),
        days=older_than,
    )
    yield ""
    yield Text(words, style="bold yellow" if cells else "bold green")
