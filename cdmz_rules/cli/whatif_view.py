"""Answers to what-if questions as a person reads them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from cdmz_rules.cli.figures import amount, bounded, told
from cdmz_rules.cli.headline import LOOKS
from cdmz_rules.cli.language import N_, _
from cdmz_rules.cli.screen import heading, marked
from cdmz_rules.cli.text import aside, labelled, listed
from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.places import JURISDICTIONS
from cdmz_rules.rulebook.catalogue import all_inputs
from cdmz_rules.whatif.first_day import Lapse, When
from cdmz_rules.whatif.least_change import Change, Least, Shift
from cdmz_rules.whatif.scenarios import Compared, Scenarios
from cdmz_rules.whatif.sweep import Break, Piece, Point, Sweep, Swept

KINDS = {
    "cliff": N_("cliff"),
    "kink": N_("kink"),
    "verdict": N_("other outcome"),
    "certainty": N_("other certainty"),
}
THEN = {"known": N_("another value"), "unknown": N_("not known"), "not_in_force": N_("not in force")}
SHOWN_CHANGES = 6
SHOWN_PIECES = 40


def scenarios(found: Scenarios) -> Iterator[RenderableType]:
    """Scenarios below the answer as things stand."""
    yield Text(told(found.label), style="bold")
    table = _table(_("scenario"), _("outcome"), _("amount"), _("difference"), _("what differs"))
    for number, each in enumerate([found.base, *found.scenarios]):
        table.add_row(each.name if number else _("as things stand"), *_compared(each))
    yield table


def _compared(each: Compared) -> list[RenderableType]:
    difference = (
        ""
        if each.difference is None
        else f"{'+' if each.difference > 0 else ''}{amount(each.difference, each.amount.unit)}"
    )
    notes = [labelled(_("fails"), told(label)) for label in each.fails]
    notes += [labelled(_("holds"), told(label)) for label in each.mends]
    notes += [told(each.reform_title)] if each.reform_title else []
    return [outcome(each.outcome), certain(each.outcome, each.amount), difference, "\n".join(notes)]


def outcome(found: Outcome) -> Text:
    """An outcome in a word, with its mark and colour."""
    mark, style, words = LOOKS[found]
    return Text(f"{mark} {_(words)}", style=style)


def certain(found: Outcome, figure: Any) -> str:
    """An amount as far as it is certain; none where the rule is unknown."""
    if found in (Outcome.RULE_UNKNOWN, Outcome.NEEDS_A_PERSON):
        return _("not known")
    return bounded(figure.bound, figure.value, figure.lower, figure.upper, figure.unit)


def _table(*heads: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for head in heads:
        table.add_column(head, header_style="dim", overflow="fold")
    return table


def sweep(found: Sweep) -> Iterator[RenderableType]:
    """Each line: its stretches, and what lies between them."""
    yield Text(f"{told(found.label)} · {told(found.input.label)}", style="bold")
    if found.reform_title is not None:
        yield Text(told(found.reform_title), style="magenta")
    for line in found.lines:
        if found.by is not None:
            yield heading(labelled(told(found.by.label), amount(line.at, found.by.unit)))
        yield _pieces(found, line)
        yield _breaks(found, line)
        if not line.settled or line.left_off:
            yield Text(_("Not every break was found: vary less, or tell more."), style="yellow")
    yield from _unknown(found)


def _pieces(found: Sweep, line: Swept) -> Table:
    table = _table(_("from"), _("to"), _("outcome"), _("amount"), _("one more brings"))
    for piece in line.pieces[:SHOWN_PIECES]:
        ends = [amount(point.at, found.input.unit) for point in (piece.first, piece.last)]
        table.add_row(*ends, outcome(piece.first.outcome), _between(piece, found.unit), _rate(piece))
    return table


def _between(piece: Piece, unit: str) -> str:
    first, last = (_at(point, unit) for point in (piece.first, piece.last))
    return first if first == last else f"{first} → {last}"


def _at(point: Point, unit: str) -> str:
    if point.outcome in (Outcome.RULE_UNKNOWN, Outcome.NEEDS_A_PERSON):
        return _("not known")
    return bounded(point.bound, point.value, point.lower, point.upper, unit)


def _rate(piece: Piece) -> str:
    if piece.rate is None:
        return ""
    return f"{piece.rate:+.4f}".rstrip("0").rstrip(".") if abs(piece.rate) >= 5e-5 else "0"


def _breaks(found: Sweep, line: Swept) -> Table:
    rows = marked()
    for each in line.breaks:
        where = f"{amount(each.before.at, found.input.unit)} → {amount(each.after.at, found.input.unit)}"
        words = f"{_(KINDS[each.kind])}  {where}{_jump(each, found.unit)}"
        rows.add_row("•", Text(labelled(words, listed([told(cause.label) for cause in each.because]))))
    return rows


def _jump(each: Break, unit: str) -> str:
    if each.kind != "cliff" or each.jump is None:
        return ""
    return aside(f"{'+' if each.jump > 0 else ''}{amount(each.jump, unit)}")


def least(found: Least) -> Iterator[RenderableType]:
    """What fails, and the least changes that help."""
    yield Text(told(found.label), style="bold")
    yield Text.assemble(outcome(found.outcome), "  ", certain(found.outcome, found.amount))
    for clause in found.fails:
        yield Text(f"  ✘ {told(clause.sentence)}{aside(told(clause.gap)) if clause.gap else ''}")
    if found.reached:
        yield Text(_("Nothing has to change."), style="green")
        return
    yield heading(_("The least changes that help, the smallest first"))
    rows = marked()
    for number, change in enumerate(found.changes[:SHOWN_CHANGES], 1):
        rows.add_row(f"{number}.", _change(change))
    if found.changes:
        yield rows
    elif found.complete:
        yield Text(_("Nothing that the household can change is certain to help."))
    if not found.complete:
        yield Text(_("Not everything could be tried: there may be other changes that help."), style="yellow")
    for label in found.stuck:
        yield Text(labelled(_("Nothing would mend"), told(label)))
    yield from _unknown(found)


def _unknown(found: Least | Sweep) -> Iterator[Text]:
    """What no text gives, and what nobody told."""
    for missing in found.missing_law[:SHOWN_CHANGES]:
        yield Text(
            labelled(_("Not known"), told(missing.label) + (aside(f"{_('Ask')} {missing.ask}") if missing.ask else ""))
        )
    for question in found.next_questions[:SHOWN_CHANGES]:
        yield Text(labelled(_("Not told"), told(question.label)))


def _change(change: Change) -> Text:
    lines = [_shift(shift) for shift in change.shifts]
    moves = [labelled(_("It moves"), listed([told(label) for label in change.moves]))] if change.moves else []
    return Text("\n".join([*lines, f"⇒ {certain(change.outcome, change.amount)}", *moves]))


def _shift(shift: Shift) -> str:
    clauses = listed([told(each.label) for each in shift.clauses])
    ends = f"{_value(shift, shift.before)} → {_value(shift, shift.after)}"
    words = labelled(told(shift.label), f"{ends}{aside(told(shift.words))}")
    return f"{words} ← {clauses}" if clauses else words


def _value(shift: Shift, value: Any) -> str:
    if shift.kind == "city":
        return told(JURISDICTIONS[value].words)
    choices = all_inputs()[shift.name.rpartition(".")[2]].choices if shift.unit == "choice" else None
    return told(choices[value]) if choices else amount(value, shift.unit)


def when(found: When) -> Iterator[RenderableType]:
    """The first day, the day it stops, and what happens to the law meanwhile."""
    yield Text(told(found.label), style="bold")
    if found.first is None:
        yield Text(_("No day until {day} is certain.", day=found.looked_until), style="yellow")
    else:
        yield Text(_("Entitled from {day}", day=found.first), style="bold green")
    if found.amount is not None:
        yield Text(certain(Outcome.ELIGIBLE, found.amount))
    if found.stops is not None:
        yield Text(labelled(_("No longer from {day}", day=found.stops), listed([told(x) for x in found.stopped_by])))
    for wait in found.waits:
        day = (
            _("not until {day}", day=found.looked_until)
            if wait.holds_from is None
            else _("holds from {day}", day=wait.holds_from)
        )
        yield Text(labelled(told(wait.label), f"{told(wait.gap)}{aside(day)}" if wait.gap else day))
    yield from _law(_("Of the law that this rests on, by then"), found.lapses)
    yield from _law(_("What of the law changes on that day"), found.stops_with)
    if found.grows:
        yield Text(labelled(_("Grows with time"), listed([told(label) for label in found.grows])), style="dim")
    if found.stays:
        yield Text(labelled(_("Taken to stay as it is"), listed([told(label) for label in found.stays])), style="dim")
    yield Text(_("The law as known is taken to go on."), style="dim")


def _law(title: str, lapses: Sequence[Lapse]) -> Iterator[RenderableType]:
    if lapses:
        yield heading(title)
    for lapse in lapses:
        until = _("until {day}", day=lapse.until)
        yield Text(labelled(told(lapse.label), f"{until}; {_(THEN[lapse.then])}{aside(lapse.path)}"))
