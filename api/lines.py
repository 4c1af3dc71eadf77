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
from cdmz_rules.files import json_text
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.tables import cases
from cdmz_rules.tables.households import Households
from cdmz_rules.tables.ids import MAX_ID
from cdmz_rules.tables.source import Chunk

ROWS = 4096
SHOWN_PROBLEMS = 20
Line = dict[str, Any] | InputError
"""What a line says, or what is wrong with it."""


class Lines:
    """A body of JSON lines."""

    def __init__(self, catalogue: Catalogue, body: bytes, longest: int, day: date) -> None:
        """Look through the lines.

        Args:
            catalogue: What a case may say.
            body: The bytes.
            longest: Bytes that a line may have.
            day: The day decided for where a line does not say.

        Raises:
            InputError: if a line is no JSON object, with the numbers of such lines; one that says something twice is wrong by itself.
        """
        self._catalogue, self._body, self._longest, self._day = catalogue, body, longest, day
        self.count, self._identified = 0, False
        self._wrong: dict[int, InputError] = {}
        problems: list[Problem] = []
        for number, line in self._lines():
            self.count += 1
            case = self._parsed(line)
            if isinstance(case, dict):
                self._identified |= "id" in case
            elif isinstance(case, InputError):
                self._wrong[number] = case
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
        """What a line says; of JSON that says something twice, or what is no text, the mistakes; None if it is no JSON."""
        if len(line) > self._longest:
            return None
        try:
            return json_text.read(line)
        except InputError as error:
            return error if error.problems[0].code in json_text.WITHIN else None

    def chunks(self) -> Iterator[Chunk]:
        """The cases, some at a time."""
        numbers: list[int] = []
        parsed: list[Line] = []
        for number, line in self._lines():
            numbers.append(number)
            # What is right was checked already, and is read the quick way.
            parsed.append(self._wrong.get(number) or json.loads(line.decode("utf-8-sig")))
            if len(parsed) == ROWS:
                yield _chunk(numbers, parsed)
                numbers, parsed = [], []
        if parsed:
            yield _chunk(numbers, parsed)

    def read(self, chunk: Chunk) -> Households:
        """The households of some lines."""
        (parsed,) = chunk.columns
        without_id = [_without_id(case) for case in parsed]
        read = cases.read(self._catalogue, without_id, self._day)
        if not self._identified:
            return read
        strange = [row for row, case in enumerate(parsed) if isinstance(case, dict) and not _is_id(case.get("id"))]
        words = "编号应为文字或数字", "an id is a text or a number"
        faults = [*((row, Problem("wrong_type", "id", *words, f"≤ {MAX_ID}")) for row in strange), *read.faults]
        wrong = read.wrong.copy()
        wrong[strange] = True
        texts = [None if (sent := id_of(case)) is None else str(sent) for case in parsed]
        return replace(read, ids=pa.array(texts, pa.string()), wrong=wrong, faults=sorted(faults, key=lambda f: f[0]))


def _without_id(case: Line) -> dict[str, Any] | InputError:
    return case if isinstance(case, InputError) else {key: case[key] for key in case if key != "id"}


def id_of(case: Line) -> str | int | float | None:
    """What the sender calls a case; None if it says nothing, or nothing that could be repeated."""
    sent = None if isinstance(case, InputError) else case.get("id")
    return sent if _is_id(sent) else None


def _is_id(sent: Any) -> bool:
    if isinstance(sent, str):
        return len(sent) <= MAX_ID and sent.isprintable()
    if isinstance(sent, float):
        return math.isfinite(sent)
    return sent is None or (isinstance(sent, int) and abs(sent) < 2**63)


def _chunk(numbers: list[int], parsed: list[Line]) -> Chunk:
    return Chunk([parsed], np.array(numbers, np.int64))
