"""Which sheet of a spreadsheet is read: the one that is named, else the only one that can be seen and says anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from cdmz_rules.errors import InputError, Problem, nearest
from cdmz_rules.i18n.words import Words
from cdmz_rules.tables.source import without_headings

HOUSEHOLDS, EXPLAINED, CHOICES = "家庭 households", "列说明 columns", "选项 choices"
"""The sheets of an empty table to fill in."""


def choose(
    book: CalamineWorkbook, name: str, wanted: str | None, check: Callable[[str], None]
) -> tuple[Any, tuple[Words, ...]]:
    """The sheet that is read, and what is said of those that are not.

    Args:
        book: The spreadsheet.
        name: What the file is called in problems.
        wanted: The name of the sheet, if one is asked for; it may be hidden.
        check: Looks a sheet through before it is read.

    Raises:
        InputError: if there is no such sheet; or if none is named, and there is none or more than one to read.
    """

    def read(title: str) -> Any:
        check(title)
        return book.get_sheet_by_name(title)

    sheets = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    if wanted is not None:
        return read(_named(wanted, [sheet.name for sheet in sheets], name)), ()
    seen = [each.name for each in sheets if each.visible == SheetVisibleEnum.Visible and each.name != EXPLAINED]
    hidden = [each.name for each in sheets if each.visible != SheetVisibleEnum.Visible and each.name != CHOICES]
    said = seen if len(seen) == 1 else [each for each in seen if _says(read(each))]
    if not said:
        raise without_headings(name)
    if len(said) > 1:
        words = (
            "文件有多个工作表，请用 --sheet 指明读哪一个",
            "the file has several sheets: name the one to read with --sheet",
        )
        raise InputError([Problem("several_sheets", name, *words, _listed(said))])
    return read(said[0]), _remarks(hidden)


def _named(wanted: str, names: Sequence[str], file: str) -> str:
    if wanted in names:
        return wanted
    words = f"没有名为“{wanted}”的工作表", f'there is no sheet "{wanted}"'
    raise InputError([Problem("unknown_sheet", file, *words, _listed(names), nearest(wanted, names))])


def _says(sheet: Any) -> bool:
    return any(True for _ in islice(sheet.iter_rows(), 1))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def _remarks(hidden: Sequence[str]) -> tuple[Words, ...]:
    if not hidden:
        return ()
    listed = _listed(hidden)
    return (Words(f"隐藏的工作表已略过：{listed}", f"hidden sheets are left out: {listed}"),)
