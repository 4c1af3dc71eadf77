"""Filling in workbooks in tests, as somebody at a bureau would."""

import openpyxl

from cdmz_rules.enquiry.columns import COLUMNS

HEADINGS = {column.heading: column.key for column in COLUMNS}


def sheets(book):
    """The sheets of rules, each with the number of each column."""
    for sheet in book:
        named = {HEADINGS[cell.value]: cell.column for cell in sheet[1] if cell.value in HEADINGS}
        if "value" in named:
            yield sheet, named


def rows(book):
    """Every row as what it says, by the key of its column."""
    for sheet, named in sheets(book):
        for number in range(2, sheet.max_row + 1):
            yield {key: sheet.cell(number, column).value for key, column in named.items()}


def fill(file, answers, place):
    """Fill in a row for each item; where none is there, or it is filled in already, one is added below. Returns the cell of each value."""
    book, where = openpyxl.load_workbook(file), {}
    for path, cells in answers.items():
        sheet, named, number = _row(book, path, place)
        for key, value in {"path": path, "place": place, **cells}.items():
            cell = sheet.cell(number, named[key])
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # typed into a cell of text, it is no formula whatever it begins with
        where[path] = f"{sheet.title}!{sheet.cell(number, named['value']).column_letter}{number}"
    book.save(file)
    return where


def _row(book, path, place):
    for sheet, named in sheets(book):
        for number in range(2, sheet.max_row + 1):
            same = (sheet.cell(number, named["path"]).value, sheet.cell(number, named["place"]).value) == (path, place)
            if same and sheet.cell(number, named["value"]).value is None:
                return sheet, named, number
    sheet, named = next(iter(sheets(book)))
    return sheet, named, sheet.max_row + 1


def letter(key):
    """What a column is called."""
    return openpyxl.utils.get_column_letter([column.key for column in COLUMNS].index(key) + 1)


def content(folder):
    """Every file below a folder, byte for byte."""
    return {file.relative_to(folder): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}
