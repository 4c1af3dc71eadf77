"""Files of households and decisions, on the toy law: every format is read and written piece by piece, whole or not at all."""

import errno
import gc
import io
import json
import tempfile
import zipfile
from datetime import date, datetime
from functools import partial
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from generators.toy import BOOK
from pyarrow import csv, ipc, parquet
from table_cases import parquet_bytes, stream_bytes

from cdmz_rules import InputError, decide_table
from cdmz_rules.files import atomic
from cdmz_rules.reading.doors import TABLE
from cdmz_rules.reading.plain import plain, says_nothing
from cdmz_rules.tables import columns, source
from cdmz_rules.tables.batch import Batch
from cdmz_rules.tables.decide_table import question
from cdmz_rules.tables.naming import knows
from cdmz_rules.tables.sinks import open_sink
from cdmz_rules.tables.source import FORMATS
from cdmz_rules.tables.sources import open_source

BENEFIT = "heating_grant"
DAY = date(2026, 4, 1)


def answer(count=3):
    """A few decisions, quickly made: all refused for the stove but the last, which is wrong."""
    stoves = ["no"] * (count - 1) + ["nonsense"]
    table = {
        "id": [f"A{row}" for row in range(count)],
        "applicant.home_city": ["upper"] * count,
        "applicant.monthly_income": [4000] * count,
        "heating_bill": [2000] * count,
        "fuel": ["gas"] * count,
        "contract_filing_date": [DAY] * count,
        "stove_inspected": stoves,
    }
    return decide_table(table, BENEFIT, DAY, rulebook=BOOK)


def written(kind, *tables, **options):
    stream = io.BytesIO()
    sunk = open_sink(kind, stream, tables[0].schema, **options)
    for table in tables:
        sunk.write(table)
    sunk.close()
    return stream.getvalue()


def opened(kind, data):
    return open_source(kind, io.BytesIO(data), "the file", partial(knows, BOOK.catalogue))


def cells(source):
    """Every row of a source, with plain cells, by its number."""
    rows = {}
    for chunk in source.chunks():
        for position, number in enumerate(chunk.rows):
            cells = [column[position] for column in chunk.columns]
            rows[int(number)] = [said(cell.as_py() if isinstance(cell, pa.Scalar) else cell) for cell in cells]
    return rows


def said(cell):
    return None if says_nothing(plain(cell), TABLE) else plain(cell)


@pytest.mark.parametrize("kind", FORMATS)
def test_what_is_written_in_pieces_is_read_again(kind):
    table = answer().table
    pieces = written(kind, table.slice(0, 1), table.slice(1))
    file = opened(kind, pieces)
    assert list(file.names) == table.schema.names
    assert file.total in (len(table), None)
    first = 2 if kind in ("csv", "xlsx") else 1
    assert list(cells(file)) == [first, first + 1, first + 2]
    expected = [[said(_plain(cell, kind)) for cell in row.values()] for row in table.to_pylist()]
    read = [[_number(cell) for cell in row] for row in cells(file).values()]
    assert read == [[_number(cell) for cell in row] for row in expected]
    assert cells(file) == cells(file), "a source can be read twice"


def _plain(cell, kind):
    if isinstance(cell, list) and kind in ("csv", "xlsx"):
        return "; ".join(cell)
    return cell.isoformat() if isinstance(cell, date) and kind == "csv" else cell


def _number(cell):
    try:
        return float(cell)
    except (TypeError, ValueError):
        return cell


@pytest.mark.parametrize("streaming", [False, True])
def test_arrow_is_a_file_or_a_stream(streaming):
    table = answer().table
    data = written("arrow", table, streaming=streaming)
    assert (ipc.open_stream if streaming else ipc.open_file)(data).read_all() == table
    assert list(cells(opened("arrow", data))) == [1, 2, 3]


def test_parquet_keeps_types_units_and_the_law():
    table = answer().table
    read = parquet.read_table(io.BytesIO(written("parquet", table)))
    assert read == table
    assert read.schema.field(BENEFIT).metadata[b"unit"] == b"CNY"
    assert json.loads(read.schema.metadata[b"cdmz_rules"])["law"]


def test_csv_is_for_excel():
    data = written("csv", answer().table)
    assert data.startswith(b"\xef\xbb\xbf")
    read = csv.read_csv(io.BytesIO(data))
    assert read[f"{BENEFIT}.failed"][0].as_py() == "heating_stove"


HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", '=HYPERLINK("http://x","y")', "a\x01b", "a\ufffe"]
MORE_HOSTILE = [
    "http://x",
    "<r><t>=1</t></r>",
    "<r></x>&</r>",
    "{=1}",
    "a_x0041_b",
    "a\r\nb",
    "1e5",
    "007",
    " a ",
    "&<>\"'",
]


def test_text_of_others_is_never_a_formula():
    ids = pa.table({"id": HOSTILE})
    texts = [row[0] for row in cells(opened("csv", written("csv", ids))).values()]
    assert texts[:8] == [f"'{text}".strip() for text in HOSTILE[:8]]
    book = openpyxl.load_workbook(io.BytesIO(written("xlsx", ids)))
    written_cells = [row[0] for row in book.active.iter_rows(min_row=2)]
    assert {cell.data_type for cell in written_cells} == {"s"}
    assert [cell.value for cell in written_cells[:4]] == HOSTILE[:4]
    assert all(cell.quotePrefix for cell in written_cells[:8])
    assert [cell.value for cell in written_cells[8:]] == ["a�b", "a�"]
    assert not any(cell.hyperlink for cell in written_cells)


def test_text_stands_in_a_spreadsheet_as_it_was_sent():
    data = written("xlsx", pa.table({"id": MORE_HOSTILE}))
    written_cells = [row[0] for row in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(min_row=2)]
    assert {cell.data_type for cell in written_cells} == {"s"}
    assert not any(cell.hyperlink for cell in written_cells)
    (chunk,) = opened("xlsx", data).chunks()
    assert chunk.columns[0].to_pylist() == MORE_HOSTILE


def test_a_number_that_a_spreadsheet_would_round_is_text():
    ids = pa.table({"id": pa.array([110101199003077777, 10**15 - 1, -5, None], pa.int64())})
    rows = openpyxl.load_workbook(io.BytesIO(written("xlsx", ids))).active.iter_rows(min_row=2, values_only=True)
    assert [row[0] for row in rows] == ["110101199003077777", 10**15 - 1, -5]


def test_what_is_no_number_is_an_empty_cell():
    table = pa.table({"id": ["a", "b", "c"], "x": [float("nan"), float("inf"), 0.5]})
    rows = openpyxl.load_workbook(io.BytesIO(written("xlsx", table))).active.iter_rows(min_row=2, values_only=True)
    assert [row[1] for row in rows] == [None, None, 0.5]


def test_days_and_yes_or_no_are_themselves_in_a_spreadsheet():
    table = pa.table({"day": pa.array([DAY], pa.date32()), "so": [True], "text": ["a" * 40_000]})
    sheet = openpyxl.load_workbook(io.BytesIO(written("xlsx", table))).active
    assert sheet["A2"].number_format == "yyyy-mm-dd"
    assert (sheet["A2"].value.date(), sheet["B2"].value) == (DAY, True)
    assert sheet["C2"].value == "a" * 32_767, "a cell holds no more"
    assert sheet.freeze_panes == "A2"
    assert all(cell.font.b for cell in sheet[1])


def test_a_full_sheet_is_followed_by_another(monkeypatch):
    from cdmz_rules.tables import xlsx_sink

    monkeypatch.setattr(xlsx_sink, "LAST_ROW", 3)
    book = openpyxl.load_workbook(io.BytesIO(written("xlsx", pa.table({"id": list("abcde")}))))
    assert [[row[0] for row in sheet.iter_rows(values_only=True)] for sheet in book] == [
        ["id", "a", "b"],
        ["id", "c", "d"],
        ["id", "e"],
    ]


# What people have in their files


def test_blank_rows_of_csv_are_left_out_and_counted():
    data = 'id,取暖费\r\na,1\r\n\r\n,\r\n"b\r\nb",2\r\nc,3\r\n\r\n\r\n'.encode("utf-8-sig")
    assert cells(opened("csv", data)) == {2: ["a", "1"], 5: ["b\r\nb", "2"], 6: ["c", "3"]}


def test_rows_of_csv_with_too_few_or_too_many_cells_are_mistakes_of_the_row():
    data = b"id,heating_bill\n1\n2,2\n\n3,3,3\n4,4\n5\n6\n"
    (chunk,) = opened("csv", data).chunks()
    assert chunk.rows.tolist() == [2, 3, 5, 6, 7, 8]
    assert [(row, problem.code) for row, problem in chunk.faults] == [(row, "wrong_length") for row in (0, 2, 4, 5)]
    assert cells(opened("csv", data))[6] == ["4", "4"]
    only = list(opened("csv", b"id,heating_bill\n1\n2\n").chunks())
    assert [chunk.rows.tolist() for chunk in only] == [[2, 3]]


def test_ragged_rows_keep_their_numbers_across_blocks(monkeypatch):
    from cdmz_rules.tables import csv_source

    monkeypatch.setattr(csv_source, "BLOCK", 200)
    lines = [f"{row},{row}" if row % 7 else f"{row}" for row in range(2, 400)]
    rows = {}
    for chunk in opened("csv", "\n".join(["id,heating_bill", *lines]).encode()).chunks():
        bad = {row for row, _ in chunk.faults}
        for position, number in enumerate(chunk.rows):
            rows[int(number)] = "ragged" if position in bad else chunk.columns[0][position].as_py()
    assert rows == {row: str(row) if row % 7 else "ragged" for row in range(2, 400)}


def spreadsheet(rows, title="Sheet"):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_spreadsheet_is_read_as_people_see_it():
    data = spreadsheet(
        [
            [],
            ["id", "heating_bill", "contract_filing_date", "stove_inspected", None],
            [1, 1500000, date(2026, 1, 31), True, None],
            [],
            ["b", "1,500,000", datetime(2026, 1, 31, 8), "是", None],
            ["c", 1, datetime(2026, 1, 31), "no", None],
            [" ", None, None, None, None],
            [None, 2.5, 46053, 0, "?"],
        ]
    )
    file = opened("xlsx", data)
    assert list(file.names) == ["id", "heating_bill", "contract_filing_date", "stove_inspected", ""]
    assert cells(file) == {
        3: [1, 1500000, date(2026, 1, 31), True, None],
        5: ["b", "1,500,000", datetime(2026, 1, 31, 8), "是", None],
        6: ["c", 1, date(2026, 1, 31), "no", None],
        8: [None, 2.5, 46053, 0, "?"],
    }
    piece = next(Batch(file, question(BOOK, BENEFIT, DAY), None, core=lambda asked, households: {}).pieces())
    assert piece.table()["id"].to_pylist() == ["1", "b", "c", None]
    assert [(error.row, error.problem.code) for error in piece.errors()] == [(5, "not_a_date"), (8, "unknown_field")]
    assert piece.households.case(3)["contract_filing_date"] == date(2026, 1, 31)


# What is no such file


def damage(kind):
    table = pa.table({"id": ["a", "b"] * 500, "heating_bill": [1.0, 2.0] * 500})
    whole = {
        "csv": b"id,heating_bill\n1,2\n",
        "xlsx": spreadsheet([["id", "heating_bill"], [1, 2]]),
        "parquet": parquet_bytes(table),
        "arrow": stream_bytes(table),
    }[kind]
    middle = len(whole) // 2
    yield b""
    yield b"\x00" * 100
    yield b"PAR1" + b"\xff" * 100 + b"PAR1"
    yield b"ARROW1\0\0" + b"\xff" * 100
    yield b"PK\x03\x04" + b"\xff" * 100
    if kind != "csv":
        yield whole[:-20]
        yield whole[:middle] + bytes(200) + whole[middle + 200 :]
    yield "id,heating_bill\n编号,1".encode("utf-16-le")
    yield "id,heating_bill\n编号,1".encode("utf-16")[:-1]
    yield "编号,heating_bill\n张三李四,1".encode()[:-3]
    yield b"id,heating_bill\n1,1\n\xff,2\n"


@pytest.mark.parametrize("kind", FORMATS)
def test_a_damaged_file_is_a_mistake_and_no_crash(kind):
    for data in damage(kind):
        problems = faults(kind, data)
        assert problems or kind in ("parquet", "arrow"), data[:20]
        assert {problem.code for problem in problems} <= {"unreadable_file", "unknown_encoding", "empty_file"}
        assert {problem.pointer for problem in problems} <= {"the file"}


def faults(kind, data):
    """What is wrong with a file; nothing if what was spoilt in it did not matter."""
    try:
        assert len(cells(opened(kind, data))) == 1000
    except InputError as error:
        return error.problems
    return ()


def test_arrow_that_lies_about_its_texts_is_a_mistake():
    text = pa.array(["abcdefgh", "ijkl"])
    data = stream_bytes(pa.table({"id": text}))
    offsets = text.buffers()[1].to_pybytes()[:12]
    assert data.count(offsets) == 1
    spoilt = data.replace(offsets, b"\0\0\0\0\xff\xff\xff\x7f\x0c\0\0\0")
    with pytest.raises(InputError):
        cells(opened("arrow", spoilt))


def test_a_spreadsheet_that_unpacks_to_too_much_is_refused(monkeypatch):
    from cdmz_rules.tables import package

    monkeypatch.setattr(package, "MAX_UNPACKED", 100_000)
    stream = io.BytesIO(spreadsheet([["id"], ["a"]]))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/more.xml", b"0" * 1_000_000)
    with pytest.raises(InputError) as caught:
        opened("xlsx", stream.getvalue())
    assert caught.value.problems[0].code == "too_large"


def test_a_name_that_is_no_format_is_refused():
    assert source.format_of(Path("A.CSV"), "x") == "csv"
    for name in ("households.xls", "households", ".csv"):
        with pytest.raises(InputError):
            source.format_of(Path(name), "x")


# Whole or not at all


def test_a_file_stands_there_whole_or_as_it_was(tmp_path):
    file = tmp_path / "new" / "decisions.csv"
    with atomic.replacing(file) as stream:
        stream.write(b"first")
        assert not file.exists()
    with pytest.raises(RuntimeError), atomic.replacing(file) as stream:  # noqa: PT012
        stream.write(b"second")
        raise RuntimeError
    assert file.read_bytes() == b"first"
    with atomic.replacing(file, lambda: False) as stream:
        stream.write(b"third")
    assert file.read_bytes() == b"first"
    assert [path.name for path in file.parent.iterdir()] == [file.name]


class Full(io.BytesIO):
    """A disk that has no room for what comes first."""

    full = True

    def write(self, data):
        if self.full:
            self.full = False
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(data)


def test_a_spreadsheet_that_finds_no_room_is_a_mistake_of_the_system():
    with pytest.raises(OSError, match="No space left") as raised:
        spreadsheet_of(Full(), pa.table({"id": ["a"]}))
    assert raised.value.errno == errno.ENOSPC


def spreadsheet_of(stream, table):
    sunk = open_sink("xlsx", stream, table.schema)
    sunk.write(table)
    sunk.close()


def test_a_spreadsheet_leaves_no_rows_about_people_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    table = pa.table({"id": ["a"]})
    spreadsheet_of(io.BytesIO(), table)
    assert list(tmp_path.iterdir()) == []
    unfinished = open_sink("xlsx", io.BytesIO(), table.schema)
    unfinished.write(table)
    assert len(list(tmp_path.rglob("*"))) == 2
    del unfinished
    gc.collect()
    assert list(tmp_path.iterdir()) == []


def test_columns_of_any_other_library_that_speaks_arrow():
    class Frame:
        def __arrow_c_stream__(self, requested_schema=None):
            return pa.table({"heating_bill": [1.0]}).__arrow_c_stream__(requested_schema)

    assert columns.split(Frame())[0] == ["heating_bill"]
