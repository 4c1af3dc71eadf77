"""Why: amounts with what they depend on, clauses, steps, sources, warnings and questions, read off the worlds of a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

import numpy as np

from cdmz_rules.decisions.basis import NOTHING, Basis, Given
from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.decisions.explanation import (
    Amount,
    AppliedReform,
    Clause,
    Explanation,
    Presumed,
    Source,
    StepLine,
)
from cdmz_rules.decisions.exploration import Exploration
from cdmz_rules.decisions.figure import Figure
from cdmz_rules.decisions.interpret import Interpretation
from cdmz_rules.decisions.questions import NOTHING_OPEN, OpenPoints, depends_on, missing, open_points, questions
from cdmz_rules.decisions.situation import Situation
from cdmz_rules.decisions.sources import Sources
from cdmz_rules.decisions.warnings import rounded_away, warnings
from cdmz_rules.decisions.wording import (
    NO_LINE,
    NOT_TOLD,
    OPEN_LINE,
    PARTLY_TOLD,
    UNKNOWN,
    as_presumed,
    comparison_words,
    gap,
    in_brackets,
    quantity,
    required,
    stated,
)
from cdmz_rules.i18n.text import text
from cdmz_rules.i18n.words import Words
from cdmz_rules.law.item import Item, State
from cdmz_rules.law.reform import Reform
from cdmz_rules.model.variable import Facts
from cdmz_rules.rulebook.infos import InputInfo
from cdmz_rules.rulebook.rulebook import BenefitRules

Status = Literal["holds", "fails", "unknown", "not_applicable"]

STATUSES: dict[float | None, Status] = {1.0: "holds", 0.0: "fails", None: "unknown"}


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
    given = Given(rules, case, exploration)
    presumed = {info.name: _taken_for_granted(info) for info in given.presumed(rules.inputs)}
    conditions = _clauses(rules, exploration, sources, given, presumed)
    failed = [clause.id for clause in conditions if clause.status == "fails"]
    decisive = sources.behind_refusal(failed) if refused else sources.deciding(rules.decisive)
    listed = sources.listed()
    steps = _steps(rules, exploration, sources)
    matter = interpretation.matter
    points = NOTHING_OPEN if refused else open_points(rules, case, decided, exploration, interpretation)
    return Explanation(
        evidence=interpretation.evidence,
        amounts=[_amount(rules, case, interpretation, figure, points) for figure in interpretation.figures],
        reforms=_applied_reforms(rules.reform, listed),
        conditions=conditions,
        steps=steps,
        sources=listed,
        warnings=[
            *warnings(rules, sources, decisive, exploration, decided, asked),
            *rounded_away(interpretation, steps, sources),
        ],
        depends_on=depends_on(rules, points, case),
        missing_law=[
            missing(rules, unknown, case) for unknown in (matter if refused else points.unknowns) if unknown.is_law
        ],
        next_questions=questions(rules, points, case),
        presumed=list(presumed.values()),
    )


def _amount(
    rules: BenefitRules, case: Situation, interpretation: Interpretation, figure: Figure, points: OpenPoints
) -> Amount:
    place, declared = interpretation.place, rules.declared
    main = figure.id == rules.id
    because = interpretation.because.get(figure.id, ())
    # What may keep it from being exact, but settles nothing, is not why it is not.
    because = [unknown for unknown in because if unknown.key in points.keys] or because
    domain = declared.office or rules.info.domain
    payer = rules.places.office(place, domain) if main and place in rules.places else None
    return Amount(
        id=figure.id,
        label=rules.catalogue.words(figure.id).label,
        unit=figure.unit,
        bound=figure.bound,
        value=figure.value,
        lower=figure.lower,
        upper=figure.upper,
        payer=payer,
        contact=rules.rulebook.contact(payer, domain),
        payee=text(declared.payee) if main and declared.payee else None,
        falls=rules.catalogue.facts(figure.id).favours == "lower",
        because=[missing(rules, unknown, case) for unknown in because],
    )


def _taken_for_granted(info: InputInfo) -> Presumed:
    words = info.choices[info.presumed] if info.choices else text(quantity(info.presumed, info.unit))
    return Presumed(name=info.name, label=info.label, value=info.presumed, value_label=words)


def _clauses(
    rules: BenefitRules, exploration: Exploration, sources: Sources, given: Given, granted: Mapping[str, Presumed]
) -> list[Clause]:
    """Every condition: failed and unknown ones first."""
    rank = {"fails": 0, "unknown": 1, "holds": 2, "not_applicable": 3}
    return sorted(
        (_clause(rules, name, exploration, sources, given, granted) for name in rules.clauses),
        key=lambda clause: rank[clause.status],
    )


def _clause(
    rules: BenefitRules,
    name: str,
    exploration: Exploration,
    sources: Sources,
    given: Given,
    granted: Mapping[str, Presumed],
) -> Clause:
    declared, written = rules.catalogue.facts(name), rules.catalogue.words(name)
    status = _status(declared, exploration, name)
    basis = NOTHING if status == "not_applicable" else _basis(rules, name, declared, given)
    presumed = [granted[info.name] for info in basis.presumed]
    value = line = comparison = gap_words = None
    unit, label = "boolean", written.label.words
    if declared.compares and status != "not_applicable":
        fact = rules.catalogue.words(declared.compares[0]).label.words
        value = exploration.certain(declared.compares[0])
        item, line, against = _line(rules, name, declared.compares[1], sources)
        comparison, unit = item.comparison or ">=", item.unit
        said = quantity(value, unit) if value is not None else _why_open(basis)
        sentence = comparison_words(
            fact, label, said, required(line, comparison, unit) if line is not None else against
        )
        if status == "fails" and value is not None and line is not None:
            gap_words = gap(value, line, comparison, unit)
    else:
        sentence = stated(label, status, not_told=bool(basis.left_out) and not basis.told)
    left_open = given.left_open(basis) if status == "unknown" else None
    if left_open is not None:
        sentence = in_brackets(sentence, left_open)
    if basis.all_presumed:
        sentence = as_presumed(sentence, [(each.label.words, each.value_label.words) for each in presumed])
    return Clause(
        id=name,
        label=written.label,
        status=status,
        sentence=text(sentence),
        told="presumed" if basis.all_presumed else "not_told" if basis.left_out else "told",
        presumed=presumed,
        value=value,
        line=line,
        unit=unit,
        comparison=comparison,
        gap=text(gap_words) if gap_words else None,
        discretion=declared.discretion,
        paper=written.paper,
        sources=sources.of_clause(name),
    )


def _status(declared: Facts, exploration: Exploration, name: str) -> Status:
    if declared.applies and exploration.certain(declared.applies) == 0:
        return "not_applicable"
    return STATUSES[exploration.certain(name)]


def _basis(rules: BenefitRules, name: str, declared: Facts, given: Given) -> Basis:
    """What a condition rests on: what it compares, the fact that must be true, the choice that picks what the law says, or its formula."""
    if declared.compares:
        return given.behind(declared.compares[:1])
    if declared.holds:
        return given.behind([declared.holds])
    if declared.requires:
        return given.behind(part.partition("}")[0] for part in declared.requires.split("{")[1:])
    return given.behind(rules.catalogue.dependencies.of(name))


def _line(rules: BenefitRules, name: str, path: str, sources: Sources) -> tuple[Item, float | None, Words]:
    """The item that a condition compared with, the line if it was one known value, and why there is none otherwise."""
    start = path.partition("{")[0]
    uses = [(use, cells) for use, cells in sources.uses if use.variable == name and use.grid.path.startswith(start)]
    if not uses:
        return rules.law.one_of(path), None, OPEN_LINE
    cells = {cell.key: cell for _, applied in uses for cell in applied}
    known = [cell for cell in cells.values() if cell.state is State.KNOWN]
    only = known[0].number if len(cells) == len(known) == 1 else None
    return uses[0][0].grid.item, only, OPEN_LINE if known else NO_LINE


def _why_open(basis: Basis) -> Words:
    """What is said for a value that is not certain."""
    if basis.left_out:
        return PARTLY_TOLD if basis.told else NOT_TOLD
    return UNKNOWN


def _steps(rules: BenefitRules, exploration: Exploration, sources: Sources) -> list[StepLine]:
    """The amounts on the way to the benefit's, in the order in which they were computed; its limits say whether they bind."""
    kept = [name for name in exploration.run.order if name in rules.steps]
    binding = _binding(rules, kept, exploration)
    return [_step(rules, figure, sources, binding) for figure in exploration.figures(kept)]


def _step(rules: BenefitRules, figure: Figure, sources: Sources, binding: Mapping[str, bool | None]) -> StepLine:
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
        limit=figure.id in binding,
        binds=binding.get(figure.id),
        sources=sources.of(figure.id),
    )


def _binding(rules: BenefitRules, names: list[str], exploration: Exploration) -> dict[str, bool | None]:
    """Of each limit whether it is the least, or one of the least; nothing where that is not certain."""
    binding: dict[str, bool | None] = {}
    for name in names:
        limits = rules.catalogue.facts(name).of
        ends = [np.rint([end[0] * 100 for end in exploration.ends(limit)]) for limit in limits]
        for place, (limit, (low, high)) in enumerate(zip(limits, ends, strict=True)):
            others = ends[:place] + ends[place + 1 :]
            least = all(high <= other_low for other_low, _ in others)
            beaten = any(low > other_high for _, other_high in others)
            binding[limit] = True if least else False if beaten else None
    return binding


def _applied_reforms(reform: Reform | None, sources: Sequence[Source]) -> list[AppliedReform]:
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
