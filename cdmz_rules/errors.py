"""Everything that can be wrong, and how it is said.

CdmzError
├── InputError        what the client sent: a list of problems, each with its place
├── InputMissing      a formula needed an input that nobody gave (plain OpenFisca runs only; decisions bound it instead)
├── LawUnknown        a formula needed a value of the law that is unknown (plain OpenFisca runs only)
├── LawFileError      a file of the law is wrong: file, line, what, how to mend it
└── NotFound          a benefit, parameter, reform or file of that name does not exist
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

MAX_SHOWN = 100
"""So much of a name is repeated in the place of a mistake."""


MASK = "***"
"""What stands for a number that is not repeated."""
_PERSONAL = re.compile(r"(?<!\d)(?:\d{17}[\dXxＸｘ]|\d{15})(?!\d)|\d\.\d{12,}e\+1[47]")
"""Identity numbers, and what is left of them in a number of a spreadsheet."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in what was sent. What may be somebody's identity number is not repeated, wherever it was written.

    Attributes:
        code: A stable name of the kind of mistake, e.g. ``out_of_range``.
        pointer: Where it is, as the sender wrote it: ``members[1].age``.
        message_zh: What is wrong, in Chinese.
        message_en: The same in English.
        expected: What would be accepted.
        did_you_mean: The nearest valid name, if there is one.
        others: The other places of a contradiction: one of them is wrong, or this one.
    """

    code: str
    pointer: str
    message_zh: str
    message_en: str
    expected: str | None = None
    did_you_mean: str | None = None
    others: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("pointer", "message_zh", "message_en", "did_you_mean"):
            written = getattr(self, name)
            if written and _PERSONAL.search(written):
                object.__setattr__(self, name, _PERSONAL.sub(MASK, written))

    def text(self, lang: str = "en") -> str:
        """The problem as one line."""
        message = self.message_zh if lang == "zh" else self.message_en
        return f"{self.pointer}: {message}" if self.pointer else message


class CdmzError(Exception):
    """The base of every error that this package raises on purpose."""


class InputError(CdmzError, ValueError):
    """What was sent cannot be used.

    Attributes:
        problems: Every mistake that was found, in the order of the input.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: Sequence[Problem] = tuple(problems)
        super().__init__("\n".join(problem.text() for problem in self.problems))


def below(error: InputError, place: str, between: str = ".") -> InputError:
    """The same mistakes, in something that stands at a place itself."""
    return InputError(
        replace(
            each,
            pointer=_joined(place, between, each.pointer),
            others=tuple(_joined(place, between, other) for other in each.others),
        )
        for each in error.problems
    )


def _joined(place: str, between: str, pointer: str) -> str:
    if not pointer:
        return place
    return place + pointer if pointer.startswith("[") else place + between + pointer


class NotFound(InputError, LookupError):
    """There is nothing of that name."""

    def __init__(self, what_zh: str, what_en: str, name: str, names: Iterable[str], pointer: str = "") -> None:
        shown = name[:MAX_SHOWN]
        words = f"没有名为“{shown}”的{what_zh}", f'there is no {what_en} "{shown}"'
        problem = Problem("not_found", pointer or shown, *words, did_you_mean=nearest(name, names))
        super().__init__([problem])


class InputMissing(CdmzError):
    """A formula needed an input that nobody gave."""

    def __init__(self, variable: str) -> None:
        self.variable = variable
        super().__init__(f"the input {variable} is not given, and nothing stands in for it")


class NotPlanned(CdmzError):
    """What needs a plan was asked of a law whose formulas OpenFisca runs."""

    def __init__(self) -> None:
        super().__init__(
            "OpenFisca runs the formulas of this rulebook: it decides households; tables and what-if need a law that is planned"
        )


class LawUnknown(CdmzError):
    """A formula needed a value of the law that is not known."""

    def __init__(self, path: str, places: Sequence[str], reason: str) -> None:
        self.path, self.places = path, tuple(places)
        super().__init__(f"{path} is not known for {', '.join(places)}: {reason}")


@dataclass(frozen=True, slots=True)
class LawProblem:
    """One mistake in a file of the law: where, what, and how to mend it.

    Attributes:
        file: The file, or the folder that is missing or holds no law.
        line: Its line; 0 of a whole file or folder.
        message: What is wrong.
        mend: What would be right, where that can be said.
    """

    file: Path
    line: int
    message: str
    mend: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else str(self.file)
        return f"{where}: {self.message}" + (f" — {self.mend}" if self.mend else "")


class LawFileError(CdmzError, ValueError):
    """Files of the law are wrong."""

    def __init__(self, problems: Iterable[LawProblem]) -> None:
        self.problems: Sequence[LawProblem] = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def pointer_of(steps: Iterable[str | int], pointer: str = "") -> str:
    """A place as one writes it: ``members[0].age``; below another, if there is one."""
    for step in steps:
        name = str(step)[:MAX_SHOWN]
        pointer += f"[{step}]" if isinstance(step, int) else f".{name}" if pointer else name
    return pointer


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The valid name nearest to a mistyped one, if any is near."""
    matches = get_close_matches(name[:80], list(names), n=1, cutoff=0.6)
    return matches[0] if matches else None


def meant(name: object, names: Iterable[object]) -> str:
    """How to mend a mistyped name of a file of the law: the nearest valid one, or nothing."""
    return mending(nearest(str(name), map(str, names)))


def mending(near: str | None) -> str:
    """How to mend a name that is near to a valid one; nothing, if there is none."""
    return f"did you mean {near}?" if near else ""
