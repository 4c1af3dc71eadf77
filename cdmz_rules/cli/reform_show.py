"""``cdmz reform show``: what a reform is for, and what it changes by which rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_

if TYPE_CHECKING:
    from cdmz_rules.law.reform import Reform
    from cdmz_rules.law.reform_schema import Change

Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME|FILE",
        help=N_("A reform by name or file; several in order are joined by +."),
        autocompletion=options.reforms,
    ),
]


def show(name: Name, as_json: options.Json = False, lang: options.Lang = options.SPOKEN) -> None:
    """Run the command."""
    from cdmz_rules.cli import engine, screen

    engine.ready()
    found = engine.reform(name)
    if as_json:
        screen.data(found.plain)
    else:
        screen.show(_parts(found))


def _parts(reform: Reform) -> Iterator[Any]:
    from rich.padding import Padding
    from rich.text import Text

    from cdmz_rules.cli.figures import told
    from cdmz_rules.cli.language import _
    from cdmz_rules.cli.reform_list import MODES
    from cdmz_rules.cli.screen import heading

    yield Text(told(reform.title), style="bold")
    if len(reform.steps) > 1:
        yield Text(_("applied in this order: {names}", names=" → ".join(step.name for step in reform.steps)))
    for step in reform.steps:
        yield ""
        yield heading(f"{told(step.title)}  {step.name} · {_(MODES[step.mode])}")
        yield Padding(Text(told(step.rationale)), (0, 0, 0, 1))
        yield from _basis(step)
        yield _changes(step)


def _basis(reform: Reform) -> Iterator[Any]:
    from rich.padding import Padding
    from rich.text import Text

    from cdmz_rules.cli.language import _
    from cdmz_rules.cli.text import labelled

    for basis in reform.body.basis:
        line = " · ".join(filter(None, (basis.title, basis.article)))
        yield Padding(Text(labelled(_("Basis"), line), style="dim"), (0, 0, 0, 1))


def _changes(reform: Reform) -> Any:
    from rich.text import Text

    from cdmz_rules import law
    from cdmz_rules.cli.figures import told
    from cdmz_rules.cli.screen import pairs

    rows = pairs()
    for _where, path, change in reform.body.changes():
        item = law.current()[path]
        words = Text(told(item.label)).append(f"\n{said(reform, change)}", style="dim")
        rows.add_row(path, words)
    return rows


def said(reform: Reform, change: Change) -> str:
    """One change in words: where, by which rule, from when."""
    from cdmz_rules import places
    from cdmz_rules.cli.figures import told
    from cdmz_rules.cli.language import _
    from cdmz_rules.cli.text import listed

    named = [] if change.cities == "all" else [told(places.JURISDICTIONS[name].words) for name in change.cities]
    parts = [listed(named) if named else _("all cities"), _rule(change)]
    first = change.from_ or reform.body.effective
    parts += [_("from {day}", day=first)] if first else []
    parts += [_("until {day}", day=change.until)] if change.until else []
    if change.phase_in:
        parts.append(_("in {steps} steps until {day}", steps=change.phase_in.steps, day=change.phase_in.until))
    return " · ".join(parts)


def _rule(change: Change) -> str:
    from cdmz_rules import places
    from cdmz_rules.cli.figures import told
    from cdmz_rules.cli.language import _

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
        return _("as in {place}", place=told(places.JURISDICTIONS[change.model].words))
    if change.factor is not None:
        return _("today's value times {factor}", factor=change.factor)
    return _("not in force") if change.not_in_force else f"= {change.value}"
