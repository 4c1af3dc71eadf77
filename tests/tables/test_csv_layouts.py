"""CSV as spreadsheet programs of several countries save it, and the same table in a spreadsheet: the same rows."""

import codecs
import csv
import io
from functools import partial

import pytest
import xlsxwriter
from generators.toy import BOOK
from hypothesis import given
from hypothesis import strategies as st
from sampling import dear

from cdmz_rules import InputError
from cdmz_rules.files import encodings
from cdmz_rules.tables import csv_source, spellings
from cdmz_rules.tables.naming import find, knows
from cdmz_rules.tables.sources import open_source

ENCODINGS = {
    "utf-8": str.encode,
    "utf-8 with its mark": lambda text: text.encode("utf-8-sig"),
    "utf-16, little end first": lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
    "utf-16, big end first": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    "gb18030": lambda text: text.encode("gb18030"),
}
HEAD = ["编号", "heating_bill", "由谁放款"]


def opened(data, kind="csv"):
    return open_source(kind, io.BytesIO(data), "the file", partial(knows, BOOK.catalogue))


def read(source):
    """The cells of every row that are not empty, by its number, and the codes of what is wrong with it."""
    rows = {}
    for chunk in source.chunks():
        columns = [column.to_pylist() if hasattr(column, "to_pylist") else column for column in chunk.columns]
        rows |= {
            int(n): [cell or None for cell in row]
            for n, row in zip(chunk.rows, zip(*columns, strict=True), strict=True)
        }
        rows |= {int(chunk.rows[row]): problem.code for row, problem in chunk.faults}
    return rows


def written(rows, separator=",", end="\r\n"):
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
    return out.getvalue()


def workbook(rows):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"strings_to_urls": False}) as book:
        page = book.add_worksheet()
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                page.write_string(row, column, cell)
    return stream.getvalue()


texts = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"], exclude_characters="_"), max_size=8).map(str.strip)
LETTERS = st.one_of(texts, st.sampled_from(["张三", "1,500", "a;b", "a\tb", '"', "𠮷野", "联通", "㎡", "a\nb"]))
TABLES = st.lists(st.lists(LETTERS, min_size=3, max_size=3), min_size=1, max_size=6)


@dear(60)
@given(TABLES, st.sampled_from([[], [["2026年供暖补贴"]], [["单位：元", ""], []]]))
def test_a_table_is_the_same_in_every_encoding_with_every_separator_and_in_a_spreadsheet(table, above):
    rows = [*above, HEAD, *table]
    first = len(above) + 2
    blank = [not any(cell.strip() for cell in row) for row in table]
    expected = {first + n: [cell or None for cell in row] for n, row in enumerate(table) if not blank[n]}
    assert read(opened(workbook(rows), "xlsx")) == expected
    for encode in ENCODINGS.values():
        for separator in (",", ";", "\t"):
            for end in ("\r\n", "\n"):
                source = opened(encode(written(rows, separator, end)))
                assert list(source.names) == HEAD
                assert read(source) == expected


@pytest.mark.parametrize("encode", ENCODINGS.values(), ids=ENCODINGS)
def test_letters_that_lie_across_two_blocks_are_whole(encode, monkeypatch):
    monkeypatch.setattr(csv_source, "BLOCK", 211)
    monkeypatch.setattr(encodings, "BLOCK", 97)
    rows = [["供暖补贴"], HEAD, *([f"张三{row}", str(row), "𠮷" * (row % 5)] for row in range(300))]
    source = opened(encode(written(rows)))
    assert source.total == 300
    assert read(source) == {n: [cell or None for cell in row] for n, row in enumerate(rows[2:], 3)}


def test_rows_of_blanks_are_left_out_whatever_their_width():
    lines = ["编号,heating_bill", "a,1", "  ,  ", "\u3000,", ",", "", "   ", ",,,", '"  "," "', "\xa0,\u2003", "b,2"]
    assert read(opened("\n".join(lines).encode())) == {2: ["a", "1"], 11: ["b", "2"]}


def test_a_row_of_another_width_keeps_its_number_below_a_title():
    text = "供暖补贴\n制表：张三,,\n编号,heating_bill\na,1\n  \nb\nc,3,3\nd,4\n"
    source = opened(text.encode())
    assert [words.en for words in source.remarks] == ["the headings are in row 3; rows above them are left out: 1, 2"]
    assert read(source) == {4: ["a", "1"], 6: "wrong_length", 7: "wrong_length", 8: ["d", "4"]}


@pytest.mark.parametrize(
    ("rows", "code", "said"),
    [
        ("id,heating_bil\nA,1800\nB,1700\nid,heating_bill\nC,1600\n", "several_headings", 'such as "id"'),
        ("供暖补贴,\n,编号,\nA,B,C\nid,heating_bill,date\nC,1600,\n", "several_headings", "take them away: 2"),
        (
            "idd,heating_bil\nA,1800\n,\nB,1700\nid,heating_bill\nC,1600\n",
            "rows_above_headings",
            "take them away: 1, 2, 4",
        ),
        ("A,1800\nid,\nC,1600\n", "rows_above_headings", "take them away: 1"),
    ],
)
def test_rows_above_the_headings_that_are_no_title_are_refused_rather_than_lost(rows, code, said):
    """Somebody copied two tables into one, or misspelled the headings of the first."""
    lines = rows.encode()
    for kind, data in (("csv", lines), ("xlsx", workbook(list(csv.reader(io.StringIO(rows)))))):
        with pytest.raises(InputError) as caught:
            opened(data, kind)
        problem = caught.value.problems[0]
        assert (problem.code, problem.pointer) == (code, "the file")
        assert said in problem.message_en
        assert problem.message_zh.endswith(said.rpartition(": ")[2] if ":" in said else "1")


def test_a_title_and_notes_of_fewer_cells_stand_above_the_headings():
    assert read(opened(b"Title\nheating_bill\n1\n")) == {3: ["1"]}
    assert read(opened("供暖补贴,,\n制表：张三,单位：元,\nid,heating_bill,date\na,1,\n".encode())) == {
        4: ["a", "1", None]
    }


def test_what_excel_writes_in_front_of_a_separator_is_no_heading():
    assert read(opened(b"sep=;\r\nid;heating_bill\r\na;1,5\r\n")) == {3: ["a", "1,5"]}


def test_lines_that_end_as_on_old_macs():
    source = opened("供暖补贴\r编号;heating_bill\ra;1\rb;2\r".encode("gb18030"))
    assert (source.total, read(source)) == (2, {3: ["a", "1"], 4: ["b", "2"]})


def test_one_column_is_a_table():
    assert read(opened(b"heating_bill\n1\n2;3\n")) == {2: ["1"], 3: ["2;3"]}


def test_headings_that_nobody_knows_are_parted_where_most_of_them_are():
    assert list(opened(b"aa;bb;cc\n1;2;3\n").names) == ["aa", "bb", "cc"]
    assert list(opened(b"aa,bb;cc\n1,2\n").names) == ["aa", "bb;cc"]


@pytest.mark.parametrize(
    "data",
    [
        "编号,heating_bill\n张三,1\n".encode("utf-16-le"),
        "编号,heating_bill\n张三,1\n".encode("utf-16")[:-1],
        "编号,heating_bill\n张三,1\n".encode("gb18030")[:-4],
        "编号,heating_bill\n张三,1\n".encode().replace("三".encode(), b"\xe4\xb8"),
        "编号,heating_bill\n张三,1\n".encode() + b"\xff",
        "id,heating_bill\né,1\n".encode("latin-1"),
        b"id,heating_bill\na\x00,1\n",
    ],
)
def test_what_is_in_no_encoding_that_is_known_is_refused_rather_than_guessed(data):
    with pytest.raises(InputError) as caught:
        opened(data)
    (problem,) = caught.value.problems
    assert (problem.code, problem.expected) == ("unknown_encoding", "UTF-8, UTF-16, GB18030")


@pytest.mark.parametrize("text", ["", "plain", "张三", "𠮷野㎡", "a\r\nb"])
@pytest.mark.parametrize("encode", ENCODINGS.values(), ids=ENCODINGS)
def test_a_text_is_read_in_every_encoding(encode, text):
    assert encodings.text(encode(text)) == text


# Headings


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("heating_bill", "heating_bill"),
        ("Heating_Bill", "heating_bill"),
        ("取暖费", "heating_bill"),
        ("取 暖\n费", "heating_bill"),
        ("取暖费（元）", "heating_bill"),
        ("取暖费(人民币)", "heating_bill"),
        ("取暖费【元】", "heating_bill"),
        ("heating_bill (yuan)", "heating_bill"),
        ("家庭：取暖费（元）", "heating_bill"),
        ("household.heating_bill", "heating_bill"),
        ("applicant.monthly_income", "applicant.monthly_income"),
        ("monthly_income", "applicant.monthly_income"),
        ("birth_date", "applicant.birth_date"),
        ("出生日期", "applicant.birth_date"),
        ("申请人出生日期", "applicant.birth_date"),
        ("申请人：出生日期", "applicant.birth_date"),
        ("申请人.birth_date", "applicant.birth_date"),
        ("配偶: 出生日期", "spouse.birth_date"),
        ("子女12：出生日期", "child12.birth_date"),
        ("child1.birth_date", "child1.birth_date"),
        ("是否有配偶", "spouse"),
        ("ID", "id"),
        ("决定日期", "date"),
        ("取暖费（万元）", None),
        ("取暖费（千元）", None),
        ("取暖费（备注）", None),
        ("applicant.heating_bill", None),
        ("（元）", None),
    ],
)
def test_a_heading_is_known_with_and_without_what_stands_around_it(written, key):
    heading = find(BOOK.catalogue, written)
    assert (heading.key if heading else None) == key


@pytest.mark.parametrize(
    ("unit", "written"),
    [("CNY/month", "元"), ("CNY/month", "元/月"), ("m2", "㎡"), ("age", "周岁"), ("months", "个月"), ("count", "人")],
)
def test_a_unit_is_known_in_the_ways_that_people_write_it(unit, written):
    assert spellings.is_unit(written, unit)


@pytest.mark.parametrize(
    ("unit", "written"),
    [
        ("CNY", "万元"),
        ("CNY", "元/月"),
        ("CNY/year", "元/月"),
        ("ratio", "%"),
        ("m2", "亩"),
        ("count", ""),
        ("months", "年"),
    ],
)
def test_another_unit_is_none(unit, written):
    assert not spellings.is_unit(written, unit)
