"""An empty table of households: which columns it has for some benefits, and what is said about each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

from cdmz_rules.decisions.wording import quantity
from cdmz_rules.i18n.phrases import in_both
from cdmz_rules.i18n.words import Language, Words
from cdmz_rules.reading import china
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.rulebook.infos import InputInfo
from cdmz_rules.rulebook.rulebook import Rulebook
from cdmz_rules.tables.headings import DATE_HEADING, ID_HEADING, Heading, InputHeading, of_identity, of_input, of_member
from cdmz_rules.tables.slots import Slot, slots


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


def columns(rulebook: Rulebook, benefits: Sequence[str]) -> list[Explained]:
    """The columns that can matter to some benefits: id and day, the members' facts, the household's; what is rare comes last."""
    catalogue = rulebook.catalogue
    infos = {info.name: info for benefit in benefits for info in rulebook.benefit(benefit).inputs}
    personal = [info for info in infos.values() if info.entity == "person"]
    ours = sorted((info for info in infos.values() if info.entity == "household"), key=_is_presumed)
    common = (_input(catalogue, of_input(catalogue, info.name), info) for info in ours)
    return [_id(), _date(), *_members(catalogue, personal), *common]


def _is_presumed(info: InputInfo) -> bool:
    return info.presumed is not None


def _members(catalogue: Catalogue, personal: Sequence[InputInfo]) -> Iterator[Explained]:
    always = slots(catalogue)[0]
    for slot in (slot for slot in slots(catalogue) if slot.number <= 1):
        asked = [info for info in personal if slot.role in (info.roles or catalogue.roles)]
        if asked and slot != always:
            yield _member(catalogue, slot)
        for info in sorted(asked, key=_is_presumed):
            yield _input(catalogue, of_input(catalogue, info.name, slot), info)


def _id() -> Explained:
    about = in_both("your own number, repeated in the answer")
    return Explained(ID_HEADING, about, in_both("any text"), Words("A-001", "A-001"))


def _date() -> Explained:
    about = in_both("the day decided for; today if left empty")
    today = china.today().isoformat()
    return Explained(DATE_HEADING, about, in_both("a day"), Words(today, today))


def _member(catalogue: Catalogue, slot: Slot) -> Explained:
    about = in_both("yes, if there is one of whom nothing else is known")
    if slot.number:
        about = in_both("{about}; add {role}2 and so on", about=about, role=slot.role)
    return Explained(of_member(catalogue, slot), about, *_yes_no(True))


def _yes_no(example: bool) -> tuple[Words, Words, dict[Language, tuple[str, ...]]]:
    yes, no = in_both("yes"), in_both("no")
    choices: dict[Language, tuple[str, ...]] = {"zh": (yes.zh, no.zh), "en": (yes.en, no.en)}
    return in_both("yes, no"), yes if example else no, choices


def _input(catalogue: Catalogue, heading: InputHeading, info: InputInfo) -> Explained:
    about = info.about.words if info.about else Words("", "")
    if info.presumed is not None:
        otherwise = _value_words(info, info.presumed)
        about = in_both("{about}; if left empty: {otherwise}", about=about, otherwise=otherwise)
    for key in _instead(catalogue, heading, info.name):
        about = in_both("{about}; or use a column {key} instead", about=about, key=key)
    if info.kind == "yes_no":
        return Explained(heading, about, *_yes_no(bool(info.example)))
    return Explained(heading, about, _takes(info), _value_words(info, info.example), _choices(info))


def _instead(catalogue: Catalogue, heading: InputHeading, name: str) -> Iterator[str]:
    """Columns that say an input in another way: by an alias, or by an identity number."""
    others = (other for other, alias in catalogue.aliases.items() if alias.input == name)
    yield from (of_input(catalogue, other, heading.slot).key for other in others)
    if name in catalogue.identity.values() and heading.slot is not None:
        yield of_identity(catalogue, heading.slot).key


def _takes(info: InputInfo) -> Words:
    if info.choices:
        named = [(f"{text.zh}（{key}）", f"{text.en} ({key})") for key, text in info.choices.items()]
        return Words("、".join(zh for zh, _ in named), "; ".join(en for _, en in named))
    if info.kind == "date":
        return in_both("a day")
    low, high = info.bounds
    return in_both("{low} to {high}", low=f"{low:,}", high=quantity(high, info.unit))


def _value_words(info: InputInfo, value: Any) -> Words:
    if info.choices:
        return info.choices[value].words
    if info.kind == "yes_no":
        return _yes_no(bool(value))[1]
    return in_both("never") if value == date.min else Words(str(value), str(value))


def _choices(info: InputInfo) -> dict[Language, tuple[str, ...]] | None:
    if not info.choices:
        return None
    texts = info.choices.values()
    return {"zh": tuple(text.zh for text in texts), "en": tuple(text.en for text in texts)}


def write_csv(stream: BinaryIO, explained: Sequence[Explained]) -> None:
    """Write the empty table as CSV: its headings."""
    stream.write(("\ufeff" + ",".join(one.heading.key for one in explained) + "\r\n").encode())
