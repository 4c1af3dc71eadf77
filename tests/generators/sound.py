"""Soundness: whatever is unknown of a household, nothing that comes of it lies outside what was said to be certain."""

from __future__ import annotations

import zlib

import numpy as np
from sampling import Sampling

from generators import completions, partial
from generators.subject import Subject

COMPLETIONS = 250
SEED = 20261130
LADDERS = 6
"""In so many settings of the others, an unknown is moved alone."""


def check(subject: Subject, which: str, benefit: str, households: int, sampling: Sampling) -> None:
    """Draw partial households for a benefit, and completions of each: none lies outside."""
    rules = subject.books[which].benefit(benefit)
    random = np.random.default_rng([SEED, zlib.crc32(f"{which} {benefit}".encode())])
    wrong, drawn = [], 0
    for case in partial.partials(subject, rules, households, random):
        done = completions.completed(rules, case, COMPLETIONS, random)
        drawn += COMPLETIONS if done.unknowns else 1
        wrong += [(case.name, case.day, case.inputs, fault) for fault in done.outside()]
    sampling.tally(f"completions of partial households, {subject.name} {which}", drawn)
    assert wrong == []


def check_signs(subject: Subject, which: str, benefit: str, households: int, sampling: Sampling) -> None:
    """Where the graph proves a direction, moving the unknown alone never moves the result the other way."""
    rules = subject.books[which].benefit(benefit)
    random = np.random.default_rng([SEED, 2, zlib.crc32(f"{which} {benefit}".encode())])
    wrong, pairs = [], 0
    for case in partial.partials(subject, rules, households, random):
        done = completions.completed(rules, case, 1, random)
        pairs += sum(map(len, completions.proven(done).values()))
        wrong += [(case.name, case.day, case.inputs, fault) for fault in completions.moved(done, LADDERS, random)]
    assert pairs
    sampling.tally(f"directions proven and held, {subject.name}", pairs)
    sampling.tally(f"partial households whose unknowns were moved alone, {subject.name}", households)
    assert wrong == []
