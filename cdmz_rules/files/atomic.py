"""Writing a file whole or not at all: beside it first, then in its place."""

from __future__ import annotations

import errno
import os
import shutil
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


@contextmanager
def replacing_folder(folder: Path) -> Iterator[Path]:
    """A copy of a folder, which stands in its place once it is changed without an error: all its files at once, or none.

    Args:
        folder: The folder; made if it does not exist.

    Raises:
        OSError: if it cannot be replaced, as a file, or a folder on which another disk is mounted.
    """
    target = folder.resolve()
    if target.exists() and not target.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    draft, before = beside / "after", beside / "before"
    try:
        if target.is_dir():
            shutil.copytree(target, draft, symlinks=True)
        else:
            draft.mkdir()
        yield draft
        _exchange(target, draft, before)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _exchange(target: Path, draft: Path, before: Path) -> None:
    """Put a folder in the place of another; if that fails, the other is back."""
    _store(draft)
    if not target.exists():
        draft.rename(target)
        return
    target.rename(before)
    try:
        draft.rename(target)
    except BaseException:
        before.rename(target)
        raise


def _store(folder: Path) -> None:
    """See to it that every file is on the disk, and not on its way there."""
    for file in folder.rglob("*"):
        if file.is_file() and not file.is_symlink():
            with file.open("rb") as stream:
                os.fsync(stream.fileno())


def write_bytes(file: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    with replacing(file) as stream:
        stream.write(content)


def write_text(file: Path, text: str) -> None:
    """Write a file of UTF-8 text whole or not at all."""
    write_bytes(file, text.encode())
