"""Reading and writing YAML the way this project needs it: dates stay text, doubled keys are errors, lines are known."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import yaml

from cdmz_rules.errors import LawFileError, LawProblem

MAX_BYTES = 2_000_000
MAX_NODES = 100_000

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class PlainLoader(_Base):  # type: ignore[misc]
    """Safe YAML in which a date is text (so that 2026-02-31 can be answered) and aliases and doubled keys are refused."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Build a mapping; a key that stands twice is an error."""
        seen: set[str] = set()
        for key, _ in node.value:
            name = str(key.value)
            if name in seen:
                raise yaml.constructor.ConstructorError(None, None, f'the key "{name}" stands twice', key.start_mark)
            seen.add(name)
        result: dict[Any, Any] = super().construct_mapping(node, deep)
        return result


PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in _Base.yaml_implicit_resolvers.items()
}


def parse(text: str, file: Path | str = "<text>") -> Any:
    """Read YAML text.

    Raises:
        LawFileError: with file and line, if the text is not YAML, is too large, or uses aliases.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise LawFileError([LawProblem(Path(file), 1, f"the file is larger than {MAX_BYTES} bytes")])
    try:
        for count, token in enumerate(yaml.scan(text, Loader=_Base)):
            if isinstance(token, yaml.AliasToken):
                raise yaml.constructor.ConstructorError(None, None, "aliases are not used here", token.start_mark)
            if count > MAX_NODES:
                raise yaml.constructor.ConstructorError(None, None, "the file holds too many items", token.start_mark)
        return yaml.load(text, Loader=PlainLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise LawFileError([LawProblem(Path(file), line, str(error.problem or error))]) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise LawFileError([LawProblem(Path(file), 1, f"this is not YAML: {error}".splitlines()[0])]) from error


def read(file: Path) -> Any:
    """Read a YAML file; see `parse`."""
    try:
        return parse(file.read_text(encoding="utf-8"), file)
    except UnicodeDecodeError as error:
        raise LawFileError([LawProblem(file, 1, "the file is not UTF-8 text")]) from error
    except OSError as error:
        raise LawFileError([LawProblem(file, 1, f"the file cannot be read: {error.strerror}")]) from error


def lines(text: str) -> dict[tuple[str, ...], int]:
    """The line on which each key of a YAML text stands, by its path from the top."""
    found: dict[tuple[str, ...], int] = {(): 1}

    def walk(node: yaml.Node | None, path: tuple[str, ...]) -> None:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                below = (*path, str(key.value))
                found[below] = key.start_mark.line + 1
                walk(value, below)
        elif isinstance(node, yaml.SequenceNode):
            for index, value in enumerate(node.value):
                below = (*path, str(index))
                found[below] = value.start_mark.line + 1
                walk(value, below)

    walk(yaml.compose(text, Loader=PlainLoader), ())
    return found


def dump(data: Any) -> str:
    """Write YAML as a person would: block style, own order, Chinese unescaped."""
    return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110))


def write_text(file: Path, text: str) -> None:
    """Write a file whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o644)  # a service under another user must be able to read what a bureau wrote
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
