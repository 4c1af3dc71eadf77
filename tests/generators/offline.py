"""The offline rules in a process of their own, and what they are held to."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from table_cases import columns as by_column
from table_cases import flat

from cdmz_rules import InputError, Rulebook
from cdmz_rules.decisions import interpret
from cdmz_rules.decisions.explore import explore, explore_all
from cdmz_rules.decisions.situation import check_day, parse
from cdmz_rules.errors import Problem, below
from cdmz_rules.interview.interview import interview
from cdmz_rules.rulebook.rulebook import BenefitRules
from cdmz_rules.tables import columns, naming, reader

DRIVER = Path(__file__).with_name("offline.mjs")
NODE = shutil.which("node")


class Offline:
    """A script that answers.

    Args:
        process: The process that runs it.
    """

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def __call__(self, call: str, request: Any = None, times: int = 0) -> dict[str, Any]:
        """What a function of the script says, and how long it takes if it is asked so many times more."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([call, request, times]) + "\n")
        self._process.stdin.flush()
        said: dict[str, Any] = json.loads(self._process.stdout.readline())
        assert "fault" not in said, said["fault"]
        return said


@contextmanager
def running(file: Path) -> Iterator[Offline]:
    """A process that answers by a script."""
    assert NODE is not None
    command = [NODE, str(DRIVER), str(file)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        try:
            yield Offline(process)
        finally:
            process.kill()


def online(
    book: Rulebook, benefits: Sequence[str], case: Any, day: Any, language: str, skipped: Sequence[str] = ()
) -> Any:
    """What the service says to the same, in one language."""
    said = interview(case, benefits, day, skipped=skipped, rulebook=book)
    return in_one(said.model_dump(mode="json"), language)


def in_one(said: Any, language: str) -> Any:
    """What was said, with its words in one language alone."""
    if isinstance(said, dict):
        if set(said) == {"zh", "en"}:
            return {language: said[language]}
        return {key: in_one(value, language) for key, value in said.items()}
    return [in_one(each, language) for each in said] if isinstance(said, list) else said


def problems(book: Rulebook, case: Any, day: str, language: str) -> list[dict[str, Any]]:
    """What the service finds wrong with a case, as a script in one language says it."""
    try:
        parse(book.catalogue, case, check_day(day))
    except InputError as error:
        return [_said(each, language) for each in below(error, "case").problems]
    return []


def _said(problem: Problem, language: str) -> dict[str, Any]:
    said = asdict(problem)
    other = "en" if language == "zh" else "zh"
    del said[f"message_{other}"]
    said |= {"did_you_mean": None, "others": list(problem.others)}
    # What cannot be is said in a script as beside a field, without the values.
    return said if problem.code != "contradiction" else {**said, f"message_{language}": None}


def compact(said: Any) -> Any:
    """What a decision of a script says of outcome, failed conditions and amounts."""
    (decision,) = said["answer"]["decisions"]
    amounts = [(each["id"], each["bound"], each["lower"], each["upper"]) for each in decision["amounts"]]
    return decision["outcome"], [each["id"] for each in decision["failed"]], amounts


def decided(book: Rulebook, benefit: str, cases: Sequence[tuple[Any, date]]) -> list[Any]:
    """The same by the engine, which explores many households at once: those of one day, for days that nobody told are tried as of it."""
    found: list[Any] = [None] * len(cases)
    for day in {day for _, day in cases}:
        places = [place for place, (_, each) in enumerate(cases) if each == day]
        for place, answered in zip(
            places, _on(book.benefit(benefit), [cases[place][0] for place in places], day), strict=True
        ):
            found[place] = answered
    return found


def alone(book: Rulebook, benefit: str, case: Any, day: date) -> Any:
    """The same about one household that is explored alone."""
    rules = book.benefit(benefit)
    exploration = explore(rules, parse(book.catalogue, case, day), day, None, rules.beside)
    return _of_row(rules, interpret.answers(rules, exploration), 0)


def _on(rules: BenefitRules, cases: Sequence[Any], day: date) -> Iterator[Any]:
    names, cols, count = columns.split(
        by_column([{"id": place, **flat(rules.catalogue, case)} for place, case in enumerate(cases)])
    )
    households = reader.read(rules.catalogue, naming.resolve(rules.catalogue, names), cols, count, day)
    assert not households.wrong.any()
    found: list[Any] = [None] * count
    for some, exploration in explore_all(rules, households.cases(), amounts=True):
        answered = interpret.answers(rules, exploration)
        for place, row in enumerate(some.tolist()):
            found[row] = _of_row(rules, answered, place)
    yield from found


def _of_row(rules: BenefitRules, answered: interpret.Answers, row: int) -> Any:
    outcome = interpret.OUTCOMES[answered.outcome[row]]
    failed = [name for name, fails in zip(rules.clauses, answered.failed[row], strict=True) if fails]
    figures = [
        answered.amounts[name].figure(name, rules.catalogue.unit(name), row)
        for name in interpret.reported(rules, outcome)
    ]
    return outcome.value, failed, [(each.id, each.bound, each.lower, each.upper) for each in figures]
