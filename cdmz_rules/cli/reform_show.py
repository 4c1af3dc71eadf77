"""``cdmz reform list`` and ``cdmz reform show``: packs and reforms that are shipped, what one is for, and what it changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_, _

if TYPE_CHECKING:
    from cdmz_rules.law import Law
    from cdmz_rules.law.reform import Reform
    from cdmz_rules.law.reform_schema import Change
    from cdmz_rules.places import Places

MODES = {"fill_unknown": N_("assumption pack"), "replace": N_("reform")}


def list_reforms(as_json: options.Json = False, lang: options.Lang = options.SPOKEN) -> None:
    """Run the command ``list``."""
    from rich.text import Text

    from cdmz_rules.cli import engine, screen
    from cdmz_rules.cli.language import say

    shipped = engine.rulebook().reforms
    reforms = [shipped.load(name) for name in shipped.names]
    if as_json:
        screen.data([{"name": each.name, "mode": each.mode, "title": each.title._asdict()} for each in reforms])
        return
    rows = screen.pairs()
    for each in reforms:
        rows.add_row(each.name, Text.assemble(say(each.title), (f"  {_(MODES[each.mode])}", "dim")))
    screen.show([rows])


def show(name: options.ReformName, as_json: options.Json = False, lang: options.Lang = options.SPOKEN) -> None:
    """Run the command ``show``."""
    from cdmz_rules.cli import engine, screen

    rulebook = engine.rulebook()
    reform = engine.reform(rulebook, name)
    if as_json:
        screen.data(reform.plain)
    else:
        screen.show(_parts(rulebook.law, reform))


def _parts(law: Law, reform: Reform) -> Iterator[Any]:
    from rich.padding import Padding
    from rich.text import Text

    from cdmz_rules.cli.language import say
    from cdmz_rules.cli.screen import heading

    yield Text(say(reform.title), style="bold")
    if len(reform.steps) > 1:
        yield Text(_("applied in this order: {names}", names=" → ".join(step.name for step in reform.steps)))
    for step in reform.steps:
        yield ""
        yield heading(f"{say(step.title)}  {step.name} · {_(MODES[step.mode])}")
        yield Padding(Text(say(step.rationale)), (0, 0, 0, 1))
        yield from _basis(step)
        yield _changes(law, step)


def _basis(reform: Reform) -> Iterator[Any]:
    from rich.padding import Padding
    from rich.text import Text

    from cdmz_rules.cli.language import labelled

    for basis in reform.body.basis:
        line = " · ".join(filter(None, (basis.title, basis.article)))
        yield Padding(Text(labelled(_("Basis"), line), style="dim"), (0, 0, 0, 1))


def _changes(law: Law, reform: Reform) -> Any:
    from rich.text import Text

    from cdmz_rules.cli.language import say
    from cdmz_rules.cli.screen import pairs

    rows = pairs()
    for _where, path, change in reform.body.changes():
        line = _sentence(law.places, reform, change)
        rows.add_row(path, Text(say(law[path].label)).append(f"\n{line}", style="dim"))
    return rows


def _sentence(places: Places, reform: Reform, change: Change) -> str:
    """One change in words: where, by which rule, from when."""
    from cdmz_rules.cli.language import listed, say

    names = [] if change.cities == "all" else [say(places[name].words) for name in change.cities]
    parts = [listed(names) if names else _("all cities"), _rule(places, change)]
    first = change.from_ or reform.body.effective
    parts += [_("from {day}", day=first)] if first else []
    parts += [_("until {day}", day=change.until)] if change.until else []
    if change.phase_in:
        parts.append(_("in {steps} steps until {day}", steps=change.phase_in.steps, day=change.phase_in.until))
    return " · ".join(parts)


def _rule(places: Places, change: Change) -> str:
    from cdmz_rules.cli.language import say

    names = {
        "best": _("the best of the cities"),
        "worst": _("the strictest of the cities"),
        "median": _("the median of the cities"),
        "population_weighted": _("the mean weighted by residents"),
        "remove": _("done away with"),
    }
    if isinstance(change.rule, str):
        return names[change.rule]
    if change.model is not None:
        return _("as in {place}", place=say(places[change.model].words))
    if change.factor is not None:
        return _("today's value times {factor}", factor=change.factor)
    return _("not in force") if change.not_in_force else f"= {change.value}"
