"""In which language the command speaks: ``--lang``, else ``CDMZ_LANG``, else Chinese."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextvars import ContextVar

from cdmz_rules.i18n import phrases as catalogue_words
from cdmz_rules.i18n.words import Language

VARIABLE = "CDMZ_LANG"
_CHOSEN: ContextVar[Language] = ContextVar("language", default="zh")


def of(arguments: Sequence[str]) -> Language:
    """The language that a command line asks for.

    It is found before the arguments are parsed, because help and mistakes in the arguments speak it too.
    """
    wanted = os.environ.get(VARIABLE, "")
    for position, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang":
            wanted = "".join(arguments[position + 1 : position + 2])
        elif argument.startswith("--lang="):
            wanted = argument.removeprefix("--lang=")
    return "en" if wanted == "en" else "zh"


def choose(language: Language) -> None:
    """Speak this language from now on."""
    _CHOSEN.set(language)


def chosen() -> Language:
    """The language spoken."""
    return _CHOSEN.get()


def _(english: str, **values: object) -> str:
    """A phrase in the language spoken, with its values put in."""
    text = catalogue_words.phrase(english, chosen())
    return text.format(**values) if values else text


def counted(one: str, many: str, number: int, **values: object) -> str:
    """A phrase that depends on ``number``, in the language spoken."""
    return catalogue_words.counted(one, many, number, chosen()).format(number=number, **values)


def N_(english: str) -> str:  # noqa: N802 - gettext's name for a phrase that is translated later
    """Mark a phrase that is translated where it is shown."""
    return english
