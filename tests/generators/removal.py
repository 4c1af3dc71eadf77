"""Removal: inputs of the examples taken away. What is left unsaid may open an answer, never turn it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from cdmz_rules import Decision, InputError, decide
from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.rulebook.infos import InputInfo
from generators import cases, coherent, containment, values
from generators.cases import Case, Given
from generators.subject import Subject

TODAY = date(2026, 11, 23)
FIGURES = ("number", "money", "date")


@dataclass(frozen=True, eq=False)
class Stand:
    """An example as it stands, under the law without or with the pack.

    Attributes:
        subject: The law.
        case: The example.
        which: Whether with the pack, in words.
    """

    subject: Subject
    case: Case
    which: str

    def __str__(self) -> str:
        return f"{self.case.name}-{self.which}"

    @property
    def given(self) -> list[Given]:
        """The inputs that it gives."""
        return cases.given(self.subject.rulebook, self.case)

    @property
    def asked(self) -> list[Given]:
        """Those of them that are not presumed."""
        return [given for given in self.given if given.info.presumed is None]

    def answer(self, case: Case | None = None) -> Decision:
        """The answer to it, or to it with some change."""
        case, rulebook = case or self.case, self.subject.books[self.which]
        return decide(case.inputs, case.benefit, case.day, rulebook=rulebook, today=TODAY)


@cache
def without(stand: Stand, key: str | None = None, member: int | None = None) -> Decision:
    """The answer to an example without an input of it, or in full."""
    removed = [given for given in stand.given if (given.key, given.member) == (key, member)]
    return stand.answer(cases.without(stand.case, removed[0])) if removed else stand.answer()


@lru_cache
def stands(subject: Subject) -> tuple[Stand, ...]:
    """Every example, without and with the pack."""
    return tuple(Stand(subject, case, which) for case in cases.examples(subject) for which in subject.books)


def removals(subject: Subject) -> Iterator[tuple[Stand, Given]]:
    """Every example, and every input that it gives."""
    for stand in stands(subject):
        for given in stand.given:
            yield stand, given


def named(stand: Stand, given: Given) -> str:
    """The name of a removal."""
    return ".".join(str(part) for part in (stand, given.member, given.key) if part is not None)


def check_removal(stand: Stand, removed: Given) -> None:
    """An input taken away opens the answer or leaves it, and whatever opens is put down to it."""
    full, less = without(stand), without(stand, removed.key, removed.member)
    if removed.info.presumed is not None:
        assert removed.info.name in {presumed.name for presumed in less.presumed}
        return
    assert not list(containment.contradictions(less, full, reported=True))
    for before, after in zip(full.amounts, less.amounts, strict=False):
        if (before.lower, before.upper) != (after.lower, after.upper):
            because = {missing.name for missing in after.because}
            mine = {removed.info.name, f"members[{removed.member}].{removed.info.name}"}
            # Of an input that is computed when it is not given, what it is computed from is asked instead; and what is reported
            # beside may open in the proof alone, where no world shows that the input matters.
            assert because & mine or ((removed.info.derived or after.id != full.benefit) and because)
    if less.outcome in (Outcome.UNDETERMINED, Outcome.RULE_UNKNOWN) and full.outcome is Outcome.ELIGIBLE:
        assert less.next_questions


def contradictions(stand: Stand, changed: Given, value: Any) -> list[str] | None:
    """How an example with another value contradicts what was answered without any; None if the value is refused."""
    try:
        more = stand.answer(cases.with_value(stand.case, changed, value))
    except InputError:
        return None
    return list(containment.contradictions(without(stand, changed.key, changed.member), more, reported=True))


def possible(stand: Stand, changed: Given, value: Any) -> bool:
    """Whether another value of an input leaves nothing in an example that cannot be."""
    case = cases.with_value(stand.case, changed, value)
    return not coherent.contradictions(stand.subject.rulebook.catalogue, case.inputs, case.day)


def options(info: InputInfo) -> list[Any]:
    """Everything that a choice or a yes or no can be."""
    return {"choice": list(info.choices or ()), "yes_no": [False, True]}.get(info.kind, [])


@st.composite
def figures(draw: st.DrawFn, subject: Subject) -> tuple[Stand, Given, Any]:
    """An example, one of the figures that it gives, and another value of it."""
    stand = draw(st.sampled_from([stand for stand in stands(subject) if _figures(stand)]))
    changed = draw(st.sampled_from(_figures(stand)))
    return stand, changed, draw(values.of(changed.info, stand.case.day))


def _figures(stand: Stand) -> list[Given]:
    return [given for given in stand.asked if given.info.kind in FIGURES]


def extremes(info: InputInfo, day: date) -> SearchStrategy[Any]:
    """Values at which clauses turn: the ends and the example of an input, and anything between."""
    if info.kind not in FIGURES:
        return values.of(info, day)
    low, high = info.bounds
    ends = [low, min(high, day) if info.kind == "date" and not info.future else high]
    usual = [info.example] if info.kind != "date" or info.example <= day else []
    few = [number for number in (1, 2, 3) if low <= number <= high] if info.unit in values.WHOLE else []
    return st.sampled_from([*ends, *usual, *few]) | values.of(info, day)


@st.composite
def several(draw: st.DrawFn, subject: Subject) -> tuple[Stand, Case, Case]:
    """An example without two or three of the inputs that it gives, and with other values of them."""
    stand = draw(st.sampled_from([stand for stand in stands(subject) if len(stand.asked) > 1]))
    few = st.lists(
        st.sampled_from(stand.asked), min_size=2, max_size=3, unique_by=lambda given: (given.key, given.member)
    )
    less = more = stand.case
    for changed in draw(few):
        value = draw(extremes(changed.info, stand.case.day))
        less, more = cases.without(less, changed), cases.with_value(more, changed, value)
    return stand, less, more


def check_several(stand: Stand, less: Case, more: Case) -> bool:
    """Whether the values are accepted; then what is answered with them lies within what is answered without."""
    try:
        full = stand.answer(more)
    except InputError:
        return False
    assert not list(containment.contradictions(stand.answer(less), full, reported=False))
    return True
