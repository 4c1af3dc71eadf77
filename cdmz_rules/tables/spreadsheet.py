"""A spreadsheet to be written: text is text, whatever it begins with and whatever it holds."""

from __future__ import annotations

import re
from typing import Any, BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

from cdmz_rules.tables.sink import FORMULA

LAST_ROW = 1_048_576
DAY = "yyyy-mm-dd"
NOTHING_IS_COMPUTED = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
# XML cannot hold these.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
READY_MADE = ("<r>", "</r>")
"""What begins and ends so, XlsxWriter takes for XML that is ready, and would write unescaped."""


class Spreadsheet:
    """A spreadsheet that is written into a stream when it is closed.

    Attributes:
        bold: How headings look.
    """

    def __init__(self, stream: BinaryIO, **options: Any) -> None:
        self._book = Workbook(stream, {**NOTHING_IS_COMPUTED, "default_date_format": DAY, **options})
        self._book.use_zip64()
        self._quoted = self.look(quote_prefix=True)
        self.bold = self.look(bold=True)

    def look(self, **properties: Any) -> Any:
        """How some cells look."""
        return self._book.add_format(properties)

    def sheet(self, name: str) -> Any:
        """One more sheet."""
        return self._book.add_worksheet(name)

    def text(self, sheet: Any, row: int, column: int, text: str, look: Any = None) -> None:
        """Write a text into a cell; what is longer than a cell can hold is cut."""
        written = ILLEGAL.sub("�", text)
        shown = look or (self._quoted if re.match(FORMULA, text) else None)
        if written.startswith(READY_MADE[0]) and written.endswith(READY_MADE[1]):
            sheet.write_rich_string(row, column, *written[:2], written[2:], *([shown] if shown else []))
        else:
            sheet.write_string(row, column, written, shown)

    def close(self) -> None:
        """Write it.

        Raises:
            OSError: if there is no room for it.
        """
        try:
            self._book.close()
        except FileCreateError as error:
            # Whoever writes files answers for what the system says, in whatever a library wraps it.
            raise error.args[0] from None

    def discard(self) -> None:
        """Close the files that hold rows until it is written."""
        for sheet in self._book.worksheets():
            if sheet.row_data_fh is not None:
                sheet.row_data_fh.close()
