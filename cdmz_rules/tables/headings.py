"""What a column of a table can say: an input, or something beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from cdmz_rules.decisions import identity
from cdmz_rules.i18n.words import Words
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.rulebook.infos import MONTHS_A_YEAR, InputAlias, InputInfo
from cdmz_rules.tables import slots
from cdmz_rules.tables.slots import Slot

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
ALSO = {DATE: ("决定日",), "age": ("年龄",), identity.NAME: ("公民身份号码", "身份证号码")}
"""How people head some columns, beside their key and labels."""
BLANK = OtherHeading("blank", "", Words("", ""))


def unit_of(heading: Heading) -> str:
    """The unit that the cells of a column are in."""
    if heading.kind != "input":
        return "choice"
    if heading.alias is not None:
        return "age" if heading.alias.months == MONTHS_A_YEAR else "months"
    return heading.info.unit


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


@lru_cache(maxsize=32)
def names_of(catalogue: Catalogue, entity: Entity) -> dict[str, None]:
    """The inputs of a person or of a household, and the other ways to give them."""
    names = [name for name, info in catalogue.inputs.items() if info.entity == entity]
    return dict.fromkeys([*names, *(catalogue.aliases if entity == "person" else ())])


def every(catalogue: Catalogue) -> Iterator[Heading]:
    """Every column that a table can have."""
    yield from (ID_HEADING, DATE_HEADING)
    yield from (of_input(catalogue, name) for name in names_of(catalogue, "household"))
    yield from (of_member(catalogue, slot) for slot in slots.slots(catalogue)[1:])
    for slot in slots.slots(catalogue):
        yield from (of_input(catalogue, name, slot) for name in names_of(catalogue, "person"))
        if catalogue.identity:
            yield of_identity(catalogue, slot)
