"""From a case to a decision: parse, explore, interpret, explain, receipt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, overload

from cdmz_rules.decisions.decision import Compact, Decision
from cdmz_rules.decisions.explain import explain
from cdmz_rules.decisions.exploration import Exploration
from cdmz_rules.decisions.explore import explore
from cdmz_rules.decisions.interpret import answers, compact, interpret
from cdmz_rules.decisions.receipt import receipt
from cdmz_rules.decisions.run import Executor
from cdmz_rules.decisions.scalar import answer_at_once, explore_at_once
from cdmz_rules.decisions.situation import Situation, check_day, parse
from cdmz_rules.i18n.text import text
from cdmz_rules.law.law import Law
from cdmz_rules.law.reform import Reform
from cdmz_rules.reading import china
from cdmz_rules.rulebook.rulebook import BenefitRules, Rulebook


@overload
def decide(
    situation: Situation | Mapping[str, Any],
    benefit: str,
    day: date | str | None = None,
    *,
    detail: Literal["full"] = "full",
    reform: Reform | None = None,
    law: Law | None = None,
    known_on: date | str | None = None,
    rulebook: Rulebook | None = None,
    today: date | None = None,
    executor: Executor | None = None,
) -> Decision: ...


@overload
def decide(
    situation: Situation | Mapping[str, Any],
    benefit: str,
    day: date | str | None = None,
    *,
    detail: Literal["compact"],
    reform: Reform | None = None,
    law: Law | None = None,
    known_on: date | str | None = None,
    rulebook: Rulebook | None = None,
    today: date | None = None,
    executor: Executor | None = None,
) -> Compact: ...


@overload
def decide(
    situation: Situation | Mapping[str, Any],
    benefit: str,
    day: date | str | None = None,
    *,
    detail: Literal["full", "compact"],
    reform: Reform | None = None,
    law: Law | None = None,
    known_on: date | str | None = None,
    rulebook: Rulebook | None = None,
    today: date | None = None,
    executor: Executor | None = None,
) -> Decision | Compact: ...


def decide(
    situation: Situation | Mapping[str, Any],
    benefit: str,
    day: date | str | None = None,
    *,
    detail: Literal["full", "compact"] = "full",
    reform: Reform | None = None,
    law: Law | None = None,
    known_on: date | str | None = None,
    rulebook: Rulebook | None = None,
    today: date | None = None,
    executor: Executor | None = None,
) -> Decision | Compact:
    """Decide a case.

    Args:
        situation: The case: ``members`` and the household's inputs.
        benefit: The benefit's id.
        day: The day decided for; by default the ``date`` of the case, else today.
        detail: ``full`` for the answer with its reasons, ``compact`` for outcome, amounts, evidence and what failed.
        reform: An assumption pack or reform to apply to the law.
        law: Another state of the law to decide under, e.g. of a snapshot.
        known_on: Decide by the law as it was known on this day, from its first release up to today; by default by all that is known.
        rulebook: The rules to decide by; by default those that are shipped.
        today: The day on which the question is asked, for warnings about age and future of the law.
        executor: What runs the formulas.

    Returns:
        The decision: outcome, amounts with their bounds, reasons, sources, what is missing, and a receipt.

    Raises:
        InputError: if the benefit does not exist, the case is wrong, with every place, or nothing was known yet on that day.
    """
    asked = today or china.today()
    rules = book_for(rulebook, reform=reform, law=law, known_on=known_on, today=asked).benefit(benefit)
    raw_day = day if day is not None else (situation.get("date") if isinstance(situation, Mapping) else None)
    decided = check_day(raw_day) if raw_day is not None else asked
    case = situation if isinstance(situation, Situation) else parse(rules.catalogue, situation, decided)
    if executor is None:
        answer = decide_at_once(rules, case, decided, detail=detail, today=asked)
        if answer is not None:
            return answer
    return decide_in_worlds(rules, case, decided, detail=detail, today=asked, executor=executor)


def decide_at_once(
    rules: BenefitRules,
    case: Situation,
    day: date,
    *,
    detail: Literal["full", "compact"] = "full",
    today: date | None = None,
) -> Decision | Compact | None:
    """The answer, if one run gives it; None if something that matters is unknown (then see `decide_in_worlds`)."""
    if not rules.planned:
        return None
    if detail == "compact":
        return answer_at_once(rules, case, day)
    exploration = explore_at_once(rules, case, day)
    return None if exploration is None else _decision(rules, case, day, today or china.today(), exploration)


def decide_in_worlds(
    rules: BenefitRules,
    case: Situation,
    day: date,
    *,
    detail: Literal["full", "compact"] = "full",
    today: date | None = None,
    executor: Executor | None = None,
) -> Decision | Compact:
    """The answer from every world of what is unknown; see `decide`."""
    if detail == "compact":
        exploration = explore(rules, case, day, executor, rules.beside)
        return compact(rules, answers(rules, exploration), day)
    return _decision(rules, case, day, today or china.today(), explore(rules, case, day, executor))


def book_for(
    rulebook: Rulebook | None,
    *,
    reform: Reform | None = None,
    law: Law | None = None,
    known_on: date | str | None = None,
    today: date | None = None,
) -> Rulebook:
    """The rules that a decision is made by; see `decide`."""
    known = None if known_on is None else check_day(known_on, "known_on")
    book = (rulebook or Rulebook.shipped()).with_law(law).as_known_on(known, today or china.today())
    return book.under(reform)


def _decision(rules: BenefitRules, case: Situation, decided: date, asked: date, exploration: Exploration) -> Decision:
    interpretation = interpret(rules, exploration)
    explanation = explain(rules, case, exploration, interpretation, decided, asked)
    place, reform = interpretation.place, rules.reform
    return Decision(
        benefit=rules.id,
        label=rules.info.label,
        date=decided,
        known_on=rules.rulebook.known_on,
        outcome=interpretation.outcome,
        place=place,
        place_label=text(rules.places[place].words if place in rules.places else "未知 | unknown"),
        amounts=explanation.amounts,
        evidence=explanation.evidence,
        reform=reform.name if reform else None,
        reform_title=text(reform.title) if reform else None,
        reforms=explanation.reforms,
        conditions=explanation.conditions,
        steps=explanation.steps,
        sources=explanation.sources,
        warnings=explanation.warnings,
        depends_on=explanation.depends_on,
        missing_law=explanation.missing_law,
        next_questions=explanation.next_questions,
        presumed=explanation.presumed,
        not_encoded=rules.info.not_encoded,
        receipt=receipt(rules, case, interpretation, decided, asked),
    )
