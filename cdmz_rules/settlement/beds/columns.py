"""What a table of stays holds, and which variables say what is paid for a month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from cdmz_rules.errors import InputError, Problem, nearest
from cdmz_rules.i18n.words import Words
from cdmz_rules.model.variable import facts
from cdmz_rules.rulebook import catalogue
from cdmz_rules.rulebook.system import system
from cdmz_rules.settlement.beds.stays import Array
from cdmz_rules.tables.headings import Heading

BENEFIT = "bed_operating_subsidy"
PLACE, BIRTH = "institution_city", "birth_date"
FROM, UNTIL = "bed_stay_from", "bed_stay_until"
SUPPLIED = (FROM, UNTIL)
"""Inputs of the benefit that come from the days of the stays."""
BEHIND_LEVEL = ("ability_score", "care_risk_events", "mental_disorder_diagnosed", "in_coma")
"""Inputs that say nothing more once the assessed level is told, as it must be."""

AT_HOME = frozenset({"home", "在家", "居家"})
"""What stands in place of an institution for an elder who lives at home."""


@dataclass(frozen=True)
class Own:
    """A column that is no input of the benefit: its key, labels, and what its cells are."""

    key: str
    words: Words
    kind: Literal["name", "day"]


OWN = (
    Own("elder", Words("老人", "Elder"), "name"),
    Own("institution", Words("机构", "Institution"), "name"),
    Own("from", Words("入住日期", "From"), "day"),
    Own("to", Words("离开日期", "To"), "day"),
    Own("died_on", Words("死亡日期", "Died on"), "day"),
)
NEEDED = (
    BIRTH,
    "hukou_city",
    "ability_level",
    "assessment_city",
    PLACE,
    "institution_owner",
    "institution_filed",
    "institution_in_pilot_area",
)
"""Inputs that must be told of every stay in an institution."""
MUST_STAND = ("elder", "institution", "from", *NEEDED)
"""Columns without which no stay can be settled."""


@lru_cache(maxsize=1)
def inputs() -> Mapping[str, catalogue.InputInfo]:
    """The inputs that columns give, by name."""
    unasked = (*SUPPLIED, *BEHIND_LEVEL)
    return {info.name: info for info in catalogue.inputs(BENEFIT) if info.name not in unasked}


def wide(name: str) -> str:
    """The name of an input in wide form: the elder is the applicant."""
    return f"applicant.{name}" if catalogue.all_inputs()[name].entity == "person" else name


@lru_cache(maxsize=1)
def payer() -> str:
    """The variable that names the city that owes the subsidy."""
    return str(facts(system().variables[BENEFIT]).payer)


def occupancy(begins: Array, ends: Array) -> dict[str, Array]:
    """The days within a month of the unbroken time in one institution, as inputs."""
    return {wide(FROM): begins, wide(UNTIL): ends}


def day_of(month: date) -> date:
    """The day that a month's subsidy is decided for: its last."""
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def resolve(names: list[str]) -> list[Own | Heading | None]:
    """What each column of a table says, by its key or its label in either language; None for one without a heading.

    Raises:
        InputError: if a column says nothing, two say the same, or one is missing.
    """
    found: list[Own | Heading | None] = []
    problems: list[Problem] = []
    for name in names:
        plain = name.strip().removeprefix("\ufeff").strip()
        meant = _by_word().get(plain.casefold())
        if plain and meant is None:
            shown = plain[:60]
            words = f"没有名为“{shown}”的列", f'there is no column "{shown}"'
            problems.append(Problem("unknown_field", shown, *words, did_you_mean=nearest(plain, _keys())))
        elif meant is not None and meant in found:
            words = "这一列出现两次", "this column stands twice"
            problems.append(Problem("given_twice", plain, *words))
        found.append(meant)
    there = {column.key for column in found if column is not None}
    words = "缺少这一列", "this column is missing"
    problems += [Problem("missing", key, *words) for key in MUST_STAND if key not in there]
    if problems:
        raise InputError(problems[:20])
    return found


def _keys() -> list[str]:
    return [*(own.key for own in OWN), *inputs()]


@lru_cache(maxsize=1)
def _by_word() -> Mapping[str, Own | Heading]:
    """Columns by what may stand above them."""
    found: dict[str, Own | Heading] = {}
    for info in inputs().values():
        heading = Heading("input", info.name, None, info.name, info.name)
        found |= dict.fromkeys((info.name, info.label.zh.casefold(), info.label.en.casefold()), heading)
    for own in OWN:
        found |= dict.fromkeys((own.key, own.words.zh, own.words.en.casefold()), own)
    return found
