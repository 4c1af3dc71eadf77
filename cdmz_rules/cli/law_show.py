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
    known_on: options.KnownOn = None,
    where: options.Place = None,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command."""
    from cdmz_rules.cli import arguments, engine, screen

    rulebook = engine.rulebook(known_on)
    from cdmz_rules.cli import law_view

    law, name = rulebook.law, path.strip(".")
    day = arguments.day(date, "--date")
    place = arguments.place(law.places, where) if where is not None else None
    if name in law:
        screen.show(law_view.item_parts(rulebook, law[name], day, place))
    elif not name or name in law.nodes:
        screen.show([*law_view.as_known(rulebook.known_on), *law_view.folder_parts(law, name, day)])
    else:
        raise NotFound("规定或文件夹", "item or folder of the law", name, law.nodes, "PATH")
