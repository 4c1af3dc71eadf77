"""The walk of one decision through the rooms of this project, measured from a recorded trace of its calls.

``python -m tools.walk`` asks the service for a decision of which everything is known and for one of which something is not, draws each
walk as a tree (with ``--quiet`` only one that is crooked), and fails if one is crooked: more than 13 modules from the endpoint to the
amounts, a module that is entered from two sides, or a step that climbs back to one that is still at work.

A module is entered when a function of it is called by another module of ours, or a value of it that works (`WORKERS`). Reading a value
that was handed on (`rules.clauses`, `exploration.values(name)`) enters nothing: what it is made of is its own affair. Nor is followed what
a plan's compiled code calls, for that is the arithmetic of the formulas, nor how one raw value is read: every room asks the reader.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, is_dataclass
from enum import Enum
from pathlib import Path
from types import FrameType
from typing import Any

from cdmz_rules.api.schema import EXAMPLE_CASE
from fastapi.testclient import TestClient
from pydantic import BaseModel

import cdmz_rules
from cdmz_rules import api

MOST_MODULES = 13
"""From the endpoint to the amounts."""
STEPS_AFTER = tuple(f"cdmz_rules.decisions.{step}" for step in ("explain", "receipt", "interactions", "totals"))
"""What follows once the amounts are there, with all that it enters."""
WORKERS = ("Explorer", "PlanExecutor")
COMPILED = "<plan>"
READER = "cdmz_rules.reading."
ENDPOINT = ("cdmz_rules.api.routes.decisions", "decisions")
"""Where the walk begins: what carries a request to it, and its answer away, is not counted."""

KNOWN_APPLICANT = {**EXAMPLE_CASE["members"][0], "accumulated_deposits": 0}
CASES: Mapping[str, Mapping[str, Any]] = {
    "everything known": {
        "case": {**EXAMPLE_CASE, "members": [KNOWN_APPLICANT], "contract_filing_date": "2026-03-01"},
        "reform": "assumptions_2026",
    },
    "the law in part unknown": {"case": EXAMPLE_CASE},
    "an input missing": {"case": {key: value for key, value in EXAMPLE_CASE.items() if key != "price"}},
}


@dataclass
class Visit:
    """A module at work, and the modules that it enters."""

    module: str
    enters: list[Visit] = field(default_factory=list)

    def every(self) -> Iterator[Visit]:
        """This visit and all below it."""
        yield self
        for visit in self.enters:
            yield from visit.every()


class Recorder:
    """Follows the calls of one request, whichever thread they run on."""

    def __init__(self, homes: Mapping[str, str]) -> None:
        self.homes = homes
        self.root = Visit(ENDPOINT[0])
        self.path = [self.root]
        self.working = False
        self._home = 0
        self._frames: dict[int, list[str]] = {}

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        """Take note of a call or a return. What works on another thread was asked for by the endpoint, which waits for it."""
        if event not in ("call", "return"):
            return
        thread = threading.get_ident()
        if self._is_endpoint(frame):
            self.working, self._home = event == "call", thread
        elif not self._home or (thread == self._home and not self.working):
            return
        calls = self._frames.setdefault(thread, [])
        if event == "call":
            calls.append(self._called(frame, calls))
        elif calls and calls.pop() == "entered":
            self.path.pop()

    def _is_endpoint(self, frame: FrameType) -> bool:
        return frame.f_code.co_name == ENDPOINT[1] and self._module(frame.f_code.co_filename) == ENDPOINT[0]

    def _called(self, frame: FrameType, calls: list[str]) -> str:
        """What a call is: not ours or not followed, within the same module, or entering another."""
        if calls and calls[-1] == "leaf":
            return "leaf"
        if frame.f_code.co_filename.startswith(COMPILED):
            return "leaf"
        module = self._module(frame.f_code.co_filename)
        if module is None or module == self.path[-1].module:
            return "within"
        if _is_of_value(frame) or module.startswith(READER):
            return "leaf"
        self._enter(module)
        return "entered"

    def _enter(self, module: str) -> None:
        here = self.path[-1]
        visit = next((each for each in here.enters if each.module == module), None)
        if visit is None:
            visit = Visit(module)
            here.enters.append(visit)
        self.path.append(visit)

    def _module(self, file: str) -> str | None:
        for folder, name in self.homes.items():
            if file.startswith(folder):
                return name + file[len(folder) :].removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        return None


def _is_of_value(frame: FrameType) -> bool:
    """Whether a method of a value is called, or one that makes a value."""
    owner = frame.f_locals.get("self", frame.f_locals.get("cls"))
    kind = owner if isinstance(owner, type) else type(owner)
    is_value = is_dataclass(kind) or issubclass(kind, BaseModel | tuple | Mapping | Enum)
    return is_value and kind.__name__ not in WORKERS


def walk(client: TestClient, request: Mapping[str, Any]) -> Visit:
    """The walk of one request, made a second time: what is read once a process is read by then."""
    body = {"benefits": ["provident_fund_loan"], "date": "2026-04-01", **request}
    client.post("/v1/decisions", json=body).raise_for_status()
    recorder = Recorder(_homes())
    threading.setprofile(recorder)
    try:
        client.post("/v1/decisions", json=body).raise_for_status()
    finally:
        threading.setprofile(None)
    return recorder.root


def _homes() -> dict[str, str]:
    return {
        str(Path(str(api.__file__)).parent): "cdmz_rules.api",
        str(Path(str(cdmz_rules.__file__)).parent): "cdmz_rules",
    }


def faults(root: Visit) -> Iterator[str]:
    """What is crooked about a walk."""
    to_the_amounts = list(_until_explained(root))
    modules = {visit.module for visit in to_the_amounts}
    if len(modules) > MOST_MODULES:
        yield f"{len(modules)} modules to the amounts, more than {MOST_MODULES}: {', '.join(sorted(modules))}"
    seen: dict[str, str] = {}
    for parent, visit in _entries(root):
        if seen.setdefault(visit.module, parent.module) != parent.module:
            yield f"{visit.module} is entered from {seen[visit.module]} and from {parent.module}"
    yield from _climbs(root, ())


def _until_explained(visit: Visit) -> Iterator[Visit]:
    if visit.module not in STEPS_AFTER:
        yield visit
        for below in visit.enters:
            yield from _until_explained(below)


def _entries(root: Visit) -> Iterator[tuple[Visit, Visit]]:
    return ((parent, visit) for parent in root.every() for visit in parent.enters)


def _climbs(visit: Visit, above: tuple[str, ...]) -> Iterator[str]:
    if visit.module in above:
        yield f"{visit.module} is entered again from {above[-1]} while it is still at work"
    for below in visit.enters:
        yield from _climbs(below, (*above, visit.module))


def drawn(visit: Visit, depth: int = 0) -> Iterator[str]:
    """A walk as an indented tree."""
    yield "  " * depth + visit.module.removeprefix("cdmz_rules.")
    for below in visit.enters:
        yield from drawn(below, depth + 1)


def main() -> int:
    """Walk, draw, and say what is crooked."""
    quiet, crooked = "--quiet" in sys.argv[1:], 0
    client = TestClient(api.create_app())
    for name, request in CASES.items():
        root = walk(client, request)
        problems = list(faults(root))
        crooked += len(problems)
        if quiet and not problems:
            continue
        sys.stdout.write(f"{name}: {len({visit.module for visit in _until_explained(root)})} modules to the amounts\n")
        sys.stdout.writelines(f"  {line}\n" for line in drawn(root))
        sys.stdout.writelines(f"  CROOKED: {fault}\n" for fault in problems)
    return 1 if crooked else 0


if __name__ == "__main__":
    sys.exit(main())
