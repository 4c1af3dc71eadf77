"""What the file or body of a pack or reform may hold; its JSON schema derives from here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    StringConstraints,
    Tag,
    ValidationInfo,
)
from pydantic import model_validator as validator

from cdmz_rules.errors import Problem
from cdmz_rules.i18n.phrases import N_
from cdmz_rules.i18n.problems import Misfit, Steps
from cdmz_rules.law.item import BEGINNING
from cdmz_rules.law.schema import Both, Day, PlaceName, Strict, Value, places_of
from cdmz_rules.places import Places
from cdmz_rules.reading import numbers
from cdmz_rules.reading.plain import shown

MAX_STRETCHES = 5000
"""So many values, place by place and step by step, may a file set."""
MAX_PATHS, MAX_CHANGES, MAX_PLACES, MAX_INCLUDED, MAX_EXPECTED = 2000, 24, 40, 16, 40
RULE_FORMS, CITY_FORMS = ("by_name", "by_figure"), ("together", "by_place")
"""Which of two forms was meant: named in pydantic's places of mistakes, and taken out of ours."""
ENDS_FIRST = N_("`until` {day} lies before the first day {first}")
FORMS = (*RULE_FORMS, *CITY_FORMS)

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,60}$")]
Word = Annotated[StrictStr, StringConstraints(max_length=1000)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=1000)]


def _held(number: float) -> float:
    """A number that formulas can hold: of whole ones, some are beyond all floats."""
    if isinstance(numbers.read(number), Problem):
        raise Misfit(N_("{name} is too large"), name=shown(number))
    return number


Finite = Annotated[StrictInt | Annotated[StrictFloat, Field(allow_inf_nan=False)], AfterValidator(_held)]


class Computed(Strict):
    """A rule with a figure: another place's value, or the place's own times a factor."""

    copy_of: PlaceName | None = None
    scale_by: Annotated[Finite, Field(gt=0, le=100)] | None = None

    @validator(mode="after")
    def _one(self) -> Self:
        if (self.copy_of is None) == (self.scale_by is None):
            raise Misfit(N_("a rule is either `copy_of: place` or `scale_by: factor`"))
        return self


RuleName = Literal["best", "worst", "median", "population_weighted", "remove"]
Rule = Annotated[
    Annotated[RuleName, Tag(RULE_FORMS[0])] | Annotated[Computed, Tag(RULE_FORMS[1])],
    Discriminator(lambda rule: RULE_FORMS[isinstance(rule, dict | Computed)]),
]
Cities = Annotated[
    Annotated[Literal["all"], Tag(CITY_FORMS[0])]
    | Annotated[list[PlaceName], Field(min_length=1, max_length=MAX_PLACES), Tag(CITY_FORMS[1])],
    Discriminator(lambda cities: CITY_FORMS[isinstance(cities, list)]),
]
ROUNDED = ("median", "population_weighted")
"""Rules whose result may be a figure that nobody has written: they say to which unit it is rounded."""


class PhaseIn(Strict):
    """A change in equal steps: the first on the first day, the last on ``until``."""

    until: Day
    steps: Annotated[StrictInt, Field(ge=2, le=60)]


class Change(Strict):
    """One change of one item by a pack or reform."""

    cities: Cities
    value: Value = None
    rule: Rule | None = None
    from_: Day | None = Field(default=None, alias="from")
    until: Day | None = None
    phase_in: PhaseIn | None = None
    round_to: Annotated[Finite, Field(gt=0)] | None = None
    rounding: Literal["down", "half_up", "up"] = "half_up"
    not_in_force: bool = False
    placeholder: bool = False
    note: Line | None = None

    @validator(mode="after")
    def _either(self) -> Self:
        if sum((self.value is not None, self.rule is not None, self.not_in_force)) != 1:
            raise Misfit(N_("a change has one of `value`, `rule` and `not_in_force`"))
        if self.from_ is not None and self.until is not None and self.until < self.from_:
            raise Misfit(ENDS_FIRST, day=self.until, first=self.from_)
        computed = self.rule in ROUNDED or self.factor is not None or self.phase_in is not None
        if computed and self.round_to is None:
            raise Misfit(N_("a computed value states the unit to which it is rounded: `round_to`"))
        if self.phase_in is not None and self.rule == "remove":
            raise Misfit(N_("what is removed cannot be phased in"))
        return self

    @property
    def model(self) -> str | None:
        """The place whose value is copied."""
        return self.rule.copy_of if isinstance(self.rule, Computed) else None

    def named(self, places: Places) -> Sequence[str]:
        """The places that it names."""
        return places.cities if self.cities == "all" else self.cities

    def spread(self, places: Places) -> int:
        """How many values it sets, counted by place named and step."""
        return len(self.named(places)) * (self.phase_in.steps if self.phase_in else 1)

    @property
    def factor(self) -> float | None:
        """By what the place's own value is multiplied."""
        return self.rule.scale_by if isinstance(self.rule, Computed) else None


def _listed(changes: object) -> object:
    return [changes] if isinstance(changes, dict | Change) else changes


Changes = Annotated[list[Change], BeforeValidator(_listed), Field(min_length=1, max_length=MAX_CHANGES)]


class Basis(Strict):
    """A document that asks for the reform."""

    title: Line
    article: Line | None = None


class Result(Strict):
    """What comes out for a case; what is not named may be anything."""

    outcome: Literal["eligible", "not_eligible", "needs_a_person", "rule_unknown", "undetermined"]
    amount: Finite | None = None
    bound: Literal["exact", "at_most", "at_least", "range", "not_bounded"] | None = None
    evidence: Literal["official", "reported", "recalled", "assumed", "proposed"] | None = None


class Expected(Strict):
    """A household that shows what a reform does: held against the law today and as reformed.

    ``after`` names packs and reforms that come first, on both sides.
    """

    says: Both
    benefit: Name
    date: Day
    case: dict[str, Any]
    after: Annotated[list[Name], Field(max_length=MAX_INCLUDED, default_factory=list)]
    today: Result
    reformed: Result


class ReformFile(Strict):
    """A pack or reform."""

    name: Name
    title: Both
    mode: Literal["fill_unknown", "replace"] = "replace"
    rationale: Both
    basis: Annotated[list[Basis], Field(max_length=20, default_factory=list)]
    effective: Day | None = None
    includes: Annotated[list[Name], Field(max_length=MAX_INCLUDED, default_factory=list)]
    parameters: Annotated[dict[str, Changes], Field(max_length=MAX_PATHS, default_factory=dict)]
    switches: Annotated[dict[str, StrictBool | Word], Field(max_length=100, default_factory=dict)]
    expected: Annotated[list[Expected], Field(max_length=MAX_EXPECTED, default_factory=list)]

    @validator(mode="after")
    def _whole(self, info: ValidationInfo) -> Self:
        if self.switches and (self.mode == "fill_unknown" or self.effective is None):
            raise Misfit(N_("`switches` belong to a reform that says from when: `effective`"))
        check = self._pack if self.mode == "fill_unknown" else self._reform
        stretches = 0
        for where, _, change in self.changes():
            stretches += change.spread(places_of(info))
            if stretches > MAX_STRETCHES:
                raise Misfit(N_("it sets more than {number} values, counted by place and step"), number=MAX_STRETCHES)
            check(change, where)
        if not (self.parameters or self.switches or self.includes):
            raise Misfit(N_("it changes nothing: write `parameters`, `switches` or `includes`"))
        return self

    def _pack(self, change: Change, where: Steps) -> None:
        if change.phase_in or change.round_to or (change.rule is not None and change.model is None):
            raise Misfit(N_("a pack fills what is unknown by `value`, `copy_of` or `not_in_force`"), where)
        if change.rule is None and change.from_ is None:
            raise Misfit(N_("a change needs its first day: `from`"), where)

    def _reform(self, change: Change, where: Steps) -> None:
        first, until = change.from_ or self.effective, change.until
        if first is None:
            raise Misfit(N_("a change needs its first day: `from` here, or `effective` for the whole reform"), where)
        if change.not_in_force or change.placeholder:
            raise Misfit(N_("`not_in_force` and `placeholder` belong to packs; a reform says `rule: remove`"), where)
        if until is not None and until < first:
            raise Misfit(ENDS_FIRST, where, day=until, first=first)
        phased = change.phase_in.until if change.phase_in else None
        if phased is not None and not first < phased <= (until or phased):
            raise Misfit(
                N_("it is phased in until {day}, which is not after {first} and within its days"),
                where,
                day=phased,
                first=first,
            )

    def of(self, path: str) -> list[Change]:
        """The changes of one item; a switch is a value for all cities."""
        switch = [Change(cities="all", value=self.switches[path])] if path in self.switches else []
        return [*self.parameters.get(path, ()), *switch]

    def changes(self) -> Iterator[tuple[tuple[str | int, ...], str, Change]]:
        """Every change: where it is written, its item, and the change."""
        for path, changes in self.parameters.items():
            yield from ((("parameters", path, position), path, change) for position, change in enumerate(changes))
        for path in self.switches:
            yield ("switches", path), path, self.of(path)[-1]

    def first_day(self, change: Change) -> date:
        """The first day of a change."""
        return date.fromisoformat(change.from_ or self.effective or BEGINNING.isoformat())
