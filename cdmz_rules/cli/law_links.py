"""``cdmz law links``: fetched pages held against what was fetched before, and the values that rest on what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_, _
from cdmz_rules.errors import InputError, Problem
from cdmz_rules.reading import china

if TYPE_CHECKING:
    from cdmz_rules.law import Cell, Law
    from cdmz_rules.law.links import Link, Page
    from cdmz_rules.rulebook import Rulebook

KINDS = {
    "changed": (N_("changed"), "bold yellow"),
    "vanished": (N_("gone"), "bold red"),
    "not_fetched": (N_("not fetched"), "yellow"),
    "first": (N_("fetched for the first time"), "cyan"),
    "same": (N_("as before"), "green"),
}
PRESSING = ("changed", "vanished", "not_fetched")

Report = Annotated[
    str,
    typer.Argument(
        metavar="REPORT",
        help=N_(
            "The fetched pages as a JSON file, a list of href, fetched_on, status and sha256; - reads standard input."
        ),
    ),
]
Against = Annotated[
    Path | None,
    typer.Option(
        "--against", metavar="FILE", help=N_("An earlier report; links.json of the overlay in use if left out.")
    ),
]
Keep = Annotated[
    bool, typer.Option("--keep", help=N_("Keep what was fetched in links.json of the overlay, for the next time."))
]


def links(
    report: Report,
    against: Against = None,
    keep: Keep = False,
    as_json: options.Json = False,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command."""
    from cdmz_rules.cli import engine, screen
    from cdmz_rules.law import links as reports

    rulebook = engine.rulebook()
    own = _own(keep)
    now, before = _pages(report), _before(against or own)
    found = reports.compared(now, before)
    cells = _by_address(rulebook.law)
    if as_json:
        unread = sorted(cells.keys() - {link.page.href for link in found})
        screen.data({"pages": [_plain(rulebook, link, cells) for link in found], "not_in_report": unread})
    else:
        screen.show(_parts(rulebook, found, cells))
    if keep and own is not None:
        _keep(own, reports.kept(before, now), quiet=as_json)


def _own(needed: bool) -> Path | None:
    """The file of the overlay in use in which fetched pages are kept."""
    from cdmz_rules.files import paths
    from cdmz_rules.law.links import FILE

    folder = paths.overlay()
    if folder is None and needed:
        words = "没有指定叠加层，无处保存", "no overlay is in use to keep it in"
        raise InputError([Problem("no_overlay", "--keep", *words, "export CDMZ_LAW_OVERLAY=~/cdmz-overlay")])
    return folder / FILE if folder is not None else None


def _pages(name: str) -> list[Page]:
    from cdmz_rules.cli import files
    from cdmz_rules.errors import below
    from cdmz_rules.files import json_text
    from cdmz_rules.law import links as reports

    try:
        data = json_text.read(files.text(name))
    except InputError as error:
        raise below(error, name, ": ") from None
    return reports.pages(data, name, china.today())


def _before(file: Path | None) -> Mapping[str, Page]:
    """What was fetched before, by address; nothing if the overlay keeps nothing yet."""
    from cdmz_rules.law.links import FILE

    if file is None or (file.name == FILE and not file.exists()):
        return {}
    return {page.href: page for page in _pages(str(file)) if page.fetched}


def _keep(file: Path, pages: Mapping[str, Page], *, quiet: bool) -> None:
    from cdmz_rules.cli import files

    files.write_json(file, [page.model_dump(mode="json") for _href, page in sorted(pages.items())])
    if not quiet:
        files.wrote(file)


def _by_address(law: Law) -> dict[str, list[Cell]]:
    """The values in use that rest on each address of the register of documents."""
    from cdmz_rules.law.outlook import in_use

    found: dict[str, list[Cell]] = {document.href: [] for document in law.documents.values() if document.href}
    for cell in in_use(law, china.today()):
        document = law.documents.get(cell.source or "")
        if document is not None and document.href:
            found[document.href].append(cell)
    return found


def _plain(rulebook: Rulebook, link: Link, cells: Mapping[str, Sequence[Cell]]) -> dict[str, Any]:
    from cdmz_rules.cli import law_coming

    before = link.before.model_dump(mode="json") if link.before else None
    values = [law_coming.plain_value(rulebook, cell) for cell in cells.get(link.page.href, ())]
    known = link.page.href in cells
    return {**link.page.model_dump(mode="json"), "kind": link.kind, "before": before, "known": known, "values": values}


def _parts(rulebook: Rulebook, found: Sequence[Link], cells: Mapping[str, Sequence[Cell]]) -> Iterator[Any]:
    from rich.text import Text

    from cdmz_rules.cli.language import counted

    for link in found:
        if link.kind in PRESSING:
            yield from _pressing(rulebook, link, cells)
    numbers = {kind: sum(link.kind == kind for link in found) for kind in KINDS}
    total = counted("{number} page", "{number} pages", len(found))
    yield Text(" · ".join([total, *(f"{_(KINDS[kind][0])} {number}" for kind, number in numbers.items() if number)]))
    strangers = sum(link.page.href not in cells for link in found)
    if strangers:
        words = counted(
            "{number} page is no document of the law", "{number} pages are no documents of the law", strangers
        )
        yield Text(words, style="dim")
    unread = len(cells.keys() - {link.page.href for link in found})
    if unread:
        words = counted(
            "{number} document of the law is not in the report",
            "{number} documents of the law are not in the report",
            unread,
        )
        yield Text(words, style="dim")


def _pressing(rulebook: Rulebook, link: Link, cells: Mapping[str, Sequence[Cell]]) -> Iterator[Any]:
    """A page that changed, is gone or was not sent, and every value that rests on it."""
    from rich.text import Text

    from cdmz_rules.cli import law_coming
    from cdmz_rules.cli.failures import printable
    from cdmz_rules.cli.language import aside
    from cdmz_rules.cli.screen import address, heading, marked

    words, style = KINDS[link.kind]
    titles = [each.title for each in rulebook.law.documents.values() if each.href == link.page.href]
    yield heading(" · ".join([_(words), *titles]))
    yield address(printable(link.page.href), 0)
    since = aside(_("before: {day}", day=link.before.fetched_on)) if link.before else ""
    said = _("fetched on {day}, status {status}", day=link.page.fetched_on, status=link.page.status)
    yield Text(said + since, style=style)
    rows = marked()
    for cell in cells.get(link.page.href, ()):
        rows.add_row("•", law_coming.value_line(rulebook, cell))
    yield rows
    yield ""
