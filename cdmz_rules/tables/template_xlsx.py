"""The empty table of households as a spreadsheet: headings that stay in sight, drop-downs, and a sheet that explains every column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, BinaryIO

from xlsxwriter.utility import xl_range_abs

from cdmz_rules.i18n.words import Language
from cdmz_rules.tables.sheet_choice import CHOICES, EXPLAINED, HOUSEHOLDS
from cdmz_rules.tables.spreadsheet import DAY, LAST_ROW, Spreadsheet
from cdmz_rules.tables.template import Explained

TITLES = (
    "列 column",
    "名称",
    "name",
    "用途",
    "what it is for",
    "可填内容",
    "what it takes",
    "示例",
    "example",
)
WIDTHS = (38, 24, 30, 40, 40, 40, 40, 16, 16)
AS_TYPED = "@"
"""A number of many digits, or with zeros in front, is kept as it is typed."""


def write_xlsx(stream: BinaryIO, explained: Sequence[Explained], lang: Language) -> None:
    """Write the empty table as a spreadsheet.

    Args:
        stream: Where it goes.
        explained: Its columns.
        lang: The language of the drop-downs; the explanations are in both.
    """
    book = Spreadsheet(stream, in_memory=True)
    households, columns, choices = (book.sheet(name) for name in (HOUSEHOLDS, EXPLAINED, CHOICES))
    choices.hide()
    lists: dict[tuple[str, ...], str] = {}
    for position, one in enumerate(explained):
        _column(book, households, position, one)
        if one.choices:
            options = one.choices[lang]
            if options not in lists:
                lists[options] = _options(book, choices, len(lists), options)
            _offer(households, position, lists[options])
    households.freeze_panes(1, 0)
    _explain(book, columns, explained)
    book.close()


def _column(book: Spreadsheet, sheet: Any, position: int, one: Explained) -> None:
    form = _form(one)
    look = book.look(num_format=form) if form else None
    sheet.set_column(position, position, max(12, len(one.heading.key) + 2), look)
    book.text(sheet, 0, position, one.heading.key, book.bold)


def _form(one: Explained) -> str | None:
    """The number format of a column."""
    if one.heading.kind == "id":
        return AS_TYPED
    dated = one.heading.kind == "date" or (one.heading.kind == "input" and one.heading.info.kind == "date")
    return DAY if dated else None


def _options(book: Spreadsheet, sheet: Any, position: int, options: Sequence[str]) -> str:
    """Write the options of a drop-down in a column of their own, and say where they stand."""
    for row, option in enumerate(options):
        book.text(sheet, row, position, option)
    return f"='{CHOICES}'!{xl_range_abs(0, position, len(options) - 1, position)}"


def _offer(sheet: Any, position: int, options: str) -> None:
    # A warning, no refusal: the keys of choices may be typed as well.
    offer = {"validate": "list", "source": options, "error_type": "warning"}
    sheet.data_validation(1, position, LAST_ROW - 1, position, offer)


def _explain(book: Spreadsheet, sheet: Any, explained: Sequence[Explained]) -> None:
    wrapped = book.look(text_wrap=True, valign="top")
    for column, (title, width) in enumerate(zip(TITLES, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        book.text(sheet, 0, column, title, book.bold)
    for row, one in enumerate(explained, 1):
        texts = (one.heading.key, *one.heading.words, *one.about, *one.takes, *one.example)
        for column, text in enumerate(texts):
            book.text(sheet, row, column, text, wrapped)
    sheet.freeze_panes(1, 0)
