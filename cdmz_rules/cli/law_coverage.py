"""``cdmz law coverage``: what is known of the law, by item and place."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_, _

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from cdmz_rules.law.coverage import Coverage, Mark, Row

OTHERWISE = {"unknown": (N_("unknown"), "red"), "not_in_force": (N_("none"), "dim")}
INHERITED = "↑"
WIDTH = 10


def coverage(date: options.Day = None, as_json: options.Json = False, lang: options.Lang = options.SPOKEN) -> None:
    """Run the command."""
    from datetime import date as calendar

    from cdmz_rules.cli import engine, screen
    from cdmz_rules.cli.days import day

    engine.ready()
    from cdmz_rules import law
    from cdmz_rules.law.coverage import coverage as cover

    found = cover(law.current(), day(date, "--date") or calendar.today())
    if as_json:
        screen.data(
            {**asdict(found), "day": found.day.isoformat(), "totals": {p: found.totals(p) for p in found.places}}
        )
    else:
        _show(found)


def _show(found: Coverage) -> None:
    from rich.text import Text

    from cdmz_rules.cli.screen import heading, show

    title = _("What is known of {number} items on {day}", number=len(found.rows), day=found.day)
    legend = _("{mark} the rule of the place above; none: not in force", mark=INHERITED)
    show([Text(title, style="bold"), Text(legend, style="dim")])
    by_folder: dict[str, list[Row]] = {}
    for row in found.rows:
        by_folder.setdefault(row.path.rpartition(".")[0], []).append(row)
    for folder, rows in sorted(by_folder.items()):
        show(["", heading(folder), _items(found, rows)])
    show(["", heading(_("Total")), _totals(found)])


def _grid(found: Coverage) -> Table:
    """A table whose first column takes what the places leave, so that tables below each other align."""
    from rich.table import Table
    from rich.text import Text

    from cdmz_rules.cli.figures import told
    from cdmz_rules.places import JURISDICTIONS

    table = Table.grid(padding=(0, 1, 0, 0), expand=True)
    table.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
    for _place in found.places:
        table.add_column(width=WIDTH, overflow="fold")
    table.add_row("", *(Text(told(JURISDICTIONS[name].words), style="dim") for name in found.places))
    return table


def _items(found: Coverage, rows: list[Row]) -> Table:
    from rich.text import Text

    from cdmz_rules.cli.figures import told

    table = _grid(found)
    for row in rows:
        label = Text(row.path.rpartition(".")[2]).append(f"  {told(row.label)}", style="dim")
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

    table = _grid(found)
    totals = {place: found.totals(place) for place in found.places}
    grades = {grade: (f"  {_(words)}", style) for grade, (words, style) in GRADES.items() if grade != "assumed"}
    others = {kind: (_(words), style) for kind, (words, style) in OTHERWISE.items()}
    kinds = {"known": (_("known"), "bold"), **grades, **others, "inherited": (f"{_('inherited')} {INHERITED}", "bold")}
    for kind, (words, style) in kinds.items():
        numbers = [f"{totals[place][kind]:>2} {totals[place][kind] / len(found.rows):>4.0%}" for place in found.places]
        table.add_row(Text(words, style=style), *numbers)
    return table
