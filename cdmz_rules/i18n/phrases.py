"""The words of screens, commands and pages: one gettext catalogue for each language, compiled.

A phrase in the code is English; ``i18n/locale/<language>/LC_MESSAGES/cdmz.po`` says how it reads in a language, and ``make words``
compiles it. A phrase that the English catalogue does not hold reads as it stands; it holds those that would be one with another otherwise,
such as ``is met``, which reads "holds".
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from gettext import GNUTranslations, translation
from pathlib import Path

from cdmz_rules.i18n.words import Language, Words

DOMAIN = "cdmz"
FOLDER = Path(__file__).parent / "locale"


@lru_cache(maxsize=2)
def catalogue(language: Language) -> GNUTranslations:
    """The catalogue of a language."""
    return translation(DOMAIN, FOLDER, [language])


def phrase(english: str, language: Language) -> str:
    """A phrase in a language."""
    # To gettext, the empty phrase is the heading of the catalogue.
    return catalogue(language).gettext(english) if english else ""


def counted(one: str, many: str, number: int, language: Language) -> str:
    """A phrase that depends on a number: Chinese has one form, English two."""
    return catalogue(language).ngettext(one, many, number)


def in_both(english: str, **values: object) -> Words:
    """A phrase in both languages; each has the words of its own language put in."""
    return Words(_filled(english, values, "zh"), _filled(english, values, "en"))


def _filled(english: str, values: Mapping[str, object], language: Language) -> str:
    text = phrase(english, language)
    if not values:
        return text
    return text.format(**{name: getattr(value, language, value) for name, value in values.items()})


def N_(english: str) -> str:  # noqa: N802 - gettext's name for a phrase that is translated later
    """Mark a phrase that is translated where it is shown."""
    return english
