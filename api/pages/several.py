"""Several benefits as a page shows them: their sums by kind of money, and what bears on the household of what one does to another."""

from __future__ import annotations

from dataclasses import dataclass

from cdmz_rules.decisions import sentences
from cdmz_rules.decisions.bundle import Bundle
from cdmz_rules.decisions.decision import Decision
from cdmz_rules.decisions.interactions import Interaction
from cdmz_rules.decisions.totals import Group, Total
from cdmz_rules.i18n.text import Text
from cdmz_rules.rulebook.infos import Flow

ORDER: tuple[Flow, ...] = ("received", "owed", "others", "own", "lent")
"""What somebody gets and pays is read first, side by side."""


@dataclass(frozen=True)
class SumCard:
    """One kind of money: what it comes to a month, a year, once."""

    flow: Flow
    totals: list[Total]

    @property
    def apart(self) -> list[str]:
        """The benefits of which perhaps not all can be had at once."""
        pairs = [pair for total in self.totals for pair in total.one_of]
        return list(dict.fromkeys(benefit for pair in pairs for benefit in pair))


@dataclass(frozen=True)
class Sums:
    """What benefits come to.

    Attributes:
        cards: The sums that say something, what is received and owed first.
        silent: The benefits whose sums say nothing: neither a least nor a most is known.
    """

    cards: list[SumCard]
    silent: list[str]


def sums(bundle: Bundle) -> Sums:
    """The sums of a bundle."""
    telling = [total for total in bundle.totals if _tells(total)]
    cards = [SumCard(flow, [total for total in telling if total.flow == flow]) for flow in ORDER]
    silent = [name for total in bundle.totals if not _tells(total) for name in total.benefits]
    return Sums([card for card in cards if card.totals], silent)


def _tells(total: Total) -> bool:
    return bool(total.lower) or total.upper is not None


@dataclass(frozen=True)
class Shown:
    """A group as a page shows it: its benefits with a figure as cards, the others as rows."""

    name: Group
    cards: list[Decision]
    rows: list[Decision]

    @property
    def count(self) -> int:
        """How many benefits it holds."""
        return len(self.cards) + len(self.rows)


def grouped(bundle: Bundle) -> list[Shown]:
    """The groups that hold anything."""
    return [
        _shown(name, [bundle.decisions[each] for each in members]) for name, members in bundle.groups.items() if members
    ]


def _shown(name: Group, decisions: list[Decision]) -> Shown:
    figures = [name != "neither" and sentences.tells(decision.amount) for decision in decisions]
    cards = [decision for decision, figure in zip(decisions, figures, strict=True) if figure]
    return Shown(name, cards, [decision for decision in decisions if decision not in cards])


@dataclass(frozen=True)
class Between:
    """What benefits do to each other: by a rule, or as nobody knows."""

    known: list[Interaction]
    open: list[Interaction]


def between(bundle: Bundle) -> Between:
    """What bears on the household: nothing that concerns a benefit which it is refused."""
    refused = set(bundle.groups["neither"])
    bearing = [each for each in bundle.interactions if refused.isdisjoint(each.benefits)]
    known = [each for each in bearing if each.status != "not_known"]
    return Between(known, [each for each in bearing if each.status == "not_known"])


def label(benefit: str, bundle: Bundle) -> Text:
    """What a benefit of a bundle is called."""
    return bundle.decisions[benefit].label
