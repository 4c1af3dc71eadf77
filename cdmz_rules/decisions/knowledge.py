"""What is known of households box by box, and what follows: the bounds of every result."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.cases import Cases
from cdmz_rules.decisions.unknowns import Key, Unknown, of_input, of_law
from cdmz_rules.law.item import Cell
from cdmz_rules.plan import Asked, Plan
from cdmz_rules.plan.bounds import BoundsFrame
from cdmz_rules.plan.bounds.operations import Span, certain
from cdmz_rules.rulebook.rulebook import Rulebook

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ends = tuple[Floats, Floats]
"""The least and the greatest that something can be, row by row."""


@dataclass
class Knowledge:
    """What unknowns can be on the rows of a run, and which of them the run came upon.

    Attributes:
        rulebook: The rules of the run.
        plan: The formulas.
        cases: The households, one row each, or one for each box.
        narrowed: What is known of some unknowns beyond what they can be at all, row by row.
        law_at_best: Which of the unknown values of the law are taken to be at their best: all, or those that are open at their worst.
        noting: Whether to note down what the run comes upon.
        met: The unknowns that the run came upon.
        rows: On which rows it came upon each.
    """

    rulebook: Rulebook
    plan: Plan
    cases: Cases
    narrowed: Mapping[Key, Span] = field(default_factory=dict)
    law_at_best: Literal["all", "open", "none"] = "none"
    noting: bool = False
    met: dict[Key, Unknown] = field(default_factory=dict)
    rows: dict[Key, Bools] = field(default_factory=dict)

    def frame(self) -> BoundsFrame:
        """The rows as the plan's code takes them."""
        plan, cases, inputs = self.plan, self.cases, self.rulebook.catalogue.inputs
        columns = [cases.column(asked) for asked in plan.asked]
        return BoundsFrame(
            columns=[values for values, _ in columns],
            missing=[missing for _, missing in columns],
            chosen=[inputs[asked.name].kind == "choice" for asked in plan.asked],
            there=[certain(np.ones(1, bool) if there is None else there) for there in cases.there],
            law=plan.under(self.rulebook.law, cases.day),
            days=certain(cases.days),
            possible=self,
        )

    def law(self, cell: Cell) -> Span:
        """What an unknown value of the law can be; see `cdmz_rules.plan.bounds.Possible`."""
        spans = self._spans
        key = "span", cell.path, self.law_at_best
        if key not in spans:
            unknown = of_law(self.rulebook.law[cell.path], cell)
            at_best = unknown.directed and (
                self.law_at_best == "all" or (self.law_at_best == "open" and unknown.open_worst)
            )
            best = np.array([float(unknown.levels[0])])
            spans[key] = (best, best) if at_best else unknown.span
        return spans[key]  # type: ignore[no-any-return]

    @cached_property
    def _spans(self) -> dict[Any, Any]:
        return self.plan.under(self.rulebook.law, self.cases.day).joins

    def note(self, cell: Cell, rows: Bools) -> None:
        """Remember that rows came upon an unknown value of the law."""
        if self.noting:
            self._note(("law", *cell.key), rows, lambda: self._unknown_law(cell))

    def _unknown_law(self, cell: Cell) -> Unknown:
        key = "unknown", *cell.key, cell.state
        if key not in self._spans:
            self._spans[key] = of_law(self.rulebook.law[cell.path], cell)
        return self._spans[key]  # type: ignore[no-any-return]

    def input(self, asked: int, rows: Bools | bool) -> Span:
        """What an input can be where it is missing; see `cdmz_rules.plan.bounds.Possible`."""
        name, place = self.plan.asked[asked]
        info = self.rulebook.catalogue.inputs[name]
        key = ("input", name, place)
        narrowed = self.narrowed.get(key)
        if narrowed is not None and not self.noting:
            return narrowed
        unknown = of_input(self.rulebook, info, place, self.cases.first_day)
        if self.noting:
            self._note(key, np.ones(1, bool) if rows is True else np.asarray(rows), lambda: unknown)
        return narrowed or span_of(self.cases, unknown)

    def _note(self, key: Key, rows: Bools, unknown: Callable[[], Unknown]) -> None:
        before = self.rows.get(key)
        if before is not None and len(before) == 1 and before[0] and len(rows) == 1:
            return
        if before is None:
            self.met[key] = unknown()
        self.rows[key] = rows if before is None else before | rows


def span_of(cases: Cases, unknown: Unknown) -> Span:
    """All that something unknown can be, row by row: what is known of it, and no day of the past after the day decided for."""
    if unknown.is_law:
        return unknown.span
    _, name, place = unknown.key
    within = cases.within(Asked(name, place))
    if within is not None:
        return within
    info = cases.catalogue.inputs[name]
    if info.kind == "date" and not info.future:
        return unknown.span[0], np.minimum(np.datetime64(info.bounds[1], "D"), cases.days)
    return unknown.span


def run(knowledge: Knowledge, *, wide: bool = False) -> Mapping[str, Span]:
    """What every result can be, row by row; `wide` of every variable of the household, else of the outputs."""
    frame, plan = knowledge.frame(), knowledge.plan
    with np.errstate(all="ignore"):
        (plan.wide if wide else plan.bounded).run(frame)
    return {name: value for (name, place), value in frame.values.items() if place is None}


def run_by_day(knowledge: Knowledge, names: Iterable[str]) -> tuple[Mapping[str, Span], npt.NDArray[np.intp]]:
    """The same for one household day after day, and in which run of days that are alike each lies.

    On such days no truth, choice or certain number that the results named are made of can be anything else than on the day before; of
    what is not certain the ends move with every day that goes by.
    """
    frame, plan = knowledge.frame(), knowledge.plan
    with np.errstate(all="ignore"):
        plan.bounded.run_all(frame)
    behind = plan.bounded.behind(names)
    spans = [span for number, span in frame.steps.items() if number in behind and span[0].dtype.kind != "M"]
    begins = np.zeros(knowledge.cases.count, bool)
    for low, high in [*spans, *((rows, None) for rows in knowledge.rows.values())]:
        ends = [end for end in (low, high) if end is not None and len(end) > 1]
        if ends:
            other = np.logical_or.reduce([end[1:] != end[:-1] for end in ends])
            if high is not None and low.dtype != np.bool_:
                sure = np.broadcast_to(low == high, begins.shape)
                other &= sure[1:] | sure[:-1]
            begins[1:] |= other
    return {name: value for (name, place), value in frame.values.items() if place is None}, np.cumsum(begins)


def results(values: Mapping[str, Span], count: int) -> dict[str, Ends]:
    """What numbers and truths can be, as plain numbers of every row."""
    return {
        name: (_plain(span[0], count), _plain(span[1], count))
        for name, span in values.items()
        if span[1] is not None and span[0].dtype.kind != "M"
    }


def _plain(end: npt.NDArray[Any], count: int) -> Floats:
    plain = end.astype(np.float64)
    return plain if len(plain) == count else np.repeat(plain, count)
