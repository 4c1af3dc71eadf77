"""Where the pages of the law stand."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from cdmz_rules import Rulebook
from cdmz_rules.i18n.words import Words
from cdmz_rules.rulebook import folders

from .codes import domain


def law_href(path: str, lang: str, place: str | None = None) -> str:
    """The page of an item or a folder of the law.

    Args:
        path: The item or folder.
        lang: The language.
        place: A place to point out.
    """
    return f"/law/{quote(path)}?{urlencode({'lang': lang, **({'place': place} if place else {})})}"


def trail(rulebook: Rulebook, path: str) -> list[tuple[str, Words | str]]:
    """The folders in which an item or folder lies, the outermost first: path and name."""
    steps = path.split(".")[:-1]
    known = folders.by_path(rulebook)
    paths = [".".join(steps[: depth + 1]) for depth in range(len(steps))]
    return [(each, name(rulebook, each)) for each in paths if each in known]


def name(rulebook: Rulebook, folder: str) -> Words | str:
    """What a folder is called: a domain as everywhere on the pages."""
    return domain(folder) if "." not in folder else folders.by_path(rulebook)[folder].words
