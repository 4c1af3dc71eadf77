"""Identity numbers: a date of birth and a sex read off one, and nothing else of it kept.

No message repeats a number, nor any part of one: messages are shown, sent and written down.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cdmz_rules.errors import Problem
from cdmz_rules.i18n.words import Words
from cdmz_rules.rulebook.catalogue import Catalogue

NAME = "id_number"
"""The name under which a member's number is given."""
LABEL = Words("身份证号", "Identity number")
EXAMPLE = "11010519491231002X"
"""That of the standard."""
LONG, SHORT = re.compile(r"\d{17}[\dX]"), re.compile(r"\d{15}")
CENTURY = "19"
"""Numbers of 15 digits were given out until 1999, to people born in these years."""
WEIGHTS = tuple(2**power % 11 for power in range(17, 0, -1))
CHECK = "10X98765432"
"""By GB 11643-1999: the check digit, by the weighted sum of the others modulo 11."""


def _folded(text: str) -> str:
    """A number as it is checked, however wide its digits and however its last letter is written."""
    return unicodedata.normalize("NFKC", text).strip().upper()


def is_number(text: str) -> bool:
    """Whether a text is as long as a number, right or wrong."""
    written = _folded(text)
    return bool(LONG.fullmatch(written) or SHORT.fullmatch(written))


@dataclass(frozen=True)
class IdentityNumber:
    """What a number says.

    Attributes:
        born: The date of birth.
        sex: ``male`` or ``female``.
    """

    born: date
    sex: str

    @classmethod
    def read(cls, value: Any, pointer: str, day: date) -> IdentityNumber | Problem:
        """Read a number, or say what is wrong with it.

        Args:
            value: The number, as text or a whole number.
            pointer: Where it stands.
            day: The day decided for: nobody was born after it.
        """
        if isinstance(value, float):
            return _problem(
                pointer,
                "身份证号应为文本，请将该列设为文本格式",
                "a number so long is no longer exact; write it as text",
            )
        written = _folded(str(value)) if isinstance(value, str | int) else ""
        if LONG.fullmatch(written) and written.isascii():
            if (
                CHECK[sum(int(digit) * weight for digit, weight in zip(written, WEIGHTS, strict=False)) % 11]
                != written[17]
            ):
                return _problem(
                    pointer,
                    "身份证号校验位不符，请核对",
                    "the check digit of this identity number is another; look it over",
                )
            birth, order = written[6:14], written[16]
        elif SHORT.fullmatch(written) and written.isascii():
            birth, order = CENTURY + written[6:12], written[14]
        else:
            return _problem(pointer, "身份证号应为18位或15位", "an identity number has 18 digits, or 15")
        born = _day(birth)
        if born is None or not date(1900, 1, 1) <= born <= day:
            return cls.to_come(pointer)
        return cls(born, "male" if int(order) % 2 else "female")

    @staticmethod
    def to_come(pointer: str) -> Problem:
        """That the date of birth is no day, or one after the day decided for."""
        return _problem(
            pointer, "身份证号中的出生日期无效", "the date of birth in this identity number is none that can be"
        )

    @classmethod
    def instead(
        cls,
        catalogue: Catalogue,
        member: Mapping[str, Any],
        values: dict[str, Any],
        ranges: dict[str, Any],
        where: str,
        day: date,
    ) -> tuple[Mapping[str, Any], Sequence[Problem]]:
        """A member with date of birth and sex in place of the number, and what is wrong with it.

        Args:
            catalogue: What can be asked.
            member: The member as it was sent.
            values: What else it says, checked; date of birth and sex are put in.
            ranges: The days that it does not say exactly; the date of birth is taken away.
            where: What stands before a name of the member's: ``members[0].``
            day: The day decided for.
        """
        read = cls.read(member[NAME], where + NAME, day)
        kept = {key: value for key, value in member.items() if key != NAME}
        if isinstance(read, Problem):
            return kept, [read]
        problems: list[Problem] = []
        for part, name in catalogue.identity.items():
            value = read.born if part == "birth" else read.sex
            days = ranges.pop(name, None)
            if days is not None:
                kept.pop(days.written, None)
                if not days.first <= value <= days.last:
                    problems.append(
                        otherwise(catalogue.aliases[days.written].words, where + NAME, where + days.written)
                    )
            if values.setdefault(name, value) != value:
                problems.append(otherwise(catalogue.inputs[name].label.words, where + NAME, where + name))
            kept[name] = value
        return kept, problems


def otherwise(words: Words, pointer: str, other: str) -> Problem:
    """That a number says otherwise than something else that is said."""
    zh, en = f"与所填“{words.zh}”不一致", f'this says otherwise than "{words.en}"'
    return Problem("contradiction", pointer, zh, en, others=(other,))


def _problem(pointer: str, zh: str, en: str) -> Problem:
    return Problem("wrong_id_number", pointer, zh, en, EXAMPLE)


def _day(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
