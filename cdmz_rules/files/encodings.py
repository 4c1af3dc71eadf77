"""In which encoding a text was saved: UTF-8, UTF-16 with its mark, or GB18030, in which Chinese Windows saves what it calls ANSI."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import BinaryIO, Literal, NamedTuple

BLOCK = 1 << 20
Codec = Literal["utf-8", "utf-16-le", "utf-16-be", "gb18030"]
MARKS: tuple[tuple[bytes, Codec], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
LETTERS = re.compile("[^\x00-\x7f\ufffd]")


class Encoding(NamedTuple):
    """How a text is saved.

    Attributes:
        codec: Python's name of the encoding.
        mark: Bytes of the mark in front of the text.
    """

    codec: Codec
    mark: int


def of(stream: BinaryIO) -> Encoding | None:
    """The encoding of a text, which is looked through to its end; None if it is none of these."""
    stream.seek(0)
    start = stream.read(3)
    for mark, codec in MARKS:
        if start.startswith(mark):
            marked = Encoding(codec, len(mark))
            return marked if _reads(stream, marked) else None
    unmarked = Encoding("utf-8", 0)
    if not _reads(stream, unmarked):
        unmarked = Encoding("gb18030", 0)
        if _damaged_utf8(stream) or not _reads(stream, unmarked):
            return None
    return unmarked


def text(content: bytes) -> str | None:
    """The text of some bytes without its mark; None if they are no text in any of these encodings."""
    encoding = of(io.BytesIO(content))
    return content[encoding.mark :].decode(encoding.codec) if encoding else None


def _reads(stream: BinaryIO, encoding: Encoding) -> bool:
    try:
        # UTF-16 without its mark would be read as GB18030 too, but for the zeros that it is full of.
        return all("\0" not in block for block in _decoded(stream, encoding, "strict"))
    except UnicodeDecodeError:
        return False


def _damaged_utf8(stream: BinaryIO) -> bool:
    """Whether it is UTF-8 with a few bytes amiss: Chinese in UTF-8 would be read as GB18030 as well, as other letters."""
    for block in _decoded(stream, Encoding("utf-8", 0), "replace"):
        letters, errors = len(LETTERS.findall(block)), block.count("\ufffd")
        if letters or errors:
            return letters >= errors
    return False


def _decoded(stream: BinaryIO, encoding: Encoding, errors: Literal["strict", "replace"]) -> Iterator[str]:
    stream.seek(encoding.mark)
    decoder = codecs.getincrementaldecoder(encoding.codec)(errors)
    while block := stream.read(BLOCK):
        yield decoder.decode(block)
    yield decoder.decode(b"", final=True)
