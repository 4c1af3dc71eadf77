"""In which language the command speaks (``--lang``, else ``CDMZ_LANG``, else Chinese), and how it puts words together."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from cdmz_rules.i18n import phrases as catalogue_words
from cdmz_rules.i18n.phrases import N_ as N_  # commands take it from here, beside `_`
from cdmz_rules.i18n.words import Language, Words

if TYPE_CHECKING:
    from cdmz_rules.i18n.text import Text
    from cdmz_rules.rulebook.offices import Contact

VARIABLE = "CDMZ_LANG"
_CHOSEN: ContextVar[Language] = ContextVar("language", default="zh")


def of(arguments: Sequence[str]) -> Language:
    """The language that a command line asks for.

    It is found before the arguments are parsed, because help and mistakes in the arguments speak it too.
    """
    named = os.environ.get(VARIABLE, "")
    for position, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang":
            named = "".join(arguments[position + 1 : position + 2])
        elif argument.startswith("--lang="):
            named = argument.removeprefix("--lang=")
    return "en" if named == "en" else "zh"


def choose(language: Language) -> None:
    """Speak this language from now on."""
    _CHOSEN.set(language)


@contextmanager
def spoken(language: Language) -> Iterator[None]:
    """Speak a language for a while."""
    token = _CHOSEN.set(language)
    try:
        yield
    finally:
        _CHOSEN.reset(token)


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


def say(words: Text | Words) -> str:
    """Words in the language spoken."""
    return words.zh if chosen() == "zh" else words.en


def listed(names: Iterable[str]) -> str:
    """Names one after another."""
    return ("、" if chosen() == "zh" else ", ").join(names)


def reached(contact: Contact | None) -> str:
    """How to reach an office, as far as anybody knows, with how well each detail is known; nothing, if nothing is known."""
    from cdmz_rules.decisions import contacts

    return " · ".join(say(words) for words in contacts.said(contact)) if contact is not None else ""


def labelled(label: str, text: str) -> str:
    """A name and what is said of it; the answer, where the name is a question."""
    if label.endswith("?"):
        return f"{label} {text}"
    return f"{label}{'：' if chosen() == 'zh' else ': '}{text}"


def aside(text: str) -> str:
    """A remark in brackets."""
    return f"（{text}）" if chosen() == "zh" else f" ({text})"
