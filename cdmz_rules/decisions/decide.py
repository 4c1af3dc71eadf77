"""From a case to a decision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, NamedTuple, overload

import numpy as np
import numpy.typing as npt

from cdmz_rules import law as laws
from cdmz_rules import places
from cdmz_rules.decisions import catalogue, explain, single
from cdmz_rules.decisions.catalogue import text
from cdmz_rules.decisions.decision import Amount, Bound, Compact, Decision, Figure, Outcome, Presumed
from cdmz_rules.decisions.executor import Executor, PlanExecutor
from cdmz_rules.decisions.explore import Exploration, explore
from cdmz_rules.decisions.receipt import receipt
from cdmz_rules.decisions.situation import Situation, check_day, given, parse
from cdmz_rules.law.law import Law
from cdmz_rules.law.reform import Reform
from cdmz_rules.model.variable import Facts, facts, label
from cdmz_rules.system import system


@overload
def decide(
    situation: Situation | Mapping[str, Any], benefit: str, day: date | str | None = None, **options: Any
) -> Decision: ...


@overload
def decide(
    situation: Situation | Mapping[str, Any],
    benefit: str,
    day: date | str | None = None,
    *,
    detail: Literal["compact"],
    **options: Any,
) -> Compact: ...


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
    info = catalogue.benefit(benefit)
    asked = today or date.today()
    raw_day = day if day is not None else (situation.get("date") if isinstance(situation, Mapping) else None)
    decided = check_day(raw_day) if raw_day is not None else asked
    case = situation if isinstance(situation, Situation) else parse(situation, decided)
    base = law or laws.current()
    in_force = reform.apply(base) if reform else base
    if detail == "compact" and executor is None:
        known = single.decide(benefit, case, decided, in_force, reform)
        if known is not None:
            return known
    declared = facts(system().variables[benefit])
    found = explore(executor or PlanExecutor(), in_force, case, decided, catalogue.outputs(benefit))
    if detail == "compact":
        return _compact(info, declared, decided, in_force, reform, found)
    return _decision(info, declared, case, decided, asked, base, in_force, reform, found)


def decide_known(
    situation: Situation, benefit: str, day: date, *, reform: Reform | None = None, law: Law | None = None
) -> Compact | None:
    """The compact answer, if one run gives it at once; None if something that matters is unknown (then see `decide`)."""
    catalogue.benefit(benefit)
    base = law or laws.current()
    return single.decide(benefit, situation, day, reform.apply(base) if reform else base, reform)


def decide_all(situation: Mapping[str, Any], day: date | str | None = None, **options: Any) -> dict[str, Decision]:
    """Decide a case for every benefit; see `decide`.

    Interactions between the provident fund's benefits are part of their rules; none is known beyond them.
    """
    return {benefit: decide(situation, benefit, day, **options) for benefit in catalogue.benefits()}


def _decision(
    info: catalogue.BenefitInfo,
    declared: Facts,
    case: Situation,
    decided: date,
    asked: date,
    base: Law,
    in_force: Law,
    reform: Reform | None,
    found: Exploration,
) -> Decision:
    outcome = _outcome(declared, found)
    names = _reported(info.id, declared, outcome)
    place = _place(found, str(declared.payer))
    amounts = [_amount(name, info.id, declared, found, outcome, place, info.domain, case) for name in names]
    matter = found.matter([info.id, str(declared.eligible)])
    sources = explain.Sources(in_force, found)
    conditions = explain.clauses(declared, found, sources)
    rests = sources.behind_refusal(_failed(declared, found)) if outcome is Outcome.NOT_ELIGIBLE else None
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
        conditions=conditions,
        steps=explain.steps(info.id, declared, found, sources),
        sources=sources.listed(),
        warnings=explain.warnings(sources, rests, found, decided, asked, reform),
        missing_law=[explain.missing(unknown, case) for unknown in matter if unknown.is_law],
        next_questions=[] if outcome is Outcome.NOT_ELIGIBLE else explain.questions(info.id, declared, found, case),
        presumed=_presumed(info.id, case, found),
        not_encoded=info.not_encoded,
        receipt=receipt(info.id, case, decided, asked, reform, base, outcome, amounts),
    )


def _outcome(declared: Facts, found: Exploration) -> Outcome:
    """About eligibility, by precedence."""
    discretion: list[npt.NDArray[np.bool_]] = []
    strict: list[npt.NDArray[np.bool_]] = []
    for name in facts(system().variables[str(declared.eligible)]).of:
        (discretion if facts(system().variables[name]).discretion else strict).append(found.values(name))
    entitled = np.logical_and.reduce(strict)
    doubtful = ~np.logical_and.reduce(discretion) if discretion else np.zeros(len(entitled), bool)
    if not entitled.any() and (found.complete or any(not clause.any() for clause in strict)):
        return Outcome.NOT_ELIGIBLE
    if doubtful.all():
        return Outcome.NEEDS_A_PERSON
    if (entitled & ~doubtful).all() and found.complete:
        return Outcome.ELIGIBLE
    return Outcome.RULE_UNKNOWN if _law_decides(found, entitled) else Outcome.UNDETERMINED


def _law_decides(found: Exploration, entitled: Any) -> bool:
    """Whether unknown law decides: however the missing inputs turn out, one is refused or no text says."""
    law = [position for position, unknown in enumerate(found.unknowns) if unknown.is_law]
    group = found.neighbours.groups(law)
    return not any(entitled[group == number].all() for number in range(group.max() + 1))


def _place(found: Exploration, name: str) -> str:
    codes = np.unique(found.values(name))
    return places.NAMES[int(codes[0])] if len(codes) == 1 else "unknown"


def _reported(benefit: str, declared: Facts, outcome: Outcome) -> list[str]:
    return [benefit] if outcome is Outcome.NOT_ELIGIBLE else [benefit, *declared.reports]


def _failed(declared: Facts, found: Exploration) -> list[str]:
    """The conditions that fail, whatever is unknown."""
    names = facts(system().variables[str(declared.eligible)]).of
    return [name for name in names if not found.values(name).any()]


def _compact(
    info: catalogue.BenefitInfo, declared: Facts, decided: date, in_force: Law, reform: Reform | None, found: Exploration
) -> Compact:
    outcome = _outcome(declared, found)
    names = _reported(info.id, declared, outcome)
    bounds = {name: _bounds(name, info.id, found, outcome) for name in names}
    sources = explain.Sources(in_force, found)
    failed = _failed(declared, found)
    rests = sources.behind_refusal(failed) if outcome is Outcome.NOT_ELIGIBLE else None
    return Compact(
        benefit=info.id,
        date=decided,
        outcome=outcome,
        amounts=[
            Figure(
                id=name, unit=system().variables[name].unit, bound=b.bound, value=b.value, lower=b.lower, upper=b.upper
            )
            for name, b in bounds.items()
        ],
        evidence=sources.weakest(rests),
        reform=reform.name if reform else None,
        failed=failed,
    )


class _Bounds(NamedTuple):
    """What is certain of an amount, and what else than the main amount it varies with."""

    bound: Bound
    value: float | None
    lower: float | None
    upper: float | None
    unsteady: list[str]


def _bounds(name: str, benefit: str, found: Exploration, outcome: Outcome) -> _Bounds:
    bound, value, low, high = found.bounded(name)
    main = name == benefit
    if main and bound == "range" and outcome is Outcome.ELIGIBLE and found.nothing_only_by_law(name):
        bound, low = "at_most", None
    unsteady = [] if main or bound == "exact" else found.unsteady(name, benefit)
    return _Bounds("not_bounded", None, None, None, unsteady) if unsteady else _Bounds(bound, value, low, high, [])


def _amount(
    name: str,
    benefit: str,
    declared: Facts,
    found: Exploration,
    outcome: Outcome,
    place: str,
    domain: str,
    case: Situation,
) -> Amount:
    variable = system().variables[name]
    bounds = _bounds(name, benefit, found, outcome)
    main = name == benefit
    return Amount(
        id=name,
        label=text(label(variable)),
        unit=variable.unit,
        bound=bounds.bound,
        value=bounds.value,
        lower=bounds.lower,
        upper=bounds.upper,
        payer=places.office(place, domain) if main and place in places.JURISDICTIONS else None,
        payee=text(declared.payee) if main and declared.payee else None,
        because=[]
        if bounds.bound == "exact"
        else [explain.missing(unknown, case) for unknown in found.matter(bounds.unsteady or [name])],
    )


def _presumed(benefit: str, case: Situation, found: Exploration) -> list[Presumed]:
    told = {name for name, _, _ in given(case)}
    computed = set(found.run.order)
    return [
        Presumed(name=info.name, label=info.label, value=info.presumed)
        for info in catalogue.inputs(benefit)
        if info.presumed is not None and info.name not in told and info.name in computed
    ]
