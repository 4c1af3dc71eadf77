"""The engine for pages, run by Node: one long process that is asked about many households, line by line."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from cdmz_rules.decisions.cases import Cases
from cdmz_rules.decisions.knowledge import Knowledge
from cdmz_rules.decisions.unknowns import Unknown
from cdmz_rules.law.grid import EPOCH
from cdmz_rules.plan import Asked
from cdmz_rules.rulebook.rulebook import BenefitRules, Rulebook
from cdmz_rules.script import book

ENGINE = Path(book.__file__).parent / "engine"
DRIVER = Path(__file__).with_suffix(".mjs")


class Script:
    """Node with the rules of a rulebook."""

    def __init__(self, rulebook: Rulebook, since: date) -> None:
        self.written = book.written(rulebook, sorted(rulebook.benefits), since)
        self._folder = TemporaryDirectory()
        file = Path(self._folder.name) / "rules.mjs"
        file.write_text(f"export default {json.dumps(self.written.data)};", encoding="utf-8")
        self._node = subprocess.Popen(
            ["node", str(DRIVER), str(file), str(ENGINE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, what: str, rules: BenefitRules, cases: Cases, row: int = 0, **more: Any) -> Any:
        """What it says about one household."""
        assert self._node.stdin is not None
        assert self._node.stdout is not None
        line = {"ask": what, "benefit": rules.id, **household(cases, row), **more}
        self._node.stdin.write(json.dumps(line) + "\n")
        self._node.stdin.flush()
        answer = self._node.stdout.readline()
        if not answer:
            raise RuntimeError("the engine ended")
        return json.loads(answer)

    @cached_property
    def keys(self) -> Mapping[Any, str]:
        """By key of an unknown value of the law, its key in the engine."""
        return {("law", *cell.key): f"#{number}" for number, cell in enumerate(self.written.cells)}

    def key(self, key: tuple[Any, ...]) -> str:
        """The engine's key of an unknown."""
        return self.keys[key] if key[0] == "law" else name_of(Asked(*key[1:]))

    def close(self) -> None:
        """End it."""
        assert self._node.stdin is not None
        self._node.stdin.close()
        self._node.wait()
        self._folder.cleanup()


def name_of(asked: Asked) -> str:
    """The engine's key of an input."""
    return asked.name if asked.place is None else f"{asked.place}.{asked.name}"


def household(cases: Cases, row: int) -> dict[str, Any]:
    """One of some households as the engine takes it; only places where somebody is count as members."""
    given = {
        name_of(asked): _number(column.values[row if len(column.values) > 1 else 0])
        for asked, column in cases.given.items()
        if column.known is None or column.known[row if len(column.known) > 1 else 0]
    }
    ranges = {
        name_of(asked): [_number(end[row if len(end) > 1 else 0]) for end in span]
        for asked, span in cases.ranges.items()
    }
    day = cases.days[row if len(cases.days) > 1 else 0]
    return {"day": _number(day), "roles": list(cases.roles), "given": given, "ranges": ranges}


def _number(value: Any) -> float:
    return float(value.astype("datetime64[D]").astype(np.int64)) if value.dtype.kind == "M" else float(value)


def read(value: Any) -> float:
    """A number as the engine wrote it."""
    return float(str(value).replace("Infinity", "inf"))


def ends_of(knowledge: Knowledge) -> dict[str, tuple[Any, Any]]:
    """The bounds as Python has them."""
    return {name: ends for name, ends in knowledge.judged().items()}
