"""The empty table of households as a spreadsheet: headings that stay in sight, drop-downs, and a sheet that explains every column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from cdmz_rules.i18n.words import Language
from cdmz_rules.tables.template import Explained
from cdmz_rules.tables.xlsx_sink import LAST_ROW

HOUSEHOLDS, EXPLAINED, CHOICES = "家庭 households", "列说明 columns", "选项 choices"
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
BOLD = Font(bold=True)


def write_xlsx(stream: BinaryIO, explained: Sequence[Explained], lang: Language) -> None:
    """Write the empty table as a spreadsheet.

    Args:
        stream: Where it goes.
        explained: Its columns.
        lang: The language of the drop-downs; the explanations are in both.
    """
    book = Workbook()
    households, columns = book.active, book.create_sheet(EXPLAINED)
    choices = book.create_sheet(CHOICES)
    choices.sheet_state = "hidden"
    households.title = HOUSEHOLDS
    households.freeze_panes = columns.freeze_panes = "A2"
    lists: dict[tuple[str, ...], str] = {}
    for position, one in enumerate(explained, 1):
        _column(households, position, one)
        if one.choices:
            options = one.choices[lang]
            if options not in lists:
                lists[options] = _options(choices, len(lists) + 1, options)
            _offer(households, position, lists[options])
    _explain(columns, explained)
    book.save(stream)


def _column(sheet: Any, position: int, one: Explained) -> None:
    cell = sheet.cell(1, position, one.heading.key)
    cell.font = BOLD
    column = sheet.column_dimensions[get_column_letter(position)]
    column.width = max(12, len(one.heading.key) + 2)
    if one.heading.kind == "id":
        column.number_format = "@"  # a number of many digits, or with zeros in front, is kept as it is typed
    elif one.heading.kind == "date" or (one.heading.kind == "input" and one.heading.info.kind == "date"):
        column.number_format = "yyyy-mm-dd"


def _options(sheet: Any, position: int, options: Sequence[str]) -> str:
    """Write the options of a drop-down in a column of their own, and say where they stand."""
    for row, option in enumerate(options, 1):
        sheet.cell(row, position, option)
    letter = get_column_letter(position)
    return f"'{CHOICES}'!${letter}$1:${letter}${len(options)}"


def _offer(sheet: Any, position: int, options: str) -> None:
    # A warning, no refusal: the keys of choices may be typed as well.
    offer = DataValidation("list", formula1=options, allow_blank=True, errorStyle="warning", showErrorMessage=True)
    letter = get_column_letter(position)
    offer.add(f"{letter}2:{letter}{LAST_ROW}")
    sheet.add_data_validation(offer)


def _explain(sheet: Any, explained: Sequence[Explained]) -> None:
    sheet.append(TITLES)
    for one in explained:
        words = one.heading.words
        sheet.append([one.heading.key, *words, *one.about, *one.takes, *one.example])
    for position, width in enumerate(WIDTHS, 1):
        sheet.cell(1, position).font = BOLD
        sheet.column_dimensions[get_column_letter(position)].width = width
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
