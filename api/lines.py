"""A batch as JSON lines: one case a line, with the sender's own ``id`` and a ``date`` of its own if it likes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from cdmz_rules.errors import InputError, Problem
from cdmz_rules.files import json_text
from cdmz_rules.reading import ids
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.tables import cases
from cdmz_rules.tables.households import Households
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
        found = [_read_id(case) for case in parsed]
        faults = [(row, replace(each, pointer="id")) for row, each in enumerate(found) if isinstance(each, Problem)]
        wrong = read.wrong.copy()
        wrong[[row for row, _ in faults]] = True
        texts = pa.array([None if isinstance(each, Problem) else each for each in found], pa.string())
        every = sorted([*faults, *read.faults], key=lambda fault: fault[0])
        return replace(read, ids=texts, wrong=wrong, faults=every)


def _without_id(case: Line) -> dict[str, Any] | InputError:
    return case if isinstance(case, InputError) else {key: case[key] for key in case if key != "id"}


def id_of(case: Line) -> str | None:
    """What the sender calls a case; None if it says nothing, or nothing that could be repeated."""
    found = _read_id(case)
    return None if isinstance(found, Problem) else found


def _read_id(case: Line) -> str | Problem | None:
    return None if isinstance(case, InputError) else ids.read(case.get("id"))


def _chunk(numbers: list[int], parsed: list[Line]) -> Chunk:
    return Chunk([parsed], np.array(numbers, np.int64))
