"""The worlds of one run: each gives every unknown one of its levels. They are the rows in which formulas are run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.unknowns import Key, Matrix, Unknown, of_input, of_law
from cdmz_rules.law.item import Cell, Item
from cdmz_rules.plan import Asked
from cdmz_rules.plan.bounds.operations import Span
from cdmz_rules.rulebook.infos import InputInfo
from cdmz_rules.rulebook.rulebook import Rulebook


@dataclass
class Worlds:
    """The worlds of one run, and what it came upon that is unknown.

    They are the stand-ins that `cdmz_rules.model.context.StandIns` wants.

    Attributes:
        rulebook: The rules of the run.
        day: The day decided for; days of the past lie no later.
        roles: The role of each member.
        unknowns: What is unknown, in the order of the columns.
        matrix: For each world (row) and unknown (column), the number of its level.
        discovered: What else turned out to be unknown during the run.
        rows: For what was discovered, which households came upon it.
        hopeful: Whether what the worlds do not tell apart is at its best, or else at its worst.
        ranges: Of inputs that are not given exactly, the least and greatest that they can be.
        by_row: Of unknowns whose levels differ from household to household, these: household by level.
    """

    rulebook: Rulebook
    day: date
    roles: Sequence[str]
    unknowns: tuple[Unknown, ...] = ()
    matrix: Matrix = field(default_factory=lambda: np.zeros((1, 0), np.intp))
    discovered: dict[Key, Unknown] = field(default_factory=dict)
    rows: dict[Key, npt.NDArray[np.bool_]] = field(default_factory=dict)
    hopeful: bool = True
    ranges: Mapping[Asked, Span] = field(default_factory=dict)
    by_row: Mapping[Key, npt.NDArray[Any]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many worlds there are."""
        return len(self.matrix)

    def law(self, item: Item, cell: Cell) -> npt.NDArray[np.float64]:
        """Stand in for an unknown value of the law."""
        unknown = of_law(item, cell)
        self.note(unknown, np.ones(1, bool))
        return np.broadcast_to(self.column(unknown).astype(np.float64), (self.count,))

    def input(self, variable: Any, population: Any) -> npt.NDArray[Any]:
        """Stand in for an input that nobody gave."""
        members = [None] if not population.entity.is_person else range(len(self.roles))
        for member in members:
            unknown = self.unknown_input(variable.name, member)
            if unknown is not None:
                self.note(unknown, np.ones(1, bool))
        columns = [self.of_input(variable.name, member) for member in members]
        return np.stack([np.broadcast_to(column, (self.count,)) for column in columns], axis=1).reshape(-1)

    def unknown_input(self, name: str, member: int | None) -> Unknown | None:
        """An input of the household or of one member, if it is asked of them."""
        info = self.rulebook.catalogue.inputs[name]
        if member is not None and info.roles is not None and self.roles[member] not in info.roles:
            return None
        span = self.ranges.get(Asked(name, member))
        within = None if span is None else (span[0].min().item(), span[1].max().item())
        return of_input(self.rulebook, info, member, self.day, within)

    def of_input(self, name: str, member: int | None) -> npt.NDArray[Any]:
        """Stand in for an input of the household or of one member; whoever is not asked gets the example."""
        catalogue = self.rulebook.catalogue
        info, variable = catalogue.inputs[name], catalogue.variables[name]
        unknown = self.unknown_input(name, member)
        return _stored(variable, info, np.array([info.example], object) if unknown is None else self.column(unknown))

    @cached_property
    def _places(self) -> dict[Key, int]:
        return {unknown.key: position for position, unknown in enumerate(self.unknowns)}

    def tells_apart(self, unknown: Unknown) -> bool:
        """Whether the worlds give something unknown several of its levels."""
        return unknown.key in self._places

    def column(self, unknown: Unknown) -> npt.NDArray[Any]:
        """The value of an unknown in each world, of each household if that differs; its best or worst, if they do not tell it apart."""
        position = self._places.get(unknown.key)
        if position is None:
            return np.array([unknown.levels[0 if self.hopeful else -1]], object)
        if unknown.key in self.by_row:
            by_world: npt.NDArray[Any] = self.by_row[unknown.key][:, self.matrix[:, position]]
            return by_world[:, 0] if self.count == 1 else by_world
        return np.array(self.unknowns[position].levels, object)[self.matrix[:, position]]

    def note(self, unknown: Unknown, rows: npt.NDArray[np.bool_]) -> None:
        """Remember that some households came upon something unknown."""
        if not rows.any() or unknown.key in self._places:
            return
        self.discovered.setdefault(unknown.key, unknown)
        before = self.rows.get(unknown.key)
        self.rows[unknown.key] = rows if before is None else before | rows


def _stored(variable: Any, info: InputInfo, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    if info.kind == "choice":
        return np.array([variable.possible_values[name].index for name in values], np.uint8)
    return values.astype("datetime64[D]" if info.kind == "date" else variable.dtype)
