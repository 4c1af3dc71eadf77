"""The sheets of a workbook: how to fill it in, the rules of each domain with drop-downs, and the hidden lists behind these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, BinaryIO

from xlsxwriter.utility import xl_range_abs

from cdmz_rules.enquiry.columns import CHOICES, COLUMNS, EVIDENCE, EXPIRY, NO_RULE, READ_ME, YES_NO, Column
from cdmz_rules.enquiry.periods import Period
from cdmz_rules.enquiry.read_me import lines
from cdmz_rules.i18n.words import Words
from cdmz_rules.tables.spreadsheet import DAY, Spreadsheet

LONGEST_NAME = 31
"""Characters of the name of a sheet."""
DAYS = ("first", "until", "checked")
LISTS = {"on_expiry": EXPIRY, "evidence": EVIDENCE}
ALLOWED = {"format_columns": True, "format_rows": True, "insert_rows": True, "sort": True, "autofilter": True}
"""What one may do in a sheet whose told cells are kept from being overwritten."""
HEADINGS = {"reference": "#E7E6E6", "filled": "#FFF2CC", "key": "#E7E6E6"}
READ_ME_WIDTH = 110


class Sheets:
    """A workbook that is being written."""

    def __init__(self, stream: BinaryIO) -> None:
        self._book = Spreadsheet(stream, in_memory=True)
        self._read_me, self._choices = (self._book.sheet(name) for name in (READ_ME, CHOICES))
        self._choices.hide()
        self._lists: dict[tuple[str, ...], str] = {}
        self._told = self._book.look(text_wrap=True, valign="top", font_color="#404040", quote_prefix=True)
        self._looks: dict[str, Any] = {}
        self._wrapped = self._book.look(text_wrap=True, valign="top")

    def explain(self, place: Words, day: date, everything: bool) -> None:
        """Write the first sheet: how the others are filled in."""
        self._read_me.set_column(0, 0, READ_ME_WIDTH)
        for row, text in enumerate(lines(place, day, everything)):
            self._book.text(self._read_me, row, 0, text, self._wrapped if row else self._book.bold)

    def rules(self, name: str, rows: Sequence[tuple[Period, Mapping[str, Any]]]) -> None:
        """Write the sheet of a domain: each period asked about, and what stands in its row."""
        sheet = self._book.sheet(name[:LONGEST_NAME])
        for position, column in enumerate(COLUMNS):
            look = self._look("text") if column.part == "filled" else None
            sheet.set_column(position, position, column.width, look, {"hidden": column.part == "key"})
            heading = self._book.look(bold=True, text_wrap=True, valign="top", bg_color=HEADINGS[column.part], border=1)
            self._book.text(sheet, 0, position, column.heading, heading)
        for number, (period, row) in enumerate(rows, 1):
            for position, column in enumerate(COLUMNS):
                self._cell(sheet, number, position, column, period, row.get(column.key))
                self._offer(sheet, number, position, column, period)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(rows), len(COLUMNS) - 1)
        sheet.protect("", ALLOWED)

    def close(self) -> None:
        """Write it all."""
        self._book.close()

    def _cell(self, sheet: Any, row: int, position: int, column: Column, period: Period, value: Any) -> None:
        look = self._look(_form(column, period)) if column.part == "filled" else self._told
        if value is None:
            sheet.write_blank(row, position, None, look)
        elif isinstance(value, date):
            sheet.write_datetime(row, position, value, look)
        elif isinstance(value, int | float):
            sheet.write_number(row, position, value, look)
        else:
            self._book.text(sheet, row, position, str(value), look)

    def _look(self, form: str) -> Any:
        """How a cell looks that is filled in: it alone may be written in, and what begins like a formula stays text."""
        if form not in self._looks:
            forms = {"day": DAY, "text": "@"}
            quoted = {"quote_prefix": True} if form == "text" else {}
            self._looks[form] = self._book.look(
                num_format=forms[form], locked=False, text_wrap=True, valign="top", border=4, **quoted
            )
        return self._looks[form]

    def _offer(self, sheet: Any, row: int, position: int, column: Column, period: Period) -> None:
        options = _options(column, period)
        if options:
            # A warning, no refusal: what is meant may be written in other words that are read too.
            offer = {"validate": "list", "source": self._listed(options), "error_type": "warning"}
            sheet.data_validation(row, position, row, position, offer)

    def _listed(self, options: tuple[str, ...]) -> str:
        """Where the options of a drop-down stand: each list once, in a column of a hidden sheet."""
        if options not in self._lists:
            position = len(self._lists)
            for row, option in enumerate(options):
                self._book.text(self._choices, row, position, option)
            self._lists[options] = f"='{CHOICES}'!{xl_range_abs(0, position, len(options) - 1, position)}"
        return self._lists[options]


def _form(column: Column, period: Period) -> str:
    """What a cell holds that is filled in: its number format follows from it. What is typed stays so: 30% is no 0.3."""
    is_day = column.key in DAYS or (column.key == "value" and period.item.kind == "date")
    return "day" if is_day else "text"


def _options(column: Column, period: Period) -> tuple[str, ...]:
    """What a drop-down offers."""
    if column.key in LISTS:
        return _chinese(LISTS[column.key].values())
    item = period.item
    if column.key != "value" or item.kind not in ("boolean", "choice", "places"):
        return ()
    if item.kind == "places":
        return (*_chinese(item.places[name].words for name in item.places.cities), NO_RULE.zh)
    return (*_chinese(YES_NO.values() if item.kind == "boolean" else item.choices.values()), NO_RULE.zh)


def _chinese(words: Iterable[Words]) -> tuple[str, ...]:
    return tuple(one.zh for one in words)
