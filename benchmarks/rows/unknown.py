"""Households of which much is unknown: cases that name nothing but an applicant, and tables under the law as it is today."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from benchmarks import complete, forms, population
from benchmarks.book import BOOK, PACKED
from benchmarks.goals import Found, Median
from benchmarks.names import BENEFIT, DAY
from benchmarks.sizes import Sizes
from benchmarks.timing import alone
from cdmz_rules import decide, decide_table
from cdmz_rules.decisions.cases import Cases
from cdmz_rules.decisions.knowledge import Knowledge
from cdmz_rules.decisions.situation import parse
from cdmz_rules.rulebook.rulebook import Rulebook
from cdmz_rules.whatif import levers
from cdmz_rules.whatif.first_day import when
from cdmz_rules.whatif.least_change import least_change
from cdmz_rules.whatif.question import question
from cdmz_rules.whatif.sweep import Axis, sweep

CASE = {"members": [{"role": "applicant"}]}
BOOKS = {"today's law": BOOK, "with the pack": PACKED}
FORMER = "the engine before bounds (78054f5), on 2026-11-30"
"""Its figures stand in `FORMERLY`: measured once, by processor time, on a busy machine; tables of 300 loans and 2,000 others."""
FORMERLY = {
    "blank_compact": ("medical_reimbursement, with the pack", 1164.0, "ms"),
    "blank_full": ("medical_reimbursement, with the pack", 1061.0, "ms"),
    "blank_what_if": ("provident_fund_loan, today's law", 4.8, "s"),
    "today_loans": ("provident_fund_loan", 123.0, "households/s"),
    "today_others": ("bed_operating_subsidy", 108.0, "households/s"),
}
"""By row: of which benefit, the figure, its unit."""

Way = Callable[[str, Rulebook], Callable[[], object]]


def blank(sizes: Sizes) -> Found:
    """Cases that name nothing but an applicant, each way for every benefit, with and without the pack: the slowest counts."""
    found = Found()
    for goal, (way, scale) in WAYS.items():
        taken = {
            f"{name}, {law}": alone(way(name, book), sizes.blank_rounds)
            for law, book in BOOKS.items()
            for name in book.benefits
        }
        slowest = max(taken, key=lambda name: taken[name])
        _add(found, goal, slowest, scale * taken[slowest], "ms" if scale > 1 else "s")
    return found


def _decided(detail: str) -> Way:
    return lambda name, book: lambda: decide(CASE, name, DAY, rulebook=book, today=DAY, detail=detail)  # type: ignore[call-overload]


def _asked(name: str, book: Rulebook) -> Callable[[], object]:
    """The answer as things stand, the least change, when, and a sweep: all that is asked by ``POST /v1/what-if``."""
    rules = book.benefit(name)
    varied = next((info for info in rules.inputs if info.kind == "money"), None)
    varied = varied or next((info for info in rules.inputs if levers.countable(info)), None)

    def ask() -> None:
        asked = question(CASE, name, DAY, rulebook=book, today=DAY)
        least_change(asked)
        when(asked)
        if varied is not None:
            sweep(asked, Axis(levers.spelling(varied)))

    return ask


def _bounded(name: str, book: Rulebook) -> Callable[[], object]:
    """One run of the formulas on what values can be."""
    rules = book.benefit(name)
    cases = Cases.of_one(rules.catalogue, parse(rules.catalogue, CASE, DAY), DAY)
    return lambda: Knowledge(rules, rules.plan(DAY, cases.roles), cases, noting=True).results()


WAYS: dict[str, tuple[Way, float]] = {
    "blank_compact": (_decided("compact"), 1000),
    "blank_full": (_decided("full"), 1000),
    "blank_what_if": (_asked, 1),
    "blank_bounds": (_bounded, 1000),
}


def today(sizes: Sizes) -> Found:
    """Tables of complete households under today's law, from Arrow to Arrow: loans, and the slowest of all other benefits."""
    tables = dict(_tables(sizes.today))
    for name, table in tables.items():
        answer = decide_table(table, [name], DAY, rulebook=BOOK)
        if answer.errors:
            raise ValueError(f"{name}: {answer.errors[0]}")
    taken = {name: alone(_table(name, table), sizes.today_rounds) for name, table in tables.items()}
    found = Found()
    _add(found, "today_loans", BENEFIT, sizes.today / taken.pop(BENEFIT), "households/s")
    slowest = max(taken, key=lambda name: taken[name])
    _add(found, "today_others", slowest, sizes.today / taken[slowest], "households/s")
    label = f"{sizes.today:,} households under today's law"
    found.medians += [Median(label, name, sizes.today / each, "households/s") for name, each in taken.items()]
    return found


def _tables(count: int) -> Iterator[tuple[str, Any]]:
    yield BENEFIT, forms.arrow(population.draw(count))
    for name in BOOK.benefits:
        if name != BENEFIT:
            yield name, complete.households(BOOK.benefit(name), count)


def _table(name: str, table: Any) -> Callable[[], object]:
    return lambda: decide_table(table, [name], DAY, rulebook=BOOK)


def _add(found: Found, goal: str, whose: str, value: float, unit: str) -> None:
    """Note a figure, of whom it is, and what the former engine took."""
    found.values[goal] = value
    found.medians.append(Median(goal, whose, value, unit))
    if goal in FORMERLY:
        former, before, per = FORMERLY[goal]
        found.medians.append(Median(goal, f"{former}: {FORMER}", before, per))
