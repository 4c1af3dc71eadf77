"""Reading and writing YAML the way this project needs it: numbers are decimal, days and keys stay text, lines of mistakes are known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from cdmz_rules.errors import LawFileError, LawProblem
from cdmz_rules.reading import numbers

MAX_BYTES = 2_000_000
MAX_NODES = 100_000
"""So many values, lists and mappings may begin or end in one text."""
MAX_DEPTH = 100
"""So deep may lists and mappings lie in one another."""

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KEPT = {f"tag:yaml.org,2002:{kind}": kind for kind in ("bool", "null")}
_RESOLVERS = {
    first: [(_KEPT[tag], regexp) for tag, regexp in resolvers if tag in _KEPT]
    for first, resolvers in _Base.yaml_implicit_resolvers.items()
}
"""How a word without quotes is read that is no number. A date stays text, so that 2026-02-31 can be answered, and so does what YAML alone
takes for a number, such as 1:30 in base 60, or for more than a word, such as =: whoever needs a number refuses it with its place."""


class _Said(NamedTuple):
    """A mistake as the parser names it (parts of what it was about, and of what it found), and as it is said here.

    At the start: with the line on which what the parser was about begins.
    """

    about: str
    found: str
    words: str
    at_start: bool = False


NO_YAML = "this is not YAML"
_TAB = "a tab stands where only blanks may: indent by blanks"
_COLON = "a colon stands where none may: mend the indentation, or put a text with a colon in quotes"
_INDENTED = "the indentation is wrong, or something follows after a text or bracket has ended"
_SAID = (
    _Said("quoted scalar", "found unexpected", "a quotation mark is opened here and never closed", at_start=True),
    _Said("", "tab character", _TAB),
    _Said("", "cannot start any token", "a text that begins with this character needs quotation marks"),
    _Said("parsing a flow", "", "a list or mapping in brackets is not finished, or lacks a comma", at_start=True),
    _Said("", "mapping values", _COLON),
    _Said("", "expected ':'", "a colon is missing after a key, or the indentation is wrong", at_start=True),
    _Said("block mapping", "", _INDENTED),
    _Said("block collection", "", _INDENTED),
)


class _Reader:
    """One text, from libyaml's events straight to data: a third of the time that PyYAML's own way by nodes takes.

    Aliases and doubled keys are refused, and so are tags, which name what Python should make.
    """

    def __init__(self, text: str) -> None:
        self._event: Callable[[], Any] = _Base(text).get_event
        self._left, self._depth = MAX_NODES, 0

    def document(self) -> Any:
        """The only document; None if there is none."""
        self._event()
        if type(self._event()) is yaml.StreamEndEvent:
            return None
        data = self._value(self._next())
        self._event()
        second = self._event()
        if type(second) is not yaml.StreamEndEvent:
            raise _fault("only one document may stand in a file", second)
        return data

    def _next(self) -> Any:
        event = self._event()
        self._left -= 1
        if self._left < 0:
            raise _fault("the file holds too many items", event)
        return event

    def _value(self, event: Any) -> Any:
        kind = type(event)
        if kind is yaml.AliasEvent:
            raise _fault("aliases are not used here", event)
        _refuse_tag(event)
        if kind is yaml.ScalarEvent:
            return _word(event.value) if event.implicit[0] else event.value
        if self._depth == MAX_DEPTH:
            raise _fault("lists and mappings lie too deep in one another", event)
        self._depth += 1
        value = self._mapping() if kind is yaml.MappingStartEvent else self._list()
        self._depth -= 1
        return value

    def _list(self) -> list[Any]:
        values = []
        while type(event := self._next()) is not yaml.SequenceEndEvent:
            values.append(self._value(event))
        return values

    def _mapping(self) -> dict[str, Any]:
        """A mapping, its keys as they were written: to Python, yes and 1 would be one."""
        mapping: dict[str, Any] = {}
        while type(event := self._next()) is not yaml.MappingEndEvent:
            if type(event) is not yaml.ScalarEvent:
                raise _fault(
                    "aliases are not used here" if type(event) is yaml.AliasEvent else "a key is one word", event
                )
            if event.value in mapping:
                raise _fault(f'the key "{event.value}" stands twice', event)
            _refuse_tag(event)
            mapping[event.value] = self._value(self._next())
        return mapping


def _refuse_tag(event: Any) -> None:
    if event.tag is not None and event.tag != "!":
        raise _fault(f"could not determine a constructor for the tag {event.tag!r}", event)


class _Refusal(ValueError):
    """What is YAML, and not taken here: on which line, and why."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def _fault(message: str, event: Any) -> _Refusal:
    return _Refusal(event.start_mark.line + 1, message)


@lru_cache(maxsize=4096)
def _word(word: str) -> Any:
    """What a word without quotes is: a number, yes or no, nothing, or the word."""
    number = numbers.literal(word)
    if number is not None:
        return number
    kind = next((kind for kind, regexp in _RESOLVERS.get(word[:1], ()) if regexp.match(word)), None)
    if kind == "bool":
        return yaml.constructor.SafeConstructor.bool_values[word.lower()]
    return None if kind == "null" else word


def parse(text: str, file: Path | str = "<text>") -> Any:
    """Read YAML text.

    Raises:
        LawFileError: with file and line, if the text is not YAML, is too large, or uses aliases.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise LawFileError([LawProblem(Path(file), 1, f"the file is larger than {MAX_BYTES} bytes")])
    try:
        return _Reader(text).document()
    except _Refusal as error:
        raise LawFileError([LawProblem(Path(file), error.line, str(error))]) from error
    except yaml.MarkedYAMLError as error:
        raise LawFileError([LawProblem(Path(file), *_said(error, text))]) from error
    except yaml.reader.ReaderError as error:
        line = text.encode("utf-8", "surrogatepass").count(b"\n", 0, error.position) + 1
        raise LawFileError([LawProblem(Path(file), line, NO_YAML)]) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise LawFileError([LawProblem(Path(file), 1, NO_YAML)]) from error


def _said(error: yaml.MarkedYAMLError, text: str) -> tuple[int, str]:
    """The line of what the parser could not read, and what is wrong there, in words of our own."""
    about, found, mark = str(error.context), str(error.problem), error.problem_mark or error.context_mark
    if mark is not None and _at(text, mark) == "\t":
        return mark.line + 1, _TAB
    said = next((each for each in _SAID if each.about in about and each.found in found), _Said("", "", NO_YAML))
    start = error.context_mark if said.at_start and error.context_mark is not None else mark
    return (start.line + 1 if start is not None else 1), said.words


def _at(text: str, mark: yaml.Mark) -> str:
    """The character at a place of a text; nothing behind its end."""
    line = "".join(text.splitlines()[mark.line : mark.line + 1])
    return line[mark.column : mark.column + 1]


def bounded(data: object) -> bool:
    """Whether data hold no more, and nest no deeper, than a text may."""
    left, level = MAX_NODES, [data]
    for _ in range(MAX_DEPTH):
        left -= len(level)
        inner = (
            each.values() if isinstance(each, Mapping) else each for each in level if isinstance(each, Mapping | list)
        )
        level = list(islice(chain.from_iterable(inner), max(left, 0) + 1))
        if not level or left < 0:
            break
    return left >= 0 and not level


def read(file: Path) -> Any:
    """Read a YAML file; see `parse`."""
    return parse(text(file), file)


def text(file: Path) -> str:
    """The text of a file.

    Raises:
        LawFileError: if it cannot be read, or is not UTF-8.
    """
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise LawFileError([LawProblem(file, 1, "the file is not UTF-8 text")]) from error
    except OSError as error:
        raise LawFileError([LawProblem(file, 1, f"the file cannot be read: {error.strerror}")]) from error


def lines(text: str) -> dict[tuple[str, ...], int]:
    """The line on which each key of a YAML text stands, by its path from the top."""
    line_by_path: dict[tuple[str, ...], int] = {(): 1}

    def walk(node: yaml.Node | None, path: tuple[str, ...]) -> None:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                below = (*path, str(key.value))
                line_by_path[below] = key.start_mark.line + 1
                walk(value, below)
        elif isinstance(node, yaml.SequenceNode):
            for index, value in enumerate(node.value):
                below = (*path, str(index))
                line_by_path[below] = value.start_mark.line + 1
                walk(value, below)

    walk(yaml.compose(text, Loader=_Base), ())
    return line_by_path


class _Writer(yaml.SafeDumper):
    """Puts text in quotes that would be read here as something else, such as 566422922e49: PyYAML takes that for no number."""


def _text(writer: yaml.SafeDumper, text: str) -> Any:
    style = None if isinstance(_word(text), str) else "'"
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style)


_Writer.add_representer(str, _text)


def dump(data: Any) -> str:
    """Write YAML as a person would: block style, the order as given, Chinese unescaped; what is text is read as text again."""
    return str(yaml.dump(data, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=110))
