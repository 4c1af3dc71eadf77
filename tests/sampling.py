"""How much of what is generated is run: a seeded sample of what is slow, or all of it with ten times the examples (``--full``)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings

T = TypeVar("T")
SEED = 20260901
USUAL = 100
"""Examples of a test that asks for no other number."""

settings.register_profile(
    "sample",
    max_examples=USUAL,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("proof", settings.get_profile("sample"), max_examples=10 * USUAL)
settings.register_profile("search", settings.get_profile("proof"), derandomize=False, max_examples=20 * USUAL)


def dear(examples: int) -> settings:
    """So many examples of a test whose examples are slow, and as many times more as the profile in use gives to all tests."""
    return settings(max_examples=examples * settings.default.max_examples // USUAL)


@dataclass
class Sampling:
    """Which cases of tests marked ``sampled(most)`` are run, and which of the things of which a test takes some.

    Attributes:
        full: Whether all are.
        counts: Of whatever is run in part, how many are run and how many there are.
        tallies: Of what a test draws many of at once, how many it drew.
    """

    full: bool
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    tallies: dict[str, int] = field(default_factory=dict)

    def left_out(self, items: list[pytest.Item]) -> list[pytest.Item]:
        """The cases that are not run: which are is drawn by their names, so that a case more changes no other's luck."""
        by_test: dict[str, list[pytest.Item]] = {}
        for item in items:
            if not self.full and item.get_closest_marker("sampled"):
                by_test.setdefault(item.nodeid.partition("[")[0], []).append(item)
        left = []
        for name, cases in by_test.items():
            most = int(cases[0].get_closest_marker("sampled").args[0])
            if len(cases) > most:
                self.counts[name] = most, len(cases)
                left += sorted(cases, key=lambda item: _lot(item.nodeid))[most:]
        return left

    def some(self, name: str, things: Sequence[T], most: int) -> list[T]:
        """So many of some things, or all of them."""
        if self.full or len(things) <= most:
            return list(things)
        self.counts[name] = most, len(things)
        drawn = sorted(range(len(things)), key=lambda at: _lot(f"{name} {at}"))[:most]
        return [things[at] for at in sorted(drawn)]

    def tally(self, name: str, count: int) -> None:
        """Count so many more of something."""
        self.tallies[name] = self.tallies.get(name, 0) + count

    def held(self) -> list[str]:
        """What is said of what was drawn, in part or in full."""
        return [f"{name}: {count:,}" for name, count in sorted(self.tallies.items())]

    def lines(self) -> list[str]:
        """What is said of it below the results."""
        return [f"{name}: {run} of {count}" for name, (run, count) in sorted(self.counts.items())]


def _lot(name: str) -> str:
    return hashlib.sha256(f"{SEED} {name}".encode()).hexdigest()
