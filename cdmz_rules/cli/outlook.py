"""What would change the answer: the gaps to close, the next limit, the questions still open, and whom to ask about unknown law."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from cdmz_rules.cli.figures import bounded
from cdmz_rules.cli.language import _, aside, labelled, listed, reached, say
from cdmz_rules.cli.screen import heading, marked
from cdmz_rules.decisions.decision import Decision, Outcome
from cdmz_rules.decisions.explanation import Missing, Question

SHOWN_QUESTIONS = 5
SHOWN_CHOICES = 8


def changes(decision: Decision) -> Iterator[RenderableType]:
    """Which gaps to close, or which limit comes next."""
    lines = _gaps(decision) if decision.outcome is Outcome.NOT_ELIGIBLE else _next_limit(decision)
    if lines:
        yield heading(_("What would change it"))
        rows = marked()
        for line in lines:
            rows.add_row("•", line)
        yield rows


def _gaps(decision: Decision) -> list[Text]:
    failed = [clause for clause in decision.conditions if clause.status == "fails"]
    lines = [
        Text(labelled(say(clause.label), say(clause.gap) if clause.gap else _("this has to hold"))) for clause in failed
    ]
    unsure = [say(clause.label) for clause in decision.conditions if clause.status == "unknown"]
    if unsure:
        lines.append(Text(labelled(_("Then it would still have to be seen"), listed(unsure)), style="dim"))
    return lines


def _next_limit(decision: Decision) -> list[Text]:
    """Beyond which sum another limit would bind."""
    if decision.outcome is not Outcome.ELIGIBLE:
        return []
    binding = [step for step in decision.steps if step.binds and step.value is not None]
    known = sorted(
        (step for step in decision.steps if step.limit and not step.binds and step.lower is not None),
        key=lambda s: s.lower or 0,
    )
    if len(binding) != 1 or not known or known[0].lower == 0:
        return []
    following = known[0]
    line = _(
        "Were it not for “{limit}”, the next limit would be “{next}”, {amount}",
        limit=say(binding[0].label),
        next=say(following.label),
        amount=bounded(following.bound, following.value, following.lower, following.upper, following.unit),
    )
    return [Text(line)]


def questions(decision: Decision) -> Iterator[RenderableType]:
    """The missing inputs that matter, the most telling first, and how to give them."""
    if not decision.next_questions:
        return
    yield heading(_("What to tell next"))
    rows = marked()
    for position, question in enumerate(decision.next_questions[:SHOWN_QUESTIONS], start=1):
        rows.add_row(str(position), _question(question))
    yield rows
    rest = len(decision.next_questions) - SHOWN_QUESTIONS
    if rest > 0:
        yield Padding(Text(_("and {number} more", number=rest), style="dim"), (0, 0, 0, 4))


def _question(question: Question) -> Text:
    line = Text(say(question.label), style="bold")
    if question.about:
        line.append(aside(say(question.about)), style="not bold")
    if question.decides:
        line.append(f"  {_('decides the answer')}", style="green")
    line.append(f"\n--set {question.name}={_placeholder(question)}", style="not bold cyan")
    return line


def _placeholder(question: Question) -> str:
    if question.choices:
        names = list(question.choices)
        return "|".join(names[:SHOWN_CHOICES]) + ("|…" if len(names) > SHOWN_CHOICES else "")
    return {"boolean": "true|false", "date": "2026-01-31"}.get(question.unit, "…")


def unknown_law(decision: Decision) -> Iterator[RenderableType]:
    """The values of the law that nobody has at hand, by the office that would know; of no place in particular, none yet."""
    asks = decision.outcome is Outcome.RULE_UNKNOWN
    somewhere = asks or decision.place != "unknown" or not decision.next_questions
    if not decision.missing_law or not somewhere or decision.outcome is Outcome.NOT_ELIGIBLE:
        return
    yield heading(_("What no text at hand says, and whom to ask"))
    by_office: dict[str, list[Missing]] = {}
    for missing in decision.missing_law:
        by_office.setdefault(missing.ask or "", []).append(missing)
    rows = marked()
    for office, values in by_office.items():
        line = Text(office, style="bold")
        reach = reached(values[0].contact)
        line.append(f"\n{reach}" if reach else "", style="not bold")
        for missing in values:
            line.append(f"\n{say(missing.label)}", style="not bold")
            line.append(aside(say(missing.reason)) if missing.reason else "", style="not bold dim")
            line.append(f"\n{say(missing.question)}" if missing.question else "", style="not bold cyan")
            line.append(
                f"\n{labelled(_('Bounded'), say(missing.limits))}" if missing.limits else "", style="not bold dim"
            )
        rows.add_row("☎", line)
    yield rows
    yield from _ways_on(decision)


def _ways_on(decision: Decision) -> Iterator[RenderableType]:
    first = decision.missing_law[0]
    if decision.outcome is Outcome.RULE_UNKNOWN:
        if decision.reform is None and decision.illustration is None:
            yield _hint(_("For a trial figure beside it (not policy): --illustrate assumptions_2026"))
        yield _hint(
            _("Once the text is at hand: cdmz law set {path} --where {place} …", path=first.name, place=first.place)
        )


def _hint(text: str) -> RenderableType:
    return Padding(Text(text, style="dim"), (0, 0, 0, 4))
