"""The items of a folder of the law, one line each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rich.console import RenderableType
from rich.text import Text

from cdmz_rules import places
from cdmz_rules.cli.figures import law_value, told
from cdmz_rules.cli.language import _
from cdmz_rules.cli.screen import heading, pairs
from cdmz_rules.law import Item, Law, State
from cdmz_rules.law.coverage import LEVELS


def parts(law: Law, folder: str, day: date | None) -> Iterator[RenderableType]:
    """Every item below a folder, by the folder in which it stands, with what it says today or on a day."""
    on = day or date.today()
    items = {path: item for path, item in sorted(law.items()) if not folder or path.startswith(f"{folder}.")}
    for name in dict.fromkeys(path.rpartition(".")[0] for path in items):
        yield ""
        yield heading(name)
        rows = pairs()
        for path, item in items.items():
            if path.rpartition(".")[0] == name:
                line = Text(told(item.label)).append(f"\n{_values(item, on)}", style="dim")
                rows.add_row(Text(path.rpartition(".")[2], style="not dim cyan"), line)
        yield rows
    yield ""
    yield Text(_("On {day}. More of one: cdmz law show PATH", day=on), style="dim")


def _values(item: Item, day: date) -> str:
    """What an item says in each place; places that say the same stand together."""
    said: dict[str, list[str]] = {}
    for name, place in places.JURISDICTIONS.items():
        if place.level in LEVELS:
            cell = item.at(name, day)
            known = law_value(cell.value, item.unit, item) if cell.state is State.KNOWN else ""
            words = known or (_("unknown") if cell.state is State.UNKNOWN else _("not in force"))
            said.setdefault(words, []).append(told(place.words))
    if len(said) == 1:
        return next(iter(said))
    return " · ".join(f"{'/'.join(names)} {words}" for words, names in said.items())
