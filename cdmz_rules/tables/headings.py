"""What the columns of a table are called, and what each of them says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from cdmz_rules.decisions.explain import ROLE_WORDS
from cdmz_rules.decisions.situation import ALIASES, MAX_MEMBERS
from cdmz_rules.errors import InputError, Problem, nearest
from cdmz_rules.i18n.words import Words
from cdmz_rules.rulebook.catalogue import InputInfo, all_inputs

MAX_COLUMNS = 1000
SHOWN_PROBLEMS = 20
ID, DATE = "id", "date"


@dataclass(frozen=True, slots=True)
class Slot:
    """A member of the household, as columns name one: ``applicant``, ``spouse``, ``child2``.

    Attributes:
        role: The role in a case.
        number: Which of several; 0 where there can be only one.
    """

    role: str
    number: int = 0

    @property
    def name(self) -> str:
        """The key in front of the dot."""
        return f"{self.role}{self.number or ''}"

    @property
    def words(self) -> Words:
        """Who it is."""
        zh, en = ROLE_WORDS[self.role]
        return Words(f"{zh}{self.number}", f"{en} {self.number}") if self.number else Words(zh, en)


APPLICANT = Slot("applicant")
SLOTS = (
    APPLICANT,
    Slot("spouse"),
    *(Slot(role, number) for role in ("child", "other") for number in range(1, MAX_MEMBERS)),
)
_BY_NAME = {slot.name: slot for slot in SLOTS}


@dataclass(frozen=True, slots=True)
class Heading:
    """What a column says.

    Attributes:
        kind: ``id``, ``date``, ``member`` (whether there is one), ``input``, or ``blank`` (no heading at all).
        key: Its key: ``price``, ``applicant.birth_date``.
        slot: Whose it is; None for the household.
        name: The input, or the other way to give one (`situation.ALIASES`).
        written: The heading as the sender wrote it.
    """

    kind: Literal["id", "date", "member", "input", "blank"]
    key: str
    slot: Slot | None = None
    name: str = ""
    written: str = ""

    @property
    def info(self) -> InputInfo:
        """The input that it gives."""
        return all_inputs()[ALIASES[self.name].input if self.name in ALIASES else self.name]

    @property
    def words(self) -> Words:
        """Its label in both languages."""
        if self.kind == "id":
            return Words("编号", "Your own number")
        if self.kind == "date":
            return Words("决定日期", "Day decided for")
        if self.kind == "member" and self.slot is not None:
            return Words(f"是否有{self.slot.words.zh}", f"Is there a {self.slot.words.en}?")
        alias = ALIASES.get(self.name)
        words = Words(alias.zh, alias.en) if alias else Words(self.info.label.zh, self.info.label.en)
        if self.slot is None:
            return words
        return Words(f"{self.slot.words.zh}：{words.zh}", f"{self.slot.words.en}: {words.en}")


def resolve(names: Sequence[str]) -> list[Heading]:
    """What each column of a table says, by its key or by its Chinese or English label.

    Raises:
        InputError: if a column is no input, with the nearest valid name, or if two columns say the same.
    """
    if len(names) > MAX_COLUMNS:
        words = f"列数超过{MAX_COLUMNS}", f"more than {MAX_COLUMNS} columns"
        raise InputError([Problem("too_many", "", *words)])
    found: list[Heading] = []
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for name in names:
        heading = find(name)
        if heading is None:
            problems.append(_unknown(name))
        elif heading.key and heading.key in seen:
            words = f"与列“{seen[heading.key]}”重复", f'this column says the same as "{seen[heading.key]}"'
            problems.append(Problem("given_twice", name, *words))
        else:
            seen[heading.key] = name
            found.append(heading)
        if len(problems) == SHOWN_PROBLEMS:
            break
    if problems:
        raise InputError(problems)
    return found


def find(name: str) -> Heading | None:
    """What a column of that name says; None if it says nothing."""
    plain = name.strip().removeprefix("\ufeff").strip()
    found = _keyed(plain) if plain else Heading("blank", "")
    if found is None:
        found = _by_label().get(_folded(plain))
    return replace(found, written=plain) if found is not None else None


def _keyed(key: str) -> Heading | None:
    if key in (ID, DATE):
        return Heading("id" if key == ID else "date", key)
    first, dot, rest = key.partition(".")
    slot = _BY_NAME.get(first)
    if dot:
        return Heading("input", key, slot, rest) if slot is not None and rest in _names("person") else None
    if slot is not None and slot != APPLICANT:
        return Heading("member", key, slot)
    return Heading("input", key, None, key) if key in _names("household") else None


@lru_cache(maxsize=2)
def _names(entity: str) -> dict[str, None]:
    """The inputs of a person or of a household, and the other ways to give them."""
    names = [name for name, info in all_inputs().items() if info.entity == entity]
    return dict.fromkeys([*names, *(ALIASES if entity == "person" else ())])


def every() -> Iterator[Heading]:
    """Every column that a table can have."""
    keys = [ID, DATE, *_names("household")]
    keys += [slot.name for slot in SLOTS if slot != APPLICANT]
    keys += [f"{slot.name}.{name}" for slot in SLOTS for name in _names("person")]
    yield from filter(None, map(_keyed, keys))


@lru_cache(maxsize=1)
def _by_label() -> dict[str, Heading]:
    """Columns by label, where a label belongs to one only."""
    found: dict[str, Heading | None] = {}
    for heading in every():
        for label in {_folded(words) for words in heading.words}:
            found[label] = None if label in found else heading
    return {label: heading for label, heading in found.items() if heading is not None}


def _folded(label: str) -> str:
    return re.sub(r"\s*[:：]\s*", ":", label.strip()).casefold()


def _unknown(name: str) -> Problem:
    """A column that is no input: where it belongs, or what was probably meant."""
    shown = name if len(name) <= 60 else f"{name[:57]}..."
    first, dot, rest = name.partition(".")
    other = all_inputs().get(rest if dot else first)
    if other is not None and (other.entity == "household") == bool(dot):
        whose_zh, whose_en = ("成员", "a member") if other.entity == "person" else ("家庭", "the household")
        near = other.name if dot else f"{APPLICANT.name}.{other.name}"
        words = f"“{other.name}”属于{whose_zh}", f"{other.name} belongs to {whose_en}"
        return Problem("wrong_place", shown, *words, did_you_mean=near)
    if ";" in name or "\t" in name:
        parted = (
            "表头似用分号或制表符分隔，请改用逗号",
            "headings seem parted by semicolons or tabs; part them by commas",
        )
        return Problem("unknown_field", shown, *parted)
    words = f"没有名为“{shown}”的列", f'there is no column "{shown}"'
    return Problem("unknown_field", shown, *words, did_you_mean=_near(first, rest))


def _near(first: str, rest: str) -> str | None:
    if rest:
        near = nearest(rest, _names("person"))
        return f"{_slot_near(first)}.{near}" if near else nearest(rest, _names("household"))
    if not first.isascii():
        label = nearest(_folded(first), _by_label())
        return _by_label()[label].key if label else None
    personal = nearest(first, _names("person"))
    return nearest(first, [ID, DATE, "spouse", *_names("household")]) or (
        f"{APPLICANT.name}.{personal}" if personal else None
    )


def _slot_near(first: str) -> str:
    return first if first in _BY_NAME else nearest(first, _BY_NAME) or APPLICANT.name
