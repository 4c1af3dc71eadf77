"""Whether a reform does what its file expects of it: each household decided under the law today and as reformed."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from cdmz_rules.decisions.decide import decide
from cdmz_rules.decisions.decision import Decision
from cdmz_rules.i18n.words import Words, both
from cdmz_rules.law.law import Law
from cdmz_rules.law.reform import Reform, compose, load
from cdmz_rules.law.reform_schema import Expected, Result


class Outcome(NamedTuple):
    """What came out for one household: what was expected, and every difference, in words."""

    expected: Expected
    faults: list[Words]


def held(reform: Reform, law: Law) -> list[Outcome]:
    """What came out for each household that a reform's file names.

    Raises:
        InputError: if a benefit does not exist or a case is wrong.
    """
    return [Outcome(one, _faults(one, reform, law)) for one in reform.body.expected]


def _faults(expected: Expected, reform: Reform, law: Law) -> list[Words]:
    first = [load(name) for name in expected.after]
    found = []
    for reforms, result, side in (
        (first, expected.today, both("现行 | today")),
        ([*first, reform], expected.reformed, both("改革后 | reformed")),
    ):
        applied = compose(reforms) if reforms else None
        day = date.fromisoformat(expected.date)
        answer = decide(expected.case, expected.benefit, day, reform=applied, law=law, today=day)
        for what, wanted, got in _compared(result, answer):
            if wanted is not None and wanted != got:
                found.append(
                    Words(
                        f"{side.zh}：{what}应为{wanted}，得到{got}",
                        f"{side.en}: {what} should be {wanted}, it is {got}",
                    )
                )
    return found


def _compared(result: Result, answer: Decision) -> list[tuple[str, object, object]]:
    return [
        ("outcome", result.outcome, answer.outcome.value),
        ("amount", result.amount, answer.amount.value if result.bound in (None, "exact") else answer.amount.upper),
        ("bound", result.bound, answer.amount.bound),
        ("evidence", result.evidence, answer.evidence),
    ]
