"""Why: amounts with what they depend on, clauses, steps, sources, warnings and questions, read off the worlds of a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from cdmz_rules.decisions.decision import (
    Amount,
    AppliedReform,
    Clause,
    Evidence,
    Figure,
    Missing,
    Outcome,
    Presumed,
    Question,
    Source,
    StepLine,
    Warn,
)
from cdmz_rules.decisions.exploration import Exploration
from cdmz_rules.decisions.interpret import Interpretation
from cdmz_rules.decisions.situation import Situation
from cdmz_rules.decisions.sources import Sources
from cdmz_rules.decisions.unknowns import Unknown
from cdmz_rules.decisions.wording import comparison_words, gap
from cdmz_rules.i18n.text import Text, text
from cdmz_rules.i18n.words import Words, both
from cdmz_rules.law.item import BEGINNING, Item, State
from cdmz_rules.law.reform import Reform
from cdmz_rules.rulebook.rulebook import BenefitRules


@dataclass(frozen=True)
class Explanation:
    """Why an answer is as it is; see `Decision` for each part.

    Attributes:
        evidence: The weakest evidence among the values that mattered.
        amounts: The amounts, each with what keeps it from being exact.
        reforms: The packs and reforms that were applied.
        conditions: Every condition, failed and unknown ones first.
        steps: The amounts on the way.
        sources: The values of the law that mattered.
        warnings: What to know before relying on the answer.
        missing_law: The values of the law that are unknown and matter.
        next_questions: The missing inputs that matter.
        presumed: What was taken for granted.
    """

    evidence: Evidence | None
    amounts: list[Amount]
    reforms: list[AppliedReform]
    conditions: list[Clause]
    steps: list[StepLine]
    sources: list[Source]
    warnings: list[Warn]
    missing_law: list[Missing]
    next_questions: list[Question]
    presumed: list[Presumed]


def explain(
    rules: BenefitRules,
    case: Situation,
    exploration: Exploration,
    interpretation: Interpretation,
    decided: date,
    asked: date,
) -> Explanation:
    """Explain an answer.

    Args:
        rules: The benefit.
        case: The household.
        exploration: It in all its worlds.
        interpretation: What they tell.
        decided: The day decided for.
        asked: The day on which the question is asked.
    """
    refused = interpretation.outcome is Outcome.NOT_ELIGIBLE
    sources = Sources(rules, exploration)
    conditions = _clauses(rules, exploration, sources)
    failed = [clause.id for clause in conditions if clause.status == "fails"]
    decisive = sources.behind_refusal(failed) if refused else None
    listed = sources.listed()
    matter = interpretation.matter
    return Explanation(
        evidence=sources.weakest(decisive),
        amounts=[_amount(rules, case, interpretation, figure) for figure in interpretation.figures],
        reforms=_applied(rules.reform, listed),
        conditions=conditions,
        steps=_steps(rules, exploration, sources),
        sources=listed,
        warnings=_warnings(rules, sources, decisive, exploration, decided, asked),
        missing_law=[_missing(rules, unknown, case) for unknown in matter if unknown.is_law],
        next_questions=[] if refused else _questions(rules, exploration, matter, case),
        presumed=_presumed(rules, case, exploration),
    )


def _amount(rules: BenefitRules, case: Situation, interpretation: Interpretation, figure: Figure) -> Amount:
    place, declared = interpretation.place, rules.declared
    main = figure.id == rules.id
    because = interpretation.because.get(figure.id, ())
    return Amount(
        id=figure.id,
        label=rules.catalogue.words(figure.id).label,
        unit=figure.unit,
        bound=figure.bound,
        value=figure.value,
        lower=figure.lower,
        upper=figure.upper,
        payer=rules.places.office(place, declared.office or rules.info.domain)
        if main and place in rules.places
        else None,
        payee=text(declared.payee) if main and declared.payee else None,
        because=[_missing(rules, unknown, case) for unknown in because],
    )


def _presumed(rules: BenefitRules, case: Situation, exploration: Exploration) -> list[Presumed]:
    given = {*case.household, *(name for person in case.persons for name in person)}
    computed = set(exploration.run.order)
    return [
        Presumed(name=info.name, label=info.label, value=info.presumed)
        for info in rules.inputs
        if info.presumed is not None and info.name not in given and info.name in computed
    ]


def _clauses(rules: BenefitRules, exploration: Exploration, sources: Sources) -> list[Clause]:
    """Every condition: failed and unknown ones first."""
    rank = {"fails": 0, "unknown": 1, "holds": 2, "not_applicable": 3}
    return sorted(
        (_clause(rules, name, exploration, sources) for name in rules.clauses), key=lambda clause: rank[clause.status]
    )


def _clause(rules: BenefitRules, name: str, exploration: Exploration, sources: Sources) -> Clause:
    declared, written = rules.catalogue.facts(name), rules.catalogue.words(name)
    holds = exploration.values(name).tolist()  # of so few values NumPy takes longer to say whether all hold
    status = "holds" if all(holds) else "unknown" if any(holds) else "fails"
    if declared.applies and not any(exploration.values(declared.applies).tolist()):
        status = "not_applicable"
    value = line = comparison = gap_words = None
    unit, sentence = "boolean", written.label
    if declared.compares and status != "not_applicable":
        value = _constant(exploration.values(declared.compares[0]))
        item, line = _line(rules, name, declared.compares[1], sources)
        comparison, unit = item.comparison or ">=", item.unit
        sentence = text(comparison_words(written.label.words, value, line, comparison, unit))
        if status == "fails" and value is not None and line is not None:
            gap_words = gap(value, line, comparison, unit)
    return Clause(
        id=name,
        label=written.label,
        status=status,  # type: ignore[arg-type]
        sentence=sentence,
        value=value,
        line=line,
        unit=unit,
        comparison=comparison,
        gap=text(gap_words) if gap_words else None,
        discretion=declared.discretion,
        paper=written.paper,
        sources=sources.of_clause(name),
    )


def _constant(values: Any) -> float | None:
    return float(values[0]) if len(values) == 1 or (values == values[0]).all() else None


def _line(rules: BenefitRules, name: str, path: str, sources: Sources) -> tuple[Item, float | None]:
    """The item that a condition compared with, and the line if it was one known value."""
    start = path.partition("{")[0]
    uses = [(use, cells) for use, cells in sources.uses if use.variable == name and use.grid.path.startswith(start)]
    if not uses:
        return rules.law.one_of(path), None
    cells = {cell.key: cell for _, applied in uses for cell in applied}
    known = [cell for cell in cells.values() if cell.state is State.KNOWN]
    only = known[0].number if len(cells) == len(known) == 1 else None
    return uses[0][0].grid.item, only


def _steps(rules: BenefitRules, exploration: Exploration, sources: Sources) -> list[StepLine]:
    """The amounts on the way to the benefit's, in the order in which they were computed; its limits say whether they bind."""
    kept = [name for name in exploration.run.order if name in rules.steps]
    binding = _binding(rules, kept, exploration)
    return [_step(rules, figure, sources, binding.get(figure.id)) for figure in exploration.figures(kept)]


def _step(rules: BenefitRules, figure: Figure, sources: Sources, binds: bool | None) -> StepLine:
    written = rules.catalogue.words(figure.id)
    return StepLine(
        id=figure.id,
        label=written.label,
        words=written.words,
        unit=figure.unit,
        bound=figure.bound,
        value=figure.value,
        lower=figure.lower,
        upper=figure.upper,
        binds=binds,
        sources=sources.of(figure.id),
    )


def _binding(rules: BenefitRules, names: list[str], exploration: Exploration) -> dict[str, bool]:
    """Of each limit in the best world: whether it is the least, or one of the least."""
    binding: dict[str, bool] = {}
    for name in names:
        for part in rules.catalogue.facts(name).of:
            binding[part] = bool(
                np.rint(exploration.values(part)[0] * 100) == np.rint(exploration.values(name)[0] * 100)
            )
    return binding


def name_of(unknown: Unknown) -> str:
    """An unknown as one would write it: ``members[0].birth_date``, or the path of an item."""
    _, name, member, *_ = unknown.key
    return str(name) if unknown.is_law or member is None else f"members[{member}].{name}"


def _missing(rules: BenefitRules, unknown: Unknown, case: Situation) -> Missing:
    """An unknown, with its reason and whom to ask."""
    if unknown.cell is None or unknown.item is None:
        return Missing(kind="input", name=name_of(unknown), label=_input_label(rules, unknown, case))
    cell, item = unknown.cell, unknown.item
    reason = cell.reason or both("未知 | unknown")
    return Missing(
        kind="law",
        name=item.path,
        label=text(item.label),
        place=cell.place,
        reason=text(reason),
        ask=cell.ask or rules.places.office(cell.place, item.domain),
    )


def _input_label(rules: BenefitRules, unknown: Unknown, case: Situation) -> Text:
    _, name, member = unknown.key
    words = rules.catalogue.inputs[name].label
    if member is None:
        return words
    role = rules.catalogue.role_words[case.roles[member]]
    return Text(zh=f"{role.zh}：{words.zh}", en=f"{role.en}: {words.en}")


def _questions(
    rules: BenefitRules, exploration: Exploration, unknowns: Sequence[Unknown], case: Situation
) -> list[Question]:
    """The missing inputs among the unknowns that matter, the one that narrows the answer most first."""
    eligible, amount = exploration.values(rules.eligible), np.nan_to_num(exploration.values(rules.id))
    matter = {unknown.key for unknown in unknowns if not unknown.is_law}
    ranked = []
    for position, unknown in enumerate(exploration.unknowns):
        if unknown.key not in matter:
            continue
        levels = exploration.worlds.matrix[:, position]
        parts = [levels == level for level in np.unique(levels)]
        open_parts = [bool(eligible[part].any() and not eligible[part].all()) for part in parts]
        width = float(np.mean([np.ptp(amount[part]) for part in parts]))
        ranked.append(((np.mean(open_parts), width, name_of(unknown)), unknown, not any(open_parts)))
    return [
        _question(rules, unknown, case, decides_it)
        for _, unknown, decides_it in sorted(ranked, key=lambda entry: entry[0])
    ]


def _question(rules: BenefitRules, unknown: Unknown, case: Situation, decides_it: bool) -> Question:
    info = rules.catalogue.inputs[unknown.key[1]]
    return Question(
        name=name_of(unknown),
        input=info.name,
        label=_input_label(rules, unknown, case),
        about=info.about,
        unit=info.unit,
        choices=rules.catalogue.choices(info.name),
        decides=decides_it,
    )


def _warnings(
    rules: BenefitRules,
    sources: Sources,
    chosen: Sequence[int] | None,
    exploration: Exploration,
    decided: date,
    asked: date,
) -> list[Warn]:
    """What to know before relying on the answer, of all the values that mattered or of some."""
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
        Warn(code=code, message=text(WARNINGS[code]), paths=sorted({cell.path for cell in group}))  # type: ignore[arg-type]
        for code, group in grouped
        if group
    ]
    if not exploration.worlds.complete:
        result.append(Warn(code="many_unknowns", message=text(WARNINGS["many_unknowns"])))
    return result


def _applied(reform: Reform | None, sources: Sequence[Source]) -> list[AppliedReform]:
    """The packs and reforms that were applied, in order, each with how much of the answer rests on it."""
    return [
        AppliedReform(
            name=step.name,
            title=text(step.title),
            mode=step.mode,  # type: ignore[arg-type]
            values=sum(source.origin == step.name for source in sources),
        )
        for step in (reform.steps if reform else ())
    ]


WARNINGS = {
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
