"""The reform that a request asks for: by name, as a body of its own, or several of either in order."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from cdmz_rules import Rulebook
from cdmz_rules.decisions.situation import check_day
from cdmz_rules.errors import NotFound
from cdmz_rules.law.reform import Reform, compose
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


Asked = str | dict[str, Any] | list[str | dict[str, Any]] | None


def reform_of(rulebook: Rulebook, asked: Asked, pointer: str = "reform") -> Reform | None:
    """What a request asks for, held against the law; names are those of shipped reforms, never paths.

    Raises:
        NotFound: if there is none of that name.
        InputError: with the place of every mistake in a body.
    """
    if asked is None:
        return None
    if not isinstance(asked, list):
        return _one(rulebook, asked, pointer)
    return compose([_one(rulebook, part, f"{pointer}[{position}]") for position, part in enumerate(asked)])


def shipped_alone(rulebook: Rulebook, name: str) -> Reform:
    """One shipped pack or reform by its name, never several: what is kept of each is worked out once.

    Raises:
        NotFound: if there is none of that name.
    """
    if name not in rulebook.reforms.names:
        raise NotFound("改革方案", "reform", name, rulebook.reforms.names, "reform")
    return rulebook.reforms.load(name)


def book_of(rulebook: Rulebook, asked: Asked, known_on: str | None = None) -> Rulebook:
    """The rulebook under what a request asks for (see `reform_of`), by the law as it was known on a day, if one is given.

    Raises:
        InputError: if nothing can be said of what was known on that day.
    """
    book = rulebook if known_on is None else rulebook.as_known_on(check_day(known_on, "known_on"))
    return book.under(reform_of(book, asked))


def _one(rulebook: Rulebook, asked: str | dict[str, Any], pointer: str) -> Reform:
    if isinstance(asked, str):
        return rulebook.reforms.shipped(asked, pointer)
    return rulebook.reforms.inline(asked, pointer)
