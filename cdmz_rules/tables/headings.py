"""What the columns of a table are called, and what each of them says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from cdmz_rules.decisions import identity
from cdmz_rules.errors import InputError, Problem, nearest
from cdmz_rules.i18n.words import Words
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.rulebook.infos import InputAlias, InputInfo
from cdmz_rules.tables import slots
from cdmz_rules.tables.slots import Slot

MAX_COLUMNS = 1000
SHOWN_PROBLEMS = 20
ID, DATE = "id", "date"
Entity = Literal["person", "household"]


@dataclass(frozen=True, slots=True)
class InputHeading:
    """A column that gives an input.

    Attributes:
        key: Its key: ``price``, ``applicant.birth_date``.
        words: Its label in both languages.
        info: The input.
        name: The input's name, or that of the other way to give it (`Catalogue.aliases`).
        slot: Whose it is; None for the household.
        alias: The other way to give the input, if it is one.
        written: The heading as the sender wrote it.
        kind: What tells it from other columns.
    """

    key: str
    words: Words
    info: InputInfo
    name: str
    slot: Slot | None = None
    alias: InputAlias | None = None
    written: str = ""
    kind: Literal["input"] = "input"


@dataclass(frozen=True, slots=True)
class OtherHeading:
    """A column that gives no input.

    Attributes:
        kind: ``id``, ``date``, ``member`` (whether there is one), ``identity`` (a member's identity
            number) or ``blank`` (no heading at all).
        key: Its key: ``id``, ``spouse``.
        words: Its label in both languages.
        slot: The member.
        written: The heading as the sender wrote it.
    """

    kind: Literal["id", "date", "member", "identity", "blank"]
    key: str
    words: Words
    slot: Slot | None = None
    written: str = ""


Heading = InputHeading | OtherHeading
ID_HEADING = OtherHeading("id", ID, Words("编号", "Your own number"))
DATE_HEADING = OtherHeading("date", DATE, Words("决定日期", "Day decided for"))
BLANK = OtherHeading("blank", "", Words("", ""))


def resolve(catalogue: Catalogue, names: Sequence[str]) -> list[Heading]:
    """What each column of a table says, by its key or by its Chinese or English label.

    Raises:
        InputError: if a column is no input, with the nearest valid name, or if two columns say the same.
    """
    if len(names) > MAX_COLUMNS:
        words = f"列数超过{MAX_COLUMNS}", f"more than {MAX_COLUMNS} columns"
        raise InputError([Problem("too_many", "", *words)])
    headings: list[Heading] = []
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for name in names:
        heading = find(catalogue, name)
        if heading is None:
            problems.append(_unknown(catalogue, name))
        elif heading.key and heading.key in seen:
            words = f"与列“{seen[heading.key]}”重复", f'this column says the same as "{seen[heading.key]}"'
            problems.append(Problem("given_twice", name, *words))
        else:
            seen[heading.key] = name
            headings.append(heading)
        if len(problems) == SHOWN_PROBLEMS:
            break
    if problems:
        raise InputError(problems)
    return headings


def find(catalogue: Catalogue, name: str) -> Heading | None:
    """What a column of that name says; None if it says nothing."""
    plain = name.strip().removeprefix("\ufeff").strip()
    heading = _keyed(catalogue, plain) if plain else BLANK
    if heading is None:
        heading = _by_label(catalogue).get(_folded(plain))
    return replace(heading, written=plain) if heading is not None else None


def of_input(catalogue: Catalogue, name: str, slot: Slot | None = None) -> InputHeading:
    """The column of an input, or of another way to give it.

    Args:
        catalogue: What can be asked.
        name: The input or the other way.
        slot: Whose it is; None for the household.
    """
    alias = catalogue.aliases.get(name)
    info = catalogue.inputs[alias.input if alias else name]
    words = alias.words if alias else info.label.words
    if slot is None:
        return InputHeading(name, words, info, name, None, alias)
    zh, en = slots.words_of(catalogue, slot)
    return InputHeading(f"{slot.name}.{name}", Words(f"{zh}：{words.zh}", f"{en}: {words.en}"), info, name, slot, alias)


def of_member(catalogue: Catalogue, slot: Slot) -> OtherHeading:
    """The column that says whether there is a member."""
    zh, en = slots.words_of(catalogue, slot)
    return OtherHeading("member", slot.name, Words(f"是否有{zh}", f"Is there a {en}?"), slot)


def of_identity(catalogue: Catalogue, slot: Slot) -> OtherHeading:
    """The column of a member's identity numbers."""
    zh, en = slots.words_of(catalogue, slot)
    words = Words(f"{zh}：{identity.LABEL.zh}", f"{en}: {identity.LABEL.en}")
    return OtherHeading("identity", f"{slot.name}.{identity.NAME}", words, slot)


def _keyed(catalogue: Catalogue, key: str) -> Heading | None:
    if key in (ID, DATE):
        return ID_HEADING if key == ID else DATE_HEADING
    first, dot, rest = key.partition(".")
    slot = slots.by_name(catalogue).get(first)
    if dot and slot is not None and rest == identity.NAME and catalogue.identity:
        return of_identity(catalogue, slot)
    if dot:
        known = slot is not None and rest in _names(catalogue, "person")
        return of_input(catalogue, rest, slot) if known else None
    if slot is not None and slot != slots.slots(catalogue)[0]:
        return of_member(catalogue, slot)
    return of_input(catalogue, key) if key in _names(catalogue, "household") else None


@lru_cache(maxsize=32)
def _names(catalogue: Catalogue, entity: Entity) -> dict[str, None]:
    """The inputs of a person or of a household, and the other ways to give them."""
    names = [name for name, info in catalogue.inputs.items() if info.entity == entity]
    return dict.fromkeys([*names, *(catalogue.aliases if entity == "person" else ())])


def every(catalogue: Catalogue) -> Iterator[Heading]:
    """Every column that a table can have."""
    yield from (ID_HEADING, DATE_HEADING)
    yield from (of_input(catalogue, name) for name in _names(catalogue, "household"))
    yield from (of_member(catalogue, slot) for slot in slots.slots(catalogue)[1:])
    for slot in slots.slots(catalogue):
        yield from (of_input(catalogue, name, slot) for name in _names(catalogue, "person"))
        if catalogue.identity:
            yield of_identity(catalogue, slot)


@lru_cache(maxsize=16)
def _by_label(catalogue: Catalogue) -> dict[str, Heading]:
    """Columns by label, where a label belongs to one only."""
    labelled: dict[str, Heading | None] = {}
    for heading in every(catalogue):
        for label in {_folded(words) for words in heading.words}:
            labelled[label] = None if label in labelled else heading
    return {label: heading for label, heading in labelled.items() if heading is not None}


def _folded(label: str) -> str:
    return re.sub(r"\s*[:：]\s*", ":", label.strip()).casefold()


def _unknown(catalogue: Catalogue, name: str) -> Problem:
    """A column that is no input: where it belongs, or what was probably meant."""
    shown = name if len(name) <= 60 else f"{name[:57]}..."
    first, dot, rest = name.partition(".")
    other = catalogue.inputs.get(rest if dot else first)
    if other is not None and (other.entity == "household") == bool(dot):
        whose_zh, whose_en = ("成员", "a member") if other.entity == "person" else ("家庭", "the household")
        near = other.name if dot else f"{catalogue.roles[0]}.{other.name}"
        words = f"“{other.name}”属于{whose_zh}", f"{other.name} belongs to {whose_en}"
        return Problem("wrong_place", shown, *words, did_you_mean=near)
    if ";" in name or "\t" in name:
        parted = (
            "表头似用分号或制表符分隔，请改用逗号",
            "headings seem parted by semicolons or tabs; part them by commas",
        )
        return Problem("unknown_field", shown, *parted)
    words = f"没有名为“{shown}”的列", f'there is no column "{shown}"'
    return Problem("unknown_field", shown, *words, did_you_mean=_near(catalogue, first, rest))


def _near(catalogue: Catalogue, first: str, rest: str) -> str | None:
    personal, common = _names(catalogue, "person"), _names(catalogue, "household")
    if rest:
        near = nearest(rest, [*personal, identity.NAME] if catalogue.identity else personal)
        return f"{_slot_near(catalogue, first)}.{near}" if near else nearest(rest, common)
    if not first.isascii():
        label = nearest(_folded(first), _by_label(catalogue))
        return _by_label(catalogue)[label].key if label else None
    near = nearest(first, personal)
    return nearest(first, [ID, DATE, *catalogue.single_roles[1:], *common]) or (
        f"{catalogue.roles[0]}.{near}" if near else None
    )


def _slot_near(catalogue: Catalogue, first: str) -> str:
    names = slots.by_name(catalogue)
    return first if first in names else nearest(first, names) or catalogue.roles[0]
