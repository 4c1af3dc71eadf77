"""What the answer rests on: numbered sources with their evidence, warnings, what was presumed, and what is not encoded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from cdmz_rules.cli import figures
from cdmz_rules.cli.figures import law_value, since
from cdmz_rules.cli.language import _, aside, labelled, listed, say
from cdmz_rules.cli.screen import address, heading, marked
from cdmz_rules.decisions.decision import Decision
from cdmz_rules.decisions.explanation import Presumed, Source, Warn
from cdmz_rules.i18n import grades
from cdmz_rules.law import Law

SHOWN_LABELS = 6
Document = tuple[tuple[str, str | None], ...]


class References:
    """The sources of a decision in the order in which they are listed, document by document.

    Attributes:
        by_document: The sources below each document; below None what rests on none.
    """

    def __init__(self, decision: Decision) -> None:
        self.by_document: dict[Document | None, list[Source]] = {}
        for source in decision.sources:
            document = tuple(source.document.items()) if source.document else None
            self.by_document.setdefault(document, []).append(source)
        ordered = [source for sources in self.by_document.values() for source in sources]
        number = {id(source): position for position, source in enumerate(ordered, start=1)}
        self._numbers = [number[id(source)] for source in decision.sources]

    def number(self, index: int) -> int:
        """The number that the source of this index is listed under."""
        return self._numbers[index]

    def marks(self, indices: Iterable[int]) -> str:
        """The numbers of some sources: ``[1][4]``."""
        return "".join(f"[{number}]" for number in sorted(map(self.number, indices)))


def sources(law: Law, decision: Decision, references: References) -> Iterator[RenderableType]:
    """Every value of the law that mattered, below the document that says so."""
    yield heading(labelled(_("Sources; the weakest evidence is"), figures.evidence(decision.evidence)))
    number = 0
    for document, values in references.by_document.items():
        yield from _document(document)
        rows = marked()
        for source in values:
            number += 1
            rows.add_row(Text(f"[{number}]", style="dim"), _value(law, source))
        yield Padding(rows, (0, 0, 0, 2))


def _document(document: Document | None) -> Iterator[RenderableType]:
    facts = dict(document or ())
    line = Text(str(facts["title"]) if document else _("Without a document"), style="bold")
    details = [facts[key] for key in ("number", "issuer", "date") if facts.get(key)]
    if details:
        line.append(f"  {' · '.join(map(str, details))}", style="not bold dim")
    caution = grades.caution(facts.get("read_as"))
    if caution:
        line.append(aside(say(caution)), style="not bold yellow")
    yield Padding(line, (0, 0, 0, 1))
    if facts.get("href"):
        yield address(str(facts["href"]), 1)


def _value(law: Law, source: Source) -> Text:
    known = source.state == "known"
    value = law_value(law.places, source.value, source.unit, law.get(source.path)) if known else _("not in force")
    line = Text(labelled(say(source.label), value))
    facts = [say(source.place_label), since(source.start, source.first_seen, source.until)]
    facts += [source.article] if source.article else []
    line.append(f"  {' · '.join(facts)}", style="dim")
    if source.evidence:
        word, style = figures.GRADES[source.evidence]
        line.append(" · ", style="dim").append(_(word), style=style)
    if source.placeholder:
        line.append(f" · {_('placeholder')}", style="bold magenta")
    if source.computed:
        line.append(f"\n{say(source.computed)}", style="dim")
    return line


def warnings(decision: Decision) -> Iterator[RenderableType]:
    """What to know before relying on the answer."""
    if not decision.warnings:
        return
    yield heading(_("To be borne in mind"))
    labels = {source.path: say(source.label) for source in decision.sources}
    rows = marked()
    for warning in decision.warnings:
        rows.add_row(Text("!", style="bold yellow"), _warning(warning, labels))
    yield rows


def _warning(warning: Warn, labels: dict[str, str]) -> Text:
    line = Text(say(warning.message))
    names = list(dict.fromkeys(labels.get(path, path) for path in warning.paths))
    if names:
        more = len(names) - SHOWN_LABELS
        listing = names[:SHOWN_LABELS] + ([_("and {number} more", number=more)] if more > 0 else [])
        line.append(aside(listed(listing)), style="dim")
    return line


def presumed(decision: Decision) -> Iterator[RenderableType]:
    """What was taken for granted because nobody reported otherwise."""
    if decision.presumed:
        yield heading(_("Taken for granted, as nothing else was said"))
        rows = marked()
        for fact in decision.presumed:
            rows.add_row("•", _presumed(fact))
        yield rows


def _presumed(fact: Presumed) -> Text:
    line = Text(labelled(say(fact.label), say(fact.value_label)))
    line.append(f"  {fact.name}", style="dim")
    return line


def not_encoded(decision: Decision) -> Iterator[RenderableType]:
    """What the rules hold beyond what was looked at."""
    if decision.not_encoded:
        yield heading(_("Not looked at here"))
        rows = marked()
        for words in decision.not_encoded:
            rows.add_row("•", Text(say(words)))
        yield rows


def footer(decision: Decision) -> RenderableType:
    """By which law and formulas, and that the office has the last word."""
    receipt = decision.receipt
    facts = _(
        "cdmz-rules {version} · law {law} · formulas {formulas}",
        version=receipt.version,
        law=receipt.law[:12],
        formulas=receipt.formulas[:12],
    )
    last = _("For information; the office that pays has the last word.")
    return Padding(Text(f"{last}\n{facts}", style="dim"), (1, 0, 0, 1))
