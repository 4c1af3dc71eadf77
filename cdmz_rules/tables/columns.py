"""Columns of any make in three plain forms: numbers, days, or the different words of a column with which row says which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from cdmz_rules.errors import InputError, Problem
from cdmz_rules.reading import numbers
from cdmz_rules.reading.doors import TABLE
from cdmz_rules.reading.plain import NAN, NOTHING, plain, says_nothing
from cdmz_rules.tables import arrays
from cdmz_rules.tables.arrays import UNCONVERTIBLE, Days

Bools = npt.NDArray[np.bool_]
FIRST_DAY = np.datetime64("0001-01-01")


@dataclass(frozen=True)
class Numbers:
    """A column of numbers.

    Attributes:
        values: One for each row, NaN where nothing is known.
        texts: What they are read off, if it was text.
    """

    values: npt.NDArray[np.float64]
    texts: Any = None

    def text(self, row: int) -> str | None:
        """What a row says as it was written; None if it was no text."""
        return None if self.texts is None else plain(self.texts[row].as_py())


@dataclass(frozen=True)
class Dates:
    """A column of days.

    Attributes:
        values: One for each row, NaT where nothing is known.
    """

    values: Days


@dataclass(frozen=True)
class Coded:
    """A column of anything else.

    Attributes:
        codes: For each row the position of its word, -1 for an empty cell.
        words: The different words, as plain Python values; None is one that says nothing.
    """

    codes: npt.NDArray[np.signedinteger[Any]]
    words: Sequence[Any]

    def text(self, row: int) -> str | None:
        """What a row says as it was written; None if it was no text."""
        word = self.words[self.codes[row]]
        return word if isinstance(word, str) else None

    @property
    def said(self) -> Bools:
        """Where anything is said."""
        return np.array([*(word is not None for word in self.words), False]).take(self.codes)


Column = Numbers | Dates | Coded
Form = Literal["number", "day", "word"]


def split(table: Any) -> tuple[list[str], list[Any], int]:
    """The names and columns of a table, and how many rows it has.

    Args:
        table: A pyarrow table or record batch, anything that offers Arrow's stream, or a mapping of names to columns.

    Raises:
        InputError: if it is none of these, or its columns differ in length.
    """
    if not isinstance(table, Mapping | pa.Table | pa.RecordBatch) and hasattr(table, "__arrow_c_stream__"):
        table = pa.table(table)
    if isinstance(table, pa.Table | pa.RecordBatch):
        return list(table.schema.names), list(table.columns), table.num_rows
    if not isinstance(table, Mapping):
        words = "应为表格", "this is no table"
        raise InputError([Problem("wrong_type", "", *words, "pyarrow.Table, {column: values}")])
    lengths = {str(name): _length(str(name), column) for name, column in table.items()}
    count = max(lengths.values(), default=0)
    short = [name for name, length in lengths.items() if length != count]
    if short:
        raise InputError([_of_length(name, lengths[name], count) for name in short])
    return list(lengths), list(table.values()), count


def _length(name: str, column: Any) -> int:
    if isinstance(column, str | bytes) or not hasattr(column, "__len__") or getattr(column, "ndim", 1) != 1:
        raise InputError([Problem("wrong_type", name, "应为一列数值", "this is no column", "a list or an array")])
    return len(column)


def _of_length(name: str, length: int, count: int) -> Problem:
    words = f"此列有{length}行，其他列有{count}行", f"this column has {length} rows, others have {count}"
    return Problem("wrong_length", name, *words)


def read(name: str, column: Any, form: Form) -> Column:
    """A column in one of the forms: as numbers or days if that is the form and it holds nothing else, or else as words.

    Raises:
        InputError: if it is of a type that no cell can have, such as lists, or is damaged.
    """
    try:
        array = arrays.arrow(column)
    except UNCONVERTIBLE:
        array = None
    if array is None:
        return _mixed(arrays.cells(column))
    with arrays.whole(name):
        return _of_array(name, array, form)


def _of_array(name: str, array: Any, form: Form) -> Column:
    array = arrays.simple(name, array)
    if form == "number" and arrays.is_number(array.type):
        return Numbers(arrays.floats(array))
    if form == "day" and pa.types.is_date32(array.type):
        return Dates(arrays.days(array))
    if form != "word" and pa.types.is_string(array.type):
        return _from_texts(array, form) or _coded(array)
    return _coded(array)


def _from_texts(array: Any, form: Form) -> Numbers | Dates | None:
    """Texts that say nothing but numbers in digits, or days as ISO writes them, all at once; None if there is anything else."""
    column = _cast(pc.if_else(pc.equal(array, ""), None, array), form) or _cast(_plainer(array, form), form)
    return replace(column, texts=array) if isinstance(column, Numbers) else column


def _plainer(array: Any, form: Form) -> Any:
    """Texts without spaces around them, and null where they say nothing."""
    trimmed = pc.utf8_trim_whitespace(array)
    unknown = pc.is_in(pc.utf8_lower(trimmed), value_set=pa.array([*NOTHING, NAN]))
    said = pc.if_else(unknown, None, trimmed)
    return _without_commas(said) if form == "number" else said


def _without_commas(texts: Any) -> Any:
    """Texts without the commas that stand where they belong."""
    in_thousands = pc.match_substring_regex(texts, f"^{numbers.IN_THOUSANDS}$")
    return pc.if_else(in_thousands, pc.replace_substring(texts, ",", ""), texts)


def _cast(texts: Any, form: Form) -> Numbers | Dates | None:
    """What Arrow takes for numbers or days; None if there is anything that it does not, or that the reader does not."""
    try:
        if form == "day":
            days = arrays.days(texts.cast(pa.date32()))
            return None if (days < FIRST_DAY).any() else Dates(days)
        values = arrays.floats(texts.cast(pa.float64()))
    except pa.ArrowInvalid:
        return None
    finite = np.count_nonzero(np.isfinite(values)) == len(values) - texts.null_count
    return Numbers(values) if finite else None


def _coded(array: Any) -> Coded:
    if pa.types.is_boolean(array.type):
        return _yes_or_no(array)
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    array.validate(full=True)
    words = [_said(_python(word)) for word in array.dictionary]
    codes = array.indices.cast(pa.int64())
    codes = codes.fill_null(-1) if codes.null_count else codes
    return Coded(codes.to_numpy(zero_copy_only=False), words)


def _yes_or_no(array: Any) -> Coded:
    """Booleans are codes already: a fifth of the time of encoding them."""
    codes = array.cast(pa.int8())
    codes = codes.fill_null(-1) if codes.null_count else codes
    return Coded(codes.to_numpy(zero_copy_only=False), [False, True])


def _python(word: Any) -> Any:
    try:
        return word.as_py()
    except (ValueError, OverflowError):
        return np.datetime64(word.value, "D")  # a day outside of the years that Python knows


def _mixed(column: Sequence[Any]) -> Coded:
    """A column of Python values, of one kind or of several."""
    positions: dict[Any, int] = {}
    words: list[Any] = []
    codes = np.empty(len(column), np.intp)
    for row, key, word in _keyed(column):
        if key not in positions:
            positions[key] = len(words)
            words.append(word)
        codes[row] = positions[key]
    return Coded(codes, words)


def _keyed(column: Sequence[Any]) -> Iterator[tuple[int, Any, Any]]:
    """Each cell with a key by which equal cells are known: 1, 1.0 and True are equal to Python but not to us."""
    for row, cell in enumerate(column):
        word = _said(cell)
        known = getattr(word, "__hash__", None) and not isinstance(word, tuple | np.generic)
        yield row, (type(word), word) if known else row, word


def _said(cell: Any) -> Any:
    """A cell as plain Python; None if it says nothing."""
    word = plain(cell)
    return None if says_nothing(word, TABLE) else word
