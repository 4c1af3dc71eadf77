"""The engine of bundles as one short script: its modules joined, without comments, long names or blanks.

``python -m tools.engine`` writes it beside the modules (``make engine``); it is committed, so that nobody needs a tool to write bundles. What is
short for local names does `minify`; the names of properties, of which it leaves every one as it is, are shortened here.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from itertools import product
from typing import Any

import minify

from cdmz_rules import Rulebook
from cdmz_rules.errors import Problem
from cdmz_rules.files import atomic
from cdmz_rules.interview.parts import AnswerSoFar, InputAsked, Instead, Interview, LeftOpen, Progress, Purpose
from cdmz_rules.decisions.figure import Figure
from cdmz_rules.script import modules
from cdmz_rules.script.bundle import data

PARTS = (AnswerSoFar, Figure, InputAsked, Instead, Interview, LeftOpen, Progress, Purpose)
"""What answers are made of: their names are part of the interface."""
WORD = re.compile(r"[A-Za-z_$][\w$]*")
TOKEN = re.compile(
    r"""(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
    r"""|(?P<template>`)"""
    r"""|(?P<pattern>(?<=[(,=:\[!&|?{};])/(?![*/])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*)"""
    r"""|(?P<number>(?<![\w$])\.?\d[\w.]*)|(?P<word>[A-Za-z_$][\w$]*)|(?P<brace>[{}])|(?P<other>.)""",
    re.DOTALL,
)
TEMPLATE = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))*(`|\$\{)", re.DOTALL)
SHORT_PROPERTY = re.compile(r"(?<=[.{,])([A-Za-z_$]{1,2})(?=[:.(\[,;)\s=])")
"""Names that are short already, and may be those of properties."""
BUILT_IN = frozenset(
    """
    Array BigInt Boolean Date Error Float64Array Infinity Int32Array Map Math NaN Number Object RegExp Set String Uint8Array Uint32Array
    abs add assign at call ceil charCodeAt concat constructor create delete entries every exec exp expm1 fill filter find findIndex flat
    flatMap floor forEach from fromCharCode fromEntries get has hasOwn includes indexOf isArray isFinite isInteger isNaN join keys length
    log log10 log1p log2 map max message min now padStart parseInt pop pow push reduce repeat replace replaceAll reverse round set shift
    sign size slice some sort splice split sqrt startsWith subarray substring test toFixed toLowerCase toString trim trunc values
    imul clz32 fround hypot name prototype undefined lastIndexOf endsWith match matchAll search charAt codePointAt NEGATIVE_INFINITY
    POSITIVE_INFINITY MAX_SAFE_INTEGER EPSILON unshift findLast toSorted with
    break case catch class const continue default delete do else export extends false finally for function if import in instanceof let new
    null return static super switch this throw true try typeof var void while yield get set of async await
    """.split()
)
"""What the language itself calls so."""


def main() -> None:
    """Write the script."""
    atomic.write_text(modules.SCRIPT, written())
    size = modules.SCRIPT.stat().st_size
    print(f"{modules.SCRIPT.name}: {size} bytes")  # noqa: T201 - what the command says


def written() -> str:
    """The engine as one short script."""
    calls = ", ".join(modules.CALLS)
    whole = f"const engine=(()=>{{\n{modules.joined()}\nreturn{{{calls}}}}})();"
    return shortened(minify.string("application/javascript", whole), frozenset({*BUILT_IN, *_said(), *modules.CALLS}))


def shortened(script: str, kept: Iterable[str]) -> str:
    """A script whose local names are short already, with short names for its properties, but for those kept."""
    tokens = list(_tokens(script))
    kept = {*kept, *BUILT_IN, *(word for kind, text in tokens if kind in ("text", "template") for word in WORD.findall(text))}
    often = Counter(text for kind, text in tokens if kind == "word" and len(text) > 2 and text not in kept)
    taken = kept | set(SHORT_PROPERTY.findall(script))
    names = (name for name in _short() if name not in taken)
    short = {word: next(names) for word, _ in often.most_common()}
    return "".join(short.get(text, text) if kind == "word" else text for kind, text in tokens)


def _short() -> Iterator[str]:
    yield from string.ascii_letters
    yield from map("".join, product(string.ascii_letters, repeat=2))


def _tokens(script: str) -> Iterator[tuple[str, str]]:
    """What a script is made of, the words within templates apart."""
    place, open_braces = 0, []
    while place < len(script):
        token = TOKEN.match(script, place)
        assert token is not None
        kind, text = str(token.lastgroup), token.group()
        place = token.end()
        ends_part = text == "}" and bool(open_braces) and open_braces[-1] == 0
        if kind == "template" or ends_part:
            if ends_part:
                open_braces.pop()
            found = TEMPLATE.match(script, place)
            assert found is not None
            yield "template", text + found.group()
            place = found.end()
            if found.group(1) == "${":
                open_braces.append(0)
            continue
        if kind == "brace" and open_braces:
            open_braces[-1] += 1 if text == "{" else -1
        yield kind, text


def _said() -> Iterator[str]:
    """The names by which a bundle, what it is asked and what it answers know their parts."""
    yield from (field.name for field in fields(Problem))
    yield from ("message_zh", "message_en", "problems", "decisions", "failed", "benefits", "case", "date", "skipped", "members", "role", "title")
    for part in PARTS:
        yield from part.model_fields
    book = Rulebook.shipped()
    yield from _keys(data(book, list(book.benefits), "zh", date(2026, 1, 1)))


def _keys(data: Any) -> Iterator[str]:
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield str(key)
            yield from _keys(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _keys(value)


if __name__ == "__main__":
    main()
