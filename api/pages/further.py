"""The further results of an answer as a page shows them: each sum once, as the headline has it, and none that tells nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cdmz_rules.decisions import sentences
from cdmz_rules.decisions.decision import Decision
from cdmz_rules.decisions.explanation import Amount
from cdmz_rules.i18n.phrases import in_both
from cdmz_rules.i18n.text import Text
from cdmz_rules.i18n.words import Words

from .loan_years import INTEREST, LoanYears

TERM = "term_months"
"""Unless somebody says over how long a loan is repaid, what is paid a month and in all may be anything."""
WIDE = 10
"""A range whose ends are so many times apart tells nothing."""


@dataclass(frozen=True)
class Row:
    """A result: its name, and as far as it is certain what it comes to."""

    label: Text
    figure: Words


@dataclass(frozen=True)
class Further:
    """The results beside the main amount: those that tell something, and the names of those without any bound."""

    rows: list[Row]
    open: list[Text]


def further(decision: Decision, loan_years: LoanYears | None, write: sentences.Writing) -> Further:
    """The further results.

    Args:
        decision: The answer.
        loan_years: The loan year by year where the page shows it; the interest in all stands there, to the fen.
        write: How a sum is written.
    """
    shown = [amount for amount in decision.amounts[1:] if loan_years is None or amount.id not in INTEREST]
    telling = [amount for amount in shown if sentences.tells(amount)]
    figure = _as_in_headline(decision, write)
    rows = [Row(amount.label, figure(amount)) for amount in telling]
    return Further(rows, [amount.label for amount in shown if not sentences.tells(amount)])


def _as_in_headline(decision: Decision, write: sentences.Writing) -> Callable[[Amount], Words]:
    rest = sentences.headline(decision).rest

    def figure(amount: Amount) -> Words:
        term = next((each.label for each in amount.because if each.name == TERM), None)
        if term is not None and _wide(amount):
            return in_both("depends on “{name}”", name=term)
        if amount.id == rest:
            return sentences.between(amount.lower, None, amount.unit, write)
        return sentences.amount(amount, write)

    return figure


def _wide(amount: Amount) -> bool:
    return amount.upper is None or amount.upper > WIDE * (amount.lower or 0)
