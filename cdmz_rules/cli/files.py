"""Reading what a person hands over, never more of it than it may hold, and writing results whole or not at all."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import typer
from rich.text import Text

from cdmz_rules.cli.failures import near_path
from cdmz_rules.cli.language import _, say
from cdmz_rules.cli.screen import screen
from cdmz_rules.errors import InputError, LawFileError, LawProblem, Problem, below
from cdmz_rules.files import atomic, encodings, json_text
from cdmz_rules.files import yaml as yamls
from cdmz_rules.i18n.words import Words

STDIN = "-"


def text(name: str, largest: int = yamls.MAX_BYTES) -> str:
    """The text of a file no larger than so many bytes, or of standard input for ``-``, in any encoding that `encodings` knows.

    Raises:
        LawFileError: if it is too large or no text.
        OSError: if it cannot be read.
    """
    content = _bytes(name, largest)
    if len(content) > largest:
        raise LawFileError([LawProblem(Path(name), 1, f"the file is larger than {largest} bytes")])
    decoded = encodings.text(content)
    if decoded is None:
        raise LawFileError([LawProblem(Path(name), 1, "the file is not UTF-8 text", "save it as UTF-8")])
    return decoded


def _bytes(name: str, largest: int) -> bytes:
    if name == STDIN:
        return typer.get_binary_stream("stdin").read(largest + 1)
    with Path(name).open("rb") as stream:
        return stream.read(largest + 1)


@contextmanager
def opened(name: str) -> Iterator[BinaryIO]:
    """A file, or standard input for ``-``, as a stream that can be rewound.

    Raises:
        OSError: if it cannot be read.
    """
    if name == STDIN:
        yield io.BytesIO(typer.get_binary_stream("stdin").read())
    else:
        with Path(name).open("rb") as stream:
            yield stream


def case(name: str, settings: list[str] | None = None) -> dict[str, Any]:
    """A case from YAML or JSON, with some of its inputs set otherwise.

    Raises:
        LawFileError: with file and line, if it is no YAML.
        InputError: if it says something twice or is no mapping, or an input cannot be set.
    """
    from cdmz_rules.decisions.case_file import case_of, with_settings

    data = case_of(text(name), name)
    return with_settings(data, settings) if settings else data


def receipt(name: str) -> Mapping[str, Any]:
    """A receipt, or a decision that holds one, from JSON.

    Raises:
        InputError: if it is neither.
    """
    try:
        data = json_text.read(text(name))
    except InputError as error:
        if error.problems[0].code in json_text.WITHIN:
            raise below(error, name, ": ") from None
        raise not_a_receipt(name) from error
    if not isinstance(data, dict):
        raise not_a_receipt(name)
    return data


def write_json(file: Path, content: Any) -> None:
    """Write data whole or not at all."""
    write_text(file, json.dumps(content, ensure_ascii=False, indent=2) + "\n")


def write_csv(file: Path, content: str) -> None:
    """Write CSV whole or not at all, with the mark by which spreadsheet programs know UTF-8."""
    write_text(file, f"\ufeff{content}")


def write_text(file: Path, content: str) -> None:
    """Write text whole or not at all."""
    with writing(file):
        atomic.write_text(file, content)


def refuse_overwriting(*paths: Path) -> None:
    """Refuse to write over what is read.

    Raises:
        InputError: with the path that stands for the same file as one before it.
    """
    resolved = [path.resolve() for path in paths]
    for position, path in enumerate(paths):
        if resolved[position] in resolved[:position]:
            words = "同一文件不能既读又写", "one file cannot be read and written at once"
            raise InputError([Problem("same_file", str(path), *words)])


@contextmanager
def writing(file: Path) -> Iterator[None]:
    """Name the file that was asked for, not the draft beside it, if it cannot be written."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(file)) from error


@contextmanager
def replacing(file: Path, keep: Callable[[], bool] = lambda: True) -> Iterator[BinaryIO]:
    """A stream whose content stands in place of a file once it is written; see `cdmz_rules.files.atomic.replacing`."""
    with writing(file), atomic.replacing(file, keep) as stream:
        yield stream


def wrote(file: Path) -> None:
    """Say which file was written."""
    screen().print(Text(_("written: {file}", file=near_path(file)), style="green"), soft_wrap=True)


def remark(remarks: Iterable[Words]) -> None:
    """Say what of a table is left out."""
    for words in remarks:
        screen(beside=True).print(Text(say(words), style="yellow"), soft_wrap=True)


def not_a_receipt(name: str) -> InputError:
    """The mistake of a file that is no receipt."""
    message = "这不是决定回执", "this is no receipt of a decision"
    return InputError([Problem("not_a_receipt", name, *message, "cdmz decide … --receipt FILE")])
