"""Answers to what-if questions as a person reads them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from cdmz_rules.cli.figures import amount, bounded, gain
from cdmz_rules.cli.headline import LOOKS
from cdmz_rules.cli.language import N_, _, aside, labelled, listed, reached, say
from cdmz_rules.cli.screen import heading, marked
from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.decisions.explanation import Amount
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.whatif.breaks import Break, Piece, Point, Swept
from cdmz_rules.whatif.first_day import Lapse, When
from cdmz_rules.whatif.least_change import Change, Least
from cdmz_rules.whatif.scenarios import Compared, Scenarios
from cdmz_rules.whatif.shifts import Shift
from cdmz_rules.whatif.sweep import Sweep

KINDS = {
    "cliff": N_("cliff"),
    "kink": N_("kink"),
    "verdict": N_("other outcome"),
    "certainty": N_("other certainty"),
}
THEN = {"known": N_("another value"), "unknown": N_("not known"), "not_in_force": N_("not in force")}
SHOWN_CHANGES = 6
SHOWN_PIECES = 40


def scenarios(answer: Scenarios) -> Iterator[RenderableType]:
    """Scenarios below the answer as things stand."""
    yield Text(say(answer.label), style="bold")
    table = _table(_("scenario"), _("outcome"), _("amount"), _("difference"), _("what differs"))
    for number, each in enumerate([answer.base, *answer.scenarios]):
        table.add_row(each.name if number else _("as things stand"), *_compared(each))
    yield table


def _compared(each: Compared) -> list[RenderableType]:
    notes = [labelled(_("fails"), say(label)) for label in each.fails]
    notes += [labelled(_("holds"), say(label)) for label in each.mends]
    notes += [say(each.reform_title)] if each.reform_title else []
    difference = gain(each.difference, each.amount.unit)
    return [outcome(each.outcome), certain(each.outcome, each.amount), difference, "\n".join(notes)]


def outcome(result: Outcome) -> Text:
    """An outcome in a word, with its mark and colour."""
    mark, style, words = LOOKS[result]
    return Text(f"{mark} {_(words)}", style=style)


def certain(result: Outcome, figure: Amount) -> str:
    """An amount as far as it is certain."""
    if figure.bound == "not_bounded" and result is Outcome.RULE_UNKNOWN:
        return _("not known")
    return bounded(figure.bound, figure.value, figure.lower, figure.upper, figure.unit)


def _table(*heads: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for head in heads:
        table.add_column(head, header_style="dim", overflow="fold")
    return table


def sweep(answer: Sweep) -> Iterator[RenderableType]:
    """Each line: its stretches, and what lies between them."""
    yield Text(f"{say(answer.label)} · {say(answer.input.label)}", style="bold")
    if answer.reform_title is not None:
        yield Text(say(answer.reform_title), style="magenta")
    for line in answer.lines:
        if answer.by is not None:
            yield heading(labelled(say(answer.by.label), amount(line.at, answer.by.unit)))
        yield _pieces(answer, line)
        yield _breaks(answer, line)
        if not line.settled or line.left_off:
            yield Text(_("Not every break was found: vary less, or tell more."), style="yellow")
    yield from _unknown(answer)


def _pieces(answer: Sweep, line: Swept) -> Table:
    table = _table(_("from"), _("to"), _("outcome"), _("amount"), _("one more brings"))
    for piece in line.pieces[:SHOWN_PIECES]:
        ends = [amount(point.at, answer.input.unit) for point in (piece.first, piece.last)]
        table.add_row(*ends, outcome(piece.first.outcome), _between(piece, answer.unit), _rate(piece))
    return table


def _between(piece: Piece, unit: str) -> str:
    first, last = (_at(point, unit) for point in (piece.first, piece.last))
    return first if first == last else f"{first} → {last}"


def _at(point: Point, unit: str) -> str:
    if point.bound == "not_bounded":
        return _("not known")
    return bounded(point.bound, point.value, point.lower, point.upper, unit)


def _rate(piece: Piece) -> str:
    if piece.rate is None:
        return ""
    return f"{piece.rate:+.4f}".rstrip("0").rstrip(".") if abs(piece.rate) >= 5e-5 else "0"


def _breaks(answer: Sweep, line: Swept) -> Table:
    rows = marked()
    for each in line.breaks:
        where = f"{amount(each.before.at, answer.input.unit)} → {amount(each.after.at, answer.input.unit)}"
        words = f"{_(KINDS[each.kind])}  {where}{_jump(each, answer.unit)}"
        rows.add_row("•", Text(labelled(words, listed([say(cause.label) for cause in each.because]))))
    return rows


def _jump(each: Break, unit: str) -> str:
    if each.kind != "cliff" or each.jump is None:
        return ""
    return aside(f"{'+' if each.jump > 0 else ''}{amount(each.jump, unit)}")


def least(catalogue: Catalogue, answer: Least) -> Iterator[RenderableType]:
    """What fails, and the least changes that help."""
    yield Text(say(answer.label), style="bold")
    yield Text.assemble(outcome(answer.outcome), "  ", certain(answer.outcome, answer.amount))
    for clause in answer.fails:
        yield Text(f"  ✘ {say(clause.sentence)}{aside(say(clause.gap)) if clause.gap else ''}")
    if answer.reached:
        yield Text(_("Nothing has to change."), style="green")
        return
    yield heading(_("The least changes that help, the smallest first"))
    rows = marked()
    for number, change in enumerate(answer.changes[:SHOWN_CHANGES], 1):
        rows.add_row(f"{number}.", _change(catalogue, change))
    if answer.changes:
        yield rows
    elif answer.complete:
        yield Text(_("Nothing that the household can change is certain to help."))
    if not answer.complete:
        yield Text(_("Not everything could be tried: there may be other changes that help."), style="yellow")
    for label in answer.stuck:
        yield Text(labelled(_("Nothing would mend"), say(label)))
    yield from _unknown(answer)


def _unknown(answer: Least | Sweep | When) -> Iterator[Text]:
    """What no text gives, and what nobody told."""
    for missing in answer.missing_law[:SHOWN_CHANGES]:
        whom = " · ".join(filter(None, [f"{_('Ask')} {missing.ask}", reached(missing.contact)])) if missing.ask else ""
        yield Text(labelled(_("Not known"), say(missing.label) + (aside(whom) if whom else "")))
    for question in answer.next_questions[:SHOWN_CHANGES]:
        yield Text(labelled(_("Not told"), say(question.label)))


def _change(catalogue: Catalogue, change: Change) -> Text:
    lines = [_shift(catalogue, shift) for shift in change.shifts]
    moves = [labelled(_("It moves"), listed([say(label) for label in change.moves]))] if change.moves else []
    return Text("\n".join([*lines, f"⇒ {certain(change.outcome, change.amount)}", *moves]))


def _shift(catalogue: Catalogue, shift: Shift) -> str:
    clauses = listed([say(each.label) for each in shift.clauses])
    ends = " → ".join(_value(catalogue, shift, value) for value in (shift.before, shift.after))
    words = labelled(say(shift.label), f"{ends}{aside(say(shift.words))}")
    return f"{words} ← {clauses}" if clauses else words


def _value(catalogue: Catalogue, shift: Shift, value: Any) -> str:
    if shift.kind == "city":
        return say(catalogue.law.places[value].words)
    choices = catalogue.inputs[shift.name.rpartition(".")[2]].choices if shift.unit == "choice" else None
    return say(choices[value]) if choices else amount(value, shift.unit)


def when(answer: When) -> Iterator[RenderableType]:
    """The first day, the day it stops, and what happens to the law meanwhile."""
    yield Text(say(answer.label), style="bold")
    if answer.first is None:
        yield Text(_("No day until {day} is certain.", day=answer.looked_until), style="yellow")
    else:
        yield Text(_("Entitled from {day}", day=answer.first) + _meanwhile(answer), style="bold green")
    if answer.amount is not None:
        yield Text(certain(Outcome.ELIGIBLE, answer.amount))
    if answer.stops is not None:
        yield Text(labelled(_("No longer from {day}", day=answer.stops), listed([say(x) for x in answer.stopped_by])))
    for wait in answer.waits:
        day = (
            _("not until {day}", day=answer.looked_until)
            if wait.holds_from is None
            else _("holds from {day}", day=wait.holds_from)
        )
        yield Text(labelled(say(wait.label), f"{say(wait.gap)}{aside(day)}" if wait.gap else day))
    yield from _law(_("Of the law that this rests on, by then"), answer.lapses)
    yield from _law(_("What of the law changes on that day"), answer.stops_with)
    yield from _unknown(answer)
    if answer.grows:
        yield Text(labelled(_("Grows with time"), listed([say(label) for label in answer.grows])), style="dim")
    if answer.stays:
        yield Text(labelled(_("Taken to stay as it is"), listed([say(label) for label in answer.stays])), style="dim")
    yield Text(_("The law as known is taken to go on."), style="dim")


def _meanwhile(answer: When) -> str:
    """What has to go on until the first day, if that is not the day asked about."""
    waits = answer.first is not None and answer.first > answer.date
    return aside(listed([say(each) for each in answer.provided])) if waits and answer.provided else ""


def _law(title: str, lapses: Sequence[Lapse]) -> Iterator[RenderableType]:
    if lapses:
        yield heading(title)
    for lapse in lapses:
        until = _("until {day}", day=lapse.until)
        yield Text(labelled(say(lapse.label), f"{until}; {_(THEN[lapse.then])}{aside(lapse.path)}"))
