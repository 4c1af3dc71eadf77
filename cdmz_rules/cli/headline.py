"""The answer itself: the outcome in large, and what it comes to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from cdmz_rules.cli.figures import in_wan
from cdmz_rules.cli.language import N_, _, aside, counted, labelled, listed, reached, say
from cdmz_rules.cli.screen import pairs
from cdmz_rules.decisions import sentences
from cdmz_rules.decisions.decision import Decision, Outcome
from cdmz_rules.decisions.explanation import Amount, AppliedReform, Missing
from cdmz_rules.i18n.outcomes import NAMES
from cdmz_rules.law.reform import Reform

LOOKS = {
    Outcome.ELIGIBLE: ("✔", "green", NAMES["eligible"]),
    Outcome.NOT_ELIGIBLE: ("✘", "red", NAMES["not_eligible"]),
    Outcome.NEEDS_A_PERSON: ("!", "yellow", NAMES["needs_a_person"]),
    Outcome.RULE_UNKNOWN: ("?", "magenta", NAMES["rule_unknown"]),
    Outcome.UNDETERMINED: ("?", "yellow", NAMES["undetermined"]),
}
SHOWN_CAUSES = 4


BANNERS = {
    "fill_unknown": (N_("ASSUMPTION, NOT POLICY"), "magenta"),
    "replace": (N_("A PROPOSED REFORM, NOT THE LAW"), "blue"),
}


def banner(decision: Decision) -> Iterator[RenderableType]:
    """What nobody may overlook: that figures are assumed, or that another law than today's was asked for."""
    for applied in decision.reforms:
        title = say(applied.title)
        if not applied.values:
            yield Text(_("{title} was asked for, but nothing in this answer rests on it.", title=title), style="dim")
            continue
        words, style = BANNERS[applied.mode]
        lines = Group(Text(_(words), style="bold"), Text(f"{_rests(decision, applied, title)}{_('.')}"))
        yield Panel(lines, box=box.HEAVY, border_style=f"bold {style}", style=style)


def other_law(reform: Reform | None) -> Iterator[Text]:
    """The same in a line for each kind, over answers of many households: of a pack that it is no policy, of a reform that it is no law."""
    steps = reform.steps if reform else ()
    for mode in dict.fromkeys(step.mode for step in steps):
        words, style = BANNERS[mode]
        titles = listed(say(step.title) for step in steps if step.mode == mode)
        yield Text(f"{_(words)} · {titles}", style=f"bold {style}")


def _rests(decision: Decision, applied: AppliedReform, title: str) -> str:
    """How many values come from a pack or reform, and how many of them nobody has set."""
    words = counted(
        "{number} value of this answer is taken from “{title}”",
        "{number} values of this answer are taken from “{title}”",
        applied.values,
        title=title,
    )
    invented = sum(source.placeholder for source in decision.sources if source.origin == applied.name)
    made_up = counted(
        "; {number} of them is a placeholder that no office has set",
        "; {number} of them are placeholders that no office has set",
        invented,
    )
    return words + (made_up if invented else "")


def headline(decision: Decision) -> RenderableType:
    """Outcome, main amount and what the amount depends on."""
    mark, style, words = LOOKS[decision.outcome]
    lines = [Text(f"{mark}  {_(words)}", style=f"bold {style}"), *_indented(main_lines(decision))]
    return Panel(Group(*lines), title=_title(decision), title_align="left", border_style=style, padding=(1, 2))


def _title(decision: Decision) -> Text:
    return Text(" · ".join(parts_of_title(decision)), style="bold")


def parts_of_title(decision: Decision) -> list[str]:
    """Which benefit, where, and on which day."""
    where = [say(decision.place_label)] if decision.place != "unknown" else []
    known = [_("as known on {day}", day=decision.known_on)] if decision.known_on else []
    return [say(decision.label), *where, decision.date.isoformat(), *known]


def _indented(lines: list[Text]) -> list[RenderableType]:
    return [Padding(line, (0, 0, 0, 3)) for line in lines]


def main_lines(decision: Decision) -> list[Text]:
    """What stands below the outcome: whatever is certain of the amount, whatever the outcome."""
    if decision.outcome is Outcome.NOT_ELIGIBLE:
        return _refusal(decision)
    if decision.outcome is Outcome.NEEDS_A_PERSON:
        return [*_sum(decision), Text(_("The amount depends on what the office finds."))]
    if decision.outcome is Outcome.RULE_UNKNOWN:
        return [*_sum(decision), *_offices(decision)]
    return _sum(decision) or _first_questions(decision)


def _refusal(decision: Decision) -> list[Text]:
    failed = [clause for clause in decision.conditions if clause.status == "fails"]
    return [
        Text.assemble(say(clause.sentence), ("  " + say(clause.gap) if clause.gap else "", "bold")) for clause in failed
    ]


def _offices(decision: Decision) -> list[Text]:
    """Whom to ask about the rules that nobody knows."""
    offices = {missing.ask: reached(missing.contact) for missing in decision.missing_law if missing.ask}
    return [Text(labelled(_("Ask"), " · ".join(filter(None, each)))) for each in offices.items()]


def _sum(decision: Decision) -> list[Text]:
    """The amount as far as it is certain and under which reading; without any bound that is said where it is for a rule."""
    main = decision.amount
    if not sentences.tells(main) and decision.outcome is not Outcome.RULE_UNKNOWN:
        return []
    said = sentences.headline(decision)
    lines = [line for each in said.lines for line in _line(each)]
    if main.unit == "CNY" and len(said.lines) == 1:
        wan = in_wan(main.lower or None, main.upper)
        lines[0].append(aside(wan) if wan else "")
    return [*lines, *_limits(decision), *_causes(main, said.named)]


def _line(line: sentences.Line) -> list[Text]:
    figure = Text(say(line.figure), style="bold")
    return [figure, Text(say(line.condition))] if line.condition else [figure]


def _first_questions(decision: Decision) -> list[Text]:
    names = [say(question.label) for question in decision.next_questions[:SHOWN_CAUSES]]
    return [Text(labelled(_("First of all it depends on"), listed(names)))] if names else []


def _limits(decision: Decision) -> list[Text]:
    """Which limit binds, where that is certain."""
    binding = [say(step.label) for step in decision.steps if step.binds]
    return [Text(labelled(_("Binding limit"), listed(binding)))] if binding else []


def _causes(main: Amount, named: Sequence[str]) -> list[Text]:
    """What else keeps the amount from being exact, beside what was named with it."""
    names = list(dict.fromkeys(_cause(each) for each in main.because if each.name not in named))
    if main.bound == "exact" or not names:
        return []
    more = len(names) - SHOWN_CAUSES
    listing = names[:SHOWN_CAUSES] + ([_("and {number} more", number=more)] if more > 0 else [])
    return [Text(labelled(_("It also depends on"), listed(listing)))]


def _cause(missing: Missing) -> str:
    return _("{name} (rule not known)", name=say(missing.label)) if missing.kind == "law" else say(missing.label)


def further(decision: Decision) -> RenderableType | None:
    """The other amounts as far as they are certain: rate, payments, the part left for a commercial loan."""
    if decision.outcome is Outcome.NOT_ELIGIBLE:
        return None
    amounts = [amount for amount in decision.amounts[1:] if sentences.tells(amount)]
    if not amounts:
        return None
    table = pairs()
    for amount in amounts:
        table.add_row(say(amount.label), say(sentences.amount(amount)))
    return Padding(table, (1, 0, 0, 3))
