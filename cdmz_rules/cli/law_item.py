"""One item of the law: what it means, where it stands, which formulas use it, and its values in every place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from cdmz_rules import places
from cdmz_rules.cli import figures, law_files
from cdmz_rules.cli.figures import law_value, since, told
from cdmz_rules.cli.language import N_, _, chosen
from cdmz_rules.cli.screen import address, heading, pairs
from cdmz_rules.cli.text import aside, labelled, listed
from cdmz_rules.law import Cell, Item, Law, State
from cdmz_rules.law import uses as law_uses
from cdmz_rules.law.coverage import LEVELS
from cdmz_rules.law.schema import UNITS
from cdmz_rules.law.sources import Document
from cdmz_rules.model.variable import label
from cdmz_rules.rulebook.system import system

FAVOURS = {
    "higher": N_("a higher value favours the applicant"),
    "lower": N_("a lower value favours the applicant"),
    "none": N_("favours nobody by itself"),
}


def parts(item: Item, law: Law, day: date | None, place: str | None) -> Iterator[RenderableType]:
    """Everything that is known of an item; only of a day or a place, if one is given."""
    yield Text(told(item.label), style="bold")
    yield _facts(item)
    yield from _whereabouts(item)
    for name in [place] if place else _places(item, day):
        yield ""
        yield heading(f"{told(places.JURISDICTIONS[name].words)}  {name}")
        timeline = item.timeline(name) if place or day else [(cell.start, cell) for cell in item.versions[name]]
        yield from _values(item, law, name, _standing(timeline, day))
    silent = [] if place or day else [name for name in _cities() if name not in item.versions]
    if silent:
        yield ""
        names = listed([told(places.JURISDICTIONS[name].words) for name in silent])
        yield Text(_("{places}: the rule of the next place above stands.", places=names), style="dim")


def _cities() -> list[str]:
    return [name for name, place in places.JURISDICTIONS.items() if place.level in LEVELS]


def _places(item: Item, day: date | None) -> list[str]:
    return _cities() if day else [name for name in places.JURISDICTIONS if name in item.versions]


def _standing(timeline: Sequence[tuple[date, Cell]], day: date | None) -> list[tuple[date, date | None, Cell]]:
    """The values with first and last day, the latest first; only what stands on a day, if one is given."""
    following = [start - timedelta(days=1) for start, _ in timeline[1:]]
    spans = [(start, last, cell) for (start, cell), last in zip(timeline, [*following, None], strict=True)]
    wanted = [span for span in spans if day is None or (span[0] <= day and (span[1] is None or day <= span[1]))]
    return wanted[::-1]


def _facts(item: Item) -> RenderableType:
    rows = pairs()
    rows.add_row(_("path"), item.path)
    if item.description:
        rows.add_row(_("meaning"), item.description)
    rows.add_row(_("how it works"), Text(" · ".join(_workings(item))))
    return Padding(rows, (0, 0, 0, 1))


def _whereabouts(item: Item) -> Iterator[RenderableType]:
    """The file of the item, and the formulas that use it."""
    yield Padding(Text(_("Written in, and used by"), style="dim"), (0, 0, 0, 1))
    yield _unbroken(law_files.of_item(item), "cyan")
    uses = law_uses.of(item.path)
    for use in uses:
        yield _unbroken(f"{law_files.named(use.file)}:{use.line}  {use.variable}", "cyan")
    if not uses:
        yield _unbroken(_("no formula uses it"), "yellow")


def _workings(item: Item) -> Iterator[str]:
    unit = str(UNITS[item.unit][chosen()])
    if unit:
        yield labelled(_("unit"), unit)
    if item.comparison:
        yield _("a value is held against it by {sign}", sign=item.comparison)
    yield _(FAVOURS[item.favours])
    anchor = label(system().variables[f"{item.date_anchor}_date"])
    yield labelled(_("version by"), told(anchor))
    if item.governed_by in system().variables:
        yield labelled(_("place by"), told(label(system().variables[item.governed_by])))


def _values(
    item: Item, law: Law, place: str, spans: Sequence[tuple[date, date | None, Cell]]
) -> Iterator[RenderableType]:
    for start, last, cell in spans:
        line = _said(item, cell)
        facts = [since(start, cell.first_seen and cell.start == start, last)]
        if cell.place != place:
            facts.append(_("rule of {place}", place=told(places.JURISDICTIONS[cell.place].words)))
        line.append(f"  {' · '.join(facts)}", style="not bold")
        yield Padding(line, (0, 0, 0, 1))
        yield from _details(law, cell)
        yield _unbroken(law_files.of_cell(item, cell), "cyan")


def _unbroken(text: str, style: str) -> Text:
    """A line that can be clicked and copied whole."""
    return Text(f"   {text}", style=style, no_wrap=True)


def _said(item: Item, cell: Cell) -> Text:
    if cell.state is State.KNOWN:
        return Text(law_value(cell.value, item.unit, item), style="bold")
    words, style = {
        State.UNKNOWN: (_("unknown"), "bold yellow"),
        State.NOT_IN_FORCE: (_("not in force"), "bold"),
        State.REVERTS: (_("the general rule stands again"), "bold"),
    }[cell.state]
    text = Text(words, style=style)
    return text.append(aside(told(cell.reason)), style="not bold") if cell.reason else text


def _details(law: Law, cell: Cell) -> Iterator[RenderableType]:
    """Who says so, where, and how surely; of an unknown, whom to ask."""
    document = law.documents.get(cell.source) if cell.source else None
    if cell.evidence:
        word, style = figures.EVIDENCE[cell.evidence], figures.GRADES[cell.evidence][1]
        seen = _("last seen in force on {day}", day=cell.last_verified) if cell.last_verified else ""
        yield _line(Text(_(word), style=style).append(f" · {seen}" if seen else "", style="dim"))
    if cell.state is State.UNKNOWN and cell.ask:
        yield _line(Text(labelled(_("Ask"), cell.ask)))
    if document is not None:
        yield _line(Text(_document(document, cell.article)))
        if document.href:
            yield address(document.href, 3)
    if cell.note:
        yield _line(Text(labelled(_("Note"), cell.note), style="dim"))


def _line(text: Text) -> Padding:
    return Padding(text, (0, 0, 0, 3))


def _document(document: Document, article: str | None) -> str:
    return " · ".join(filter(None, (document.title, document.number, document.issuer, document.date, article)))
