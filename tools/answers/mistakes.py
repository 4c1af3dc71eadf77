"""Cases with something wrong in them: names misspelt, values beyond bounds, members that cannot be, questions that make no sense."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from tools.answers.cases import Draw, holder
from tools.answers.questions import Plain, Question

Mistake = Callable[[Draw, Plain, Plain], None]
"""Makes something wrong: with a draw, in the terms of a question, about an input."""


def _value(wrong: Callable[[Plain], Any]) -> Mistake:
    """An input has a wrong value, made from its description."""

    def mistake(_: Draw, terms: Plain, info: Plain) -> None:
        holder(terms, info)[info["name"]] = wrong(info)

    return mistake


def _beyond_bounds(info: Plain) -> Any:
    high = info["bounds"][1]
    return "2101-01-01" if info["kind"] == "date" else high + 1 if info["kind"] in ("number", "money") else "beyond"


def _misspelt(draw: Draw, terms: Plain, info: Plain) -> None:
    name = info["name"]
    at = draw.rng.randrange(len(name))
    holder(terms, info)[name[:at] + name[at + 1 :]] = info["example"]


def _misplaced(_: Draw, terms: Plain, info: Plain) -> None:
    wrong_holder = terms["case"] if info["entity"] == "person" else terms["case"]["members"][0]
    wrong_holder[info["name"]] = info["example"]


def _given_twice(_: Draw, terms: Plain, info: Plain) -> None:
    terms["case"]["members"][0] |= {"birth_date": "1980-05-01", "age": 40}


def _members(wrong: Callable[[list[Any]], Any]) -> Mistake:
    """The members are wrong, made from the right ones."""

    def mistake(_: Draw, terms: Plain, info: Plain) -> None:
        terms["case"]["members"] = wrong(terms["case"]["members"])

    return mistake


def _question(**wrong: Any) -> Mistake:
    """The question itself is wrong."""

    def mistake(_: Draw, terms: Plain, info: Plain) -> None:
        terms.update(wrong)

    return mistake


OF_INPUTS: Sequence[Mistake] = (
    *(_misspelt, _misspelt, _misplaced, _misplaced, _given_twice),
    *(_value(_beyond_bounds), _value(_beyond_bounds), _value(lambda info: -1), _value(lambda info: "x" * 90)),
    *(_value(lambda info: [1]), _value(lambda info: True), _value(lambda info: 0.123456), _value(lambda info: "成都")),
    *(_value(lambda info: ""), _value(lambda info: "2026-02-30"), _value(lambda info: "2035-01-01")),
    *(_value(lambda info: {"a": 1}), _value(lambda info: float("inf")), _value(lambda info: float("nan"))),
    _value(lambda info: f"{info['example']} "),
)
OF_ANYTHING: Sequence[Mistake] = (
    *OF_INPUTS,
    *(_members(lambda members: []), _members(lambda members: None), _members(lambda members: members[1:])),
    *(_members(lambda members: [*members, {"role": "aplicant"}]), _members(lambda members: [*members, {}])),
    *(_members(lambda members: [*members, {"role": "applicant"}]), _members(lambda members: [*members, "spouse"])),
    *(_members(lambda members: [*members, *[{"role": "child"}] * 20]), _members(lambda members: {"role": "applicant"})),
    *(_question(date="2026-13-01"), _question(date="1999-12-31"), _question(date=2026), _question(case=[])),
    *(_question(benefit="provident_fund_lone"), _question(benefit=""), _question(reform="assumption_2026")),
)


def mistakes(draw: Draw, count: int) -> Iterator[Question]:
    """Cases of each benefit in turn, with up to two mistakes about inputs and then one about anything."""
    benefits = draw.subject.benefits
    for number in range(count):
        benefit = benefits[number % len(benefits)]
        terms = draw.terms(benefit)
        # What spoils members or the question comes last: nothing of a case without members is left to spoil.
        for mistake in (*draw.rng.sample(OF_INPUTS, number % 3), OF_ANYTHING[number % len(OF_ANYTHING)]):
            mistake(draw, terms, draw.rng.choice(draw.subject.inputs[benefit]))
        yield "mistake", terms
