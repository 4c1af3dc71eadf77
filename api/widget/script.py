"""The scripts of the calculator. Its modules are put together to one file, so that a website never runs two versions at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "static"
CALCULATOR = "cdmz-calculator"
OF_FRAMES = ("embed", "frames")
"""The scripts within a frame and around it; each stands alone."""
LICENCE = "// cdmz-calculator, part of cdmz-rules; AGPL-3.0-or-later\n"

_IMPORT = re.compile(r'^import .*? from "\./([\w-]+)\.js";\n', re.MULTILINE)
_LEFT_OUT = (
    _IMPORT,
    re.compile(r"^\s*/\*\*.*?\*/\n", re.MULTILINE | re.DOTALL),
    re.compile(r"^\s*//.*\n", re.MULTILINE),
    re.compile(r"^export ", re.MULTILINE),
    re.compile(r"^\s+", re.MULTILINE),
)
"""What ties a module to others, what only its readers need, and indentation."""


@cache
def text(name: str) -> str:
    """A script as it is sent."""
    if name != CALCULATOR:
        return _read(name)
    return LICENCE + "".join(map(_bare, _ordered(CALCULATOR, set())))


def _ordered(name: str, before: set[str]) -> Iterator[str]:
    """The texts of a module and of all that it imports, each once, what is imported first."""
    if name in before:
        return
    before.add(name)
    written = _read(name)
    for imported in _IMPORT.findall(written):
        yield from _ordered(imported, before)
    yield written


def _read(name: str) -> str:
    return (FOLDER / f"{name}.js").read_text(encoding="utf-8")


def _bare(written: str) -> str:
    for pattern in _LEFT_OUT:
        written = pattern.sub("", written)
    return written
