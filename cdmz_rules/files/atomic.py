"""Writing a file whole or not at all: beside it first, then in its place."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

READABLE = 0o644
"""A service under another user must be able to read what was written."""


@contextmanager
def replacing(file: Path, keep: Callable[[], bool] = lambda: True) -> Iterator[BinaryIO]:
    """A stream whose content stands in place of a file once it is written without an error; until then the file is as it was.

    Args:
        file: The file.
        keep: Whether the content is to stand there at all; asked when everything is written.

    Raises:
        OSError: if the file cannot be written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if keep():
            draft.chmod(READABLE)
            draft.replace(file)
        else:
            draft.unlink()
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def write_bytes(file: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    with replacing(file) as stream:
        stream.write(content)


def write_text(file: Path, text: str) -> None:
    """Write a file of UTF-8 text whole or not at all."""
    write_bytes(file, text.encode())
