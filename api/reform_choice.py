"""The reform that a request asks for: by name, as a body of its own, or several of either in order."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from cdmz_rules import Rulebook
from cdmz_rules.errors import InputError, Problem
from cdmz_rules.law.reform import Reform, compose
from cdmz_rules.law.reform_check import from_request
from cdmz_rules.law.reform_schema import MAX_INCLUDED

Name = Annotated[str, Field(min_length=1, max_length=1000)]
Body = Annotated[dict[str, Any], Field(description="改革方案全文 · the body of a reform, as a reform file holds it")]

ReformChoice = Annotated[
    Name | Body | Annotated[list[Name | Body], Field(min_length=1, max_length=MAX_INCLUDED)] | None,
    Field(
        description="假设包或改革方案：名称、全文，或依次适用的若干个 · an assumption pack or reform: a name, a body, or several "
        "in the order in which they are applied",
        examples=[["assumptions_2026", "level_up_provident_fund"]],
    ),
]


def reform_of(rulebook: Rulebook, asked: str | dict[str, Any] | list[str | dict[str, Any]] | None) -> Reform | None:
    """What a request asks for, held against the law; names are those of shipped reforms, never paths.

    Raises:
        NotFound: if there is none of that name.
        InputError: with the place of every mistake in a body.
    """
    chosen = _chosen(rulebook, asked)
    return compose(chosen) if chosen else None


def _chosen(rulebook: Rulebook, asked: str | dict[str, Any] | list[str | dict[str, Any]] | None) -> list[Reform]:
    """What a request asks for, in order."""
    if asked is None:
        return []
    parts = asked if isinstance(asked, list) else [asked]
    pointers = [f"reform[{position}]" for position in range(len(parts))] if isinstance(asked, list) else ["reform"]
    chosen = [_one(rulebook, part, pointer) for part, pointer in zip(parts, pointers, strict=True)]
    steps = [step.name for reform in chosen for step in reform.steps]
    twice = next((name for name in steps if steps.count(name) > 1 and not _shared(name, chosen)), None)
    if twice is not None:
        message = f"两个方案同名：{twice}", f"two different reforms are called {twice}"
        raise InputError([Problem("given_twice", "reform", *message)])
    return chosen


def book_of(rulebook: Rulebook, asked: str | dict[str, Any] | list[str | dict[str, Any]] | None) -> Rulebook:
    """The rulebook under what a request asks for; see `reform_of`."""
    return rulebook.under(_chosen(rulebook, asked))


def _one(rulebook: Rulebook, asked: str | dict[str, Any], pointer: str) -> Reform:
    if isinstance(asked, str):
        return rulebook.reforms.shipped(asked, pointer)
    return from_request(asked, rulebook.reforms, rulebook.law, pointer)


def _shared(name: str, chosen: list[Reform]) -> bool:
    """Whether every reform of that name is the same one, asked for twice: it is applied once."""
    return len({id(step) for reform in chosen for step in reform.steps if step.name == name}) == 1
