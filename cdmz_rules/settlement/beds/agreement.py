"""What all rows must agree on: facts of an elder that never change, and facts of an institution, on any one day."""

from __future__ import annotations

import numpy as np

from cdmz_rules.settlement.order import Array, Bools, Ints


def two_values(group: Ints, values: Array) -> Bools:
    """The rows of groups of which rows say different things.

    Args:
        group: The number of each row's group, counted from 0 with few gaps.
        values: What each says.
    """
    if not len(group):
        return np.zeros(0, bool)
    if values.dtype.kind == "f":
        values = np.unique(values, return_inverse=True)[1]  # nothing told is one value, and equal to itself
    said = np.zeros(int(group.max()) + 1, values.dtype)
    said[group] = values
    differing = np.zeros(len(said), bool)
    differing[group[values != said[group]]] = True
    return np.asarray(differing[group])


def denies_on_a_day(begins: Array, ends: Array, values: Array, row: int, near: Ints) -> Bools:
    """Which rows share a day with a row and say something else."""
    shared = (begins[near] <= ends[row]) & (ends[near] >= begins[row])
    return np.asarray(shared & ~same(values[near], values[row]))


def same(one: Array, other: Array) -> Bools:
    """Where two arrays say the same; nothing told is the same as nothing told."""
    return np.asarray((one == other) | ((one != one) & (other != other)))


def two_values_on_a_day(group: Ints, begins: Array, ends: Array, values: Array) -> Bools:
    """The rows that share a day with a row of the same group that says something else.

    Args:
        group: The number of each row's group.
        begins: The first day of each.
        ends: The last.
        values: What each says.
    """
    refused = np.zeros(len(group), bool)
    if values.dtype.kind == "f":
        values = np.unique(values, return_inverse=True)[1]
    rows = np.flatnonzero(two_values(group, values))
    if not len(rows):
        return refused
    first, span = begins[rows].min(), int((ends[rows].max() - begins[rows].min()).astype(np.int64)) + 1
    # The days of a later group lie above those of an earlier one.
    low = group[rows] * span + (begins[rows] - first).astype(np.int64)
    high = group[rows] * span + (ends[rows] - first).astype(np.int64)
    for value in np.unique(values[rows]):
        these = values[rows] == value
        begun = np.searchsorted(np.sort(low[~these]), high[these], "right")
        over = np.searchsorted(np.sort(high[~these]), low[these], "left")
        refused[rows[these]] = begun > over
    return refused
