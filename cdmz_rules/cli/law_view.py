"""The law as a person reads it: one item with its files, formulas and values in every place, or the items of a folder, one line each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from cdmz_rules.cli import figures
from cdmz_rules.cli.figures import law_value, since
from cdmz_rules.cli.language import N_, _, aside, chosen, labelled, listed, reached, say
from cdmz_rules.cli.screen import address, heading, pairs
from cdmz_rules.decisions import asking
from cdmz_rules.files import yaml as yamls
from cdmz_rules.files.paths import Content
from cdmz_rules.i18n import grades
from cdmz_rules.law import Cell, Item, Law, State, mentions
from cdmz_rules.law.coverage import LEVELS
from cdmz_rules.law.documents import Document
from cdmz_rules.law.schema import UNITS
from cdmz_rules.places import Places
from cdmz_rules.reading import china
from cdmz_rules.rulebook import Rulebook
from cdmz_rules.rulebook.catalogue import Catalogue

FAVOURS = {
    "higher": N_("a higher value favours the applicant"),
    "lower": N_("a lower value favours the applicant"),
    "none": N_("favours nobody by itself"),
}

Span = tuple[date, date | None, Cell]
"""From when to when a value stands."""


def item_parts(rulebook: Rulebook, item: Item, day: date | None, place: str | None) -> Iterator[RenderableType]:
    """Everything that is known of an item; only of a day or a place, if one is given."""
    places = rulebook.places
    yield Text(say(item.label), style="bold")
    yield from as_known(rulebook.known_on)
    yield _facts(rulebook.catalogue, item)
    yield from _whereabouts(rulebook, item)
    for name in [place] if place else _places(places, item, day):
        yield ""
        yield heading(f"{say(places[name].words)}  {name}")
        timeline = item.timeline(name) if place or day else [(cell.start, cell) for cell in item.versions[name]]
        yield from _values(rulebook, item, name, _standing(timeline, day))
    silent = [] if place or day else [name for name in _cities(places) if name not in item.versions]
    if silent:
        yield ""
        names = listed(say(places[name].words) for name in silent)
        yield Text(_("{places}: the rule of the next place above stands.", places=names), style="dim")


def as_known(day: date | None) -> Iterator[Text]:
    """That the law is shown as it was known on a day, if one was given."""
    if day is not None:
        yield Text(_("as known on {day}", day=day), style="bold yellow")


def _cities(places: Places) -> list[str]:
    return [name for name, place in places.items() if place.level in LEVELS]


def _places(places: Places, item: Item, day: date | None) -> list[str]:
    return _cities(places) if day else [name for name in places if name in item.versions]


def _standing(timeline: Sequence[tuple[date, Cell]], day: date | None) -> list[Span]:
    """The values with first and last day, the latest first; only what stands on a day, if one is given."""
    following = [start - timedelta(days=1) for start, _ in timeline[1:]]
    spans = [(start, last, cell) for (start, cell), last in zip(timeline, [*following, None], strict=True)]
    return [span for span in spans[::-1] if day is None or (span[0] <= day and (span[1] is None or day <= span[1]))]


def _facts(catalogue: Catalogue, item: Item) -> RenderableType:
    rows = pairs()
    rows.add_row(_("path"), item.path)
    if item.description:
        rows.add_row(_("meaning"), item.description)
    rows.add_row(_("how it works"), Text(" · ".join(_workings(catalogue, item))))
    return Padding(rows, (0, 0, 0, 1))


def _whereabouts(rulebook: Rulebook, item: Item) -> Iterator[RenderableType]:
    """The file of the item, and the formulas that use it."""
    content = rulebook.content
    yield Padding(Text(_("Written in, and used by"), style="dim"), (0, 0, 0, 1))
    yield _unbroken(_short(content, Path(item.file)) if item.file else "", "cyan")
    named = mentions.of(item.path, content.variables)
    for mention in named:
        yield _unbroken(f"{_short(content, mention.file)}:{mention.line}  {mention.variable}", "cyan")
    if not named:
        yield _unbroken(_("no formula uses it"), "yellow")


def _workings(catalogue: Catalogue, item: Item) -> Iterator[str]:
    unit = str(UNITS[item.unit][chosen()])
    if unit:
        yield labelled(_("unit"), unit)
    if item.comparison:
        yield _("a value is held against it by {sign}", sign=item.comparison)
    if item.bounds_because is not None:
        yield labelled(_("no rule beyond {bounds}", bounds=_span(item)), say(item.bounds_because))
    yield _(FAVOURS[item.favours])
    yield labelled(_("version by"), say(catalogue.words(f"{item.date_anchor}_date").label))
    if item.governed_by is not None and item.governed_by in catalogue.variables:
        yield labelled(_("place by"), say(catalogue.words(item.governed_by).label))


def _span(item: Item) -> str:
    return "…".join("" if end is None else f"{end:,.10g}" for end in item.bounds)


def _values(rulebook: Rulebook, item: Item, place: str, spans: Sequence[Span]) -> Iterator[RenderableType]:
    places = rulebook.places
    for start, last, cell in spans:
        line = _value(places, item, cell)
        facts = [since(start, cell.first_seen and cell.start == start, last)]
        if cell.place != place:
            facts.append(_("rule of {place}", place=say(places[cell.place].words)))
        line.append(f"  {' · '.join(facts)}", style="not bold")
        yield Padding(line, (0, 0, 0, 1))
        yield from _details(rulebook, item, cell)
        # As known earlier, a value may stand elsewhere than today, or nowhere.
        yield _unbroken(_file_of(rulebook.content, item, cell) if rulebook.known_on is None else "", "cyan")


def _file_of(content: Content, item: Item, cell: Cell) -> str:
    """The file and line of a value; of what stands once a document has ended, those of the document's value."""
    file = _in_overlay(content, item) if cell.origin == "overlay" else Path(item.file or "")
    if not file.is_file():
        return cell.origin if cell.origin != "law" else ""
    lines = {
        path[2]: line for path, line in _lines(file).items() if len(path) == 3 and path[:2] == (cell.place, "values")
    }
    days = [day for day in lines if day <= cell.start.isoformat()]
    return f"{_short(content, file)}:{lines[max(days)]}" if days else _short(content, file)


def _in_overlay(content: Content, item: Item) -> Path:
    return (content.overlay or Path()) / "parameters" / Path(*item.path.split(".")).with_suffix(".yaml")


@lru_cache(maxsize=64)
def _lines(file: Path) -> dict[tuple[str, ...], int]:
    return yamls.lines(file.read_text(encoding="utf-8"))


def _short(content: Content, file: Path) -> str:
    """A file of the law from the top of the repository; another file as it is."""
    top = content.parameters.parent
    return file.relative_to(top).as_posix() if file.is_relative_to(top) else str(file)


def _unbroken(text: str, style: str) -> Text:
    """A line that can be clicked and copied whole."""
    return Text(f"   {text}", style=style, no_wrap=True)


def _value(places: Places, item: Item, cell: Cell) -> Text:
    if cell.state is State.KNOWN:
        return Text(law_value(places, cell.value, item.unit, item), style="bold")
    words, style = {
        State.UNKNOWN: (_("unknown"), "bold yellow"),
        State.NOT_IN_FORCE: (_("not in force"), "bold"),
        State.REVERTS: (_("the general rule stands again"), "bold"),
    }[cell.state]
    text = Text(words, style=style)
    return text.append(aside(say(cell.reason)), style="not bold") if cell.reason else text


def _details(rulebook: Rulebook, item: Item, cell: Cell) -> Iterator[RenderableType]:
    """Who says so, where, and how surely; of an unknown, whom to ask, how to reach them, and in which words."""
    document = rulebook.law.documents.get(cell.source) if cell.source else None
    if cell.evidence:
        style = figures.COLOURS[cell.evidence]
        seen = _("last seen in force on {day}", day=cell.last_verified) if cell.last_verified else ""
        yield _line(
            Text(figures.evidence(cell.evidence), style=style).append(f" · {seen}" if seen else "", style="dim")
        )
    if cell.encoded:
        yield _line(Text(_("written here on {day}", day=cell.encoded), style="dim"))
    if cell.state is State.UNKNOWN and cell.ask:
        yield _line(Text(labelled(_("Ask"), cell.ask)))
        reach = reached(rulebook.contact(cell.ask, item.domain))
        if reach:
            yield _line(Text(reach))
        yield _line(Text(say(asking.question(item, rulebook.places[cell.place])), style="cyan"))
    if document is not None:
        yield _line(Text(_document(document, cell.article)))
        if document.href:
            yield address(document.href, 3)
    if cell.note:
        yield _line(Text(labelled(_("Note"), cell.note), style="dim"))


def _line(text: Text) -> Padding:
    return Padding(text, (0, 0, 0, 3))


def _document(document: Document, article: str | None) -> str:
    caution = grades.caution(document.read_as)
    title = document.title + (aside(say(caution)) if caution else "")
    return " · ".join(filter(None, (title, document.number, document.issuer, document.date, article)))


def folder_parts(law: Law, folder: str, day: date | None) -> Iterator[RenderableType]:
    """Every item below a folder, by the folder in which it stands, with what it says today or on a day."""
    on = day or china.today()
    items = {path: item for path, item in sorted(law.items()) if not folder or path.startswith(f"{folder}.")}
    for name in dict.fromkeys(path.rpartition(".")[0] for path in items):
        yield ""
        yield heading(name)
        rows = pairs()
        for path, item in items.items():
            if path.rpartition(".")[0] == name:
                line = Text(say(item.label)).append(f"\n{_in_places(law.places, item, on)}", style="dim")
                rows.add_row(Text(path.rpartition(".")[2], style="not dim cyan"), line)
        yield rows
    yield ""
    yield Text(_("On {day}. More of one: cdmz law show PATH", day=on), style="dim")


def _in_places(places: Places, item: Item, day: date) -> str:
    """What an item says in each place; places that say the same stand together."""
    names_by_words: dict[str, list[str]] = {}
    for name, place in places.items():
        if place.level in LEVELS:
            cell = item.at(name, day)
            known = law_value(places, cell.value, item.unit, item) if cell.state is State.KNOWN else ""
            words = known or (_("unknown") if cell.state is State.UNKNOWN else _("not in force"))
            names_by_words.setdefault(words, []).append(say(place.words))
    if len(names_by_words) == 1:
        return next(iter(names_by_words))
    return " · ".join(f"{'/'.join(names)} {words}" for words, names in names_by_words.items())
