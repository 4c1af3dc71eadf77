"""Sweeps held against running the formulas on the values themselves: no lines, no slopes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions import blocks
from cdmz_rules.whatif import levers
from cdmz_rules.whatif.levers import Lever
from cdmz_rules.whatif.probe import Variant, variants_of
from cdmz_rules.whatif.question import Question
from cdmz_rules.whatif.sweep import Axis, sweep

NEAR = 300
"""So many of the smallest steps to either side of a cliff are each tried."""


def amounts(question: Question, lever: Lever, steps: Sequence[int]) -> npt.NDArray[np.float64]:
    """The least amount at each step, as a table of households is decided."""
    rules, variants = question.rules, [Variant({lever.asked: lever.value(step)}) for step in steps]
    least = np.zeros(len(steps))
    for part, answered in blocks.decide(rules, variants_of(rules.catalogue, question.case, question.day, variants)):
        least[part] = np.nan_to_num(answered.amounts[rules.id].lower)
    return least


def check_cliffs(question: Question, name: str, low: Any, high: Any, stride: int) -> int:
    """Of an amount that moves by cliffs alone each is found where it lies: at strides over the whole range, and step by step around each.

    Returns:
        How many cliffs there are.
    """
    line = sweep(question, Axis(name, low, high)).lines[0]
    lever = levers.find(question.rules, name, question.case, "")
    cliffs = [each for each in line.breaks if each.kind == "cliff"]
    assert line.settled
    first, last = lever.step(line.pieces[0].first.at), lever.step(line.pieces[-1].last.at)
    at = [lever.step(each.after.at) for each in cliffs]
    near = {step + off for step in at for off in range(-NEAR, NEAR)}
    steps = sorted({*range(first, last + 1, stride), *(step for step in near if first <= step <= last)})
    least = amounts(question, lever, steps)
    assert [steps[position + 1] for position in np.flatnonzero(np.diff(least))] == at
    assert [each.before.value for each in cliffs] == [least[steps.index(step) - 1] for step in at]
    assert [each.after.value for each in cliffs] == [least[steps.index(step)] for step in at]
    return len(cliffs)


def check_stretches(question: Question, name: str, low: Any, high: Any, rounding: float) -> int:
    """Between its breaks an answer is what its stretch says, up to the rounding of the benefit.

    Returns:
        How many stretches there are.
    """
    line = sweep(question, Axis(name, low, high)).lines[0]
    lever = levers.find(question.rules, name, question.case, "")
    firsts = [lever.step(piece.first.at) for piece in line.pieces]
    last = lever.step(line.pieces[-1].last.at)
    steps = np.random.default_rng(1).integers(firsts[0], last, 200).tolist()
    answers = question.probe.answers([Variant({lever.asked: lever.value(step)}) for step in steps])
    assert line.settled
    for step, answer in zip(steps, answers, strict=True):
        piece = line.pieces[bisect_right(firsts, step) - 1]
        assert (answer.outcome, list(answer.failed)) == (piece.first.outcome, piece.failed)
        if answer.value is None:
            assert (answer.lower, answer.upper) == (piece.first.lower, piece.first.upper)
        elif not piece.curved:
            first, final = lever.step(piece.first.at), lever.step(piece.last.at)
            share = (step - first) / (final - first) if final > first else 0
            expected = piece.first.value + share * (piece.last.value - piece.first.value)
            assert abs(answer.value - expected) <= rounding + 0.011
    return len(line.pieces)
