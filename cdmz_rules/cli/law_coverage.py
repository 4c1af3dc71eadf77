"""``cdmz law coverage``: what is known of the law, by item and place."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_, _

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from cdmz_rules.law.coverage import Coverage, Mark

OTHERWISE = {"unknown": (N_("unknown"), "red"), "not_in_force": (N_("none"), "dim")}
INHERITED = "↑"


def coverage(
    date: options.Day = None, as_json: options.Json = False, lang: options.Lang = options.SPOKEN
) -> None:
    """Run the command."""
    from datetime import date as calendar

    from cdmz_rules import law
    from cdmz_rules.cli import engine, screen
    from cdmz_rules.cli.days import day
    from cdmz_rules.law.coverage import coverage as cover

    engine.ready()
    found = cover(law.current(), day(date, "--date") or calendar.today())
    if as_json:
        screen.data({**asdict(found), "day": found.day.isoformat(), "totals": {p: found.totals(p) for p in found.places}})
    else:
        _show(found)


def _show(found: Coverage) -> None:
    from rich.text import Text

    from cdmz_rules.cli.screen import screen

    terminal = screen()
    terminal.print(Text(_("What is known of {number} items on {day}", number=len(found.rows), day=found.day), style="bold"))
    terminal.print(_items(found))
    terminal.print(_totals(found))
    terminal.print(Text(_("{mark} the rule of the place above; none: not in force", mark=INHERITED), style="dim"))


def _columns(found: Coverage, first: str) -> Table:
    from rich import box
    from rich.table import Table

    from cdmz_rules.cli.figures import told
    from cdmz_rules.places import JURISDICTIONS

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(first, ratio=1, no_wrap=True, overflow="ellipsis")
    for name in found.places:
        table.add_column(told(JURISDICTIONS[name].words), width=9)
    return table


def _items(found: Coverage) -> Table:
    from rich.text import Text

    from cdmz_rules.cli.figures import told

    table = _columns(found, _("Item"))
    folder = ""
    for row in found.rows:
        above, _dot, name = row.path.rpartition(".")
        if above != folder:
            folder = above
            table.add_row(Text(above, style="bold"))
        label = Text(f"  {name}").append(f"  {told(row.label)}", style="dim")
        table.add_row(label, *(_mark(row.marks[place]) for place in found.places))
    return table


def _mark(mark: Mark) -> Text:
    from rich.text import Text

    from cdmz_rules.cli.figures import GRADES

    words, style = GRADES[mark.evidence] if mark.evidence else OTHERWISE[mark.state]
    return Text(f"{_(words)}{INHERITED if mark.inherited else ''}", style=style)


def _totals(found: Coverage) -> Table:
    from rich.text import Text

    from cdmz_rules.cli.figures import GRADES

    table = _columns(found, _("Total"))
    totals = {place: found.totals(place) for place in found.places}
    grades = {grade: (f"  {_(words)}", style) for grade, (words, style) in GRADES.items() if grade != "assumed"}
    others = {kind: (_(words), style) for kind, (words, style) in OTHERWISE.items()}
    kinds = {"known": (_("known"), "bold"), **grades, **others, "inherited": (f"{_('inherited')} {INHERITED}", "bold")}
    for kind, (words, style) in kinds.items():
        numbers = [f"{totals[place][kind]} ({totals[place][kind] / len(found.rows):.0%})" for place in found.places]
        table.add_row(Text(words, style=style), *numbers)
    return table
