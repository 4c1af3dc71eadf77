"""``cdmz law set``: a bureau writes its own figure into an overlay folder."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_, _
from cdmz_rules.errors import InputError, LawFileError, Problem

if TYPE_CHECKING:
    from cdmz_rules.files.paths import Content
    from cdmz_rules.law import Cell, Law

Item = Annotated[
    str, typer.Argument(metavar="PATH", help=N_("The item, as `cdmz law show` lists it."), autocompletion=options.paths)
]
Where = Annotated[
    str, typer.Option("--where", metavar="PLACE", help=N_("The place, e.g. deyang."), autocompletion=options.places)
]
First = Annotated[str, typer.Option("--from", metavar="YYYY-MM-DD", help=N_("The first day of the figure."))]
Value = Annotated[
    str,
    typer.Option(
        "--value", metavar="VALUE", help=N_("The figure: 650000, 0.2, true, or a list such as \\[chengdu, deyang].")
    ),
]
Source = Annotated[
    str,
    typer.Option(
        "--source", metavar="SOURCE", help=N_("The document: its key in the register, or its title and number.")
    ),
]
Evidence = Annotated[
    options.Grade, typer.Option("--evidence", metavar="official|reported|recalled", help=N_("How it is known."))
]
Last = Annotated[
    str | None, typer.Option("--until", metavar="YYYY-MM-DD", help=N_("The last day, if the document names one."))
]
OnExpiry = Annotated[
    options.Expiry | None,
    typer.Option("--on-expiry", metavar="reverts|ends|unknown", help=N_("What happens then; goes with --until.")),
]
Overlay = Annotated[
    Path | None,
    typer.Option(
        "--overlay", metavar="FOLDER", help=N_("The overlay folder; by default the one that CDMZ_LAW_OVERLAY names.")
    ),
]


def set_value(
    path: Item,
    where: Where,
    first: First,
    value: Value,
    source: Source,
    evidence: Evidence = options.Grade.REPORTED,
    until: Last = None,
    on_expiry: OnExpiry = None,
    overlay: Overlay = None,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command."""
    from cdmz_rules.cli.arguments import place
    from cdmz_rules.cli.files import writing
    from cdmz_rules.files import paths
    from cdmz_rules.law import read
    from cdmz_rules.law.entry import set_value as write

    folder = _folder(overlay)
    content = replace(paths.shipped(), overlay=folder)
    law = _law_below(content, folder)
    at = place(law.places, where)
    start, end = _days(first, until, on_expiry)
    with writing(folder):
        file = write(
            law,
            content.registry,
            folder,
            path,
            where=at,
            start=start.isoformat(),
            value=_read(value),
            source=source,
            evidence=evidence.value,
            until=end.isoformat() if end else None,
            on_expiry=on_expiry.value if on_expiry else None,
        )
    _, law = read(content)
    _report(law, law.item(path).at(at, start), file, folder)


def _folder(overlay: Path | None) -> Path:
    from cdmz_rules.files import paths

    folder = overlay or paths.overlay()
    if folder is None:
        message = (
            "没有指定叠加层文件夹：用 --overlay 指定，或先运行 export CDMZ_LAW_OVERLAY=~/cdmz-overlay",
            "no overlay folder is named: name it with --overlay, or first run export CDMZ_LAW_OVERLAY=~/cdmz-overlay",
        )
        raise InputError([Problem("no_overlay", "--overlay", *message)])
    return folder.expanduser()


def _law_below(content: Content, folder: Path) -> Law:
    """The law that an overlay folder stands on, with the places that the folder adds."""
    from cdmz_rules import places
    from cdmz_rules.cli import registers
    from cdmz_rules.law import from_tree, tree

    problems = registers.problems(folder, content.registry)
    if problems:
        raise LawFileError(problems)
    return from_tree(tree.read(content.parameters), places.read(content.registry, folder), content.registry)


def _days(first: str, until: str | None, on_expiry: options.Expiry | None) -> tuple[date, date | None]:
    """The first day of a figure, and the last if one is named."""
    from cdmz_rules.cli.arguments import day

    start, end = day(first, "--from"), day(until, "--until")
    if (until is None) != (on_expiry is None):
        message = (
            "--until 与 --on-expiry 须同时给出：说明到期后如何",
            "--until and --on-expiry go together: say what happens then",
        )
        raise InputError([Problem("bad_combination", "--until", *message)])
    assert start is not None
    if end and end < start:
        raise InputError([Problem("out_of_range", "--until", f"{end}早于{start}", f"{end} lies before {start}")])
    return start, end


def _read(value: str) -> Any:
    from cdmz_rules.files import yaml as yamls

    example = "650000, 0.2, true"
    try:
        data = yamls.parse(value, "--value")
    except LawFileError as error:
        message = "值无法识别", "the value cannot be read"
        raise InputError([Problem("bad_setting", "--value", *message, example)]) from error
    return data


def _report(law: Law, cell: Cell, file: Path, folder: Path) -> None:
    """Which file was written, what the law says now, and how decisions come to use it."""
    from rich.text import Text

    from cdmz_rules.cli import figures
    from cdmz_rules.cli.files import wrote
    from cdmz_rules.cli.language import labelled, say
    from cdmz_rules.cli.screen import screen
    from cdmz_rules.files import paths

    wrote(file)
    terminal, item = screen(), law.item(cell.path)
    value = figures.law_value(law.places, cell.value, item.unit, item)
    line = Text(labelled(f"{say(law.places[cell.place].words)} · {say(item.label)}", value), style="bold")
    terminal.print(line.append(f"  {figures.since(cell.start, False, cell.until)}", style="not bold"))
    in_use = paths.overlay()
    if in_use is not None and in_use.resolve() == folder.resolve():
        terminal.print(Text(_("Decisions use it from now on.")))
    else:
        hint = _("To use it in decisions: export CDMZ_LAW_OVERLAY={folder}", folder=folder.resolve())
        terminal.print(Text(hint), soft_wrap=True)
    terminal.print(Text(_("To look at it: cdmz law show {path} --where {place}", path=cell.path, place=cell.place)))
