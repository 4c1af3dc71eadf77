"""Whether a reform does what its file expects of it: each household decided under the law today and as reformed."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from cdmz_rules.decisions.decide import decide
from cdmz_rules.decisions.decision import Decision
from cdmz_rules.i18n.words import Words, both
from cdmz_rules.law.reform import Reform
from cdmz_rules.law.reform_schema import Expected, Result
from cdmz_rules.rulebook.rulebook import Rulebook


class Finding(NamedTuple):
    """What came out for one household: what was expected, and every difference, in words."""

    expected: Expected
    faults: list[Words]


def findings(rulebook: Rulebook, reform: Reform) -> list[Finding]:
    """What came out for each household that a reform's file names.

    Raises:
        InputError: if a benefit does not exist or a case is wrong.
    """
    return [Finding(one, _faults(rulebook, one, reform)) for one in reform.body.expected]


def _faults(rulebook: Rulebook, expected: Expected, reform: Reform) -> list[Words]:
    first = [rulebook.reforms.load(name) for name in expected.after]
    sides = (
        (first, expected.today, both("现行 | today")),
        ([*first, reform], expected.reformed, both("改革后 | reformed")),
    )
    day = date.fromisoformat(expected.date)
    faults = []
    for reforms, result, side in sides:
        answer = decide(expected.case, expected.benefit, day, rulebook=rulebook.under(reforms), today=day)
        for key, value, actual in _comparisons(result, answer):
            if value is not None and value != actual:
                words = (
                    f"{side.zh}：{key}应为{value}，得到{actual}",
                    f"{side.en}: {key} should be {value}, it is {actual}",
                )
                faults.append(Words(*words))
    return faults


def _comparisons(result: Result, answer: Decision) -> list[tuple[str, object, object]]:
    """What may be expected of an answer: its name, what is expected (None: nothing), and what came out."""
    amount = answer.amount
    return [
        ("outcome", result.outcome, answer.outcome.value),
        ("amount", result.amount, amount.value if result.bound in (None, "exact") else amount.upper),
        ("bound", result.bound, amount.bound),
        ("evidence", result.evidence, answer.evidence),
    ]
