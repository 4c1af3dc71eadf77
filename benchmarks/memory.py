"""``python -m benchmarks.memory COUNT``: what a run takes at its peak beyond its inputs, as JSON on standard output."""

from __future__ import annotations

import ctypes
import gc
import json
import logging
import sys
from pathlib import Path
from time import process_time

from benchmarks import population
from benchmarks.agreement import hold
from benchmarks.figures import Figures
from benchmarks.ours import Ours
from benchmarks.peers import tables
from benchmarks.peers.numpy_by_hand import NumpyByHand

WARM_UP = 1000


def main() -> None:
    """Draw the households, run a few to have everything loaded, then run them all; and hold them, once measured, against a peer."""
    logging.getLogger("openfisca_core").setLevel(logging.ERROR)
    ours = Ours()
    ours.run(population.draw(WARM_UP))
    households = population.draw(int(sys.argv[1]))
    _settle()
    before = _resident()
    start = process_time()
    found = ours.run(households)
    seconds = process_time() - start
    extra = _peak() - before
    expected = NumpyByHand(tables.build(Figures())).run(households.columns)
    hold("ours", found, expected, households)
    sys.stdout.write(json.dumps({"extra": extra, "seconds": seconds}))


def _settle() -> None:
    """Give back what drawing left behind, and forget its peak; where the system allows neither, the figure is the worse for it."""
    gc.collect()
    try:
        ctypes.CDLL("libc.so.6").malloc_trim(0)
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        pass


def _resident() -> float:
    return _status("VmRSS")


def _peak() -> float:
    return _status("VmHWM")


def _status(field: str) -> float:
    """Megabytes of a line of the process's own status."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    lines = dict(line.split(":", 1) for line in status.splitlines())
    return int(lines[field].split()[0]) * 1024 / 1e6


if __name__ == "__main__":
    main()
