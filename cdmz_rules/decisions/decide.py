"""From a case to a decision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, overload

import numpy as np

from cdmz_rules import law as laws
from cdmz_rules import places
from cdmz_rules.decisions import explain
from cdmz_rules.decisions import interpret as rows
from cdmz_rules.decisions import scalar_answer as single
from cdmz_rules.decisions import scalar_exploration as known
from cdmz_rules.decisions.cases import of_one
from cdmz_rules.decisions.decision import Amount, Compact, Decision, Figure, Outcome, Presumed
from cdmz_rules.decisions.executor import Executor, PlanExecutor
from cdmz_rules.decisions.explore import Exploration, explore
from cdmz_rules.decisions.receipt import receipt
from cdmz_rules.decisions.situation import Situation, check_day, given, parse
from cdmz_rules.law.law import Law
from cdmz_rules.law.reform import Reform
from cdmz_rules.model.variable import Facts, facts
from cdmz_rules.rulebook import catalogue
from cdmz_rules.rulebook.catalogue import text
from cdmz_rules.rulebook.system import system


@overload
def decide(
    situation: Situation | Mapping[str, Any],
    benefit: str,
    day: date | str | None = None,
    *,
    detail: Literal["full"] = "full",
    reform: Reform | None = None,
    law: Law | None = None,
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
        law: The law to decide under; by default that of this process.
        today: The day on which the question is asked, for warnings about age and future of the law.
        executor: What runs the formulas.

    Returns:
        The decision: outcome, amounts with their bounds, reasons, sources, what is missing, and a receipt.

    Raises:
        InputError: if the benefit does not exist or the case is wrong, with every place.
    """
    catalogue.benefit(benefit)
    asked = today or date.today()
    raw_day = day if day is not None else (situation.get("date") if isinstance(situation, Mapping) else None)
    decided = check_day(raw_day) if raw_day is not None else asked
    case = situation if isinstance(situation, Situation) else parse(situation, decided)
    base = law or laws.current()
    in_force = reform.apply(base) if reform else base
    if executor is None:
        answer = decide_known(case, benefit, decided, detail=detail, reform=reform, law=law, today=asked)
        if answer is not None:
            return answer
    if detail == "compact":
        runs = executor or PlanExecutor(catalogue.beside(benefit))
        found = explore(runs, in_force, of_one(case, decided), catalogue.outputs(benefit))
        return rows.compact(rows.answers(benefit, found), benefit, decided, reform)
    found = explore(executor or PlanExecutor(), in_force, of_one(case, decided), catalogue.outputs(benefit))
    return _decision(benefit, case, decided, asked, base, in_force, reform, found)


def decide_known(
    situation: Situation,
    benefit: str,
    day: date,
    *,
    detail: Literal["full", "compact"] = "full",
    reform: Reform | None = None,
    law: Law | None = None,
    today: date | None = None,
) -> Decision | Compact | None:
    """The answer, if one run gives it at once; None if something that matters is unknown (then see `decide`)."""
    catalogue.benefit(benefit)
    base = law or laws.current()
    in_force = reform.apply(base) if reform else base
    if detail == "compact":
        return single.decide(benefit, situation, day, in_force, reform)
    found = known.explored(benefit, situation, day, in_force)
    if found is None:
        return None
    return _decision(benefit, situation, day, today or date.today(), base, in_force, reform, found)


def decide_all(situation: Mapping[str, Any], day: date | str | None = None, **options: Any) -> dict[str, Decision]:
    """Decide a case for every benefit; see `decide`.

    Interactions between the provident fund's benefits are part of their rules; none is known beyond them.
    """
    return {benefit: decide(situation, benefit, day, **options) for benefit in catalogue.benefits()}


def _decision(
    benefit: str,
    case: Situation,
    decided: date,
    asked: date,
    base: Law,
    in_force: Law,
    reform: Reform | None,
    found: Exploration,
) -> Decision:
    info, declared = catalogue.benefit(benefit), facts(system().variables[benefit])
    outcome = rows.OUTCOMES[rows.outcomes(info.id, found)[0]]
    place = _place(found, str(declared.payer))
    figures = rows.figures(info.id, found, outcome)
    amounts = [_amount(figure, info, declared, found, place, case) for figure in figures]
    matter = found.matter([info.id, str(declared.eligible)])
    sources = explain.Sources(in_force, found)
    conditions = explain.clauses(declared, found, sources)
    failed = [clause.id for clause in conditions if clause.status == "fails"]
    listed = sources.listed()
    rests = sources.behind_refusal(failed) if outcome is Outcome.NOT_ELIGIBLE else None
    return Decision(
        benefit=info.id,
        label=info.label,
        date=decided,
        outcome=outcome,
        place=place,
        place_label=text(places.JURISDICTIONS[place].words)
        if place in places.JURISDICTIONS
        else text("未知 | unknown"),
        amounts=amounts,
        evidence=sources.weakest(rests),
        reform=reform.name if reform else None,
        reform_title=text(reform.title) if reform else None,
        reforms=explain.applied(reform, listed),
        conditions=conditions,
        steps=explain.steps(info.id, declared, found, sources),
        sources=listed,
        warnings=explain.warnings(sources, rests, found, decided, asked, reform),
        missing_law=[explain.missing(unknown, case) for unknown in matter if unknown.is_law],
        next_questions=[]
        if outcome is Outcome.NOT_ELIGIBLE
        else explain.questions(info.id, declared, found, matter, case),
        presumed=_presumed(info.id, case, found),
        not_encoded=info.not_encoded,
        receipt=receipt(info.id, case, decided, asked, reform, base, outcome, amounts),
    )


def _place(found: Exploration, name: str) -> str:
    codes = np.unique(found.values(name))
    return places.NAMES[int(codes[0])] if len(codes) == 1 else "unknown"


def _amount(
    figure: Figure,
    info: catalogue.BenefitInfo,
    declared: Facts,
    found: Exploration,
    place: str,
    case: Situation,
) -> Amount:
    name, main = figure.id, figure.id == info.id
    behind = [] if main or figure.bound == "exact" else rows.unsteady_with(name, info.id, found)
    return Amount(
        id=name,
        label=catalogue.written(name).label,
        unit=figure.unit,
        bound=figure.bound,
        value=figure.value,
        lower=figure.lower,
        upper=figure.upper,
        payer=places.office(place, declared.office or info.domain) if main and place in places.JURISDICTIONS else None,
        payee=text(declared.payee) if main and declared.payee else None,
        because=[]
        if figure.bound == "exact"
        else [explain.missing(unknown, case) for unknown in found.matter(behind or [name])],
    )


def _presumed(benefit: str, case: Situation, found: Exploration) -> list[Presumed]:
    told = {name for name, _, _ in given(case)}
    computed = set(found.run.order)
    return [
        Presumed(name=info.name, label=info.label, value=info.presumed)
        for info in catalogue.inputs(benefit)
        if info.presumed is not None and info.name not in told and info.name in computed
    ]
