"""The rule of a benefit in words: who is entitled, how it is worked out, what it asks, which items it rests on, how it is tested."""

from __future__ import annotations

from typing import Any, NamedTuple

from fastapi import Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from cdmz_rules import Rulebook
from cdmz_rules.decisions.households import households
from cdmz_rules.i18n.phrases import N_, in_both
from cdmz_rules.i18n.text import Text
from cdmz_rules.i18n.words import Words, both
from cdmz_rules.reading import china
from cdmz_rules.rulebook import law_tests
from cdmz_rules.rulebook.dependencies import BEHIND_A_CLAUSE
from cdmz_rules.rulebook.infos import InputInfo
from cdmz_rules.rulebook.law_tests import LawTest
from cdmz_rules.rulebook.rulebook import BenefitRules
from cdmz_rules.rulebook.uses import items_of

from .. import queries
from ..rulebook import Book
from .law import Line, lines
from .render import language, page

router = queries.pages()
UNKNOWN = "unknown: "
"""What stands before an item where a test is of what is not known."""
COMPARED = {
    "<=": N_("{what}: at most"),
    "<": N_("{what}: less than"),
    ">=": N_("{what}: at least"),
    ">": N_("{what}: more than"),
}
"""How something is held against a line."""


class Clause(NamedTuple):
    """A condition as it is declared.

    Attributes:
        id: The variable.
        label: What it demands.
        compared: What is held against which line, if anything is.
        applies: Where it applies; None if everywhere.
        paper: Which paper proves it.
        judged: Whether the office decides where it does not hold.
        items: The items of law on which it rests.
    """

    id: str
    label: Text
    compared: Words | None
    applies: Text | None
    paper: Text | None
    judged: bool
    items: list[Line]


class Step(NamedTuple):
    """An amount on the way: its formula in words, and what it rests on."""

    id: str
    label: Text
    words: Text
    limit: bool
    of: list[Text]
    items: list[Line]


class Tested(NamedTuple):
    """A law test: its name, the documents from which its figures follow, and the items that it says to be unknown."""

    name: str
    documents: list[str]
    unknown: list[tuple[str, Words]]


@router.get("/benefits/{name}/rule")
async def rule(request: Request, name: str, rulebook: Book) -> HTMLResponse:
    """The rule of a benefit."""
    rules = rulebook.benefit(name)
    return page(request, "rule.html", language(request), **await run_in_threadpool(_values, rulebook, rules))


def _values(rulebook: Rulebook, rules: BenefitRules) -> dict[str, Any]:
    steps = _steps(rulebook, rules)
    inputs = rules.inputs
    used = dict.fromkeys(path for name in rules.catalogue.reached(rules.id) for path in items_of(rulebook, name))
    listed = lines(rulebook, list(used), china.today())
    return {
        "benefit": rules.info,
        "domain_of": rules.info.domain,
        "clauses": [_clause(rulebook, rules, clause) for clause in rules.clauses],
        "steps": steps,
        "reports": [rules.catalogue.words(name) for name in rules.reports],
        "asked": [info for info in inputs if not info.rare],
        "rare": [info for info in inputs if info.rare],
        "question_words": {info.name: _question(rulebook, info) for info in inputs},
        "used": listed,
        "unknown": sum(any(state == "unknown" for _, state, _ in line.says) for line in listed),
        "tests": [_test(rulebook, test) for test in law_tests.of(rulebook.content, rules.info.domain, rules.id)],
        "tests_readable": law_tests.folder(rulebook.content).is_dir(),
        "examples": _examples(rulebook, rules.id),
    }


def _test(rulebook: Rulebook, test: LawTest) -> Tested:
    """A law test, what it says to be unknown by the names of its items."""
    missing = [source.removeprefix(UNKNOWN) for source in test.sources if source.startswith(UNKNOWN)]
    unknown = [(path, rulebook.law[path].label) for path in missing if path in rulebook.law]
    return Tested(test.name, [source for source in test.sources if not source.startswith(UNKNOWN)], unknown)


def _question(rulebook: Rulebook, info: InputInfo) -> Words | Text:
    return rulebook.registry.questions.get(info.name, info.label.words)


def _clause(rulebook: Rulebook, rules: BenefitRules, name: str) -> Clause:
    facts, words = rules.catalogue.facts(name), rules.catalogue.words
    item = rulebook.law.one_of(facts.compares[1]) if facts.compares else None
    return Clause(
        name,
        words(name).label,
        _compared(words(facts.compares[0]).label, item.comparison) if item and facts.compares else None,
        words(facts.applies).label if facts.applies else None,
        words(name).paper,
        facts.discretion,
        lines(rulebook, _behind(rulebook, rules, name), china.today()),
    )


def _compared(what: Text, comparison: str | None) -> Words | None:
    return in_both(COMPARED[comparison], what=what) if comparison else None


def _behind(rulebook: Rulebook, rules: BenefitRules, clause: str) -> list[str]:
    """The items that a clause names; where it names none, those that what it rests on does."""
    behind = rules.catalogue.dependencies.through(clause, BEHIND_A_CLAUSE)
    return list(items_of(rulebook, clause)) or list(
        dict.fromkeys(path for name in behind for path in items_of(rulebook, name))
    )


def _steps(rulebook: Rulebook, rules: BenefitRules) -> list[Step]:
    """The amounts: the benefit's own, then what it is made of, then what is reported beside it."""
    catalogue = rules.catalogue
    reached = catalogue.dependencies.reached(rules.amounts)
    needed = [name for name in reached if name in rules.steps or name in rules.amounts]
    return [
        Step(
            name,
            catalogue.words(name).label,
            catalogue.words(name).words,
            catalogue.facts(name).kind == "limit",
            [catalogue.words(other).label for other in catalogue.facts(name).of],
            lines(rulebook, items_of(rulebook, name), china.today()),
        )
        for name in needed
    ]


def _examples(rulebook: Rulebook, benefit: str) -> list[Words]:
    """The titles of the example households that ask for it."""
    if not rulebook.content.examples.is_dir():
        return []
    return [both(str(each.case.get("title", each.name))) for each in households(rulebook) if each.benefit == benefit]
