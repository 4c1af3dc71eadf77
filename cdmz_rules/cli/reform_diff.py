"""``cdmz reform diff``: which values a reform changes, for whom and from when, and which cities it leaves alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_, _

if TYPE_CHECKING:
    from cdmz_rules.law import Cell, Item
    from cdmz_rules.law.difference import Difference
    from cdmz_rules.places import Places
    from cdmz_rules.rulebook import Rulebook

After = Annotated[
    str | None,
    typer.Option(
        "--after",
        metavar="NAME|FILE",
        help=N_("What comes first, e.g. assumptions_2026: the reform is held against the law with it."),
        autocompletion=options.reforms,
    ),
]


def diff(
    name: options.ReformName,
    after: After = None,
    as_json: options.Json = False,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command."""
    from cdmz_rules.cli import engine, screen

    rulebook = engine.rulebook()
    from cdmz_rules.law.difference import differences, unchanged_cities

    reform = engine.reform(rulebook, name)
    base = rulebook.under(engine.reform(rulebook, after))
    paths = list(dict.fromkeys(path for step in reform.steps for _, path, _ in step.body.changes()))
    changes = differences(base.law, base.under(reform).law, paths)
    untouched = unchanged_cities(changes, rulebook.places)
    if as_json:
        screen.data({"changes": [_plain(rulebook, change) for change in changes], "left_alone": untouched})
    else:
        screen.show(_parts(base, changes, untouched, len(paths)))


def _plain(rulebook: Rulebook, change: Difference) -> dict[str, Any]:
    return {
        "path": change.path,
        "place": change.place,
        "from": change.first.isoformat(),
        "until": change.last.isoformat() if change.last else None,
        "before": _plain_cell(change.before),
        "after": _plain_cell(change.after),
        "computed": change.after.reason._asdict() if change.after.reason else None,
        "benefits": affected(rulebook, change.path),
    }


def _plain_cell(cell: Cell) -> dict[str, Any]:
    return {"state": cell.state.name.lower(), "value": cell.value, "evidence": cell.evidence}


def affected(rulebook: Rulebook, path: str) -> list[str]:
    """The benefits whose formulas look an item up."""
    from cdmz_rules.law import mentions

    users = {mention.variable for mention in mentions.of(path, rulebook.content.variables)}
    return [name for name in rulebook.benefits if not users.isdisjoint(rulebook.catalogue.reached(name))]


def _parts(base: Rulebook, changes: Sequence[Difference], untouched: Sequence[str], named: int) -> Iterator[Any]:
    from rich.text import Text

    from cdmz_rules.cli.language import counted, labelled, listed, say

    for path, group in groupby(changes, key=lambda change: change.path):
        yield from _item(base, base.law[path], list(group))
    items = len({change.path for change in changes})
    unchanged = named - items
    yield Text(counted("{number} item changes", "{number} items change", items), style="bold")
    if unchanged:
        words = counted(
            "{number} item that it names stays as it is: nothing is known there, or nothing differs",
            "{number} items that it names stay as they are: nothing is known there, or nothing differs",
            unchanged,
        )
        yield Text(words, style="dim")
    if untouched:
        names = listed(say(base.places[name].words) for name in untouched)
        yield Text(labelled(_("Left alone"), names), style="bold green")


def _item(base: Rulebook, item: Item, changes: Sequence[Difference]) -> Iterator[Any]:
    from rich.padding import Padding
    from rich.text import Text

    from cdmz_rules.cli.figures import since
    from cdmz_rules.cli.language import labelled, listed, say
    from cdmz_rules.cli.screen import heading, pairs

    yield heading(f"{say(item.label)}  {item.path}")
    benefits = listed(say(base.benefits[name].label) for name in affected(base, item.path))
    yield Padding(Text(labelled(_("For"), benefits), style="dim"), (0, 0, 0, 1))
    rows = pairs()
    for change in changes:
        before, after = (_value(base.places, item, cell) for cell in (change.before, change.after))
        line = Text(before).append(" → ").append(after, style="bold")
        line.append(f"  {since(change.first, False, change.last)}", style="dim")
        if change.after.reason:
            line.append(f"\n{say(change.after.reason)}", style="dim")
        rows.add_row(say(base.places[change.place].words), line)
    yield rows
    yield ""


def _value(places: Places, item: Item, cell: Cell) -> str:
    from cdmz_rules.cli.figures import law_value
    from cdmz_rules.law import State

    if cell.state is State.KNOWN:
        return law_value(places, cell.value, item.unit, item)
    return _("not in force") if cell.state is State.NOT_IN_FORCE else _("unknown")
