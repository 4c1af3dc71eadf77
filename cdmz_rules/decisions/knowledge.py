"""What is known of households box by box, and what follows: the bounds of every result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, reduce
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.cases import Cases
from cdmz_rules.decisions.unknowns import Key, Unknown, of_input, of_law
from cdmz_rules.law.item import Cell
from cdmz_rules.plan import Plan
from cdmz_rules.plan.bounds import BoundsFrame
from cdmz_rules.plan.bounds.operations import Span, certain, chosen_number
from cdmz_rules.rulebook.rulebook import BenefitRules

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ends = tuple[Floats, Floats]
"""The least and the greatest that something can be, row by row."""
SURE, DOUBT = "entitled for sure", "for the office to judge"
"""What follows from the clauses together: that all of them hold, and that one fails that the office judges."""


@dataclass
class Knowledge:
    """What unknowns can be on the rows of a run, and which of them the run came upon.

    Attributes:
        rules: What the households ask for.
        plan: The formulas.
        cases: The households, one row each, or one for each box.
        narrowed: What is known of some unknowns beyond what they can be at all, row by row.
        law_at_best: Which of the unknown values of the law are taken to be at their best: all, or those that are open at their worst.
        noting: Whether to note down what the run comes upon.
        met: The unknowns that the run came upon.
        rows: On which rows it came upon each.
    """

    rules: BenefitRules
    plan: Plan
    cases: Cases
    narrowed: Mapping[Key, Span] = field(default_factory=dict)
    law_at_best: Literal["all", "open", "none"] = "none"
    noting: bool = False
    met: dict[Key, Unknown] = field(default_factory=dict)
    rows: dict[Key, Bools] = field(default_factory=dict)

    def frame(self) -> BoundsFrame:
        """The rows as the plan's code takes them."""
        plan, cases, inputs = self.plan, self.cases, self.rules.catalogue.inputs
        columns = [cases.column(asked) for asked in plan.asked]
        return BoundsFrame(
            columns=[values for values, _ in columns],
            missing=[missing for _, missing in columns],
            chosen=[inputs[asked.name].kind == "choice" for asked in plan.asked],
            there=[certain(np.ones(1, bool) if there is None else there) for there in cases.there],
            law=plan.under(self.rules.law, cases.day),
            days=certain(cases.days),
            possible=self,
        )

    def results(self, *, wide: bool = False) -> dict[str, Ends]:
        """What can be, row by row, of choices their numbers: the outputs, or `wide` every variable of the household."""
        frame, count = self.frame(), self.cases.count
        with np.errstate(all="ignore"):
            (self.plan.wide if wide else self.plan.bounded).run(frame)
        return {
            name: (_plain(low, count), _plain(high, count))
            for (name, place), span in frame.values.items()
            if place is None and span[0].dtype.kind != "M"
            for low, high in [chosen_number(span, "<f8") if span[1] is None else span]
        }

    def judged(self) -> dict[str, Ends]:
        """What results can be, and what the clauses come to together."""
        plain, none = self.results(), np.zeros(self.cases.count)
        every = [plain[name] for name in self.rules.clauses]
        doubts = [plain[name] for name in self.rules.judged]

        def all_hold(end: int) -> Floats:
            return np.asarray(reduce(np.minimum, [each[end] for each in every]))

        def one_fails(end: int) -> Floats:
            return np.asarray(reduce(np.maximum, [1 - each[1 - end] for each in doubts], none))

        return {**plain, SURE: (all_hold(0), all_hold(1)), DOUBT: (one_fails(0), one_fails(1))}

    def law(self, cell: Cell) -> Span:
        """What an unknown value of the law can be; see `cdmz_rules.plan.bounds.Possible`."""
        spans = self._spans
        key = "span", cell.path, self.law_at_best
        if key not in spans:
            unknown = of_law(self.rules.law[cell.path], cell)
            at_best = unknown.directed and (
                self.law_at_best == "all" or (self.law_at_best == "open" and unknown.open_worst)
            )
            best = np.array([float(unknown.levels[0])])
            spans[key] = (best, best) if at_best else unknown.span
        return spans[key]  # type: ignore[no-any-return]

    @cached_property
    def _spans(self) -> dict[Any, Any]:
        return self.plan.under(self.rules.law, self.cases.day).joins

    def note(self, cell: Cell, rows: Bools) -> None:
        """Remember that rows came upon an unknown value of the law."""
        if self.noting:
            self._note(("law", *cell.key), rows, lambda: of_law(self.rules.law[cell.path], cell))

    def input(self, asked: int, rows: Bools | bool) -> Span:
        """What an input can be where it is missing; see `cdmz_rules.plan.bounds.Possible`."""
        name, place = self.plan.asked[asked]
        info = self.rules.catalogue.inputs[name]
        key = ("input", name, place)
        narrowed = self.narrowed.get(key)
        if narrowed is not None and not self.noting:
            return narrowed
        unknown = of_input(self.rules.rulebook, info, place, self.cases.first_day)
        if self.noting:
            self._note(key, np.ones(1, bool) if rows is True else np.asarray(rows), lambda: unknown)
        return narrowed or self.cases.span_of(unknown)

    def _note(self, key: Key, rows: Bools, unknown: Callable[[], Unknown]) -> None:
        before = self.rows.get(key)
        if before is None:
            self.met[key] = unknown()
        self.rows[key] = rows if before is None else before | rows


def _plain(end: npt.NDArray[Any], count: int) -> Floats:
    plain = end.astype(np.float64)
    return plain if len(plain) == count else np.repeat(plain, count)
