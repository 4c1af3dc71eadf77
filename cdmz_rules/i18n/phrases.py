"""The words of screens and commands: gettext catalogues, read with Babel when the first word is wanted.

A phrase in the code is short English; ``i18n/locale/<language>/LC_MESSAGES/cdmz.po`` says how it reads in a language. A phrase that the
English catalogue does not hold reads as it stands.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from cdmz_rules.files.paths import PACKAGE
from cdmz_rules.i18n.words import Language

if TYPE_CHECKING:
    from babel.messages import Catalog


@lru_cache(maxsize=2)
def catalogue(language: Language) -> Catalog:
    """The catalogue of a language."""
    from babel.messages.pofile import read_po

    with (PACKAGE / "i18n" / "locale" / language / "LC_MESSAGES" / "cdmz.po").open("rb") as stream:
        return read_po(stream, locale=language)


def phrase(english: str, language: Language) -> str:
    """A phrase in a language."""
    found = catalogue(language).get(english)
    return str(found.string) if found is not None and found.string else english


def counted(one: str, many: str, number: int, language: Language) -> str:
    """A phrase that depends on a number: Chinese has one form, English two."""
    found = catalogue(language).get(one)
    forms = found.string if found is not None and isinstance(found.string, tuple | list) else ()
    written = [form for form in forms if form] or [one, many]
    return str(written[0] if number == 1 else written[-1])
