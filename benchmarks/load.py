"""Loading a server: wrk where it is installed, else a client of our own; either in a process of its own on the other core."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.servers import HOST, Server, ServerFailed
from benchmarks.timing import pinned

CONNECTIONS = 8
SCRIPT = Path(__file__).with_name("load.lua")


@dataclass(frozen=True)
class Load:
    """How a server took it.

    Attributes:
        rate: Answers a second.
        work: Answers a second of the server's processor time: its rate on a machine where nobody else works.
        middle: Half the answers came within so many milliseconds.
        tail: 99 in a hundred came within so many milliseconds.
    """

    rate: float
    work: float
    middle: float
    tail: float


def generator() -> str:
    """What sends the load."""
    return "wrk" if shutil.which("wrk") else "benchmarks/client.py"


def load(server: Server, path: str, bodies: Sequence[bytes], seconds: float, core: int | None) -> Load:
    """Send bodies in turns over eight connections for so long.

    Raises:
        ServerFailed: if an answer was an error.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bodies.jsonl"
        file.write_bytes(b"\n".join(bodies))
        before = server.worked()
        with pinned(core):
            told = subprocess.run(
                _command(server, path, file, seconds), check=True, capture_output=True, text=True
            ).stdout
    worked = server.worked() - before
    result = json.loads(told.splitlines()[-1])
    if result["errors"] or not result["requests"]:
        raise ServerFailed(f"{server.name} {path}: {result}")
    count = result["requests"]
    return Load(count / result["seconds"], count / worked, result["middle"], result["tail"])


def _command(server: Server, path: str, file: Path, seconds: float) -> list[str]:
    wrk = shutil.which("wrk")
    if wrk is None or seconds < 1:  # wrk counts in whole seconds
        client = ["-m", "benchmarks.client", str(server.port), path, str(file), str(CONNECTIONS), str(seconds)]
        return [sys.executable, *client]
    options = ["-t1", f"-c{CONNECTIONS}", f"-d{round(seconds)}s", "--timeout", "60s", "-s", str(SCRIPT)]
    return [wrk, *options, f"http://{HOST}:{server.port}{path}", "--", str(file)]
