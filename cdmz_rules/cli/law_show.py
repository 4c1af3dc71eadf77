"""``cdmz law show``: an item of the law, or the items of a folder."""

from __future__ import annotations

from typing import Annotated

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_
from cdmz_rules.errors import NotFound

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
    from cdmz_rules.cli import engine
    from cdmz_rules.cli.screen import show as show_parts

    engine.ready()
    from cdmz_rules import law
    from cdmz_rules.cli import law_folder, law_item
    from cdmz_rules.cli.days import day
    from cdmz_rules.cli.places import place

    on, at = day(date, "--date"), place(where)
    current, name = law.current(), path.strip(".")
    if name in current:
        show_parts(law_item.parts(current[name], current, on, at))
    elif not name or name in current.nodes:
        show_parts(law_folder.parts(current, name, on))
    else:
        raise NotFound("规定或文件夹", "item or folder of the law", name, current.nodes, "PATH")
