"""What is known of households box by box, and what follows: the bounds of every result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    """

    rules: BenefitRules
    plan: Plan
    cases: Cases
    narrowed: Mapping[Key, Span] = field(default_factory=dict)
    law_at_best: Literal["all", "open", "none"] = "none"
    noting: bool = False
    _inputs: dict[Key, tuple[Unknown, Bools]] = field(default_factory=dict)
    _cells: list[tuple[Sequence[Cell], npt.NDArray[np.int32], Bools]] = field(default_factory=list)

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
            derivations=plan.bounded.derivations if self.noting else {},
        )

    def results(self, *, wide: bool = False) -> dict[str, Ends]:
        """What can be, row by row, of choices and days their numbers: the outputs, or `wide` every variable of the household."""
        frame = self.frame()
        with np.errstate(all="ignore"):
            (self.plan.wide if wide else self.plan.bounded).run(frame)
        return self._ends(frame)

    def judged(self) -> dict[str, Ends]:
        """What results can be, and what the clauses come to together."""
        return self._with_clauses(self.results())

    def judged_by_day(self) -> tuple[dict[str, Ends], npt.NDArray[np.intp]]:
        """The same for one household day after day, and in which run of days that are alike each lies.

        On such days no truth, choice or certain number that the clauses are made of can be anything else than on the day before; of what
        is not certain the ends move with every day that goes by.
        """
        frame, program = self.frame(), self.plan.bounded
        with np.errstate(all="ignore"):
            program.run_all(frame)
        behind = program.behind(self.rules.clauses)
        spans = [span for number, span in frame.steps.items() if number in behind and span[0].dtype.kind != "M"]
        begins = np.zeros(self.cases.count, bool)
        for low, high in [*spans, *((rows, None) for rows in self.rows.values())]:
            ends = [end for end in (low, high) if end is not None and len(end) > 1]
            if ends:
                other = np.logical_or.reduce([end[1:] != end[:-1] for end in ends])
                if high is not None and low.dtype != np.bool_:
                    sure = np.broadcast_to(low == high, begins.shape)
                    other &= sure[1:] | sure[:-1]
                begins[1:] |= other
        return self._with_clauses(self._ends(frame)), np.cumsum(begins)

    def _ends(self, frame: BoundsFrame) -> dict[str, Ends]:
        count = self.cases.count
        return {
            name: (_plain(low, count), _plain(high, count))
            for (name, place), span in frame.values.items()
            if place is None
            for low, high in [chosen_number(span, "<f8") if span[1] is None else span]
        }

    def _with_clauses(self, plain: dict[str, Ends]) -> dict[str, Ends]:
        none = np.zeros(self.cases.count)
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
            spans[key] = unknown.best if at_best else unknown.span
        return spans[key]  # type: ignore[no-any-return]

    @cached_property
    def _spans(self) -> dict[Any, Any]:
        return self.plan.under(self.rules.law, self.cases.day).joins

    def note(self, cells: Sequence[Cell], numbers: npt.NDArray[np.int32], rows: Bools) -> None:
        """Remember that rows came upon unknown values of the law: which of some cells each."""
        if self.noting:
            self._cells.append((cells, numbers, rows))

    @property
    def met(self) -> Mapping[Key, Unknown]:
        """The unknowns that the run came upon."""
        return self._noted[0]

    @property
    def rows(self) -> Mapping[Key, Bools]:
        """On which rows the run came upon each."""
        return self._noted[1]

    @cached_property
    def _noted(self) -> tuple[Mapping[Key, Unknown], Mapping[Key, Bools]]:
        met = {key: unknown for key, (unknown, _) in self._inputs.items()}
        found = {key: rows for key, (_, rows) in self._inputs.items()}
        for cells, numbers, rows in self._cells:
            one = len(cells) == 1
            for number in [0] if one else np.unique(numbers[rows]).tolist():
                mine = rows if one else rows & (numbers == number)
                if not mine.any():
                    continue
                key: Key = ("law", *cells[number].key)
                if key in found:
                    found[key] = found[key] | mine
                else:
                    met[key], found[key] = self._unknown_law(cells[number]), mine
        return met, found

    def alike(self, rows: npt.NDArray[np.intp]) -> Iterator[tuple[npt.NDArray[np.intp], Sequence[Unknown]]]:
        """Rows that came upon the same unknowns, and these."""
        if not len(rows):
            return
        if not self.rows:
            yield rows, []
            return
        met = np.stack([np.broadcast_to(mask, (self.cases.count,))[rows] for mask in self.rows.values()], axis=1)
        patterns, which = np.unique(np.packbits(met, axis=1), axis=0, return_inverse=True)
        for number in range(len(patterns)):
            same = np.flatnonzero(which == number)
            yield rows[same], [self.met[key] for key, hit in zip(self.rows, met[same[0]], strict=True) if hit]

    def _unknown_law(self, cell: Cell) -> Unknown:
        key = "unknown", *cell.key, cell.state
        if key not in self._spans:
            self._spans[key] = of_law(self.rules.law[cell.path], cell)
        return self._spans[key]  # type: ignore[no-any-return]

    def input(self, asked: int, rows: Bools | bool) -> Span:
        """What an input can be where it is missing; see `cdmz_rules.plan.bounds.Possible`."""
        name, place = self.plan.asked[asked]
        info = self.rules.catalogue.inputs[name]
        key = ("input", name, place)
        narrowed = self.narrowed.get(key)
        if narrowed is not None and not self.noting:
            return narrowed
        span = self.cases.within(self.plan.asked[asked])
        within = None if span is None else (span[0].min().item(), span[1].max().item())
        unknown = of_input(self.rules.rulebook, info, place, self.cases.first_day, within)
        if self.noting:
            mine = np.ones(1, bool) if rows is True else np.asarray(rows)
            self._inputs[key] = unknown, mine | self._inputs[key][1] if key in self._inputs else mine
        return narrowed or self.cases.span_of(unknown)


def _plain(end: npt.NDArray[Any], count: int) -> Floats:
    plain = (end.astype("datetime64[D]") if end.dtype.kind == "M" else end).astype(np.float64)
    return plain if len(plain) == count else np.repeat(plain, count)
