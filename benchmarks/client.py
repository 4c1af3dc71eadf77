"""``python -m benchmarks.client PORT PATH BODIES CONNECTIONS SECONDS``: a small load generator, where there is no wrk.

Each connection sends the next body as soon as its answer has come; a server that closes it gets a new one.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from time import perf_counter

HOST = "127.0.0.1"


class Tally:
    """What came back.

    Attributes:
        end: When to send no more.
        taken: Milliseconds of each answer.
        errors: Answers other than 200.
    """

    def __init__(self, end: float) -> None:
        self.end = end
        self.taken: list[float] = []
        self.errors = 0

    def add(self, status: bytes, start: float) -> None:
        """Note an answer."""
        self.taken.append(1000 * (perf_counter() - start))
        self.errors += status != b"200"

    def report(self, seconds: float) -> str:
        """The result as JSON."""
        ordered = sorted(self.taken)
        middle, tail = (ordered[int(share * (len(ordered) - 1))] if ordered else 0.0 for share in (0.5, 0.99))
        figures = {"requests": len(ordered), "seconds": seconds, "middle": middle, "tail": tail, "errors": self.errors}
        return json.dumps(figures)


async def _connection(port: int, requests: Iterator[bytes], tally: Tally) -> None:
    while perf_counter() < tally.end:
        reader, writer = await asyncio.open_connection(HOST, port)
        try:
            await _talk(reader, writer, requests, tally)
        except (asyncio.IncompleteReadError, ConnectionError):
            tally.errors += 1
        finally:
            writer.close()


async def _talk(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, requests: Iterator[bytes], tally: Tally
) -> None:
    while perf_counter() < tally.end:
        start = perf_counter()
        writer.write(next(requests))
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        await reader.readexactly(int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0]))
        tally.add(head[9:12], start)
        if b"connection: close" in head:
            return


def _requests(port: int, path: str, file: Path) -> Iterator[bytes]:
    head = f"POST {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\nContent-Type: application/json\r\nContent-Length: "
    return cycle([f"{head}{len(body)}\r\n\r\n".encode() + body for body in file.read_bytes().splitlines()])


async def _all(port: int, requests: Iterator[bytes], connections: int, seconds: float) -> str:
    start = perf_counter()
    tally = Tally(start + seconds)
    await asyncio.gather(*(_connection(port, requests, tally) for _ in range(connections)))
    return tally.report(perf_counter() - start)


def main(port: str, path: str, bodies: str, connections: str, seconds: str) -> None:
    """Run the command."""
    work = _all(int(port), _requests(int(port), path, Path(bodies)), int(connections), float(seconds))
    sys.stdout.write(asyncio.run(work) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
