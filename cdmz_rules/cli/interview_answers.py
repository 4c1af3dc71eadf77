"""What somebody types as an answer: a number or words for a choice, a sum with 万, a day or an age; nothing or ``?`` for not known."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from cdmz_rules.cli.language import _, listed, say
from cdmz_rules.decisions import identity
from cdmz_rules.decisions.identity import IdentityNumber
from cdmz_rules.decisions.situation import OpenDay, checked
from cdmz_rules.errors import Problem, nearest
from cdmz_rules.i18n.text import Text
from cdmz_rules.i18n.words import Words
from cdmz_rules.interview.parts import InputAsked
from cdmz_rules.rulebook.catalogue import Catalogue

NOT_KNOWN = ("", "?", "？")
BY_NUMBER = {"1": True, "2": False}
APART = re.compile(r"[\s,，、;；]+")


class Unclear(Exception):
    """What was typed is no answer to the question."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message_en)
        self.problem = problem


def answer(catalogue: Catalogue, question: InputAsked, typed: str, day: date) -> tuple[str, Any]:
    """The key and the value to write into a case; None for what is not known. An identity number answers what it says.

    Raises:
        Unclear: with what is accepted, if it is no answer.
    """
    if typed in NOT_KNOWN:
        return question.input, None
    key, value = _read(question, typed)
    if question.input in catalogue.identity.values() and identity.is_number(typed):
        number = IdentityNumber.read(typed, question.name, day)
        if isinstance(number, Problem):
            raise Unclear(number)
        return identity.NAME, typed
    found = checked(catalogue, key, value, question.name, day)
    if isinstance(found, Problem):
        raise Unclear(found)
    return key, _written(found)


def _read(question: InputAsked, typed: str) -> tuple[str, Any]:
    """Which input an answer gives, and the answer; a choice or yes and no may be named by its number."""
    if question.kind == "choice":
        return question.input, one_of(typed, question.choices or {})
    if question.kind == "yes_no":
        return question.input, BY_NUMBER.get(typed, typed)
    if question.kind == "date" and typed.isdecimal() and len(typed) < 4 and question.instead:
        return question.instead[0].name, typed
    return question.input, typed


def _written(value: Any) -> Any:
    """A value as a case holds it."""
    if isinstance(value, OpenDay):
        return value.number
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, float) and value.is_integer() else value


def one_of(typed: str, choices: Mapping[str, Text | Words]) -> str:
    """A choice by its number, its key or its words, or by how only one of them begins.

    Raises:
        Unclear: with the nearest, if it is none.
    """
    keys = list(choices)
    if typed.isdecimal() and 0 < int(typed) <= len(keys):
        return keys[int(typed) - 1]
    written = {name.lower(): key for key in keys for name in (key, choices[key].zh, choices[key].en)}
    if typed.lower() in written:
        return written[typed.lower()]
    begin = {key for name, key in written.items() if name.startswith(typed.lower())}
    if len(begin) == 1:
        return begin.pop()
    near = nearest(typed, [say(choices[key]) for key in keys])
    words = f"没有“{typed[:60]}”这一选项", f"{typed[:60]} is none of them"
    raise Unclear(Problem("unknown_value", "", *words, _("a number from 1 to {number}", number=len(keys)), near))


def names_of(typed: str, choices: Mapping[str, Text | Words], once: Sequence[str] = ()) -> list[str]:
    """Several choices by number or words; none if nothing is typed.

    Raises:
        Unclear: with the nearest, if one is none of them; or if one that can be named but once stands twice.
    """
    names = [one_of(part, choices) for part in APART.split(typed) if part] if typed not in NOT_KNOWN else []
    doubled = next((name for name in once if names.count(name) > 1), None)
    if doubled is not None:
        words = choices[doubled]
        raise Unclear(Problem("too_many", "", f"{words.zh}只能有一人", f"there can be only one {words.en}"))
    return names


def how(catalogue: Catalogue, question: InputAsked) -> str:
    """How a question can be answered, in a few words; of a choice nothing, for it is listed."""
    if question.kind == "choice":
        return ""
    if question.kind == "yes_no":
        return _("1 yes, 2 no")
    if question.kind == "date":
        others = [say(each.label) for each in question.instead]
        others += [say(identity.LABEL)] if question.input in catalogue.identity.values() else []
        return listed([_("a day, e.g. {example}", example="2026-01-31"), *others])
    low, high = (f"{end:,}" for end in question.bounds)
    return _("{low} to {high}", low=low, high=high)
