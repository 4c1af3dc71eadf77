"""Why: clauses, steps, sources, warnings and questions, read off the worlds of a case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np

from cdmz_rules import places
from cdmz_rules.decisions.decision import AppliedReform, Clause, Figure, Missing, Question, Source, StepLine, Text, Warn
from cdmz_rules.decisions.explore import Exploration
from cdmz_rules.decisions.situation import Situation
from cdmz_rules.decisions.unknowns import Unknown
from cdmz_rules.decisions.wording import comparison_words, gap
from cdmz_rules.i18n.words import Words, both
from cdmz_rules.law.item import BEGINNING, EVIDENCE, Cell, Item, State
from cdmz_rules.law.law import Law
from cdmz_rules.law.reform import MAX_APPLIED, Reform
from cdmz_rules.model.variable import Facts, facts, label
from cdmz_rules.rulebook import catalogue
from cdmz_rules.rulebook.catalogue import all_inputs, behind, choices, reached_through, text
from cdmz_rules.rulebook.system import system

BEHIND_A_CLAUSE = ("fact", "input", "step")
"""Kinds of variables whose figures a condition rests on too."""


class Sources:
    """The values of the law that mattered, each once, and which variable took which."""

    def __init__(self, law: Law, found: Exploration) -> None:
        self.law = law
        self.cells: list[tuple[Item, Cell]] = []
        self.by_variable: dict[str, list[int]] = {}
        self.uses = [(use, use.applied) for use in found.run.uses]
        index: dict[tuple[Any, ...], int] = {}
        for use, applied in self.uses:
            for cell in _telling(applied):
                key = (*cell.key, cell.state)
                if key not in index:
                    index[key] = len(self.cells)
                    self.cells.append((law[cell.path], cell))
                mine = self.by_variable.setdefault(use.variable, [])
                if index[key] not in mine:
                    mine.append(index[key])

    def of(self, variable: str, through: tuple[str, ...] = ("fact", "input")) -> list[int]:
        """The indices of the values that a variable took, itself or through facts that have no line of their own."""
        reached = [name for name in reached_through(variable, through) if name in self.by_variable]
        return list(dict.fromkeys(index for name in reached for index in self.by_variable[name]))

    def weakest(self, chosen: Sequence[int] | None = None) -> Any:
        """The weakest evidence among them, or among some of them."""
        cells = [cell for _, cell in self.cells] if chosen is None else [self.cells[index][1] for index in chosen]
        grades = [EVIDENCE.index(cell.evidence) for cell in cells if cell.evidence]
        return EVIDENCE[max(grades)] if grades else None

    def of_clause(self, clause: str) -> list[int]:
        """The indices of the values on which a condition rests."""
        return self.of(clause, BEHIND_A_CLAUSE)

    def behind_refusal(self, clauses: Sequence[str]) -> list[int] | None:
        """What a refusal rests on: one failed clause is enough, so the best evidenced; None if no single clause refuses."""
        failed = [self.of_clause(clause) for clause in clauses]
        return min(failed, key=lambda chosen: EVIDENCE.index(self.weakest(chosen) or EVIDENCE[0])) if failed else None

    def listed(self) -> list[Source]:
        """The values, as an answer gives them; of one law each is written out once."""
        written = _written(self.law)
        found = []
        for item, cell in self.cells:
            key = (*cell.key, cell.state)
            if key not in written:
                written[key] = self._source(item, cell)
            found.append(written[key])
        return found

    def _source(self, item: Item, cell: Cell) -> Source:
        document = self.law.documents.get(cell.source) if cell.source else None
        place = places.JURISDICTIONS[cell.place]
        return Source(
            path=item.path,
            label=text(item.label),
            place=cell.place,
            place_label=text(place.words),
            level=place.level,
            state="known" if cell.state is State.KNOWN else "not_in_force",
            value=cell.value,
            value_label=_said(item, cell),
            unit=item.unit,
            start=cell.start,
            first_seen=cell.first_seen,
            until=cell.until,
            last_verified=cell.last_verified,
            evidence=cell.evidence,  # type: ignore[arg-type]
            origin=cell.origin,
            placeholder=cell.placeholder,
            article=cell.article,
            note=cell.note,
            computed=text(cell.reason) if cell.evidence == "proposed" and cell.reason else None,
            document=document.model_dump() if document else None,
        )


@lru_cache(maxsize=MAX_APPLIED)
def _written(law: Law) -> dict[tuple[Any, ...], Source]:
    return {}


def _said(item: Item, cell: Cell) -> Text | None:
    """A value in words, where it is neither a number nor a date."""
    if cell.state is not State.KNOWN or item.kind in ("number", "date"):
        return None
    if item.kind == "choice":
        return text(item.choices[cell.value])
    if item.kind == "boolean":
        return text(both("是 | yes" if cell.value else "否 | no"))
    listed = [places.JURISDICTIONS[name].words for name in cell.value]
    return Text(zh="、".join(words.zh for words in listed), en=", ".join(words.en for words in listed))


def _telling(cells: Sequence[Cell]) -> list[Cell]:
    """What is known, what has ended, and what a document says had not begun."""
    absent = [cell for cell in cells if cell.state is State.NOT_IN_FORCE and (cell.start > BEGINNING or cell.evidence)]
    return [cell for cell in cells if cell.state is State.KNOWN] + absent


def clauses(declared: Facts, found: Exploration, sources: Sources) -> list[Clause]:
    """Every condition: failed and unknown ones first."""
    names = facts(system().variables[str(declared.eligible)]).of
    rank = {"fails": 0, "unknown": 1, "holds": 2, "not_applicable": 3}
    return sorted((_clause(name, found, sources) for name in names), key=lambda clause: rank[clause.status])


def _clause(name: str, found: Exploration, sources: Sources) -> Clause:
    variable = system().variables[name]
    declared, written = facts(variable), catalogue.written(name)
    holds = found.values(name).tolist()  # of so few values NumPy takes longer to say whether all hold
    status = "holds" if all(holds) else "unknown" if any(holds) else "fails"
    if declared.applies and not any(found.values(declared.applies).tolist()):
        status = "not_applicable"
    value = line = comparison = gap_words = None
    unit, sentence = "boolean", written.label
    if declared.compares and status != "not_applicable":
        value = _constant(found.values(declared.compares[0]))
        item, line = _line(name, declared.compares[1], sources)
        comparison, unit = item.comparison or ">=", item.unit
        sentence = text(comparison_words(label(variable), value, line, comparison, unit))
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


def _line(name: str, path: str, sources: Sources) -> tuple[Item, float | None]:
    """The item that a condition compared with, and the line if it was one known value."""
    start = path.partition("{")[0]
    uses = [(use, cells) for use, cells in sources.uses if use.variable == name and use.grid.path.startswith(start)]
    if not uses:
        return system().law.one_of(path), None
    cells = {cell.key: cell for _, applied in uses for cell in applied}
    known = [cell for cell in cells.values() if cell.state is State.KNOWN]
    only = known[0].number if len(cells) == len(known) == 1 else None
    return uses[0][0].grid.item, only


def steps(benefit: str, declared: Facts, found: Exploration, sources: Sources) -> list[StepLine]:
    """The amounts on the way to the benefit's, in the order in which they were computed; its limits say whether they bind."""
    way = _lines(benefit, str(declared.eligible))
    kept = [name for name in found.run.order if name in way]
    binding = _binding(kept, found)
    return [_step(figure, sources, binding.get(figure.id)) for figure in found.figures(kept)]


@lru_cache(maxsize=64)
def _lines(benefit: str, eligible: str) -> frozenset[str]:
    """The amounts that have a line of their own on the way to a benefit's."""
    kinds = {name: facts(system().variables[name]).kind for name in behind(benefit, without=eligible)}
    return frozenset(name for name, kind in kinds.items() if kind in ("step", "limit"))


def _step(figure: Figure, sources: Sources, binds: bool | None) -> StepLine:
    written = catalogue.written(figure.id)
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


def _binding(names: list[str], found: Exploration) -> dict[str, bool]:
    """Of each limit in the best world: whether it is the least, or one of the least."""
    binding: dict[str, bool] = {}
    for name in names:
        for part in facts(system().variables[name]).of:
            binding[part] = bool(np.rint(found.values(part)[0] * 100) == np.rint(found.values(name)[0] * 100))
    return binding


def name_of(unknown: Unknown) -> str:
    """An unknown as one would write it: ``members[0].birth_date``, or the path of an item."""
    _, name, member, *_ = unknown.key
    return str(name) if unknown.is_law or member is None else f"members[{member}].{name}"


def missing(unknown: Unknown, case: Situation) -> Missing:
    """An unknown, with its reason and whom to ask."""
    if unknown.cell is None or unknown.item is None:
        return Missing(kind="input", name=name_of(unknown), label=_input_label(unknown, case))
    cell, item = unknown.cell, unknown.item
    reason = cell.reason or both("未知 | unknown")
    return Missing(
        kind="law",
        name=item.path,
        label=text(item.label),
        place=cell.place,
        reason=text(reason),
        ask=cell.ask or places.office(cell.place, item.domain),
    )


ROLE_WORDS = {
    "applicant": Words("申请人", "applicant"),
    "spouse": Words("配偶", "spouse"),
    "child": Words("子女", "child"),
    "other": Words("其他成员", "other member"),
}


def _input_label(unknown: Unknown, case: Situation) -> Text:
    _, name, member = unknown.key
    words = all_inputs()[name].label
    if member is None:
        return words
    role = ROLE_WORDS[case.roles[member]]
    return Text(zh=f"{role.zh}：{words.zh}", en=f"{role.en}: {words.en}")


def questions(
    benefit: str, declared: Facts, found: Exploration, unknowns: Sequence[Unknown], case: Situation
) -> list[Question]:
    """The missing inputs among the unknowns that matter, the one that narrows the answer most first."""
    eligible, amount = found.values(str(declared.eligible)), np.nan_to_num(found.values(benefit))
    matter = {unknown.key for unknown in unknowns if not unknown.is_law}
    ranked = []
    for position, unknown in enumerate(found.unknowns):
        if unknown.key not in matter:
            continue
        levels = found.worlds.matrix[:, position]
        parts = [levels == level for level in np.unique(levels)]
        open_parts = [bool(eligible[part].any() and not eligible[part].all()) for part in parts]
        width = float(np.mean([np.ptp(amount[part]) for part in parts]))
        ranked.append(((np.mean(open_parts), width, name_of(unknown)), unknown, not any(open_parts)))
    return [
        _question(unknown, case, decides_it) for _, unknown, decides_it in sorted(ranked, key=lambda entry: entry[0])
    ]


def _question(unknown: Unknown, case: Situation, decides_it: bool) -> Question:
    info = all_inputs()[unknown.key[1]]
    return Question(
        name=name_of(unknown),
        input=info.name,
        label=_input_label(unknown, case),
        about=info.about,
        unit=info.unit,
        choices=choices(system().variables[info.name]),
        decides=decides_it,
    )


def warnings(
    sources: Sources,
    chosen: Sequence[int] | None,
    found: Exploration,
    decided: date,
    asked: date,
    reform: Reform | None,
) -> list[Warn]:
    """What to know before relying on the answer, of all the values that mattered or of some."""
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
    if not found.worlds.complete:
        result.append(Warn(code="many_unknowns", message=text(WARNINGS["many_unknowns"])))
    return result


def applied(reform: Reform | None, sources: Sequence[Source]) -> list[AppliedReform]:
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
