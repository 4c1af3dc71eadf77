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
    from cdmz_rules.law.layers import Layers
    from cdmz_rules.law.reform import Reform
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

WithPack = Annotated[
    bool,
    typer.Option("--with-pack", help=N_("Show too what the assumption packs among its steps fill.")),
]


def diff(
    name: options.ReformName,
    after: After = None,
    with_pack: WithPack = False,
    as_json: options.Json = False,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command."""
    from cdmz_rules.cli import engine, screen

    rulebook = engine.rulebook()
    from cdmz_rules.law.layers import Layers

    chosen = engine.reform(rulebook, name)
    base = rulebook.under(engine.reform(rulebook, after))
    layers = Layers(base.law, chosen)
    if as_json:
        changes, filled = ([_plain(rulebook, each) for each in some] for some in (layers.own, layers.of_packs))
        screen.data({"changes": changes, "left_alone": layers.left_alone, "filled_by_packs": filled})
    else:
        screen.show(_parts(base, layers, with_pack))
        if chosen.mode == "replace" and not after and not chosen.packs:
            screen.show(_without_pack(rulebook, chosen, str(name)))


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


def _parts(base: Rulebook, layers: Layers, with_pack: bool) -> Iterator[Any]:
    from rich.text import Text

    from cdmz_rules.cli.language import counted, labelled, listed, say

    yield from _items(base, layers.own)
    items = len({change.path for change in layers.own})
    unchanged = len(layers.own_paths) - items
    yield Text(counted("{number} item changes", "{number} items change", items), style="bold")
    if unchanged:
        words = counted(
            "{number} item that it names stays as it is: nothing is known there, or nothing differs",
            "{number} items that it names stay as they are: nothing is known there, or nothing differs",
            unchanged,
        )
        yield Text(words, style="dim")
    if layers.left_alone:
        names = listed(say(base.places[name].words) for name in layers.left_alone)
        yield Text(labelled(_("Left alone"), names), style="bold green")
    yield from _filled(base, layers, with_pack)


def _without_pack(rulebook: Rulebook, chosen: Reform, name: str) -> Iterator[Any]:
    """That no pack comes first, and how to see the reform with one, where that makes another difference."""
    from rich.text import Text

    from cdmz_rules.law.layers import Layers
    from cdmz_rules.law.reform import JOINT
    from cdmz_rules.whatif.effects import layered, shipped_packs

    if layered(rulebook, chosen).own == Layers(rulebook.base, chosen).own:
        return
    packs = JOINT.join(pack.name for pack in shipped_packs(rulebook.reforms))
    words = _("Held against today's law, without an assumption pack; with it:")
    yield Text(words)
    yield Text(f"cdmz reform diff {name} --after {packs}")


def _filled(base: Rulebook, layers: Layers, with_pack: bool) -> Iterator[Any]:
    """What the packs among the steps fill: how much, or all of it."""
    from rich.text import Text

    from cdmz_rules.cli.language import counted
    from cdmz_rules.cli.screen import heading

    if not layers.of_packs:
        return
    items = len({change.path for change in layers.of_packs})
    words = counted(
        "Not counted: {number} item that an assumption pack fills first",
        "Not counted: {number} items that an assumption pack fills first",
        items,
    )
    yield Text(words if with_pack else f"{words}  --with-pack", style="dim")
    if with_pack:
        yield ""
        yield heading(_("Filled by assumption, before the reform"))
        yield from _items(base, layers.of_packs)


def _items(base: Rulebook, changes: Sequence[Difference]) -> Iterator[Any]:
    for path, group in groupby(changes, key=lambda change: change.path):
        yield from _item(base, base.law[path], list(group))


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
