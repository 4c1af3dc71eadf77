"""The hand-written modules of the engine, joined: each after those that it imports."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

FOLDER = Path(__file__).parent / "engine"
SCRIPT = Path(__file__).parent / "engine.min.js"
"""The same in short, as scripts hold it; see ``tools/engine.py``."""
CALLS = {"bookOf": "book_of.js", "interviewed": "interview.js", "decided": "decide.js"}
"""What a script calls, with the module in which it stands."""
IMPORT = re.compile(r'^import \{[^}]*\} from "\./([\w]+\.js)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:class|const|function)\b)", re.MULTILINE)


def joined() -> str:
    """Every module that a script needs, without what they import and export: in one scope their names are one another's."""
    return "\n".join(EXPORT.sub("", IMPORT.sub("", _read(name))) for name in names())


def names() -> Sequence[str]:
    """The modules that a script needs, in their order."""
    return list(_ordered(list(CALLS.values()), set()))


def _ordered(names: Sequence[str], seen: set[str]) -> Iterator[str]:
    for name in names:
        if name not in seen:
            seen.add(name)
            yield from _ordered(IMPORT.findall(_read(name)), seen)
            yield name


def _read(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")
