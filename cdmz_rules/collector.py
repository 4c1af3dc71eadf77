"""Python's collector of garbage, and when it had better rest."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """For what is made once and stays, such as modules and the law: the collector would look through all of it again and again."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            _age()
            gc.enable()


def freeze_at_exit() -> None:
    """What stands when the process ends need not be looked through then, for it goes with the process: 0.2 s of each command."""
    atexit.register(gc.freeze)


def _age() -> None:
    """Put all that stands into the oldest generation, untouched: the next look at the youngest would go through the whole law.

    A process that has frozen objects itself is left alone, for they would thaw.
    """
    if not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()
