"""What can be asked: the benefits, and the inputs each needs. Forms, help and validation all derive from here."""

from __future__ import annotations

import inspect
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import CodeType
from typing import Any, Literal, NamedTuple

from openfisca_core.indexed_enums import Enum
from openfisca_core.variables import Variable

from cdmz_rules import places
from cdmz_rules.decisions.decision import Part, Text
from cdmz_rules.errors import NotFound
from cdmz_rules.i18n.words import Words, both
from cdmz_rules.model.variable import facts, label
from cdmz_rules.rulebook.system import system

InputKind = Literal["number", "money", "yes_no", "date", "choice"]


class InputInfo(Part):
    """An input: enough to ask for it, check it and show it.

    Attributes:
        name: Its key in a case, everywhere.
        entity: ``person`` (below a member) or ``household`` (at the top of the case).
        kind: number, money, yes_no, date or choice.
        bounds: The least and greatest value accepted.
        choices: For a choice, the values and their words.
        favours: Whether a higher or lower value widens eligibility or raises the amount.
        example: A value to show.
        presumed: What holds unless somebody reports otherwise; None if it is asked.
        derived: Whether it is computed when it is not given.
        roles: For a person's input, of whom it is asked.
        about: What it is for.
        future: For a date, whether it may lie after the day decided for.
        rare: Whether it matters only in rare cases, so that a form may tuck it away.
        dated: For the date of an event that selects versions of the law, that event.
    """

    name: str
    entity: Literal["person", "household"]
    kind: InputKind
    label: Text
    about: Text | None
    unit: str
    bounds: tuple[Any, Any]
    choices: dict[str, Text] | None
    favours: Literal["higher", "lower", "none"]
    example: Any
    presumed: Any
    derived: bool
    roles: tuple[str, ...] | None
    future: bool
    rare: bool
    dated: str | None


class BenefitInfo(Part):
    """A benefit: its id, names and what an answer about it holds."""

    id: str
    domain: str
    label: Text
    unit: str
    about: Text
    conditions: list[str]
    reports: list[str]
    not_encoded: list[Text]


@lru_cache(maxsize=8192)
def text(words: Words | str) -> Text:
    """Words as a part of an answer."""
    pair = both(words)
    return Text(zh=pair.zh, en=pair.en)


class Written(NamedTuple):
    """The words of a variable, as parts of an answer."""

    label: Text
    words: Text
    paper: Text | None


@lru_cache(maxsize=4096)
def written(name: str) -> Written:
    """The words of a variable: most of an explanation is said again and again."""
    variable = system().variables[name]
    declared = facts(variable)
    paper = text(declared.paper) if declared.paper else None
    return Written(text(label(variable)), text(declared.words or ""), paper)


@lru_cache(maxsize=1)
def benefits() -> dict[str, BenefitInfo]:
    """Every benefit, by id."""
    found = [name for name, variable in system().variables.items() if facts(variable).kind == "benefit"]
    return {name: _benefit(name) for name in sorted(found)}


def benefit(name: str) -> BenefitInfo:
    """The benefit of that id.

    Raises:
        NotFound: with the nearest id, if there is none.
    """
    if name not in benefits():
        raise NotFound("事项", "benefit", name, benefits(), "benefit")
    return benefits()[name]


def _benefit(name: str) -> BenefitInfo:
    variable = system().variables[name]
    declared = facts(variable)
    return BenefitInfo(
        id=name,
        domain=_domain(variable),
        label=text(label(variable)),
        unit=variable.unit,
        about=text(declared.words or ""),
        conditions=list(facts(system().variables[declared.eligible]).of),
        reports=list(declared.reports),
        not_encoded=[text(words) for words in declared.not_encoded],
    )


def _domain(variable: Variable) -> str:
    return Path(variable.source_file()).parts[2]


@lru_cache(maxsize=1)
def all_inputs() -> dict[str, InputInfo]:
    """Every input of every domain, by name: one vocabulary."""
    variables = system().variables
    return {name: _input(variable) for name, variable in sorted(variables.items()) if facts(variable).kind == "input"}


def _input(variable: Variable) -> InputInfo:
    declared = facts(variable)
    return InputInfo(
        name=variable.name,
        entity="person" if variable.entity.is_person else "household",
        kind=_kind(variable),
        label=text(label(variable)),
        about=text(declared.about) if declared.about else None,
        unit=variable.unit,
        bounds=declared.bounds,
        choices=choices(variable),
        favours=declared.favours,  # type: ignore[arg-type]
        example=declared.example,
        presumed=declared.presumed,
        derived=_derived(variable),
        roles=declared.roles,
        future=declared.future,
        rare=declared.presumed is not None or _derived(variable) if declared.rare is None else declared.rare,
        dated=variable.name.removesuffix("_date") if variable.name in _anchors() else None,
    )


def _derived(variable: Variable) -> bool:
    return any("stand_ins" not in formula.__code__.co_names for formula in variable.formulas.values())


@lru_cache(maxsize=1)
def _anchors() -> frozenset[str]:
    return frozenset(f"{item.date_anchor}_date" for item in system().law.values())


def _kind(variable: Variable) -> InputKind:
    if variable.value_type is Enum:
        return "choice"
    if variable.value_type is bool:
        return "yes_no"
    if variable.value_type is date:
        return "date"
    return "money" if str(variable.unit).startswith("CNY") else "number"


def choices(variable: Variable) -> dict[str, Text] | None:
    """The values that an enumeration offers, with their words; ``unknown`` is not one of them."""
    if variable.value_type is not Enum:
        return None
    names = [member for member in variable.possible_values if member.name != "unknown"]
    if variable.possible_values is not places.Place:
        return {member.name: text(member.value) for member in names}
    levels = facts(variable).levels or ()
    known = {name: place for name, place in places.JURISDICTIONS.items() if place.level in levels}
    return {name: text(place.words) for name, place in known.items()}


@lru_cache(maxsize=64)
def inputs(name: str) -> list[InputInfo]:
    """The inputs that can matter to a benefit, in the order in which its conditions and then its amounts need them."""
    found = [all_inputs()[key] for key in reached(name) if key in all_inputs()]
    other = dict(facts(system().variables[name]).examples)
    return [info.model_copy(update={"example": other[info.name]}) if info.name in other else info for info in found]


@lru_cache(maxsize=64)
def reached(name: str) -> tuple[str, ...]:
    """The variables on which an answer about a benefit rests, in the order in which they are needed."""
    benefit(name)
    declared = facts(system().variables[name])
    found: dict[str, None] = {}
    for start in (str(declared.eligible), name, str(declared.payer), *declared.reports):
        _reach(start, found)
    return tuple(found)


def _reach(name: str, reached: dict[str, None]) -> None:
    if name not in reached:
        reached[name] = None
        for other in dependencies(name):
            _reach(other, reached)


@lru_cache(maxsize=64)
def outputs(name: str) -> tuple[str, ...]:
    """The variables that an answer about a benefit rests on: amount, entitlement, payer, reports with what they lie within, clauses."""
    declared = facts(system().variables[name])
    within = [most for report in declared.reports if (most := facts(system().variables[report]).within)]
    answered = (name, str(declared.eligible), str(declared.payer), *declared.reports, *within, *clauses(name))
    return tuple(dict.fromkeys(answered))


@lru_cache(maxsize=64)
def beside(name: str) -> tuple[str, ...]:
    """What a benefit's further results directly vary with: it tells whether they can be bounded."""
    reports = facts(system().variables[name]).reports
    return tuple(dict.fromkeys(other for report in reports for other in dependencies(report)))


@lru_cache(maxsize=64)
def clauses(name: str) -> tuple[str, ...]:
    """The conditions of a benefit."""
    return tuple(facts(system().variables[str(facts(system().variables[name]).eligible)]).of)


@lru_cache(maxsize=256)
def held_against(name: str) -> tuple[str, ...]:
    """The items of the law whose figure a clause holds a variable against."""
    compared = [facts(variable).compares for variable in system().variables.values()]
    return tuple(pair[1] for pair in compared if pair and pair[0] == name)


@lru_cache(maxsize=64)
def behind(name: str, without: str) -> frozenset[str]:
    """The variables that a variable needs, leaving out one and what only that one needs."""
    reached: dict[str, None] = {without: None}
    _reach(name, reached)
    return frozenset(reached) - {name, without}


@lru_cache(maxsize=4096)
def reached_through(name: str, through: tuple[str, ...]) -> tuple[str, ...]:
    """A variable, and what it needs through variables of certain kinds, nearest first."""
    reached: dict[str, None] = {}
    queue = [name]
    while queue:
        step = queue.pop(0)
        reached[step] = None
        behind = [other for other in dependencies(step) if other not in reached]
        queue += [other for other in behind if facts(system().variables[other]).kind in through]
    return tuple(reached)


@lru_cache(maxsize=4096)
def dependencies(name: str) -> tuple[str, ...]:
    """The variables that a variable's declaration or formulas name, in the order in which they stand there."""
    variable = system().variables[name]
    declared = facts(variable)
    named: dict[str, None] = dict.fromkeys(
        [*declared.of, declared.applies or "", declared.holds or "", declared.eligible or ""]
    )
    paths: list[str] = [declared.requires] if declared.requires else []
    if declared.compares:
        named[declared.compares[0]] = None
        paths.append(declared.compares[1])
    for formula in variable.formulas.values():
        texts = _texts(formula)
        named |= dict.fromkeys(texts)
        paths += texts
    for path in paths:
        named |= dict.fromkeys(_behind(path))
    return tuple(other for other in named if other in system().variables and other != name)


def _behind(path: str) -> list[str]:
    """The variables that a look-up reads by itself: the member, the governing place, the anchor's date."""
    law = system().law
    start = path.partition("{")[0].rstrip(".")
    named = [part.partition("}")[0] for part in path.split("{")[1:]]
    if start not in law.nodes or "." not in start:
        return named
    items = [item for key, item in law.items() if key == start or key.startswith(f"{start}.")]
    return [*named, *(str(item.governed_by) for item in items), *(f"{item.date_anchor}_date" for item in items)]


def _texts(formula: Any) -> list[str]:
    """The text constants in a formula and in the functions and tables of its own file that it uses."""
    found: list[str] = []
    queue, seen = [formula], set[int]()
    while queue:
        function = queue.pop(0)
        if id(function) in seen:
            continue
        seen.add(id(function))
        found += _constants(function.__code__)
        own = [function.__globals__.get(name) for name in function.__code__.co_names]
        queue += [other for other in own if inspect.isfunction(other) and other.__module__ == function.__module__]
        found += [text for value in own if isinstance(value, tuple) for text in _flat(value)]
    return found


def _flat(value: Any) -> list[str]:
    if isinstance(value, frozenset):
        value = tuple(sorted(value, key=str))
    if isinstance(value, tuple):
        return [text for part in value for text in _flat(part)]
    return [value] if isinstance(value, str) else []


def _constants(code: CodeType) -> list[str]:
    """The text constants of a function and of those within it, in the order in which they stand there."""
    inner = (_constants(each) if isinstance(each, CodeType) else _flat(each) for each in code.co_consts)
    return [text for found in inner for text in found]
