"""The engine for pages held to this one: Node runs it in one long process, which is asked about many households, line by line."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from cdmz_rules.decisions.boxes import Boxes
from cdmz_rules.decisions.cases import Cases, Column
from cdmz_rules.decisions.knowledge import DOUBT, SURE, Knowledge
from cdmz_rules.decisions.narrowing import MAX_SPLIT, Narrowing
from cdmz_rules.decisions.situation import parse
from cdmz_rules.decisions.unknowns import BOUNDLESS, Key, Unknown
from cdmz_rules.law.grid import EPOCH
from cdmz_rules.plan import Asked
from cdmz_rules.rulebook.rulebook import BenefitRules, Rulebook
from cdmz_rules.script import book
from generators import partial, populations
from generators.partial import Partial

ENGINE = Path(book.__file__).parent / "engine"
DRIVER = Path(__file__).with_suffix(".mjs")
NAMES = {SURE: "sure", DOUBT: "doubt"}
ROLES = (
    ("applicant",),
    ("applicant", "spouse"),
    ("child", "applicant", "spouse", "child"),
    ("applicant", "other", "spouse", "child", "child", "child", "other"),
)
FIRST_DAY = date(2000, 1, 1)
"""Law tests are of days that long ago."""
LEAST = 1e-12
"""Powers and logarithms of another library differ by no more than so small a part."""


class Script:
    """Node with the rules of a rulebook."""

    def __init__(self, rulebook: Rulebook, since: date = FIRST_DAY) -> None:
        self.written = book.written(rulebook, sorted(rulebook.benefits), since)
        self._folder = TemporaryDirectory()
        file = Path(self._folder.name) / "rules.mjs"
        file.write_text(f"export default {json.dumps(self.written.data)};", encoding="utf-8")
        self._node = subprocess.Popen(
            ["node", str(DRIVER), str(file), str(ENGINE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, what: str, **told: Any) -> Any:
        """What it answers."""
        assert self._node.stdin is not None
        assert self._node.stdout is not None
        self._node.stdin.write(json.dumps({"ask": what, **told}) + "\n")
        self._node.stdin.flush()
        answer = self._node.stdout.readline()
        assert answer, "the engine ended"
        return json.loads(answer)

    @cached_property
    def _law(self) -> Mapping[Key, str]:
        return {("law", *cell.key): f"#{number}" for number, cell in enumerate(self.written.cells)}

    def key(self, key: Key) -> str:
        """An unknown's key in the engine."""
        return self._law[key] if key[0] == "law" else _name(Asked(*key[1:]))

    def close(self) -> None:
        """End it."""
        assert self._node.stdin is not None
        self._node.stdin.close()
        self._node.wait()
        assert self._node.stdout is not None
        self._node.stdout.close()
        self._folder.cleanup()


def _name(asked: Asked) -> str:
    return asked.name if asked.place is None else f"{asked.place}.{asked.name}"


def told(cases: Cases) -> dict[str, Any]:
    """One household as the engine takes it."""
    given = {_name(asked): _numbers(column.values)[0] for asked, column in cases.given.items() if column.known is None}
    ranges = {_name(asked): [_numbers(end)[0] for end in span] for asked, span in cases.ranges.items()}
    return {"day": _numbers(cases.days)[0], "roles": list(cases.roles), "given": given, "ranges": ranges}


def columns(cases: Cases) -> dict[str, Any]:
    """Many households of one make as the engine takes them."""
    count = cases.count

    def wide(array: Any) -> Any:
        return np.broadcast_to(array, (count,))

    given = {
        _name(asked): [
            value if known else None
            for value, known in zip(
                _numbers(wide(column.values)),
                wide(True if column.known is None else column.known).tolist(),
                strict=True,
            )
        ]
        for asked, column in cases.given.items()
    }
    ranges = {_name(asked): [_numbers(wide(end)) for end in span] for asked, span in cases.ranges.items()}
    return {
        "day": _numbers(cases.days)[0], "roles": list(cases.roles), "count": count, "columns": given, "ranges": ranges,
    }  # fmt: skip


def _numbers(end: Any) -> list[float]:
    plain = end.astype("datetime64[D]").astype(np.int64) if end.dtype.kind == "M" else end
    return plain.astype(np.float64).tolist()  # type: ignore[no-any-return]


def _same(ours: Any, theirs: Any) -> Any:
    """Where numbers are the same; or to the fen, where one library's last digit differs from another's and fen still count."""
    ours, theirs = np.asarray(ours, np.float64), np.asarray(theirs, np.float64)
    near = np.isclose(ours, theirs, rtol=LEAST, atol=0) & (np.abs(ours) < np.inf)
    to_the_fen = np.rint(ours * 100) == np.rint(theirs * 100)
    return (
        (ours == theirs)
        | (np.isnan(ours) & np.isnan(theirs))
        | (near & (to_the_fen | (np.abs(ours) > BOUNDLESS / 1e3)))
    )


def _unlike(ends: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[str]:
    """The results of which the engine says something else, and the first row in which it does."""
    unlike = []
    for name, own in ends.items():
        same = _same(own, theirs[NAMES.get(name, name)]).all(axis=0)
        if not same.all():
            unlike.append(f"{name}, row {same.argmin()}")
    return unlike


@dataclass(frozen=True)
class Held:
    """The engine beside this one, asked about one household after the other.

    Attributes:
        script: The engine.
        rules: What is asked for.
    """

    script: Script
    rules: BenefitRules

    def case(self, case: Partial, random: np.random.Generator) -> list[str]:
        """What the engine says otherwise of a household: results, unknowns in their order, directions, and results in boxes."""
        rules = self.rules
        cases = Cases.of_one(rules.catalogue, parse(rules.catalogue, case.inputs, case.day), case.day)
        plan = rules.plan(case.day, cases.roles)
        knowledge = Knowledge(rules, plan, cases, noting=True)
        ends, said = knowledge.judged(), self._ask("noted", cases)
        unlike = _unlike(ends, said["ends"])
        unknowns = [unknown for key, unknown in knowledge.met.items() if knowledge.rows[key].any()]
        if not self._in_order([each[0] for each in said["met"]], unknowns, alone=len(cases.roles) == 1):
            unlike.append("unknowns")
        ours = {self.script.key(each.key): self._said_of(each) for each in unknowns}
        unlike += [key for key, *facts in said["met"] if ours.get(key) != facts]
        unlike += self._directions(Narrowing(rules, plan, cases, unknowns, {}), cases)
        return [*unlike, *self._boxes(cases, unknowns, random)]

    def _ask(self, what: str, cases: Cases, **more: Any) -> Any:
        return self.script.ask(what, benefit=self.rules.id, **told(cases), **more)

    def _in_order(self, said: Sequence[str], unknowns: Sequence[Unknown], *, alone: bool) -> bool:
        """Whether these are the unknowns; formulas traced for one member alone may come upon the law in another order."""
        ours = [self.script.key(each.key) for each in unknowns]
        inputs = [sum(not key.startswith("#") for key in keys) for keys in (ours, said)]
        same_law = sorted(ours) == sorted(said) if alone else ours == list(said)
        return same_law and ours[: inputs[0]] == list(said[: inputs[1]])

    def _said_of(self, unknown: Unknown) -> list[Any]:
        levels = [self._level(unknown, level) for level in unknown.levels]
        return [levels, *map(_numbers_or_none, unknown.span), unknown.directed, unknown.open_worst]

    def _level(self, unknown: Unknown, level: Any) -> float:
        if isinstance(level, str):
            return float(self.rules.catalogue.codes(unknown.key[1])[level])
        return float(level.toordinal() - EPOCH) if isinstance(level, date) else float(level)

    def _directions(self, narrowing: Narrowing, cases: Cases) -> Iterator[str]:
        tracked = [self.script.key(each.key) for each in narrowing.tracked]
        said = self._ask("directions", cases, tracked=tracked)
        for name, (up, down) in narrowing.directions().items():
            other = said[NAMES.get(name, name)]
            if (int(up[0]), int(down[0])) != (int(other["up"]), int(other["down"])):
                yield f"directions of {name}"

    def _boxes(self, cases: Cases, unknowns: Sequence[Unknown], random: np.random.Generator) -> Iterator[str]:
        """Boxes in which some unknowns are each of their pieces, all combinations or one at a time."""
        some = [unknowns[at] for at in random.permutation(len(unknowns))[:20]]
        pieces = {each.key: each.pieces(cases.span_of(each)) for each in some}
        boxes = Boxes.product(pieces, MAX_SPLIT) if random.random() < 0.5 or not pieces else Boxes.alone(pieces)
        rows = replace(cases.take(np.zeros(boxes.count, np.intp)), situation=None)
        plan = self.rules.plan(cases.first_day, cases.roles)
        ends = Knowledge(self.rules, plan, rows, boxes.spans).judged()
        narrowed = {self.script.key(key): [*map(_numbers_or_none, span)] for key, span in boxes.spans.items()}
        said = self._ask("boxes", cases, count=boxes.count, narrowed=narrowed, only=None)
        yield from (f"in boxes {name}" for name in _unlike(ends, said))

    def cases(self, cases: Cases) -> list[str]:
        """What the engine says otherwise of many households, all results of each."""
        plan = self.rules.plan(cases.first_day, cases.roles)
        ends = Knowledge(self.rules, plan, cases).judged()
        return _unlike(ends, self.script.ask("judged", benefit=self.rules.id, **columns(cases)))


def _numbers_or_none(end: Any) -> list[float] | None:
    return None if end is None else _numbers(end)


def random_cases(rules: BenefitRules, count: int, random: np.random.Generator) -> Cases:
    """So many households of some members, of whom most leave something out."""
    roles = ROLES[random.integers(0, len(ROLES))]
    cases = populations.draw(rules, partial.DAY, roles, count, random)
    chance = np.array(partial.LEFT_OUT)[random.integers(0, len(partial.LEFT_OUT), count)] * (random.random(count) < 0.8)
    given = {asked: Column(column.values, random.random(count) >= chance) for asked, column in cases.given.items()}
    return replace(cases, given=given).deduced()
