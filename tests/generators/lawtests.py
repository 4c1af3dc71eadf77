"""Law tests: YAML in OpenFisca's shape with our own keys, decided by the engine and compared to the fen.

OpenFisca's keys are ``name``, ``period``, ``input`` and ``output`` (any household variable and its one value; null where the
value is open because something is unknown; the ends of an open figure as ``lower`` and ``upper``, null where it has none).
Ours: ``source`` (documents of the register by number or title, or ``unknown: PATH`` where no text is known), ``pack``,
``benefit``, and of the decision ``outcome``, ``bound``, ``evidence`` and ``amounts`` (a value, or ``lower`` and ``upper``;
nothing is less than 0, so that a lower end of 0 or null is the same).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

import numpy as np
from openfisca_core.indexed_enums import Enum

from cdmz_rules import Rulebook, decide
from cdmz_rules.decisions.cases import Cases
from cdmz_rules.decisions.decision import Compact, Decision, Outcome
from cdmz_rules.decisions.executor import PlanExecutor
from cdmz_rules.decisions.figure import Bound
from cdmz_rules.decisions.run import Run
from cdmz_rules.decisions.unknowns import BOUNDLESS
from cdmz_rules.decisions.worlds import Worlds
from cdmz_rules.errors import InputError
from cdmz_rules.files import yaml as yamls
from cdmz_rules.law.item import EVIDENCE, State
from cdmz_rules.rulebook.catalogue import Catalogue
from generators.subject import Subject

REQUIRED = ("name", "period", "benefit", "source", "input")
EXPECTED = ("outcome", "bound", "evidence", "amounts", "output")
KEYS = (*REQUIRED, "pack", *EXPECTED)
UNKNOWN = "unknown: "


class LawTestError(Exception):
    """A law test is written wrongly: file, line, what."""


@dataclass(frozen=True, eq=False)
class LawTest:
    """One law test.

    Attributes:
        subject: The law that it tests.
        file: Where it stands.
        line: The line on which it begins.
        name: What it shows.
        day: The day decided for.
        benefit: The benefit asked for.
        case: The household, as `decide` takes it.
        pack: Whether the assumption pack is applied.
        source: The documents it rests on.
        expected: What must come out, by key.
    """

    subject: Subject
    file: Path
    line: int
    name: str
    day: date
    benefit: str
    case: Mapping[str, Any]
    pack: bool
    source: Sequence[str]
    expected: Mapping[str, Any]

    @property
    def rulebook(self) -> Rulebook:
        """The rules by which it is decided."""
        return self.subject.packed if self.pack else self.subject.rulebook


@lru_cache
def all_tests(subject: Subject) -> tuple[LawTest, ...]:
    """Every law test of a law."""
    return tuple(test for file in subject.law_tests for test in read(subject, file))


@lru_cache(maxsize=256)
def read(subject: Subject, file: Path) -> tuple[LawTest, ...]:
    """The law tests of a file, read once.

    Raises:
        LawTestError: with file and line, if one is written wrongly.
    """
    return tuple(_read(subject, file))


def _read(subject: Subject, file: Path) -> Iterator[LawTest]:
    data = yamls.read(file)
    lines = yamls.lines(file.read_text(encoding="utf-8"))
    if not isinstance(data, list):
        raise LawTestError(f"{file}:1: a file of law tests is a list")
    names: set[str] = set()
    for position, entry in enumerate(data):

        def fail(message: str, *path: str, start: str = str(position)) -> LawTestError:
            return LawTestError(f"{file}:{lines.get((start, *path), lines[(start,)])}: {message}")

        if not isinstance(entry, dict):
            raise fail("a law test is a mapping")
        for key in entry:
            if key not in KEYS:
                raise fail(f"unknown key {key!r}; known: {', '.join(KEYS)}", key)
        for key in REQUIRED:
            if not entry.get(key):
                raise fail(f"{entry.get('name', 'a law test')}: the key {key!r} is missing")
        if not any(key in entry for key in EXPECTED):
            raise fail(f"{entry['name']}: nothing is expected; write one of {', '.join(EXPECTED)}")
        if entry["name"] in names:
            raise fail(f"the name {entry['name']!r} stands twice", "name")
        names.add(entry["name"])
        try:
            yield _test(subject, entry, file, lines[(str(position),)])
        except _Wrong as error:
            raise fail(f"{entry['name']}: {error}", *error.path) from error


class _Wrong(Exception):
    def __init__(self, message: str, *path: str) -> None:
        self.path = path
        super().__init__(message)


def _test(subject: Subject, entry: Mapping[str, Any], file: Path, line: int) -> LawTest:
    if entry["benefit"] not in subject.rulebook.benefits:
        raise _Wrong(f"there is no benefit {entry['benefit']!r}", "benefit")
    if not isinstance(entry.get("pack", False), bool):
        raise _Wrong("pack is true or false", "pack")
    try:
        day = date.fromisoformat(str(entry["period"]))
    except ValueError as error:
        raise _Wrong(f"{entry['period']!r} is no day", "period") from error
    _check_expected(subject.rulebook.catalogue, entry)
    return LawTest(
        subject=subject,
        file=file,
        line=line,
        name=entry["name"],
        day=day,
        benefit=entry["benefit"],
        case=_case(subject.rulebook.catalogue, entry["input"]),
        pack=entry.get("pack", False),
        source=_sources(subject.rulebook, entry["source"]),
        expected={key: entry[key] for key in EXPECTED if key in entry},
    )


def _check_expected(catalogue: Catalogue, entry: Mapping[str, Any]) -> None:
    allowed = {"outcome": list(Outcome), "bound": get_args(Bound), "evidence": (*EVIDENCE, None)}
    for key, values in allowed.items():
        if key in entry and entry[key] not in values:
            raise _Wrong(f"{key} {entry[key]!r} is none of {', '.join(map(str, values))}", key)
    for key in ("amounts", "output"):
        for name, value in (entry.get(key) or {}).items():
            variable = catalogue.variables.get(name)
            if variable is None or variable.entity.is_person:
                raise _Wrong(f"there is no household variable {name!r}", key, name)
            bounds = value if isinstance(value, dict) else {"value": value}
            if key == "amounts" and value is None:
                raise _Wrong(f"{name}: a value is missing", key, name)
            if isinstance(value, dict) and (not bounds or not bounds.keys() <= {"lower", "upper"}):
                raise _Wrong(f"{name}: a bounded amount has `lower`, `upper` or both", key, name)
            for number in bounds.values():
                if _is_money(catalogue, name) and number is not None and Decimal(str(number)) % Decimal("0.01"):
                    raise _Wrong(f"{name}: {number} is finer than a fen", key, name)


def _sources(rulebook: Rulebook, source: Any) -> tuple[str, ...]:
    """Check that each source is a document of the register, or names an item of the law that is unknown somewhere."""
    law = rulebook.law
    known = {text for document in law.documents.values() for text in (document.title, document.number) if text}
    texts = tuple(source) if isinstance(source, list) else (source,)
    for text in texts:
        if not isinstance(text, str):
            raise _Wrong(f"the source {text!r} is no text", "source")
        path = text.removeprefix(UNKNOWN)
        if path != text:
            unknown = path in law and State.UNKNOWN in law[path].table.states
            if not unknown:
                raise _Wrong(f"{path} is no item of the law that is unknown anywhere", "source")
        elif not any(text.startswith(name) for name in known):
            raise _Wrong(f"{text!r} begins with no title or number of a document in the register", "source")
    return texts


def _case(catalogue: Catalogue, given: Any) -> dict[str, Any]:
    """A situation in OpenFisca's short form as `decide` takes it: `persons`, and a `household` that names its roles."""
    if not isinstance(given, dict) or set(given) != {"persons", "household"}:
        raise _Wrong("input holds `persons` and `household`", "input")
    household = dict(given["household"])
    roles: dict[str, str] = {}
    for role in catalogue.roles:
        names = household.pop(role, [])
        roles |= dict.fromkeys([names] if isinstance(names, str) else names, role)
    if set(roles) != set(given["persons"]):
        raise _Wrong("every person has one role in the household, and no other", "input", "household")
    members = [{"role": roles[name], **(inputs or {})} for name, inputs in given["persons"].items()]
    return {"members": members, **household}


class Recorder:
    """Runs formulas as decisions do, asks for further outputs, and keeps the last run."""

    def __init__(self, further: Sequence[str] = ()) -> None:
        self.further = further
        self.last: Run | None = None

    def run(self, rulebook: Rulebook, cases: Cases, worlds: Worlds, outputs: Sequence[str]) -> Run:
        """Compute the outputs and the further ones."""
        self.last = PlanExecutor().run(rulebook, cases, worlds, [*outputs, *self.further])
        return self.last


def answer(test: LawTest, rulebook: Rulebook | None = None) -> tuple[Decision, Run]:
    """Decide a law test, by its own rules or by others."""
    recorder, book = Recorder(list(test.expected.get("output") or {})), rulebook or test.rulebook
    decision = decide(test.case, test.benefit, test.day, rulebook=book, today=test.day, executor=recorder)
    assert recorder.last is not None
    return decision, recorder.last


def comes_out(test: LawTest, rulebook: Rulebook) -> bool:
    """Whether a test comes out by other rules, in the quickest way that shows it: without reasons where it asks for none."""
    expected = test.expected
    if not set(expected.get("amounts") or {}) <= {*rulebook.benefit(test.benefit).amounts}:
        return not faults(test, rulebook)
    recorder = Recorder(list(expected["output"])) if expected.get("output") else None
    try:
        short = decide(
            test.case, test.benefit, test.day, detail="compact", rulebook=rulebook, today=test.day, executor=recorder
        )
    except InputError:
        return False
    wrong = [*_head_faults(test, short), *_amount_faults(test, short)]
    return not wrong and not (recorder and recorder.last and list(_output_faults(test, recorder.last)))


@dataclass(frozen=True)
class Touched:
    """What a law test took from the law.

    Attributes:
        cells: The values it took, known or not, by their key.
        days: The days for which it asked each item.
    """

    cells: frozenset[tuple[str, str, date]]
    days: Mapping[str, frozenset[date]]


_TOUCHED: dict[LawTest, Touched] = {}


def touched(test: LawTest) -> Touched:
    """What a law test takes from the law as it is; remembered if the test has run."""
    if test not in _TOUCHED:
        recorder, book = Recorder(), test.rulebook
        decide(test.case, test.benefit, test.day, detail="compact", rulebook=book, today=test.day, executor=recorder)
        assert recorder.last is not None
        _remember(test, recorder.last)
    return _TOUCHED[test]


def _remember(test: LawTest, run: Run) -> None:
    cells: set[tuple[str, str, date]] = set()
    days: dict[str, frozenset[date]] = {}
    for use in run.uses:
        cells |= {cell.key for cell in use.applied}
        # A run in which no formula reads the day of the application asks the law for it all the same.
        event = use.grid.item.date_anchor
        unread = np.array([test.day] if event == "application" else [], "datetime64[D]")
        anchor = run.values.get(f"{event}_date", unread)
        for path in {cell.path for cell in use.applied}:
            days[path] = days.get(path, frozenset()) | frozenset(anchor.ravel().tolist())
    _TOUCHED[test] = Touched(frozenset(cells), days)


def faults(test: LawTest, rulebook: Rulebook | None = None) -> list[str]:
    """What does not come out as the test expects it, by its own rules or by others; empty if all does."""
    try:
        decision, run = answer(test, rulebook)
    except InputError as error:
        return [f"the case is refused: {error}"]
    if rulebook is None:
        _remember(test, run)
    return [*_head_faults(test, decision), *_amount_faults(test, decision), *_output_faults(test, run)]


def _head_faults(test: LawTest, decision: Decision | Compact) -> Iterator[str]:
    came = {"outcome": decision.outcome.value, "bound": decision.amount.bound, "evidence": decision.evidence}
    for key, value in came.items():
        if key in test.expected and test.expected[key] != value:
            yield f"{key}: expected {test.expected[key]}, came {value}"


def _amount_faults(test: LawTest, decision: Decision | Compact) -> Iterator[str]:
    steps = decision.steps if isinstance(decision, Decision) else []
    lines, catalogue = {line.id: line for line in [*steps, *decision.amounts]}, test.subject.rulebook.catalogue
    for name, value in (test.expected.get("amounts") or {}).items():
        if name not in lines:
            yield f"{name}: the decision does not give it"
            continue
        line = lines[name]
        came = {"lower": line.lower or 0, "upper": line.upper}
        wanted = value if isinstance(value, dict) else {"lower": value, "upper": value}
        for end, number in wanted.items():
            if not _same(catalogue, name, (number or 0) if end == "lower" else number, came[end]):
                yield f"{name}: expected {end} {number}, came {line.bound} {line.lower}…{line.upper}"


def _output_faults(test: LawTest, run: Run) -> Iterator[str]:
    catalogue = test.subject.rulebook.catalogue
    for name, value in (test.expected.get("output") or {}).items():
        variable = catalogue.variables[name]
        if isinstance(value, dict):
            yield from _end_faults(catalogue, name, value, run.values[name])
            continue
        worlds = [_plain(variable, raw) for raw in np.unique(run.values[name])]
        open_or_same = (
            len(worlds) > 1 if value is None else len(worlds) == 1 and _same(catalogue, name, value, worlds[0])
        )
        if not open_or_same:
            yield f"{name}: expected {value}, came {' or '.join(map(str, worlds))}"


def _end_faults(catalogue: Catalogue, name: str, wanted: Mapping[str, Any], values: Any) -> Iterator[str]:
    ends = {"lower": float(values.min()), "upper": float(values.max())}
    came = {end: number if abs(number) < BOUNDLESS / 1e3 else None for end, number in ends.items()}
    for end, number in wanted.items():
        if not _same(catalogue, name, number, came[end]):
            yield f"{name}: expected {end} {number}, came {came['lower']}…{came['upper']}"


def _plain(variable: Any, raw: Any) -> Any:
    if variable.value_type is Enum:
        return list(variable.possible_values)[int(raw)].name
    return str(raw) if variable.value_type is date else raw.item()


def _is_money(catalogue: Catalogue, name: str) -> bool:
    return catalogue.unit(name).startswith("CNY")


def _same(catalogue: Catalogue, name: str, expected: Any, came: Any) -> bool:
    if isinstance(expected, bool | str | None) or isinstance(came, bool | str | None):
        return type(expected) is type(came) and expected == came
    if _is_money(catalogue, name):
        return fen(expected) == fen(came)
    return abs(expected - came) <= 1e-9 * max(1.0, abs(expected))


def fen(amount: float) -> int:
    """An amount in whole fen, half away from zero, in decimal arithmetic."""
    return int((Decimal(repr(round(float(amount), 6))) * 100).quantize(Decimal(1), ROUND_HALF_UP))
