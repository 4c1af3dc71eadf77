"""Whether two runs say the same of every household, to the fen."""

from __future__ import annotations

import numpy as np

from benchmarks.names import ELIGIBLE, OUTPUTS, Columns
from benchmarks.population import Population

HALF_A_FEN = 0.005


class Disagreement(Exception):
    """A peer says something else than openfisca-core's run of our formulas; the message shows the household."""


def hold(name: str, found: Columns, expected: Columns, population: Population) -> None:
    """Hold a peer's results against the reference.

    Raises:
        Disagreement: with the first household of which they differ.
    """
    for output in OUTPUTS:
        if found[output].shape != expected[output].shape:
            raise Disagreement(f"{name}: {output} has the shape {found[output].shape}, not {expected[output].shape}")
        wrong = np.flatnonzero(~_same(output, found[output], expected[output]))
        if len(wrong):
            row = int(wrong[0])
            household = {column: str(values[row]) for column, values in population.columns.items()}
            raise Disagreement(
                f"{name}: {output} differs for {len(wrong):,} of {population.count:,} households; household {row}: "
                f"{found[output][row]} instead of {expected[output][row]}; {household}"
            )


def _same(output: str, found: np.ndarray, expected: np.ndarray) -> np.ndarray:
    if output == ELIGIBLE:
        return np.asarray(found.astype(bool) == expected.astype(bool))
    return np.asarray(np.abs(found.astype(np.float64) - expected.astype(np.float64)) < HALF_A_FEN)
