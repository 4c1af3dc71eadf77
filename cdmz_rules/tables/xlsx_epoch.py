"""From which day a workbook counts days: 1900, or 1904 as older ones of Apple's do."""

from __future__ import annotations

import re
import zipfile
from typing import BinaryIO

from cdmz_rules.reading.doors import SHEET, SHEET_1904, Door

_PART = "xl/workbook.xml"
_FROM_1904 = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904=[\"'](?:1|true)[\"']")


def door_of(stream: BinaryIO) -> Door:
    """What may be written in the cells of a workbook; one of another make counts from 1900."""
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            return SHEET_1904 if _FROM_1904.search(archive.read(_PART)) else SHEET
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, NotImplementedError, RuntimeError):
        return SHEET
