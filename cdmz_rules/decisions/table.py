"""Deciding many households at once: a table in, a table out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from cdmz_rules import law as laws
from cdmz_rules.decisions import catalogue
from cdmz_rules.decisions.decide import decide
from cdmz_rules.decisions.situation import check_day
from cdmz_rules.errors import InputError, Problem
from cdmz_rules.law.law import Law
from cdmz_rules.law.reform import Reform
from cdmz_rules.tables import columns, headings, households, results
from cdmz_rules.tables.households import Households
from cdmz_rules.tables.results import BOUNDS, EVIDENCE, OUTCOMES, BenefitColumns


@dataclass(frozen=True)
class Question:
    """What is asked about every household of a table.

    Attributes:
        benefits: The benefits' ids, in the order of the answer.
        law: The law before the reform.
        reform: An assumption pack or reform to apply to it.
        today: The day on which the question is asked.
    """

    benefits: tuple[str, ...]
    law: Law
    reform: Reform | None
    today: date


@dataclass(frozen=True)
class RowError:
    """A mistake in one row: the row, counted from 0, what the sender calls it, and what is wrong."""

    row: int
    id: Any
    problem: Problem


@dataclass(frozen=True)
class TableAnswer:
    """The answers about a table of households.

    Attributes:
        table: A pyarrow table, one row for each household in its order: ``id`` if given, ``date``, ``reform`` if one was asked for;
            for every benefit ``<benefit>.outcome``, ``.evidence`` and ``.failed``; for every amount ``<id>`` (null unless exact),
            ``<id>.lower``, ``.upper`` and ``.bound``.
        errors: What is wrong with rows; such a row has nulls in every column of the answer.
    """

    table: Any
    errors: Sequence[RowError]


Core = Callable[[Question, Households], Mapping[str, BenefitColumns]]


def decide_table(
    table: Any,
    benefits: Sequence[str] | str,
    day: date | str | None = None,
    *,
    reform: Reform | None = None,
    law: Law | None = None,
    today: date | None = None,
) -> TableAnswer:
    """Decide every household of a table.

    Args:
        table: One row a household: a pyarrow table or record batch, or a mapping of column names to lists or NumPy arrays. Columns are
            the household's inputs (``price``), the members' (``applicant.birth_date``, ``spouse.provident_fund_balance``, ``child1.age``),
            whether there is a member (``spouse``, ``child1``), ``date`` and ``id``. A null, an empty text, NaN or ``unknown`` is unknown.
        benefits: The benefits' ids.
        day: The day decided for where no ``date`` says otherwise; by default today.
        reform: An assumption pack or reform to apply to the law.
        law: The law to decide under; by default that of this process.
        today: The day on which the question is asked.

    Returns:
        For every row what `decide` answers about it, and what is wrong with wrong rows.

    Raises:
        InputError: if a benefit does not exist, or a column says nothing that a household has, with the nearest valid name.
    """
    asked = question(benefits, reform=reform, law=law, today=today)
    decided = check_day(day) if day is not None else asked.today
    names, cols, count = columns.split(table)
    found = households.read(headings.resolve(names), cols, count, decided)
    reformed = reform.name if reform else None
    answers = results.table(found, decide_households(asked, found), reformed, asked.law.fingerprint)
    return TableAnswer(answers, [RowError(row, found.id_of(row), problem) for row, problem in found.faults])


def question(
    benefits: Sequence[str] | str,
    *,
    reform: Reform | None = None,
    law: Law | None = None,
    today: date | None = None,
) -> Question:
    """What is asked about every household.

    Raises:
        InputError: if no benefit is named, one twice, or one that does not exist.
    """
    asked = (benefits,) if isinstance(benefits, str) else tuple(benefits)
    if not asked:
        raise InputError([Problem("missing", "benefits", "缺少事项", "name at least one benefit")])
    if len(set(asked)) != len(asked):
        raise InputError([Problem("given_twice", "benefits", "同一事项列了两次", "a benefit is named twice")])
    for benefit in asked:
        catalogue.benefit(benefit)
    return Question(asked, law or laws.current(), reform, today or date.today())


def decide_households(asked: Question, found: Households) -> dict[str, BenefitColumns]:
    """The core: every household that is not wrong, for every benefit, one after the other."""
    answers = {benefit: results.empty(benefit, found.count) for benefit in asked.benefits}
    for row in np.flatnonzero(~found.wrong):
        case, day = found.case(int(row)), found.day(int(row))
        for benefit, answer in answers.items():
            decision = decide(case, benefit, day, reform=asked.reform, law=asked.law, today=asked.today)
            _fill(answer, int(row), decision.compact(), catalogue.benefit(benefit).conditions)
    return answers


def _fill(answer: BenefitColumns, row: int, decision: Mapping[str, Any], conditions: Sequence[str]) -> None:
    answer.outcome[row] = OUTCOMES.index(decision["outcome"])
    if decision["evidence"] is not None:
        answer.evidence[row] = EVIDENCE.index(decision["evidence"])
    for name in decision["failed"]:
        answer.fails[row, conditions.index(name)] = True
    for amount in decision["amounts"]:
        columns = answer.amounts[amount["id"]]
        columns.bound[row] = BOUNDS.index(amount["bound"])
        for key in ("value", "lower", "upper"):
            getattr(columns, key)[row] = np.nan if amount[key] is None else amount[key]
