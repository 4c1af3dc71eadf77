"""Timing contenders in turns, so that what slows the machine for a while slows them all.

What runs in this process, on one core, is timed by the processor time it takes: on an idle machine that is the time on the clock, and
on a busy one it leaves out what others do.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from statistics import median
from time import process_time
from typing import Any


@dataclass(frozen=True)
class Contender:
    """Something to time.

    Attributes:
        run: What is timed; it takes what ``prepare`` gives.
        prepare: What comes before, untimed, in every round.
        every: It takes part in every so many rounds.
    """

    run: Callable[[Any], object]
    prepare: Callable[[], Any] = lambda: None
    every: int = 1


def in_turns(
    contenders: Mapping[str, Contender], rounds: int, clock: Callable[[], float] = process_time
) -> dict[str, float]:
    """The median of each in seconds; every round begins with another one, so that nobody always follows the same.

    Args:
        contenders: By name.
        rounds: How often each is timed.
        clock: Seconds; another than that of this process's processor time if it is other processes that work.
    """
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for number in range(rounds):
        for name in _rotated(list(contenders), number):
            contender = contenders[name]
            if number % contender.every == 0:
                taken[name].append(_once(contender, clock))
    return {name: median(times) for name, times in taken.items()}


def alone(run: Callable[[], object], rounds: int, clock: Callable[[], float] = process_time) -> float:
    """The median in seconds of something that has nobody to compare with, after it ran once."""
    run()
    taken = []
    for _ in range(rounds):
        start = clock()
        run()
        taken.append(clock() - start)
    return median(taken)


def _rotated(names: list[str], by: int) -> list[str]:
    start = by % len(names)
    return names[start:] + names[:start]


def _once(contender: Contender, clock: Callable[[], float]) -> float:
    prepared = contender.prepare()
    gc.collect()
    start = clock()
    contender.run(prepared)
    return clock() - start


@lru_cache(maxsize=1)
def cores() -> tuple[int | None, int | None]:
    """The core that is measured on and the one for whoever measures; None where there is no choice.

    Asked once, before this process is kept on one of them.
    """
    if not hasattr(os, "sched_getaffinity"):
        return None, None
    allowed = sorted(os.sched_getaffinity(0))
    return allowed[0], allowed[1] if len(allowed) > 1 else allowed[0]


def pin(core: int | None) -> None:
    """Keep this process, and what it starts, on a core."""
    if core is not None:
        os.sched_setaffinity(0, {core})


@contextmanager
def pinned(core: int | None) -> Iterator[None]:
    """Keep this process on a core for a while."""
    before = os.sched_getaffinity(0) if core is not None else None
    pin(core)
    try:
        yield
    finally:
        if before is not None:
            os.sched_setaffinity(0, before)
