"""A batch: its body opened and looked through before anything is answered, then decided and answered piece by piece."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from typing import Any, BinaryIO, cast

import pyarrow as pa

from cdmz_rules.errors import InputError, Problem
from cdmz_rules.tables import arrow_guard
from cdmz_rules.tables.arrow_source import ParquetSource
from cdmz_rules.tables.batch import Batch, Piece, paced
from cdmz_rules.tables.decide_table import Question, decide_households
from cdmz_rules.tables.naming import knows
from cdmz_rules.tables.sink import Sink
from cdmz_rules.tables.sinks import open_sink
from cdmz_rules.tables.source import Format, Source, damaged
from cdmz_rules.tables.sources import open_source

from .lines import Lines, id_of
from .media import Form, Refused
from .settings import Settings

SHOWN_PROBLEMS = 20


@dataclass(frozen=True)
class Opened:
    """A batch that has been looked through.

    Attributes:
        form: The form of the body.
        body: Its lines or its table.
        asked: What is asked.
    """

    form: Form
    body: Lines | Batch
    asked: Question

    def pieces(self) -> Iterator[tuple[Piece, list[Any]]]:
        """The decisions, piece by piece, with what the sender calls each row."""
        if isinstance(self.body, Batch):
            for piece in self.body.pieces():
                ids = piece.households.ids
                yield piece, [None] * piece.households.count if ids is None else ids.to_pylist()
            return
        for chunk in paced(self.body.chunks()):
            households = self.body.read(chunk)
            piece = Piece(chunk.rows, households, decide_households(self.asked, households), self.asked)
            yield piece, [id_of(case) for case in chunk.columns[0]]


def open_batch(form: Form, body: bytes, asked: Question, day: date | None, settings: Settings) -> Opened:
    """Open a batch and look it through, so that nothing but a row can be wrong once the answer has begun.

    Raises:
        InputError: if the body is damaged, a column says nothing that a household has, or there is no row.
        Refused: if it holds too much.
    """
    if form == "lines":
        lines = Lines(asked.rulebook.catalogue, body, settings.max_body, day or asked.today)
        _check_count(lines.count, settings)
        return Opened(form, lines, asked)
    if form == "arrow":
        _guard_stream(body, settings)
    source = open_source(cast("Format", form), io.BytesIO(body), "", partial(knows, asked.rulebook.catalogue))
    if isinstance(source, ParquetSource):
        _guard_parquet(source, settings)
    batch = Batch(source, asked, day)
    _check_count(_rows(source, settings), settings)
    return Opened(form, batch, asked)


def _guard_stream(body: bytes, settings: Settings) -> None:
    rows = 0
    try:
        for part in arrow_guard.batches(body):
            if part.compressed:
                words = "请勿压缩 Arrow 数据", "send Arrow data without compression"
                raise InputError([Problem("unknown_encoding", "", *words)])
            rows += part.rows
    except arrow_guard.Damaged as error:
        raise damaged("", "Arrow") from error
    _check_count(max(rows, 1), settings)


def _guard_parquet(source: ParquetSource, settings: Settings) -> None:
    _check_count(max(source.total or 0, 1), settings)
    if arrow_guard.unpacked(source) > settings.max_batch_unpacked:
        most = settings.max_batch_unpacked
        words = f"解压后超过{most}字节", f"the body unpacks to more than {most} bytes"
        raise Refused(413, Problem("too_large", "", *words))


def _rows(source: Source, settings: Settings) -> int:
    """How many rows there are.

    Raises:
        InputError: if a row has too few or too many cells, or the file is damaged.
        Refused: if there are too many.
    """
    count = 0
    for chunk in source.chunks():
        count += len(chunk.rows)
        faults = [(int(chunk.rows[row]), problem) for row, problem in chunk.faults[:SHOWN_PROBLEMS]]
        if faults:
            raise InputError(
                [Problem(p.code, f"row {row}", p.message_zh, p.message_en, p.expected) for row, p in faults]
            )
        _check_count(max(count, 1), settings)
    return count


def _check_count(count: int, settings: Settings) -> None:
    if count > settings.max_batch_rows:
        most = settings.max_batch_rows
        raise Refused(413, Problem("too_many", "", f"超过{most}户", f"more than {most} households", f"≤ {most}"))
    if count == 0:
        raise InputError([Problem("empty_file", "", "请求中没有任何家庭", "there is no household in the request")])


def answers(opened: Opened, form: Form) -> Iterator[bytes]:
    """The answer in the form wanted, piece by piece."""
    return _lines(opened) if form == "lines" else _tables(opened, cast("Format", form))


def _lines(opened: Opened) -> Iterator[bytes]:
    for piece, ids in opened.pieces():
        faults: dict[int, list[dict[str, Any]]] = {}
        for row, problem in piece.households.faults:
            faults.setdefault(row, []).append(asdict(problem))
        text = "".join(_line(piece, row, sent_id, faults.get(row)) for row, sent_id in enumerate(ids))
        # A lone half of a surrogate pair can be written in JSON, but not in UTF-8.
        yield text.encode("utf-8", "replace")


def _line(piece: Piece, row: int, sent_id: Any, faults: list[dict[str, Any]] | None) -> str:
    said: dict[str, Any] = {"row": int(piece.rows[row])}
    if sent_id is not None:
        said["id"] = sent_id
    if faults:
        said["errors"] = faults
    else:
        said["decisions"] = piece.compact(row)
    return json.dumps(said, ensure_ascii=False, default=str) + "\n"


def _tables(opened: Opened, kind: Format) -> Iterator[bytes]:
    drain = _Drain()
    written: Sink | None = None
    for piece, _ in opened.pieces():
        table = piece.table().append_column("error", _errors(piece))
        written = written or open_sink(kind, cast("BinaryIO", drain), table.schema, streaming=True)
        written.write(table)
        yield drain.take()
    if written is not None:
        written.close()
    yield drain.take()


def _errors(piece: Piece) -> Any:
    """For each row what is wrong with it, in both languages; null where nothing is."""
    said: list[str | None] = [None] * piece.households.count
    for row, problem in piece.households.faults:
        text = f"{problem.text('zh')} · {problem.message_en}".encode("utf-8", "replace").decode()
        said[row] = text if said[row] is None else f"{said[row]}; {text}"
    return pa.array(said, pa.string())


class _Drain(io.RawIOBase):
    """Collects what is written until it is taken."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []
        self._size = 0

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: Any) -> int:
        """Keep some bytes."""
        part = bytes(data)
        self._parts.append(part)
        self._size += len(part)
        return len(part)

    def tell(self) -> int:
        """How many bytes were written, which Parquet's footer needs to know."""
        return self._size

    def take(self) -> bytes:
        """What was written since the last time."""
        taken = b"".join(self._parts)
        self._parts.clear()
        return taken
