"""``cdmz inputs``: what a benefit asks for, and an empty case to fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from cdmz_rules.rulebook.catalogue import InputInfo

Template = Annotated[bool, typer.Option("--template", help=N_("Print an empty case with comments, to fill in."))]


def inputs(
    benefit: options.Benefit,
    as_json: options.Json = False,
    template: Template = False,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command."""
    from cdmz_rules.cli import engine, screen

    engine.ready()
    from cdmz_rules.cli.template import template as empty_case
    from cdmz_rules.rulebook import catalogue

    info, asked = catalogue.benefit(benefit), catalogue.inputs(benefit)
    if template:
        typer.echo(empty_case(info, asked), nl=False)
    elif as_json:
        screen.data([one.model_dump(mode="json") for one in asked])
    else:
        _show(asked)


def _show(asked: list[InputInfo]) -> None:
    from rich.text import Text

    from cdmz_rules.cli.language import _
    from cdmz_rules.cli.screen import heading, show

    groups = {
        _("Of each member (members[0].…)"): [one for one in asked if one.entity == "person"],
        _("Of the household"): [one for one in asked if one.entity == "household" and one.presumed is None],
        _("Of the household, only if it is so"): [
            one for one in asked if one.entity == "household" and one.presumed is not None
        ],
    }
    for title, members in groups.items():
        if members:
            show(["", heading(title), _table(members)])
    show(["", Text(_("All of it may be left out: the answer then says what it still needs."), style="dim")])


def _table(asked: list[InputInfo]) -> Table:
    from rich.text import Text

    from cdmz_rules.cli.screen import pairs

    rows = pairs()
    for one in asked:
        rows.add_row(Text(one.name, style="not dim cyan"), _meaning(one))
    return rows


def _meaning(one: InputInfo) -> Text:
    from rich.text import Text

    from cdmz_rules.cli.figures import told
    from cdmz_rules.cli.template import facts

    text = Text(told(one.label))
    for line in facts(one):
        text.append(f"\n{line}", style="dim")
    return text
