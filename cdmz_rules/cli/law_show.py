"""``cdmz law show``: an item of the law, or the items of a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_

if TYPE_CHECKING:
    from cdmz_rules.law import Law

Path = Annotated[
    str,
    typer.Argument(
        metavar="[PATH]",
        help=N_("An item or a folder of items, e.g. provident_fund.loan.maximum_single; all of them if left out."),
        autocompletion=options.paths,
    ),
]


def show(
    path: Path = "",
    date: options.Day = None,
    where: options.Place = None,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command."""
    from cdmz_rules import law
    from cdmz_rules.cli import engine, law_folder, law_item
    from cdmz_rules.cli.days import day
    from cdmz_rules.cli.places import place
    from cdmz_rules.cli.screen import show as show_parts

    engine.ready()
    on, at = day(date, "--date"), place(where)
    current, name = law.current(), path.strip(".")
    if name in current or name not in _folders(current):
        parts = law_item.parts(current.item(name), current, on, at)
    else:
        parts = law_folder.parts(current, name, on)
    show_parts(parts)


def _folders(law: Law) -> set[str]:
    return {"", *law.nodes}
