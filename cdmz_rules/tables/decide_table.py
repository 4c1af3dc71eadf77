"""Deciding many households at once: a table in, a table out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from cdmz_rules.decisions import blocks
from cdmz_rules.decisions.cases import as_slice
from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.decisions.exploration import Rows
from cdmz_rules.decisions.interpret import Answers
from cdmz_rules.decisions.situation import check_day
from cdmz_rules.errors import InputError, Problem
from cdmz_rules.law.law import Law
from cdmz_rules.law.reform import Reform
from cdmz_rules.reading import china
from cdmz_rules.rulebook.rulebook import BenefitRules, Rulebook
from cdmz_rules.tables import columns, naming, reader, results
from cdmz_rules.tables.households import Households
from cdmz_rules.tables.results import OUTCOMES, BenefitColumns


@dataclass(frozen=True)
class Question:
    """What is asked about every household of a table.

    Attributes:
        rulebook: The rules, with the pack or reform that is wanted.
        benefits: The rules of each benefit, in the order of the answer.
        today: The day on which the question is asked.
    """

    rulebook: Rulebook
    benefits: tuple[BenefitRules, ...]
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
    rulebook: Rulebook | None = None,
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
        law: Another state of the law to decide under, e.g. of a snapshot.
        rulebook: The rules to decide by; by default those that are shipped.
        today: The day on which the question is asked.

    Returns:
        For every row what `decide` answers about it, and what is wrong with wrong rows.

    Raises:
        InputError: if a benefit does not exist, or a column says nothing that a household has, with the nearest valid name.
    """
    book = (rulebook or Rulebook.shipped()).with_law(law).under(reform)
    asked = question(book, benefits, today)
    decided = check_day(day) if day is not None else asked.today
    names, cols, count = columns.split(table)
    households = reader.read(book.catalogue, naming.resolve(book.catalogue, names), cols, count, decided)
    answers = results.table(book, households, decide_households(asked, households))
    return TableAnswer(answers, [RowError(row, households.id_of(row), problem) for row, problem in households.faults])


def question(rulebook: Rulebook, benefits: Sequence[str] | str, today: date | None = None) -> Question:
    """What is asked about every household.

    Args:
        rulebook: The rules, with the pack or reform that is wanted.
        benefits: The benefits' ids.
        today: The day on which the question is asked; by default today.

    Raises:
        InputError: if no benefit is named, one twice, or one that does not exist.
    """
    named = (benefits,) if isinstance(benefits, str) else tuple(benefits)
    if not named:
        raise InputError([Problem("missing", "benefits", "缺少事项", "name at least one benefit")])
    if len(set(named)) != len(named):
        raise InputError([Problem("given_twice", "benefits", "同一事项列了两次", "a benefit is named twice")])
    return Question(rulebook, tuple(rulebook.benefit(name) for name in named), today or china.today())


def decide_households(asked: Question, households: Households) -> dict[str, BenefitColumns]:
    """Every household that is not wrong, for every benefit."""
    every = households.cases()
    right = np.flatnonzero(~households.wrong)
    answers = {rules.id: results.empty(rules, households.count) for rules in asked.benefits}
    for first in range(0, len(right), blocks.BLOCK):
        rows = right[first : first + blocks.BLOCK]
        block = every.take(rows)
        for rules in asked.benefits:
            for some, answered in blocks.decide(rules, block):
                _fill(answers[rules.id], rows[some], answered)
    return answers


def _fill(columns: BenefitColumns, rows: Rows, answered: Answers) -> None:
    # Of those who are refused only the main amount is given.
    refused = rows[answered.outcome == OUTCOMES.index(Outcome.NOT_ELIGIBLE)]
    into = as_slice(rows)
    columns.outcome[into] = answered.outcome
    columns.evidence[into] = answered.grade.astype(np.int8) - 1
    columns.fails[into] = answered.failed
    for position, (name, amount) in enumerate(answered.amounts.items()):
        columns.amounts[name].fill(into, amount, refused if position else refused[:0])
