"""A decision as a person reads it: the answer, why, what would change it, what it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from cdmz_rules.cli import depends, evidence, figures, headline, outlook, reasons, trial
from cdmz_rules.cli.evidence import References
from cdmz_rules.cli.language import _, labelled, listed, say
from cdmz_rules.decisions.decision import Decision, Outcome
from cdmz_rules.law import Law

SHOWN_NAMES = 3


def full(law: Law, decision: Decision) -> Iterator[RenderableType]:
    """Everything an answer holds."""
    references = References(decision)
    yield from headline.banner(decision)
    yield headline.headline(decision)
    amounts = headline.further(decision)
    if amounts is not None:
        yield amounts
    for part in (
        depends.depends_on(decision),
        reasons.reasons(decision, references),
        reasons.steps(decision, references),
        outlook.changes(decision),
        outlook.questions(decision),
        outlook.unknown_law(decision),
        evidence.sources(law, decision, references),
        evidence.warnings(decision),
        evidence.presumed(decision),
        evidence.not_encoded(decision),
        trial.illustration(decision),
    ):
        yield from _spaced(part)
    yield evidence.footer(decision)


def _spaced(part: Iterator[RenderableType]) -> Iterator[RenderableType]:
    for position, line in enumerate(part):
        if position == 0:
            yield ""
        yield line


def compact(decision: Decision) -> Iterator[RenderableType]:
    """The answer in a few lines."""
    mark, style, words = headline.LOOKS[decision.outcome]
    first = Text(f"{mark} {_(words)}", style=f"bold {style}")
    first.append(f"  {' · '.join(headline.parts_of_title(decision))}", style="not bold dim")
    yield first
    yield from map(_indented, headline.main_lines(decision))
    if decision.outcome is Outcome.UNDETERMINED and decision.amount.bound != "not_bounded" and decision.next_questions:
        names = listed([say(question.label) for question in decision.next_questions[:SHOWN_NAMES]])
        yield _indented(Text(labelled(_("What to tell next"), names)))
    yield _indented(Text(labelled(_("Weakest evidence"), figures.evidence(decision.evidence)), style="dim"))
    warned = {warning.code for warning in decision.warnings}
    for code, mode in (("assumption_pack", "fill_unknown"), ("reform", "replace")):
        if code in warned:
            words, style = headline.BANNERS[mode]
            yield _indented(Text(_(words), style=f"bold {style}"))


def _indented(line: Text) -> RenderableType:
    return Padding(line, (0, 0, 0, 2))
