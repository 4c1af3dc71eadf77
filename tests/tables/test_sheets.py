"""Spreadsheets as people have them: what says something is never read as nothing, and what is left out is named."""

import io
import re
import zipfile
from datetime import date, datetime, time
from functools import partial

import openpyxl
import pytest
import xlsxwriter
from generators.toy import BOOK
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from cdmz_rules import InputError
from cdmz_rules.reading.doors import SHEET, SHEET_1904
from cdmz_rules.tables import extent, sheet_source, unread_cells
from cdmz_rules.tables.batch import Batch
from cdmz_rules.tables.decide_table import question
from cdmz_rules.tables.naming import knows
from cdmz_rules.tables.sheet_faults import letters_of
from cdmz_rules.tables.sources import open_source
from cdmz_rules.tables.unread_cells import column_of

HEAD = ["id", "heating_bill", "applicant.monthly_income"]


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheet(*rows, at="A1"):
    """A workbook with one sheet of such rows."""
    book = openpyxl.Workbook()
    first = book.active[at]
    for down, row in enumerate(rows):
        for across, value in enumerate(row):
            book.active.cell(first.row + down, first.column + across, value)
    return book


def edited(data, change, part="xl/worksheets/sheet1.xml"):
    """An Excel file with one part changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == part:
                changed = change(content.decode())
                assert changed != content.decode()
                content = changed.encode()
            new.writestr(entry.filename, content)
    return stream.getvalue()


def computed(data):
    """An Excel file whose stored results hold: what openpyxl writes says that they do not."""
    return edited(data, lambda text: text.replace(' fullCalcOnLoad="1"', ""), "xl/workbook.xml")


def opened(data, wanted=None):
    data = saved(data) if isinstance(data, openpyxl.Workbook) else data
    return open_source("xlsx", io.BytesIO(data), "the file", partial(knows, BOOK.catalogue), wanted)


def read(source):
    """The cells of every row and what is wrong with it, by its number."""
    cells, faults = {}, {}
    for chunk in source.chunks():
        columns = [column.to_pylist() if hasattr(column, "to_pylist") else column for column in chunk.columns]
        cells |= dict(zip(chunk.rows.tolist(), map(list, zip(*columns, strict=True)), strict=True))
        for row, problem in chunk.faults:
            faults.setdefault(int(chunk.rows[row]), []).append((problem.code, problem.pointer))
    return cells, faults


def refusal(data, wanted=None):
    with pytest.raises(InputError) as caught:
        opened(data, wanted)
    (problem,) = caught.value.problems
    return problem


# Cells that look empty to the library that reads them


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!"])
def test_a_cell_in_error_is_refused_with_its_row_and_column(error):
    book = sheet(HEAD, ["a", 1, 2], ["b", error, 2])
    assert book.active["B3"].data_type == "e"
    source = opened(book)
    assert read(source) == ({2: ["a", 1, 2], 3: ["b", None, 2]}, {3: [("error_cell", "heating_bill")]})
    (chunk,) = source.chunks()
    assert error in chunk.faults[0][1].message_zh
    assert error in chunk.faults[0][1].message_en
    piece = next(Batch(source, question(BOOK, "heating_grant"), date(2026, 4, 1)).pieces())
    assert [(each.row, each.id, each.problem.code) for each in piece.errors()] == [(3, "b", "error_cell")]
    assert piece.table()["heating_grant.outcome"].to_pylist()[1] is None


def test_a_row_that_is_all_in_error_is_no_blank_row():
    source = opened(sheet(HEAD, ["a", 1, 2], ["#N/A", "#N/A", "#N/A"], [], ["d", 1, 2]))
    cells, faults = read(source)
    assert list(cells) == [2, 3, 5]
    assert faults == {3: [("error_cell", heading) for heading in HEAD]}


def test_a_formula_without_a_stored_result_is_refused():
    book = sheet(HEAD, ["a", "=1+1", 2], ["b", 1, "=B2"], ["=1", "=2", "=3"])
    cells, faults = read(opened(computed(saved(book))))
    assert cells == {2: ["a", None, 2], 3: ["b", 1, None], 4: [None, None, None]}
    assert faults == {
        2: [("no_result", "heating_bill")],
        3: [("no_result", "applicant.monthly_income")],
        4: [("no_result", heading) for heading in HEAD],
    }


def test_a_formula_beside_what_is_read_is_refused_as_well():
    cells, faults = read(opened(computed(saved(sheet(HEAD, ["a", 1, 2, "=B2", "=B2"])))))
    assert cells == {2: ["a", 1, 2, None, None]}
    assert faults == {2: [("no_result", "D"), ("no_result", "E")]}
    cells, faults = read(opened(computed(saved(sheet(["=A9", *HEAD], [None, "a", 1, 2], ["=A9", "b", 1, 2])))))
    assert cells == {2: [None, "a", 1, 2], 3: [None, "b", 1, 2]}
    assert faults == {3: [("no_result", "A")]}


def written(formula, value, **options):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        page = book.add_worksheet()
        for column, heading in enumerate(HEAD):
            page.write(0, column, heading)
        page.write(1, 0, "a")
        page.write_formula(1, 1, formula, None, value)
    return stream.getvalue()


def test_results_that_are_stored_are_read_unless_the_file_says_that_they_are_none():
    data = written("=A1+1", 1500)
    _, faults = read(opened(data))
    assert faults == {2: [("no_result", "heating_bill")]}, "the file says: compute me when I am opened"
    assert read(opened(computed(data))) == ({2: ["a", 1500, None]}, {})
    # The empty text is what many a formula comes to.
    empty = edited(computed(written('=IF(A1="","",1)', "")), lambda text: text.replace('r="B2"', 'r="B2" t="str"'))
    assert read(opened(empty)) == ({2: ["a", None, None]}, {})
    assert read(opened(computed(written("=1/0", "#DIV/0!"))))[1] == {2: [("error_cell", "heating_bill")]}


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace('t="e"', "t='e'"),
        lambda text: text.replace('t="e"', 't = "e"'),
        lambda text: text.replace('r="B2" ', ""),
        lambda text: re.sub(r'<c r="[A-Z]+\d+"', "<c", text),
        lambda text: re.sub(r'<row r="\d+"', "<row", text),
        lambda text: re.sub(r"<(/?)(?=[a-z])", r"<\1x:", text).replace("xmlns=", "xmlns:x="),
    ],
)
def test_a_cell_in_error_is_found_however_the_file_is_written(change):
    data = edited(saved(sheet(HEAD, ["a", "#REF!", 2])), change)
    assert read(opened(data))[1] == {2: [("error_cell", "heating_bill")]}


def test_text_that_looks_like_an_error_or_a_formula_is_text():
    book = sheet(HEAD, ['<f> t="e"', 1, 2])
    book.active["A3"] = "#REF!"
    book.active["A3"].data_type = "s"
    assert read(opened(book)) == ({2: ['<f> t="e"', 1, 2], 3: ["#REF!", None, None]}, {})


# Merged cells


def test_of_merged_cells_the_value_stands_in_the_first_and_the_others_are_refused():
    book = sheet(HEAD, ["a", 1, 2], ["b", None, 2], ["c", None, 2], ["d", 4, None])
    book.active.merge_cells("B2:B4")
    book.active.merge_cells("B5:C5")
    source = opened(book)
    cells, faults = read(source)
    assert cells[3] == ["b", None, 2]
    assert faults == {
        3: [("merged_cell", "heating_bill")],
        4: [("merged_cell", "heating_bill")],
        5: [("merged_cell", "applicant.monthly_income")],
    }
    (chunk,) = source.chunks()
    assert "B2" in chunk.faults[0][1].message_zh


def test_merged_cells_that_say_nothing_or_lie_beside_the_table_are_let_be():
    book = sheet(["2026年供暖补贴"], HEAD, ["a", 1, None], ["b", 2, None])
    book.active.merge_cells("A1:C1")
    book.active.merge_cells("C3:C4")
    book.active.merge_cells("E3:F9")
    assert read(opened(book)) == ({3: ["a", 1, None], 4: ["b", 2, None]}, {})


def test_an_error_that_is_merged_is_an_error_in_every_row():
    book = sheet(HEAD, ["a", "#N/A", 2], ["b", None, 2])
    book.active.merge_cells("B2:B3")
    assert read(opened(book))[1] == {2: [("error_cell", "heating_bill")], 3: [("merged_cell", "heating_bill")]}


# Which sheet, and where in it


def test_hidden_sheets_are_left_out_and_named():
    book = sheet(HEAD, ["a", 1, 2])
    for name, state in (("旧", "hidden"), ("更旧", "veryHidden")):
        book.create_sheet(name, 0).append(["nothing", "of", "ours"])
        book[name].sheet_state = state
    book.create_chartsheet("图")
    source = opened(book)
    assert read(source)[0] == {2: ["a", 1, 2]}
    assert [words.zh for words in source.remarks] == ["隐藏的工作表已略过：“更旧”, “旧”"]
    assert "hidden sheets are left out" in source.remarks[0].en


def test_of_several_sheets_one_must_be_named():
    book = sheet(HEAD, ["a", 1, 2])
    book.active.title = "一月"
    for name in ("二月", "空"):
        book.create_sheet(name)
    book["二月"].append(HEAD)
    book["二月"].append(["b", 3, 4])
    problem = refusal(book)
    assert (problem.code, problem.expected) == ("several_sheets", "“一月”, “二月”")
    assert "--sheet" in problem.message_zh
    assert read(opened(book, "二月"))[0] == {2: ["b", 3, 4]}
    problem = refusal(book, "二月份")
    assert (problem.code, problem.expected) == ("unknown_sheet", "“一月”, “二月”, “空”")
    assert problem.did_you_mean == "二月"
    book["二月"].sheet_state = "hidden"
    assert read(opened(book))[0] == {2: ["a", 1, 2]}, "sheets without anything do not count"
    assert read(opened(book, "二月"))[0] == {2: ["b", 3, 4]}, "who names a hidden sheet means it"


def test_a_title_above_the_headings_is_found_and_left_out():
    book = sheet(["2026年供暖补贴申请表"], [], ["制表：张三", "单位：元"], HEAD, ["a", 1, 2], at="C2")
    source = opened(book)
    assert list(source.names) == HEAD
    assert read(source) == ({6: ["a", 1, 2]}, {})
    assert [words.en for words in source.remarks] == ["the headings are in row 5; rows above them are left out: 2, 4"]
    assert source.total == 1


def test_without_a_known_heading_the_first_row_holds_the_headings():
    source = opened(sheet(["wrong", "headings"], ["a", 1]))
    assert (list(source.names), source.remarks) == (["wrong", "headings"], ())


@pytest.mark.parametrize("rows", [[], [[" ", "\u3000"], [None, "\xa0"]]])
def test_a_sheet_that_says_nothing_has_no_headings(rows):
    assert refusal(sheet(*rows)).code == "empty_file"


def test_rows_of_blanks_are_left_out_and_counted():
    source = opened(sheet(HEAD, ["a", 1, 2], ["  ", "\u3000", None], [], ["b", 1, 2]))
    assert list(read(source)[0]) == [2, 5]


# What a cell holds


def test_a_cell_is_what_was_typed():
    book = sheet(
        HEAD, ["007", 1.5, "1,500"], [7.0, datetime(2026, 1, 31, 8, 30), date(2026, 1, 31)], [True, time(8, 30), 1e17]
    )
    cells, faults = read(opened(book))
    assert faults == {}
    assert cells == {
        2: ["007", 1.5, "1,500"],
        3: [7, datetime(2026, 1, 31, 8, 30), date(2026, 1, 31)],
        4: [True, time(8, 30), 1e17],
    }
    assert type(cells[3][2]) is date
    assert type(cells[4][0]) is bool


def test_columns_of_one_type_hold_the_same_as_columns_of_several(monkeypatch):
    rows = [[f"a{row}", row * 1.0, row + 0.5, date(2026, 1, 1 + row)] for row in range(5)]
    data = saved(sheet(["id", "heating_bill", "applicant.monthly_income", "contract_filing_date"], *rows))
    quick = read(opened(data))
    monkeypatch.setattr(sheet_source, "_column", lambda cells: list(map(sheet_source._cell, cells)))
    assert read(opened(data)) == quick


def test_days_count_from_the_day_that_the_workbook_says():
    book = sheet(HEAD, ["a", 1, 2])
    assert opened(book).door is SHEET
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(["id", "contract_filing_date"])
    book.active.append(["a", date(2026, 1, 31)])
    source = opened(book)
    assert source.door is SHEET_1904
    assert read(source)[0] == {2: ["a", date(2026, 1, 31)]}


# How far it reaches


def cell(place, inside="<v>1</v>", row=""):
    """A sheet with a further cell, as XML."""
    return lambda text: text.replace("</sheetData>", f"<row{row}><c{place}>{inside}</c></row></sheetData>")


@pytest.mark.parametrize(
    ("place", "row"),
    [
        (' r="XFD1048576"', ""),
        (' r="ALM2"', ""),
        (' r="AM1048577"', ""),
        (' r="A4000000000"', ""),
        (' r="A0009999999"', ""),
        (' r="ALL40001"', ""),
        (' r="CV400001"', ""),
        (" r = 'XFD1048576'", ""),
        (f"{' ' * 200_000}r='XFD1048576'", ""),
        (' s="1" r="xfd9"', ""),
        ("", ' r="1048577"'),
    ],
)
def test_a_cell_too_far_out_is_refused_before_there_is_a_place_for_all_in_between(place, row):
    data = saved(sheet(HEAD, ["a", 1, 2]))
    problem = refusal(edited(data, cell(place, row=row)))
    assert (problem.code, problem.pointer) == ("too_large", "the file")
    assert "1,000" in problem.expected
    prefixed = edited(edited(data, cell(place, row=row)), prefix)
    assert refusal(prefixed).code == "too_large"


def prefix(text):
    return re.sub(r"<(/?)(?=[a-z])", r"<\1x:", text).replace("xmlns=", "xmlns:x=")


def test_so_many_cells_without_a_place_are_too_many():
    wide = "<row>" + "<c><v>1</v></c>" * 1001 + "</row>"
    data = edited(saved(sheet(HEAD, ["a", 1, 2])), lambda text: text.replace("</sheetData>", f"{wide}</sheetData>"))
    assert "the sheet has 3 rows of 1,001 columns from its first cell to the last, ALM3" in refusal(data).message_en


@pytest.mark.parametrize("inside", ["", "<!-- <v>1</v> -->"])
def test_a_blank_cell_far_out_does_not_count(inside):
    data = edited(saved(sheet(HEAD, ["a", 1, 2])), cell(' r="XFD1048576" s="0"', inside))
    assert read(opened(data))[0] == {2: ["a", 1, 2]}


def test_text_that_looks_like_a_cell_far_out_is_text():
    text = '</c><c r="XFD1048576">'
    assert read(opened(sheet(HEAD, [text, 1, 2])))[0] == {2: [text, 1, 2]}


@pytest.mark.parametrize("place", ["ALL39", "AL9000", "ZZ57"])
def test_a_sheet_that_is_wide_but_not_too_wide_is_read(place):
    source = opened(edited(saved(sheet(HEAD, ["a", 1, 2])), cell(f' r="{place}"')))
    assert len(source.names) == column_of(place) + 1


def test_what_is_usual_is_every_cell_up_to_one():
    for columns, rows in ((38, 1_048_576), (39, 1_025_641), (702, 56_980), (703, 9), (1000, 40_000)):
        pattern = extent._unusual(b"<c", columns, rows)
        for column in range(1, 1100):
            assert bool(pattern.search(f'<c r="{letters_of(column - 1)}1">'.encode())) == (column > columns)
        for row in {1, 9, 10, rows - 1, rows, rows + 1, rows * 2, rows * 10, 999_999, 1_048_576, 1_048_577}:
            assert bool(pattern.search(f'<c r="A{row}">'.encode())) == (row > rows)


def test_a_tag_that_lies_across_two_blocks_is_whole(monkeypatch):
    data = edited(saved(sheet(HEAD, *(["a", "#REF!", 2] for _ in range(20)))), cell(' r="XFD1048576"'))
    for block in range(1, 40):
        monkeypatch.setattr(unread_cells, "BLOCK", block)
        assert refusal(data).code == "too_large"


# What is no spreadsheet


def test_a_file_whose_sheet_cannot_be_found_is_refused_rather_than_trusted():
    data = saved(sheet(HEAD, ["a", 1, 2]))
    spoilt = edited(
        data, lambda text: text.replace("worksheets/sheet1.xml", "worksheets/sheet9.xml"), "xl/_rels/workbook.xml.rels"
    )
    assert refusal(spoilt).code == "unreadable_file"


def test_an_old_spreadsheet_or_one_with_a_password_is_refused_whatever_it_is_called():
    compound = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
    problem = refusal(compound)
    assert (problem.code, problem.expected) == ("unknown_format", ".xlsx, .xlsm")
    assert "另存为不带密码的 .xlsx" in problem.message_zh


def test_columns_are_called_as_people_see_them():
    for column, letters in ((0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")):
        assert letters_of(column) == letters
        assert column_of(f"{letters}12") == column
