"""The workbook of a place (核对表): what its law lacks, or all it has, one sheet a domain, one row an item and period, to be filled in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

from cdmz_rules.decisions import asking
from cdmz_rules.enquiry import wording
from cdmz_rules.enquiry.answers import Answer, Checkers, standing
from cdmz_rules.enquiry.columns import EVIDENCE, EXPIRY, NO_RULE
from cdmz_rules.enquiry.periods import Period, by_domain, periods, within
from cdmz_rules.enquiry.workbook_sheets import Sheets
from cdmz_rules.enquiry.worth import Worths
from cdmz_rules.i18n.phrases import in_both
from cdmz_rules.i18n.words import Words, both
from cdmz_rules.law.item import State
from cdmz_rules.rulebook.rulebook import Rulebook
from cdmz_rules.rulebook.uses import benefits_on

Row = Mapping[str, Any]
"""What stands in a row, by the key of its column."""


@dataclass(frozen=True)
class Enquiry:
    """What a place is asked.

    Attributes:
        rulebook: The rules.
        place: The place.
        worths: What every rule is worth to know.
        day: The day of the enquiry.
        checkers: Who checked what stands in the overlay.
    """

    rulebook: Rulebook
    place: str
    worths: Worths
    day: date
    checkers: Checkers

    def asked(self, everything: bool = False) -> list[Period]:
        """The periods asked about: the gaps, or everything that the place rules; what is worth most comes first."""
        places = self.rulebook.places
        found = periods(self.rulebook.law, within(places, self.place))
        return self.worths.ordered(period for period in found if period.is_gap or (everything and _is_written(period)))


def _is_written(period: Period) -> bool:
    """Whether a period stands in a file by itself, and does not only say that another is over."""
    written = period.item.versions.get(period.cell.place, ())
    before = [cell for cell in written if cell.start < period.first]
    ended = bool(before) and before[-1].on_expiry is not None
    return period.cell.state is State.KNOWN or not ended


def write(stream: BinaryIO, enquiry: Enquiry, *, everything: bool = False) -> int:
    """Write a workbook.

    Args:
        stream: Where it goes.
        enquiry: What the place is asked.
        everything: Whether what is known stands in it too, to be confirmed.

    Returns:
        How many rows it has.
    """
    found = enquiry.asked(everything)
    sheets = Sheets(stream)
    sheets.explain(enquiry.rulebook.places[enquiry.place].words, enquiry.day, everything)
    rows_of = Counter(period.rule for period in found)
    for domain, mine in by_domain(found).items():
        rows = [_row(enquiry, period, is_one_of_many=rows_of[period.rule] > 1) for period in mine]
        sheets.rules(f"{_domain(enquiry.rulebook, domain).zh} {domain}", rows)
    sheets.close()
    return len(found)


def _domain(rulebook: Rulebook, name: str) -> Words:
    folder = rulebook.system.parameters.children.get(name)
    return both(folder.metadata["label"]) if folder is not None and "label" in folder.metadata else Words(name, name)


def _row(enquiry: Enquiry, period: Period, *, is_one_of_many: bool) -> tuple[Period, Row]:
    """What stands in the row of a period; of several of one rule the question says of which period it is."""
    rulebook, item, cell = enquiry.rulebook, period.item, period.cell
    place, worth = rulebook.places[cell.place], enquiry.worths.of(period)
    question = asking.question(item, place)
    if is_one_of_many:
        question = in_both("{question} (period: {period})", question=question, period=wording.span(period))
    told: dict[str, Any] = {
        "question": question.zh,
        "english": question.en,
        "takes": f"{wording.takes(item).zh}；或“{NO_RULE.zh}”",
        "unit": wording.unit(item).zh,
        "office": period.office(rulebook.places),
        "decides": "、".join(rulebook.benefits[name].label.zh for name in benefits_on(rulebook, item.path)),
        "open": worth.open,
        "yuan": round(worth.yuan, 2),
        "others": _others(enquiry, period),
        "asked": wording.span(period).zh,
        "path": item.path,
        "place": cell.place,
        "since": period.first.isoformat(),
        "last": period.last.isoformat() if period.last else None,
    }
    known = standing(cell, rulebook.law, enquiry.checkers)
    return period, {**told, **(_filled(period, known) if known else {})}


def _filled(period: Period, answer: Answer) -> Row:
    """What stands in the columns to be filled in, where it is known already."""
    return {
        "value": wording.in_cell(period.item, answer.value) if answer.in_force else NO_RULE.zh,
        "first": _day(answer.first),
        "until": _day(answer.until),
        "on_expiry": EXPIRY[answer.on_expiry].zh if answer.on_expiry else None,
        **answer.document,
        "article": answer.article,
        "evidence": EVIDENCE[answer.evidence].zh if answer.evidence in EVIDENCE else None,
        "checked": _day(answer.checked),
        "by": answer.by,
        "note": answer.note,
    }


def _day(text: str | None) -> date | str | None:
    """A day as a cell holds it: spreadsheets know none of long ago."""
    day = date.fromisoformat(text) if text else None
    return day if day is None or day >= wording.EARLIEST else text


def _others(enquiry: Enquiry, period: Period) -> str:
    """What the other cities say on the day of the enquiry."""
    places = enquiry.rulebook.places
    own = places.city_of(period.cell.place)
    said = [(places[name].words.zh, period.item.at(name, enquiry.day)) for name in places.agreed_cities if name != own]
    return "；".join(f"{name}：{wording.of_cell(period.item, cell).zh}" for name, cell in said)
