"""A letter to the offices of a place (询问函): the questions worth most, each with why it is asked and room for the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import jinja2

from cdmz_rules.decisions import asking
from cdmz_rules.enquiry import wording
from cdmz_rules.enquiry.columns import NO_RULE
from cdmz_rules.enquiry.periods import Period
from cdmz_rules.enquiry.workbook import Enquiry
from cdmz_rules.enquiry.worth import Worth
from cdmz_rules.i18n.words import Words
from cdmz_rules.rulebook.uses import benefits_on

TEMPLATE = "letter.html"


@dataclass(frozen=True)
class Question:
    """One question of a letter.

    Attributes:
        text: How it is asked.
        item: What is asked about.
        path: The item.
        options: Of a question of whether or which: what can be ticked.
        period: The time asked about.
        benefits: What it decides.
        unit: In what the answer is counted.
        worth: What it is worth to know.
    """

    text: Words
    item: Words
    path: str
    options: Sequence[Words]
    period: Words
    benefits: Words
    unit: Words
    worth: Worth


@dataclass(frozen=True)
class Letter:
    """A letter to one office.

    Attributes:
        office: To whom it goes.
        questions: What is asked, what is worth most first.
    """

    office: str
    questions: Sequence[Question]


def letters(enquiry: Enquiry, *, domain: str | None = None, top: int = 20) -> list[Letter]:
    """The letters to the offices of a place about what is not known on the day of the enquiry.

    Args:
        enquiry: What the place is asked.
        domain: Of which domain; of all if left out.
        top: How many questions in all: those that are worth most.
    """
    found = [each for each in enquiry.asked() if each.holds(enquiry.day) and domain in (None, each.item.domain)]
    by_office: dict[str, list[Question]] = {}
    for period in found[:top]:
        by_office.setdefault(period.office(enquiry.rulebook.places), []).append(_question(enquiry, period))
    return [Letter(office, questions) for office, questions in by_office.items()]


def _question(enquiry: Enquiry, period: Period) -> Question:
    item, place = period.item, enquiry.rulebook.places[period.cell.place]
    benefits = [enquiry.rulebook.benefits[name].label for name in benefits_on(enquiry.rulebook, item.path)]
    return Question(
        text=asking.question(item, place),
        item=item.label,
        path=item.path,
        options=wording.options(item),
        period=wording.span(period),
        benefits=Words("、".join(one.zh for one in benefits), ", ".join(one.en for one in benefits)),
        unit=wording.unit(item),
        worth=enquiry.worths.of(period),
    )


def as_html(enquiry: Enquiry, written: Sequence[Letter]) -> str:
    """Letters as one page that prints on A4, each on sheets of its own; Chinese first."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    page = environment.get_template(TEMPLATE)
    place = enquiry.rulebook.places[enquiry.place].words
    return page.render(letters=written, place=place, day=enquiry.day, totals=enquiry.worths.totals, no_rule=NO_RULE)
