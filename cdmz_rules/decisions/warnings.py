"""What to know before relying on an answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from cdmz_rules.decisions.explanation import StepLine, Warn
from cdmz_rules.decisions.exploration import Exploration
from cdmz_rules.decisions.figure import Outcome
from cdmz_rules.decisions.interpret import Interpretation
from cdmz_rules.decisions.sources import Sources
from cdmz_rules.decisions.wording import quantity
from cdmz_rules.i18n.phrases import in_both
from cdmz_rules.i18n.text import text
from cdmz_rules.i18n.words import Words
from cdmz_rules.law.item import BEGINNING
from cdmz_rules.rulebook.rulebook import BenefitRules

MESSAGES = {
    "stale": Words(
        "部分规定在决定日之前最后一次核对，此后可能有变", "some values were last verified before the day decided for"
    ),
    "projected": Words(
        "决定日在今天之后：按现行规定推算", "the day lies ahead: the law as known today is taken to go on"
    ),
    "first_seen": Words(
        "部分规定的实施起始日不详，以首次见到之日计",
        "the true first day of some values is unknown; they count from when they were seen",
    ),
    "overlay": Words("部分数值由主管部门自行录入", "some values were entered by a bureau itself"),
    "assumption_pack": Words("部分数值为假设，并非政策", "some values are assumptions, not policy"),
    "reform": Words(
        "部分数值为改革方案所拟，并非现行规定", "some values are proposed by a reform; they are not the law"
    ),
    "reform_conflict": Words(
        "几个改革方案对同一数值作了不同规定，以排在后面的为准", "two reforms set one value: the later of them stands"
    ),
    "many_unknowns": Words("缺少的信息太多，无法给出可靠范围", "too much is missing to bound the answer"),
}


def warnings(
    rules: BenefitRules,
    sources: Sources,
    chosen: Sequence[int] | None,
    exploration: Exploration,
    decided: date,
    asked: date,
) -> list[Warn]:
    """The warnings about all the values that mattered, or about some.

    Args:
        rules: The benefit.
        sources: The values that mattered.
        chosen: The indices of those on which the answer rests; None for all.
        exploration: The household in all its worlds.
        decided: The day decided for.
        asked: The day on which the question is asked.
    """
    reform = rules.reform
    rests = sources.cells if chosen is None else [sources.cells[index] for index in chosen]
    cells = [cell for _, cell in rests]
    running = [cell for cell in cells if cell.until is None and cell.last_verified]
    grouped = [
        ("stale", [c for c in running if c.last_verified and c.last_verified < decided <= asked]),
        ("projected", [c for c in cells if decided > asked and (c.until is None or c.until >= decided)]),
        ("first_seen", [c for c in cells if c.first_seen and c.start > BEGINNING and c.until is None]),
        ("overlay", [c for c in cells if c.origin == "overlay"]),
        ("assumption_pack", [c for c in cells if reform and (c.origin in reform.packs or c.placeholder)]),
        ("reform", [cell for cell in cells if cell.evidence == "proposed"]),
        ("reform_conflict", [cell for cell in cells if reform and cell.path in reform.disputed]),
    ]
    result = [
        Warn(code=code, message=text(MESSAGES[code]), paths=sorted({cell.path for cell in group}))  # type: ignore[arg-type]
        for code, group in grouped
        if group
    ]
    if not exploration.bounded:
        result.append(Warn(code="many_unknowns", message=text(MESSAGES["many_unknowns"])))
    return result


def rounded_away(interpretation: Interpretation, steps: Sequence[StepLine], sources: Sources) -> list[Warn]:
    """That a household which is entitled gets nothing, since what it would get is less than the unit that the law rounds down to."""
    main = interpretation.figures[0]
    if interpretation.outcome is not Outcome.ELIGIBLE or main.bound != "exact" or main.value:
        return []
    for before, step in pairwise(steps):
        units = [item.path for item, _ in (sources.cells[index] for index in step.sources) if item.rounding]
        if units and before.value and not step.value:
            amount = quantity(before.value, before.unit)
            message = in_both("before rounding it is {amount}: less than one unit, so nothing is left", amount=amount)
            return [Warn(code="rounded_away", message=text(message), paths=units)]
    return []
