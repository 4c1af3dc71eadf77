"""An interview as a person reads it: what is certain so far, the question, why it is asked, and the answer at the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from cdmz_rules.cli import answer, headline, interview_answers
from cdmz_rules.cli.failures import near_path
from cdmz_rules.cli.figures import bounded
from cdmz_rules.cli.language import N_, _, aside, counted, labelled, listed, say
from cdmz_rules.cli.screen import heading, marked
from cdmz_rules.decisions import sentences
from cdmz_rules.decisions.decide import decide
from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.i18n.text import Text as Both
from cdmz_rules.i18n.words import Words
from cdmz_rules.interview.parts import AnswerSoFar, InputAsked, Interview
from cdmz_rules.rulebook import Rulebook
from cdmz_rules.rulebook.catalogue import Catalogue

SETTLES = {
    "outcome": N_("whether you are entitled"),
    "amount": N_("how much it is"),
    "reported": N_("what is reported beside the amount"),
}


def help_line() -> Text:
    """What can be typed."""
    return Text(_("Empty or ?: not known. back: one step back. why: why it is asked. save. stop."), style="dim")


def so_far(said: Interview) -> Iterator[RenderableType]:
    """How the benefits stand, above the questions of a screen, and how many questions can follow."""
    left = counted("at most {number} question left", "at most {number} questions left", said.progress.left)
    yield heading(" · ".join([left, *([say(said.heading)] if said.heading else [])]))
    yield from moved(said)


def moved(said: Interview) -> Iterator[RenderableType]:
    """How the benefits stand: one in a line, of several those that are open and of which something is known."""
    if len(said.answers) == 1:
        yield standing(said.answers[0])
    else:
        settled, number = said.progress.settled, said.progress.benefits
        yield Text(_("{settled} of {number} settled", settled=settled, number=number), "bold")
        yield from (standing(each) for each in said.answers if each.status == "open" and known(each))


def known(so_far: AnswerSoFar) -> bool:
    """Whether anything is known of a benefit."""
    return so_far.outcome is not Outcome.UNDETERMINED or sentences.tells(so_far.amount)


def standing(so_far: AnswerSoFar) -> Text:
    """How a benefit stands, in a line."""
    mark, style, words = headline.LOOKS[so_far.outcome]
    line = Text(f"{mark} {say(so_far.label)}", style=style)
    line.append(f"  {_(words)}", style="not bold")
    figure = so_far.amount
    if so_far.outcome is not Outcome.NOT_ELIGIBLE and sentences.tells(figure):
        line.append(f"  {bounded(figure.bound, figure.value, figure.lower, figure.upper, figure.unit)}", style="bold")
    return line


def question(catalogue: Catalogue, asked: InputAsked) -> Iterator[RenderableType]:
    """A question, with what can be answered."""
    line = Text(say(asked.label), style="bold")
    how = interview_answers.how(catalogue, asked)
    line.append(aside(how) if how else "", style="not bold dim")
    yield line
    if asked.choices:
        yield choices(asked.choices)


def choices(words: Mapping[str, Both | Words]) -> RenderableType:
    """Choices with their numbers."""
    rows = marked()
    for number, label in enumerate(words.values(), start=1):
        rows.add_row(str(number), say(label))
    return rows


def why(asked: InputAsked) -> RenderableType:
    """Why a question is asked: what it is for, and what it can change."""
    lines = [say(asked.about)] if asked.about else []
    for settles, words in SETTLES.items():
        benefits = [say(each.label) for each in asked.why if each.settles == settles]
        if benefits:
            lines.append(labelled(_(words), listed(benefits)))
    return Padding(Text("\n".join(lines), style="cyan"), (0, 0, 0, 3))


def concerned(labels: Mapping[str, Both]) -> Iterator[RenderableType]:
    """Which benefits are wanted."""
    yield heading(_("What does this concern?"))
    yield Text(_("numbers, e.g. 1 3; empty: all of them"), style="dim")
    yield choices(labels)


def members(words: Mapping[str, Words]) -> Iterator[RenderableType]:
    """Who belongs to the household."""
    yield heading(_("Who else belongs to the household?"))
    yield Text(_("numbers, one for each person, e.g. 1 2 2; empty: nobody else"), style="dim")
    yield choices(words)


def where_to(usual: Path) -> Text:
    """Where to write the answers."""
    return Text(_("Write the answers to a file, e.g. {file}? Empty: do not", file=usual), style="bold")


def last(rulebook: Rulebook, case: Mapping[str, Any], said: Interview) -> Iterator[RenderableType]:
    """The answers at the end, and what of that nobody could say."""
    decisions = [decide(case, each.benefit, said.date, rulebook=rulebook) for each in said.answers]
    for decision in decisions:
        if len(decisions) == 1:
            yield from headline.banner(decision)
            yield headline.headline(decision)
        else:
            yield from answer.compact(decision)
    names = [say(each.label) for each in said.left_open]
    if names:
        yield Text(labelled(_("Not known, and it can still change the answer"), listed(names)), style="yellow")


def in_full(said: Interview, file: Path | None) -> Iterator[Text]:
    """The commands that show the answers in full."""
    reform = f" --reform {said.reform}" if said.reform else ""
    for each in said.answers if file is not None else ():
        yield Text(f"cdmz decide {each.benefit} {near_path(file or '')}{reform}", style="cyan")
