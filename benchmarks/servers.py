"""Servers in processes of their own on loopback, each with one worker, as they are run in production."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import psutil

from benchmarks.timing import pinned

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
PATIENCE = 60.0
UVICORN = ("--host", HOST, "--no-access-log", "--log-level", "warning")


class ServerFailed(Exception):
    """A server did not start, or answered with an error."""


@dataclass(frozen=True)
class Server:
    """A running server.

    Attributes:
        name: Of the contender.
        port: On loopback.
        process: Its process; its worker may be a child of it.
    """

    name: str
    port: int
    process: int

    def worked(self) -> float:
        """Seconds of processor time that it and its workers have taken so far."""
        main = psutil.Process(self.process)
        times = [process.cpu_times() for process in (main, *main.children(recursive=True))]
        return float(sum(time.user + time.system for time in times))

    def post(self, path: str, body: bytes) -> Any:
        """Send one body; the answer's JSON.

        Raises:
            ServerFailed: if the answer is an error.
        """
        connection = HTTPConnection(HOST, self.port, timeout=PATIENCE)
        try:
            connection.request("POST", path, body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        if answer.status != 200:
            raise ServerFailed(f"{self.name} {path}: {answer.status} {text[:500].decode(errors='replace')}")
        return json.loads(text)


OPENFISCA = ("-m", "openfisca_core.scripts.openfisca_command", "serve", "--workers", "1", "--country-package")
COMMANDS = {
    "ours": ("-m", "cdmz_rules", "serve", "--host", HOST, "--port"),
    "plain_openfisca": (*OPENFISCA, "benchmarks.peers.plain_openfisca", "--bind"),
    "stock_on_ours": (*OPENFISCA, "benchmarks.peers.stock_on_ours", "--bind"),
    "empty_fastapi": ("-m", "uvicorn", "benchmarks.peers.empty_fastapi:create_app", "--factory", *UVICORN, "--port"),
}
"""What follows the interpreter; the port, or host and port, comes last."""


@contextmanager
def running(name: str, core: int | None) -> Iterator[Server]:
    """A server by the name of its contender, on a core, until the block ends."""
    port = _free_port()
    command = [sys.executable, *COMMANDS[name]]
    command.append(f"{HOST}:{port}" if command[-1] == "--bind" else str(port))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    with tempfile.TemporaryFile() as log:
        with pinned(core):
            process = subprocess.Popen(command, stdout=log, stderr=log, env=environment, cwd=ROOT)
        try:
            _wait(process, port, log, name)
            yield Server(name, port, process.pid)
        finally:
            _stop(process)


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


def _wait(process: subprocess.Popen[bytes], port: int, log: Any, name: str) -> None:
    """Until something answers, whatever it says."""
    end = monotonic() + PATIENCE
    while monotonic() < end:
        if process.poll() is not None:
            break
        connection = HTTPConnection(HOST, port, timeout=PATIENCE)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
        except (OSError, HTTPException):
            sleep(0.1)
        else:
            return
        finally:
            connection.close()
    log.seek(0)
    raise ServerFailed(f"{name} did not start: {log.read()[-2000:].decode(errors='replace')}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
