"""``cdmz law import``: a filled-in workbook becomes an overlay, and what that changes is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_, _
from cdmz_rules.reading import china

if TYPE_CHECKING:
    from rich.text import Text

    from cdmz_rules.decisions.impact import Impact
    from cdmz_rules.enquiry.importing import Imported
    from cdmz_rules.law import Cell, Item
    from cdmz_rules.law.difference import Difference
    from cdmz_rules.rulebook import Rulebook

File = Annotated[Path, typer.Argument(metavar="FILE.xlsx", help=N_("The workbook, filled in."))]
Output = Annotated[
    Path, typer.Option("--output", "-o", metavar="FOLDER", help=N_("The overlay folder; made if it does not exist."))
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help=N_("Check everything and show what would change; write nothing."))
]


def import_workbook(
    file: File,
    output: Output,
    dry_run: DryRun = False,
    as_json: options.Json = False,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command ``import``."""
    from cdmz_rules.cli import files, screen

    folder = output.expanduser()
    rulebook = _rulebook(folder)
    from cdmz_rules.decisions.households import households
    from cdmz_rules.enquiry.importing import answers_that_change, import_rows
    from cdmz_rules.enquiry.rows import read

    with file.open("rb") as stream:
        rows = read(stream, str(file))
    today = china.today()
    with files.writing(folder):
        imported = import_rows(rulebook, folder, rows, today, dry_run=dry_run)
    impacts = answers_that_change(rulebook, imported, households(rulebook), today) if imported.change.entries else []
    if as_json:
        screen.data(_plain(imported, impacts, written=bool(imported.change.entries) and not dry_run))
        return
    screen.show(_parts(rulebook, imported, impacts))
    if imported.change.entries and dry_run:
        screen.show([_plainly(_("nothing was written: this was a trial"), "yellow")])
    elif imported.change.entries:
        files.wrote(folder)
        hint = _("To use it in decisions: export CDMZ_LAW_OVERLAY={folder}", folder=folder.resolve())
        screen.screen().print(_plainly(hint, ""), soft_wrap=True)


def _rulebook(folder: Path) -> Rulebook:
    """The rules with the overlay as it stands, whatever overlay is in use."""
    from cdmz_rules.cli import engine, registers
    from cdmz_rules.errors import LawFileError
    from cdmz_rules.files import paths

    engine.quiet()
    from cdmz_rules.law import overlay

    overlay.refuse_another(folder)
    content = replace(paths.shipped(), overlay=folder if folder.is_dir() else None)
    problems = registers.problems(folder, content.registry) if folder.is_dir() else []
    if problems:
        raise LawFileError(problems)
    from cdmz_rules import Rulebook

    return Rulebook.of(content)


def _parts(rulebook: Rulebook, imported: Imported, impacts: list[Impact]) -> Iterator[Any]:
    from cdmz_rules.cli.language import counted
    from cdmz_rules.cli.law_snapshot import answers
    from cdmz_rules.cli.screen import heading, marked

    taken = imported.change
    if not taken.entries:
        yield _plainly(_("nothing to write: the law says all of it already"), "green")
        return
    yield heading(counted("{number} change of the law", "{number} changes of the law", len(imported.changes)))
    rows = marked()
    for change in imported.changes:
        rows.add_row("•", _change(rulebook, change))
    yield rows
    if imported.confirmed:
        yield _plainly(counted("{number} value confirmed", "{number} values confirmed", imported.confirmed), "green")
    yield heading(counted("{number} example answer changes", "{number} example answers change", len(impacts)))
    for impact in impacts:
        yield _plainly(impact.name, "bold")
        yield from answers(impact)


def _change(rulebook: Rulebook, change: Difference) -> Text:
    from cdmz_rules.cli import figures
    from cdmz_rules.cli.language import labelled, say

    item = rulebook.law[change.path]
    name = f"{say(rulebook.places[change.place].words)} · {say(item.label)}"
    text = _plainly(labelled(name, f"{_value(item, change.before)} → {_value(item, change.after)}"), "")
    period = figures.since(change.first, False, change.last)
    return text.append(f"  {period}").append(f"  {change.path}", style="dim")


def _value(item: Item, cell: Cell) -> str:
    from cdmz_rules.cli.language import say
    from cdmz_rules.enquiry import wording

    return say(wording.of_cell(item, cell))


def _plainly(words: str, style: str) -> Text:
    from rich.text import Text

    return Text(words, style=style)


def _plain(imported: Imported, impacts: list[Impact], *, written: bool) -> dict[str, Any]:
    """The same as data; who checked what is left out."""
    return {
        "written": written,
        "values": len(imported.change.entries),
        "confirmed": imported.confirmed,
        "unchanged": imported.change.unchanged,
        "changes": [_difference(change) for change in imported.changes],
        "answers": [
            {
                "name": impact.name,
                "before": impact.before.compact().model_dump(mode="json"),
                "after": impact.after.compact().model_dump(mode="json"),
            }
            for impact in impacts
        ],
    }


def _difference(change: Difference) -> dict[str, Any]:
    return {
        "path": change.path,
        "place": change.place,
        "first": change.first.isoformat(),
        "last": change.last.isoformat() if change.last else None,
        "before": {"state": change.before.state.name.lower(), "value": change.before.value},
        "after": {"state": change.after.state.name.lower(), "value": change.after.value},
    }
