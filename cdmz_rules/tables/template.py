"""An empty table of households: which columns it has for some benefits, and what is said about each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

from cdmz_rules.decisions.situation import ALIASES
from cdmz_rules.decisions.wording import quantity
from cdmz_rules.i18n.words import Language, Words
from cdmz_rules.model.entities import ROLES
from cdmz_rules.rulebook import catalogue
from cdmz_rules.rulebook.catalogue import InputInfo
from cdmz_rules.tables.headings import SLOTS, Heading, find

YES_NO = {"zh": ("是", "否"), "en": ("yes", "no")}
FIRST = [next(slot for slot in SLOTS if slot.role == role) for role in ROLES]


@dataclass(frozen=True)
class Explained:
    """What a person reads about a column.

    Attributes:
        heading: The column.
        about: What it is for.
        takes: What can be written in it.
        example: A value to show, in the language asked for.
        choices: What a drop-down offers, in the language asked for.
    """

    heading: Heading
    about: Words
    takes: Words
    example: Words
    choices: dict[Language, tuple[str, ...]] | None = None


def columns(benefits: Sequence[str]) -> list[Explained]:
    """The columns that can matter to some benefits: id and day, the members' facts, the household's; what is rare comes last."""
    infos = {info.name: info for benefit in benefits for info in catalogue.inputs(benefit)}
    personal = [info for info in infos.values() if info.entity == "person"]
    ours = sorted((info for info in infos.values() if info.entity == "household"), key=_is_presumed)
    return [_id(), _date(), *_members(personal), *(_input(_heading(info.name), info) for info in ours)]


def _is_presumed(info: InputInfo) -> bool:
    return info.presumed is not None


def _heading(key: str) -> Heading:
    found = find(key)
    assert found is not None, key
    return found


def _members(personal: Sequence[InputInfo]) -> Iterator[Explained]:
    for slot in FIRST:
        asked = [info for info in personal if slot.role in (info.roles or ROLES)]
        if asked and slot.role != "applicant":
            yield _member(_heading(slot.name))
        yield from (_input(_heading(f"{slot.name}.{info.name}"), info) for info in sorted(asked, key=_is_presumed))


def _id() -> Explained:
    about = Words("您自己的编号，原样写入结果", "your own number, repeated in the answer")
    return Explained(_heading("id"), about, Words("任意文字", "any text"), Words("A-001", "A-001"))


def _date() -> Explained:
    about = Words("按哪一天的规定判断；未填时按今天", "the day decided for; today if left empty")
    today = date.today().isoformat()
    return Explained(_heading("date"), about, Words("日期", "a day"), Words(today, today))


def _member(heading: Heading) -> Explained:
    about = Words("有此成员而其他列均为空时填“是”", "yes, if there is one of whom nothing else is known")
    if heading.slot is not None and heading.slot.number:
        about = Words(
            f"{about.zh}；可另加 {heading.slot.role}2 等列", f"{about.en}; add {heading.slot.role}2 and so on"
        )
    return Explained(heading, about, *_yes_no(True))


def _yes_no(example: bool) -> tuple[Words, Words, dict[Language, tuple[str, ...]]]:
    position = 0 if example else 1
    choices: dict[Language, tuple[str, ...]] = {"zh": YES_NO["zh"], "en": YES_NO["en"]}
    return Words("是、否", "yes, no"), Words(YES_NO["zh"][position], YES_NO["en"][position]), choices


def _input(heading: Heading, info: InputInfo) -> Explained:
    about = Words(info.about.zh, info.about.en) if info.about else Words("", "")
    if info.presumed is not None:
        otherwise = _shown(info, info.presumed)
        about = Words(f"{about.zh}；未填视为：{otherwise.zh}", f"{about.en}; if left empty: {otherwise.en}")
    for name in (name for name, alias in ALIASES.items() if alias.input == info.name):
        key = _heading(f"{heading.slot.name}.{name}" if heading.slot else name)
        about = Words(f"{about.zh}；也可改用列 {key.key}", f"{about.en}; or use a column {key.key} instead")
    if info.kind == "yes_no":
        return Explained(heading, about, *_yes_no(bool(info.example)))
    return Explained(heading, about, _takes(info), _shown(info, info.example), _choices(info))


def _takes(info: InputInfo) -> Words:
    if info.choices:
        named = [(f"{text.zh}（{key}）", f"{text.en} ({key})") for key, text in info.choices.items()]
        return Words("、".join(zh for zh, _ in named), "; ".join(en for _, en in named))
    if info.kind == "date":
        return Words("日期", "a day")
    low, high = info.bounds
    end = quantity(high, info.unit)
    return Words(f"{low:,} 至 {end.zh}", f"{low:,} to {end.en}")


def _shown(info: InputInfo, value: Any) -> Words:
    if info.choices:
        text = info.choices[value]
        return Words(text.zh, text.en)
    if info.kind == "yes_no":
        return _yes_no(bool(value))[1]
    return Words("从未", "never") if value == date.min else Words(str(value), str(value))


def _choices(info: InputInfo) -> dict[Language, tuple[str, ...]] | None:
    if not info.choices:
        return None
    texts = info.choices.values()
    return {"zh": tuple(text.zh for text in texts), "en": tuple(text.en for text in texts)}


def write_csv(stream: BinaryIO, explained: Sequence[Explained]) -> None:
    """Write the empty table as CSV: its headings."""
    stream.write(("\ufeff" + ",".join(one.heading.key for one in explained) + "\r\n").encode())
