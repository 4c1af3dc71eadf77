"""The values of the law behind an answer: `Sources`."""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import lru_cache
from typing import Any

from cdmz_rules.decisions.explanation import Source
from cdmz_rules.decisions.exploration import Exploration
from cdmz_rules.i18n import grades
from cdmz_rules.i18n.text import Text, text
from cdmz_rules.i18n.words import both
from cdmz_rules.law.item import BEGINNING, EVIDENCE, Cell, Item, State
from cdmz_rules.law.law import Law
from cdmz_rules.law.reform import MAX_APPLIED
from cdmz_rules.rulebook.dependencies import BEHIND_A_CLAUSE
from cdmz_rules.rulebook.rulebook import BenefitRules


class Sources:
    """The values of the law that mattered, each once, and which variable took which."""

    def __init__(self, rules: BenefitRules, exploration: Exploration) -> None:
        self.law, self.catalogue = rules.law, rules.catalogue
        self.cells: list[tuple[Item, Cell]] = []
        self.by_variable: dict[str, list[int]] = {}
        self.uses = [(use, use.applied) for use in exploration.run.uses]
        index: dict[tuple[Any, ...], int] = {}
        for use, applied in self.uses:
            for cell in _telling(applied):
                key = (*cell.key, cell.state)
                if key not in index:
                    index[key] = len(self.cells)
                    self.cells.append((self.law[cell.path], cell))
                indices = self.by_variable.setdefault(use.variable, [])
                if index[key] not in indices:
                    indices.append(index[key])

    def of(self, variable: str, through: tuple[str, ...] = ("fact", "input")) -> list[int]:
        """The indices of the values that a variable took, itself or through facts that have no line of their own."""
        reached = [name for name in self.catalogue.dependencies.through(variable, through) if name in self.by_variable]
        return list(dict.fromkeys(index for name in reached for index in self.by_variable[name]))

    def deciding(self, variables: Container[str]) -> list[int]:
        """The indices of the values that some variables took."""
        return sorted({i for name, indices in self.by_variable.items() if name in variables for i in indices})

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
        sources = []
        for item, cell in self.cells:
            key = (*cell.key, cell.state)
            if key not in written:
                written[key] = self._source(item, cell)
            sources.append(written[key])
        return sources

    def _source(self, item: Item, cell: Cell) -> Source:
        document = self.law.documents.get(cell.source) if cell.source else None
        caution = grades.caution(document.read_as) if document else None
        place = self.law.places[cell.place]
        return Source(
            path=item.path,
            label=text(item.label),
            place=cell.place,
            place_label=text(place.words),
            level=place.level,
            state="known" if cell.state is State.KNOWN else "not_in_force",
            value=cell.value,
            value_label=_value_words(item, cell),
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
            caution=text(caution) if caution else None,
        )


@lru_cache(maxsize=MAX_APPLIED)
def _written(law: Law) -> dict[tuple[Any, ...], Source]:
    return {}


def _value_words(item: Item, cell: Cell) -> Text | None:
    """A value in words, where it is neither a number nor a date."""
    if cell.state is not State.KNOWN or item.kind in ("number", "date"):
        return None
    if item.kind == "choice":
        return text(item.choices[cell.value])
    if item.kind == "boolean":
        return text(both("是 | yes" if cell.value else "否 | no"))
    listed = [item.places[name].words for name in cell.value]
    return Text(zh="、".join(words.zh for words in listed), en=", ".join(words.en for words in listed))


def _telling(cells: Sequence[Cell]) -> list[Cell]:
    """What is known, what has ended, and what a document says had not begun."""
    absent = [cell for cell in cells if cell.state is State.NOT_IN_FORCE and (cell.start > BEGINNING or cell.evidence)]
    return [cell for cell in cells if cell.state is State.KNOWN] + absent
