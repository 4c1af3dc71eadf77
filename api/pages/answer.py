"""An answer as a page shows it: in which words and which tone, what fails, whom to ask, which papers to bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

from cdmz_rules import Rulebook
from cdmz_rules.decisions.decision import Decision
from cdmz_rules.decisions.explanation import Clause, Missing
from cdmz_rules.decisions.figure import Outcome
from cdmz_rules.i18n.phrases import N_, counted
from cdmz_rules.i18n.text import Text
from cdmz_rules.i18n.words import Language, Words
from cdmz_rules.rulebook.infos import Flow
from cdmz_rules.rulebook.offices import Contact

IN_A_WORD = {
    Outcome.ELIGIBLE: N_("Yes: entitled"),
    Outcome.NOT_ELIGIBLE: N_("No: not entitled"),
    Outcome.NEEDS_A_PERSON: N_("It depends: for the office to judge"),
    Outcome.RULE_UNKNOWN: N_("It depends: the rule is not known"),
    Outcome.UNDETERMINED: N_("It depends: not certain yet"),
}
OF_WHAT_IS_OWED = {
    Outcome.ELIGIBLE: N_("Yes: this has to be paid"),
    Outcome.NOT_ELIGIBLE: N_("No: nothing to pay"),
}
OWES = "owes"
"""The tone of what is owed: it is nobody's gain."""
GRADES = {
    "official": N_("read in the official text"),
    "reported": N_("read in a report or reprint, not in the official text"),
    "recalled": N_("from memory, no text at hand"),
    "assumed": N_("made up to try with, not policy"),
    "proposed": N_("proposed by a reform, not the law"),
}
"""What the grades of evidence mean, in plain words."""
DETAILS = {
    "telephone": N_("telephone"),
    "address": N_("address"),
    "hours": N_("hours"),
    "href": N_("page on the web"),
}
"""What one wants to know of an office."""


def word(flow: Flow, outcome: Outcome) -> str:
    """Yes, no, or it depends: the phrase that an answer begins with."""
    return (OF_WHAT_IS_OWED if flow == "owed" else IN_A_WORD).get(outcome, IN_A_WORD[outcome])


def tone(flow: Flow, outcome: Outcome) -> str:
    """How an answer is painted: as good or bad news, as doubt, or as something to pay."""
    settled = outcome in (Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE)
    return OWES if flow == "owed" and settled else outcome.value


@dataclass(frozen=True)
class Reasons:
    """The conditions of an answer that bear on the household: those that fail, those that are open, and those that are met."""

    fails: Sequence[Clause]
    open: Sequence[Clause]
    met: Sequence[Clause]

    @property
    def count(self) -> Words:
        """How many conditions fail."""
        number = len(self.fails)
        zh, en = (
            counted("{number} condition fails", "{number} conditions fail", number, language).format(number=number)
            for language in get_args(Language)
        )
        return Words(zh, en)

    @property
    def papers(self) -> list[Text]:
        """Which papers prove them, each once."""
        clauses = (*self.fails, *self.open, *self.met)
        return list({clause.paper.zh: clause.paper for clause in clauses if clause.paper}.values())


def reasons(decision: Decision) -> Reasons:
    """The conditions of an answer, by their status."""
    by_status = {
        status: [clause for clause in decision.conditions if clause.status == status]
        for status in ("fails", "unknown", "holds")
    }
    return Reasons(by_status["fails"], by_status["unknown"], by_status["holds"])


@dataclass(frozen=True)
class Asking:
    """An office that can say what no text says, how to reach it, and what to ask it."""

    office: str
    contact: Contact | None
    items: Sequence[Missing]


def whom_to_ask(decision: Decision) -> list[Asking]:
    """The offices to ask about the law that is unknown, each once, in the order in which they matter."""
    by_office: dict[str, list[Missing]] = {}
    for item in decision.missing_law:
        by_office.setdefault(item.ask or "", []).append(item)
    return [Asking(office, items[0].contact, items) for office, items in by_office.items()]


@dataclass(frozen=True)
class Desk:
    """Where a benefit is applied for in a city."""

    place: Text | Any
    office: str
    contact: Contact | None


@dataclass(frozen=True)
class Applying:
    """Where a benefit is applied for, and what is known of doing so from or in another city.

    Attributes:
        here: Where; None if it depends on what is unknown.
        unrecorded: What nobody recorded of that office, as phrases.
        elsewhere: The offices of the other cities, by whose rules they decide.
        from_afar: Whether an application from another city is taken: True, False, or None if no text says.
        evidence: How well that is known.
    """

    here: Desk | None
    unrecorded: Sequence[str]
    elsewhere: Sequence[Desk]
    from_afar: bool | None
    evidence: str | None


def applying(rulebook: Rulebook, decision: Decision) -> Applying:
    """Where to apply."""
    rules = rulebook.benefit(decision.benefit)
    domain = rules.declared.office or rules.info.domain
    amount = decision.amount
    here = Desk(decision.place_label, amount.payer, amount.contact) if amount.payer else None
    others = [city for city in rulebook.places.agreed_cities if city not in rulebook.places.chain(decision.place)]
    desks = [_desk(rulebook, city, domain) for city in others] if here else []
    item = rulebook.registry.offices.from_afar.get(rules.info.domain)
    cell = rulebook.law.item(item).at(decision.place, decision.date) if item and here else None
    known = cell is not None and isinstance(cell.value, bool)
    return Applying(
        here,
        _unrecorded(here),
        desks,
        cell.value if cell and known else None,
        cell.evidence if cell and known else None,
    )


def _unrecorded(desk: Desk | None) -> list[str]:
    return [phrase for name, phrase in DETAILS.items() if desk and getattr(desk.contact, name, None) is None]


def _desk(rulebook: Rulebook, city: str, domain: str) -> Desk:
    office = rulebook.places.office(city, domain)
    return Desk(rulebook.places[city].words, office, rulebook.contact(office, domain))


def view(rulebook: Rulebook, decision: Decision) -> dict[str, Any]:
    """What the templates of an answer need beside the answer itself."""
    return {
        "reasons": reasons(decision),
        "asking": whom_to_ask(decision),
        "applying": applying(rulebook, decision),
    }
