"""A batch as JSON lines: one case a line, with the sender's own ``id`` and a ``date`` of its own if it likes."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from cdmz_rules.errors import InputError, Problem
from cdmz_rules.tables import cases
from cdmz_rules.tables.households import MAX_ID, Households
from cdmz_rules.tables.source import Chunk

ROWS = 4096
SHOWN_PROBLEMS = 20


class Lines:
    """A body of JSON lines."""

    def __init__(self, body: bytes, longest: int, day: date) -> None:
        """Look through the lines.

        Args:
            body: The bytes.
            longest: Bytes that a line may have.
            day: The day decided for where a line does not say.

        Raises:
            InputError: if a line is no JSON object, with the numbers of such lines.
        """
        self._body, self._longest, self._day = body, longest, day
        self.count, self._identified = 0, False
        problems: list[Problem] = []
        for number, line in self._lines():
            self.count += 1
            found = self._parsed(line)
            if isinstance(found, dict):
                self._identified |= "id" in found
            else:
                words = (
                    f"应为一行一个 JSON 对象，每行不超过{longest}字节",
                    f"each line is a JSON object of at most {longest} bytes",
                )
                problems.append(Problem("not_json", f"line {number}", *words, '{"id": "a", "members": […]}'))
            if len(problems) == SHOWN_PROBLEMS:
                break
        if problems:
            raise InputError(problems)

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        """Every line that is not blank, with its number."""
        number, at = 0, 0
        while at < len(self._body):
            end = self._body.find(b"\n", at)
            end = len(self._body) if end < 0 else end
            number += 1
            line = self._body[at:end].strip()
            if line:
                yield number, line
            at = end + 1

    def _parsed(self, line: bytes) -> Any:
        if len(line) > self._longest:
            return None
        try:
            return json.loads(line.decode())
        except (ValueError, RecursionError):
            return None

    def chunks(self) -> Iterator[Chunk]:
        """The cases, some at a time."""
        numbers: list[int] = []
        found: list[dict[str, Any]] = []
        for number, line in self._lines():
            numbers.append(number)
            found.append(self._parsed(line))
            if len(found) == ROWS:
                yield _chunk(numbers, found)
                numbers, found = [], []
        if found:
            yield _chunk(numbers, found)

    def read(self, chunk: Chunk) -> Households:
        """The households of some lines."""
        (found,) = chunk.columns
        read = cases.read([{key: case[key] for key in case if key != "id"} for case in found], self._day)
        if not self._identified:
            return read
        strange = [row for row, case in enumerate(found) if not _is_id(case.get("id"))]
        words = "编号应为文字或数字", "an id is a text or a number"
        faults = [*((row, Problem("wrong_type", "id", *words, f"≤ {MAX_ID}")) for row in strange), *read.faults]
        wrong = read.wrong.copy()
        wrong[strange] = True
        texts = [None if (own := own_id(case)) is None else str(own) for case in found]
        return replace(read, ids=pa.array(texts, pa.string()), wrong=wrong, faults=sorted(faults, key=lambda f: f[0]))


def own_id(case: dict[str, Any]) -> str | int | float | None:
    """What the sender calls a case; None if it says nothing, or nothing that could be repeated."""
    own = case.get("id")
    return own if _is_id(own) else None


def _is_id(own: Any) -> bool:
    if isinstance(own, str):
        return len(own) <= MAX_ID and own.isprintable()
    if isinstance(own, float):
        return math.isfinite(own)
    return own is None or (isinstance(own, int) and abs(own) < 2**63)


def _chunk(numbers: list[int], found: list[dict[str, Any]]) -> Chunk:
    return Chunk([found], np.array(numbers, np.int64))
