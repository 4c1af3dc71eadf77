"""The rules of some benefits as data: formulas as steps, the law's tables, and what is to be known of inputs; `written` makes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from cdmz_rules.decisions.situation import MAX_MEMBERS
from cdmz_rules.law.grid import EPOCH
from cdmz_rules.law.item import Cell, State
from cdmz_rules.plan import Plan
from cdmz_rules.plan.script import (
    MOST_MEMBERS,
    Argument,
    Constant,
    Looks,
    LookUp,
    Step,
    Steps,
    Unwritten,
    digits,
    plain,
    steps_of,
)
from cdmz_rules.rulebook.infos import InputInfo
from cdmz_rules.rulebook.rulebook import BenefitRules, Rulebook

KINDS = ("number", "money", "yes_no", "date", "choice")
WAYS = ("none", "higher", "lower")
DATED, LISTED, ENDS, ALWAYS = 1, 2, 4, 8
"""What is said of a look-up, as bits."""


class Written(NamedTuple):
    """Rules as data.

    Attributes:
        data: What `Book` in the engine takes: as JSON, but for numbers without end.
        items: By number, the path of each item of the law.
        cells: By number, the cells.
    """

    data: dict[str, Any]
    items: Sequence[str]
    cells: Sequence[Cell]


def written(rulebook: Rulebook, benefits: Sequence[str], since: date, inputs: Sequence[str] = ()) -> Written:
    """The rules of some benefits as data.

    Args:
        rulebook: The rules.
        benefits: Their ids.
        since: The first day that can be decided for.
        inputs: Inputs that are described beside those that formulas read.

    Raises:
        Unwritten: if a formula takes a step that a script does not know.
        FormulaError: if a formula cannot be planned.
    """
    return _Book(rulebook, benefits, since, inputs).written()


def places_for(rulebook: Rulebook) -> tuple[str, ...]:
    """The roles of all the places that a household can have for members: formulas are traced with every one, and most are vacant."""
    catalogue = rulebook.catalogue
    most = MAX_MEMBERS - 1
    return tuple(role for role in catalogue.roles for _ in range(1 if role in catalogue.single_roles else most))


@dataclass
class _Book:
    rulebook: Rulebook
    benefits: Sequence[str]
    since: date
    more: Sequence[str]

    def written(self) -> Written:
        benefits = {name: self._benefit(self.rulebook.benefit(name)) for name in self.benefits}
        facts: list[list[Any]] = []
        data = {
            "since": self.since.toordinal() - EPOCH,
            "places": list(self.rulebook.places.names),
            "roles": list(self.roles),
            "operations": {name: self._arities[name] for name in self._operations},
            "constants": [list(map(plain, each.numbers)) for each in self._constants],
            "inputs": {name: self._input(self.rulebook.catalogue.inputs[name]) for name in self._inputs},
            "items": [item.data(facts) for item in self._looks.items()],
            "facts": facts,
            "grids": digits(self._grids()),
            "benefits": benefits,
        }
        return Written(data, self._looks.paths, list(self._looks.cells()))

    @cached_property
    def roles(self) -> tuple[str, ...]:
        return places_for(self.rulebook)

    @cached_property
    def _looks(self) -> Looks:
        return Looks(self.rulebook.law, self.since)

    @cached_property
    def _programs(self) -> dict[str, list[tuple[Plan, Steps]]]:
        return {
            name: [(plan, steps_of(plan.bounded)) for plan in self._plans(self.rulebook.benefit(name))]
            for name in self.benefits
        }

    def _plans(self, rules: BenefitRules) -> Iterator[Plan]:
        """The formulas in force since the first day, one after the other."""
        day: date | None = self.since
        while day is not None:
            plan = rules.plan(day, self.roles)
            yield plan
            day = plan.traced.until

    @cached_property
    def _steps(self) -> list[Step]:
        return [step for found in self._programs.values() for _, steps in found for step in steps.steps]

    @cached_property
    def _arities(self) -> dict[str, int]:
        """How many arguments operations take; of a look-up its own data say."""
        return {step.operation: 0 if step.operation == "join" else len(step.args) for step in self._steps}

    @cached_property
    def _operations(self) -> list[str]:
        """The operations, the one used most first."""
        return [name for name, _ in Counter(step.operation for step in self._steps).most_common()]

    @cached_property
    def _constants(self) -> list[Constant]:
        """The constants, the one used most first."""
        return [constant for constant, _ in Counter(self._constants_used()).most_common()]

    def _constants_used(self) -> Iterator[Constant]:
        yield from (arg for step in self._steps for arg in step.args if isinstance(arg, Constant))
        for plan, steps in (each for found in self._programs.values() for each in found):
            yield from (each for each in steps.results.values() if isinstance(each, Constant))
            yield from (Constant((look.ends,)) for look in plan.looks if look.ends is not None)

    @cached_property
    def _inputs(self) -> list[str]:
        asked = [each.name for found in self._programs.values() for plan, _ in found for each in plan.asked]
        return list(dict.fromkeys([*asked, *self.more]))

    def _benefit(self, rules: BenefitRules) -> dict[str, Any]:
        return {
            "clauses": list(rules.clauses),
            "judged": list(rules.judged),
            "eligible": rules.eligible,
            "payer": rules.payer,
            "reports": list(rules.reports),
            "within": [name for name in rules.outputs if name not in self._named(rules)],
            "programs": [self._program(plan, steps) for plan, steps in self._programs[rules.id]],
        }

    @staticmethod
    def _named(rules: BenefitRules) -> tuple[str, ...]:
        return (rules.id, rules.eligible, rules.payer, *rules.reports, *rules.clauses)

    def _grids(self) -> Iterator[int]:
        """Of each grid how many items it has, then these: nothing for the next that came up with it, one where there is none."""
        new = 0
        yield len(self._looks.grids)
        for items in self._looks.grids:
            yield len(items)
            for item in items:
                yield 0 if item == new else item + 2
                new += item == new

    def _program(self, plan: Plan, steps: Steps) -> dict[str, Any]:
        until = plan.traced.until
        operations = [self._operations.index(step.operation) for step in steps.steps]
        args = [number for place, step in enumerate(steps.steps) for number in self._args(step, place)]
        return {
            **({} if until is None else {"until": until.toordinal() - EPOCH}),
            "asked": digits(self._asked(plan)),
            "looks": digits(self._looks_of(plan, steps.looks)),
            "steps": [digits([len(operations), *operations]), digits(args)],
            "results": digits(self._code(steps.results[name], 0) for name in plan.outputs),
        }

    def _args(self, step: Step, place: int) -> Iterator[int]:
        if step.number is not None:
            yield step.number
        for arg in step.args:
            yield self._code(arg, place)

    def _code(self, arg: Argument, place: int) -> int:
        """A constant by an odd number, an earlier step by an even one: how far back it lies."""
        if isinstance(arg, Constant):
            return 2 * self._numbers_of_constants[arg] + 1
        return 2 * abs(place - arg)

    @cached_property
    def _numbers_of_constants(self) -> dict[Constant, int]:
        return {constant: number for number, constant in enumerate(self._constants)}

    def _asked(self, plan: Plan) -> Iterator[int]:
        """What is asked: how much, then the number of each input and, one more than it is, the member's place."""
        yield len(plan.asked)
        for name, place in plan.asked:
            yield self._inputs.index(name)
            yield 0 if place is None else place + 1

    def _looks_of(self, plan: Plan, looks: Sequence[LookUp]) -> Iterator[int]:
        """Ways of looking the law up: which look-up and grid by how far from the one before, what is said of it, and where it looks."""
        before = 0, 0
        for look in looks:
            said = plan.looks[look.look]
            at = look.look, self._looks.grid(said)
            yield from (_signed(new - old) for new, old in zip(at, before, strict=True))
            yield DATED * look.dated | LISTED * look.listed | ENDS * look.ends | ALWAYS * look.always
            yield 0 if said.ends is None else self._numbers_of_constants[Constant((said.ends,))] + 1
            yield from (look.offset, len(look.strides), *look.strides)
            before = at

    def _input(self, info: InputInfo) -> list[Any]:
        low, high = (None, None) if info.kind == "choice" else (self._number(info, end) for end in info.bounds)
        written = [
            KINDS.index(info.kind), WAYS.index(info.favours), low, high, self._number(info, info.example), self._facts(info),
        ]  # fmt: skip
        return written if written[-1] else written[:-1]

    def _facts(self, info: InputInfo) -> dict[str, Any]:
        law, catalogue = self.rulebook.law, self.rulebook.catalogue
        facts: dict[str, Any] = {name: 1 for name in ("derived", "future") if getattr(info, name)}
        if info.entity == "person":
            facts["personal"] = 1
        if info.presumed is not None:
            facts["presumed"] = self._number(info, info.presumed)
        if info.roles is not None:
            facts["roles"] = list(info.roles)
        if info.choices is not None:
            members = catalogue.members(info.name)
            if len(members) > MOST_MEMBERS:
                raise Unwritten(f"{info.name} has more than {MOST_MEMBERS} members")
            facts["members"] = 0 if members == self.rulebook.places.names else list(members)
            facts["choices"] = [catalogue.codes(info.name)[name] for name in info.choices]
        if info.dated is not None:
            facts |= {"dated": info.dated, "versions": [_days(day) for day in law.breakpoints(info.dated)]}
        elif info.favours == "none" and info.kind in ("number", "money"):
            paths = [path for path in catalogue.dependencies.lines(info.name) if path in law]
            cells = [cell for path in paths for cell in law[path].table.cells if cell.state is State.KNOWN]
            facts |= (
                {"lines": [plain(line) for line in sorted({float(cell.number) for cell in cells})]} if cells else {}
            )
        return facts

    def _number(self, info: InputInfo, value: Any) -> Any:
        if value is None:
            return None
        if isinstance(value, date):
            return _days(value)
        return self.rulebook.catalogue.codes(info.name)[value] if info.kind == "choice" else plain(float(value))


def _signed(number: int) -> int:
    """A number as one from zero on: those below zero are the odd ones."""
    return -2 * number - 1 if number < 0 else 2 * number


def _days(day: date) -> int:
    return day.toordinal() - EPOCH
