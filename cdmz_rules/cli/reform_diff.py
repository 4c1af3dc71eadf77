"""``cdmz reform diff``: which values a reform changes, for whom and from when, and which cities it leaves alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_
from cdmz_rules.cli.reform_show import Name

if TYPE_CHECKING:
    from cdmz_rules.law import Cell, Item, Law
    from cdmz_rules.law.difference import Difference

After = Annotated[
    str | None,
    typer.Option(
        "--after",
        metavar="NAME|FILE",
        help=N_("What comes first, e.g. assumptions_2026: the reform is held against the law with it."),
        autocompletion=options.reforms,
    ),
]


def diff(name: Name, after: After = None, as_json: options.Json = False, lang: options.Lang = options.SPOKEN) -> None:
    """Run the command."""
    from cdmz_rules.cli import engine, screen

    engine.ready()
    from cdmz_rules import law
    from cdmz_rules.law.difference import differences, left_alone

    reform = engine.reform(name)
    base = engine.reform(after).apply(law.current()) if after is not None else law.current()
    changed = list(dict.fromkeys(path for step in reform.steps for _, path, _ in step.body.changes()))
    found = differences(base, reform.apply(base), changed)
    if as_json:
        screen.data({"changes": [_plain(one) for one in found], "left_alone": left_alone(found)})
    else:
        screen.show(_parts(found, left_alone(found), base, changed))


def _plain(one: Difference) -> dict[str, Any]:
    return {
        "path": one.path,
        "place": one.place,
        "from": one.first.isoformat(),
        "until": one.last.isoformat() if one.last else None,
        "before": {"state": one.before.state.name.lower(), "value": one.before.value, "evidence": one.before.evidence},
        "after": {"state": one.after.state.name.lower(), "value": one.after.value, "evidence": one.after.evidence},
        "computed": one.after.reason._asdict() if one.after.reason else None,
        "benefits": affected(one.path),
    }


def affected(path: str) -> list[str]:
    """The benefits whose formulas look an item up."""
    from cdmz_rules.law import uses as law_uses
    from cdmz_rules.rulebook import catalogue

    users = {use.variable for use in law_uses.of(path)}
    return [name for name in catalogue.benefits() if not users.isdisjoint(catalogue.reached(name))]


def _parts(found: Sequence[Difference], alone: Sequence[str], law: Law, changed: Sequence[str]) -> Iterator[Any]:
    from rich.text import Text

    from cdmz_rules import places
    from cdmz_rules.cli.figures import told
    from cdmz_rules.cli.language import _, counted
    from cdmz_rules.cli.text import labelled, listed

    for path, group in groupby(found, key=lambda one: one.path):
        yield from _item(law[path], list(group))
    items = len({one.path for one in found})
    unchanged = len(changed) - items
    yield Text(counted("{number} item changes", "{number} items change", items), style="bold")
    if unchanged:
        words = counted(
            "{number} item that it names stays as it is: nothing is known there, or nothing differs",
            "{number} items that it names stay as they are: nothing is known there, or nothing differs",
            unchanged,
        )
        yield Text(words, style="dim")
    if alone:
        names = listed([told(places.JURISDICTIONS[name].words) for name in alone])
        yield Text(labelled(_("Left alone"), names), style="bold green")


def _item(item: Item, found: Sequence[Difference]) -> Iterator[Any]:
    from rich.padding import Padding
    from rich.text import Text

    from cdmz_rules import places
    from cdmz_rules.cli.figures import since, told
    from cdmz_rules.cli.language import _
    from cdmz_rules.cli.screen import heading, pairs
    from cdmz_rules.cli.text import labelled, listed
    from cdmz_rules.rulebook import catalogue

    yield heading(f"{told(item.label)}  {item.path}")
    benefits = [told(catalogue.benefit(name).label) for name in affected(item.path)]
    yield Padding(Text(labelled(_("For"), listed(benefits)), style="dim"), (0, 0, 0, 1))
    rows = pairs()
    for one in found:
        line = Text(_value(item, one.before)).append(" → ").append(_value(item, one.after), style="bold")
        line.append(f"  {since(one.first, False, one.last)}", style="dim")
        if one.after.reason:
            line.append(f"\n{told(one.after.reason)}", style="dim")
        rows.add_row(told(places.JURISDICTIONS[one.place].words), line)
    yield rows
    yield ""


def _value(item: Item, cell: Cell) -> str:
    from cdmz_rules.cli.figures import law_value
    from cdmz_rules.cli.language import _
    from cdmz_rules.law import State

    if cell.state is State.KNOWN:
        return law_value(cell.value, item.unit, item)
    return _("not in force") if cell.state is State.NOT_IN_FORCE else _("unknown")
