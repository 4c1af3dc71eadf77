"""Households drawn at random contradict themselves: here they are mended, each contradiction in one of its places."""

from __future__ import annotations

import copy
import re
from datetime import date
from typing import Any

from cdmz_rules import InputError
from cdmz_rules.decisions.situation import parse
from cdmz_rules.errors import Problem
from cdmz_rules.model.never import Before, Below, Beside, Fewer
from cdmz_rules.rulebook.catalogue import Catalogue

ROUNDS = 40


def mended(catalogue: Catalogue, case: dict[str, Any], day: date) -> dict[str, Any]:
    """The case without its contradictions; it tells no less than before."""
    case = copy.deepcopy(case)
    for _ in range(ROUNDS):
        problems = contradictions(catalogue, case, day)
        if not problems:
            return case
        _mend(catalogue, case, problems[0])
    raise AssertionError(f"not mended: {problems}")


def contradictions(catalogue: Catalogue, case: dict[str, Any], day: date) -> list[Problem]:
    """The contradictions of a case; its other mistakes are left to whoever looks for them."""
    try:
        parse(catalogue, case, day)
    except InputError as error:
        return [problem for problem in error.problems if problem.code == "contradiction"]
    return []


def _mend(catalogue: Catalogue, case: dict[str, Any], problem: Problem) -> None:
    holder, name = _where(case, problem.pointer)
    if name in catalogue.aliases:
        del holder[name]
        return
    (other, tied), *rest = [_where(case, pointer) for pointer in problem.others]
    kinds = {type(never) for never in catalogue.nevers[name] if not isinstance(never, Fewer)}
    if isinstance(tied, int) or (catalogue.counts.get(name) and tied == catalogue.counts[name].listed_all):
        _of_members(catalogue, case, holder, name, problem)
    elif Below in kinds:
        for each, key in [(other, tied), *rest]:
            each[key] = catalogue.inputs[key].bounds[0]
    elif Before in kinds:
        holder[name] = str(problem.expected).removeprefix("≥ ")
    else:
        never = next(each for each in catalogue.nevers[name] if isinstance(each, Beside))
        info = catalogue.inputs[never.name]
        other[tied] = next(each for each in info.choices if each != never.value) if info.choices else never.value + 1


def _of_members(catalogue: Catalogue, case: dict[str, Any], holder: Any, name: str, problem: Problem) -> None:
    if str(problem.expected).startswith("≥"):
        holder[name] = int(str(problem.expected).removeprefix("≥ "))
    else:
        case[catalogue.counts[name].listed_all] = False


def _where(case: dict[str, Any], pointer: str) -> tuple[Any, Any]:
    member = re.fullmatch(r"members\[(\d+)\](?:\.(\w+))?", pointer)
    if member is None:
        return case, pointer
    place = int(member.group(1))
    return (case["members"][place], member.group(2)) if member.group(2) else (case["members"], place)
