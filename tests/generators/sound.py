"""Soundness: whatever is unknown of a household, nothing that comes of it lies outside what was said to be certain."""

from __future__ import annotations

import zlib

import numpy as np
from sampling import Sampling

from generators import completions, partial
from generators.subject import Subject

COMPLETIONS = 250
SEED = 20261130


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
