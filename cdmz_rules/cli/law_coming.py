"""What days to come bring to the law, as a person or a program reads it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import RenderableType
from rich.text import Text

from cdmz_rules.cli import figures
from cdmz_rules.cli.language import N_, _, aside, counted, labelled, listed, say
from cdmz_rules.cli.screen import address, heading, marked
from cdmz_rules.decisions.grounds import grounds
from cdmz_rules.decisions.households import households
from cdmz_rules.i18n.text import text
from cdmz_rules.law import Cell, Law, State
from cdmz_rules.law.outlook import Coming
from cdmz_rules.rulebook import Rulebook
from cdmz_rules.rulebook.uses import benefits_on

KINDS = {
    "ends": (N_("ends"), "red"),
    "reverts": (N_("reverts to the general rule"), "yellow"),
    "unknown": (N_("becomes unknown"), "magenta"),
    "changes": (N_("changes"), "green"),
    "stale": (N_("goes stale"), "cyan"),
}


class Ahead(NamedTuple):
    """Something that a day brings, and whom it touches.

    Attributes:
        coming: What it is.
        benefits: The benefits whose answers can rest on the item.
        households: The cases whose answer of today rests on the value.
    """

    coming: Coming
    benefits: Sequence[str]
    households: Sequence[str]


def ahead(rulebook: Rulebook, coming: Sequence[Coming], cases: Path | None, today: date) -> list[Ahead]:
    """What days bring with the benefits and cases that it touches.

    Args:
        rulebook: The rules.
        coming: What days bring.
        cases: A folder of cases; without one the examples that come with the rulebook.
        today: The day on which each of them asks.

    Raises:
        InputError: if the folder holds no cases, or one of them is wrong.
    """
    asking = households(rulebook, cases) if coming else ()
    resting = grounds(rulebook, asking, today)
    return [Ahead(each, benefits_on(rulebook, each.before.path), resting.get(each.before.key, ())) for each in coming]


def plain(rulebook: Rulebook, each: Ahead) -> dict[str, Any]:
    """The same as data."""
    coming = each.coming
    after = None if coming.kind == "stale" else _after(coming.after)
    value = plain_value(rulebook, coming.before)
    whom = {"benefits": list(each.benefits), "households": list(each.households)}
    return {"date": str(coming.day), "kind": coming.kind, **value, "place": coming.place, "after": after, **whom}


def _after(cell: Cell) -> dict[str, Any]:
    reason = text(cell.reason).model_dump() if cell.reason else None
    return {"state": cell.state.name.lower(), "value": cell.value, "place": cell.place, "reason": reason}


def plain_value(rulebook: Rulebook, cell: Cell) -> dict[str, Any]:
    """A value of the law as data, with its document."""
    item, document = rulebook.law[cell.path], rulebook.law.documents.get(cell.source or "")
    return {
        "path": cell.path,
        "label": text(item.label).model_dump(),
        "place": cell.place,
        "value": cell.value,
        "unit": item.unit,
        "start": str(cell.start),
        "last_verified": str(cell.last_verified) if cell.last_verified else None,
        "evidence": cell.evidence,
        "source": cell.source,
        "title": document.title if document else None,
        "href": document.href if document else None,
    }


def parts(rulebook: Rulebook, coming: Sequence[Ahead], last: date) -> Iterator[RenderableType]:
    """What days bring, day by day; what goes stale by the document that is to be looked at again."""
    for day, group in groupby(coming, key=lambda each: each.coming.day):
        yield heading(day.isoformat())
        of_the_day = list(group)
        rows = marked()
        for each in of_the_day:
            if each.coming.kind != "stale":
                rows.add_row("•", _line(rulebook, each))
        for source, stale in by_source(each for each in of_the_day if each.coming.kind == "stale").items():
            rows.add_row("•", _stale_line(rulebook, source, stale))
        yield rows
        yield ""
    words = counted(
        "{number} value of the law ends, changes or goes stale until {day}",
        "{number} values of the law end, change or go stale until {day}",
        len(coming),
        day=last,
    )
    yield Text(words, style="bold")


def by_source(stale: Iterator[Ahead]) -> dict[str, list[Ahead]]:
    """What goes stale on a day, by document."""
    groups: dict[str, list[Ahead]] = {}
    for each in stale:
        groups.setdefault(each.coming.before.source or "", []).append(each)
    return groups


def _line(rulebook: Rulebook, each: Ahead) -> Text:
    words, style = KINDS[each.coming.kind]
    line = value_line(rulebook, each.coming.before)
    line.append(f"\n{_(words)}", style=style)
    line.append(follows(rulebook, each.coming))
    return line.append(f"\n{touched(rulebook, [each])}", style="dim")


def _stale_line(rulebook: Rulebook, source: str, stale: Sequence[Ahead]) -> Text:
    """A document of which values go stale: it is looked at once for all of them."""
    words, style = KINDS["stale"]
    document = rulebook.law.documents.get(source)
    number = counted("{number} value", "{number} values", len(stale))
    line = Text(labelled(_(words), f"{document.title if document else source}{aside(number)}"), style=style)
    line.append(f"\n{document.href}" if document and document.href else "", style="dim")
    return line.append(f"\n{touched(rulebook, stale)}", style="dim")


def value_line(rulebook: Rulebook, cell: Cell) -> Text:
    """Where an item says what, and its path."""
    place = say(rulebook.places[cell.place].words)
    line = Text(labelled(f"{place} · {say(rulebook.law[cell.path].label)}", said(rulebook, cell)))
    return line.append(f"  {cell.path}", style="dim")


def follows(rulebook: Rulebook, coming: Coming) -> str:
    """What stands from the day on, where that is more than what the kind of change says."""
    return f" → {said(rulebook, coming.after)}" if coming.after.state is State.KNOWN else ""


def said(rulebook: Rulebook, cell: Cell) -> str:
    """What stands, in words."""
    if cell.state is State.KNOWN:
        item = rulebook.law[cell.path]
        return figures.law_value(rulebook.places, cell.value, item.unit, item)
    return _("unknown") if cell.state is State.UNKNOWN else _("not in force")


def touched(rulebook: Rulebook, several: Sequence[Ahead]) -> str:
    """The benefits and the number of cases that something touches."""
    benefits = dict.fromkeys(benefit for each in several for benefit in each.benefits)
    names = {name for each in several for name in each.households}
    cases = counted("{number} example household", "{number} example households", len(names))
    labels = listed(say(rulebook.benefits[benefit].label) for benefit in benefits) or _("no formula uses it")
    return f"{labels} · {cases}"


def document_parts(law: Law, source: str | None) -> Iterator[RenderableType]:
    """A document by its title and address."""
    document = law.documents.get(source or "")
    yield Text(document.title if document else source or _("none"), style="dim")
    if document is not None and document.href:
        yield address(document.href, 0)
