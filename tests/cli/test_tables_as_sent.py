"""Tables as people send them, by every command that reads one."""

import csv
import io
from datetime import datetime
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from generators.shipped import BOOK
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH
from terminal import ROOT, cdmz

CASES = ROOT / "tests" / "cases"
RENT = "provident_fund_rent_withdrawal"
QUARTER = ("--month", "2026-01", "--until", "2026-03", "--date", "2026-04-10", "--reform", "assumptions_2026")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "gb18030")


def rows(file):
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def table(file):
    """The cells of a CSV file."""
    return list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"))))


def workbook(file, cells, title=None):
    book = openpyxl.Workbook()
    if title:
        book.active.append([title])
    for row in cells:
        book.active.append(row)
    book.save(file)
    return file


def encoded(file, cells, encoding, separator):
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(cells)
    file.write_bytes(out.getvalue().encode(encoding))
    return file


def settled(file):
    """The bytes of every table that a settlement of a file of stays writes."""
    folder = file.parent / f"{file.name}.settled"
    result = cdmz("settle-beds", file, *QUARTER, "-o", folder)
    assert result.exit_code in (0, 1), result.output
    return result, {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize(
    ("name", "column", "words"),
    [
        ("stays_died_on_error_cell.xlsx", "died_on", "此格为错误值 #REF!"),
        ("stays_died_on_typed.xlsx", "to", "晚于该老人的死亡日期"),
    ],
)
def test_a_day_of_death_in_error_is_refused_as_one_that_ends_the_stay(name, column, words, tmp_path):
    folder = tmp_path / "settled"
    result = cdmz("settle-beds", CASES / name, *QUARTER, "-o", folder)
    assert result.exit_code == 1
    (refused,) = rows(folder / "refused.csv")
    assert (refused["row"], refused["column"], refused["message_zh"]) == ("2", column, words)
    assert sum(float(row["yuan"]) for row in rows(folder / "matrix.csv")) == 0


def test_rows_of_spaces_are_left_out(tmp_path):
    result = cdmz("batch", RENT, CASES / "rows_of_spaces.csv", "-o", tmp_path / "d.csv")
    assert result.exit_code == 0
    (row,) = rows(tmp_path / "d.csv")
    assert (row["id"], row[f"{RENT}.outcome"]) == ("A", "eligible")


def test_a_file_that_cannot_be_decided_for_a_cell_in_error_lists_its_row_and_column(tmp_path):
    cells = table(CASES / "rows_of_spaces.csv")[:2]
    cells[1][cells[0].index("monthly_rent")] = "#DIV/0!"
    file = workbook(tmp_path / "h.xlsx", cells)
    result = cdmz("batch", RENT, file, "-o", tmp_path / "d.csv")
    assert result.exit_code == 1
    listed = (tmp_path / "d.errors.csv").read_bytes()
    assert listed.startswith(b"\xef\xbb\xbf")
    assert "2,A,monthly_rent,月租金：此格为错误值 #DIV/0!" in listed.decode("utf-8-sig")


def test_which_sheet_is_read_is_said_or_asked_for(tmp_path):
    cells = table(CASES / "rows_of_spaces.csv")[:2]
    file = workbook(tmp_path / "h.xlsx", cells, title="租房提取")
    book = openpyxl.load_workbook(file)
    book.active.title = "八月"
    book.create_sheet("九月").append(["id", "monthly_rent"])
    book.create_sheet("旧").sheet_state = "hidden"
    book.save(file)
    output = tmp_path / "d.csv"
    result = cdmz("batch", RENT, file, "-o", output)
    assert result.exit_code == 2
    assert "“八月”, “九月”" in result.stderr
    result = cdmz("batch", RENT, file, "-o", output, "--sheet", "八月")
    assert result.exit_code == 0, result.output
    assert "列名在第2行，其上的行已略过：1" in result.stderr
    result = cdmz("batch", RENT, file, "-o", output, "--sheet", "八月份", "--lang", "en")
    assert result.exit_code == 2
    assert 'did you mean "八月"' in result.stderr
    del book["九月"]
    book.save(file)
    result = cdmz("batch", RENT, file, "-o", output, "--lang", "en")
    assert "hidden sheets are left out: “旧”" in result.stderr
    assert cdmz("batch", RENT, CASES / "rows_of_spaces.csv", "-o", output, "--sheet", "八月").exit_code == 2


@pytest.mark.sampled(4)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_stays_are_settled_alike_in_every_encoding(encoding, separator, tmp_path):
    cells = table(ROOT / "examples" / "stays.csv")
    _, usual = settled(encoded(tmp_path / "usual.csv", cells, "utf-8", ","))
    result, tables = settled(encoded(tmp_path / "other.txt", [["入住记录"], *cells], encoding, separator))
    assert "列名在第2行" in result.stderr
    for name in tables:
        if name not in ("stays.csv", "refused.csv"):  # these tell the row, which is one further down
            assert tables[name] == usual[name]


WIDE = {letter: letter + 0xFEE0 for letter in range(0x21, 0x7F)}


def test_who_is_written_in_full_width_is_nobody_else(tmp_path):
    cells = table(ROOT / "examples" / "stays.csv")
    _, usual = settled(encoded(tmp_path / "usual.csv", cells, "utf-8", ","))
    for row in cells[1::2]:
        row[:2] = [name.translate(WIDE) for name in row[:2]]
    assert any("ｈｏｍｅ" in row for row in cells)
    assert settled(encoded(tmp_path / "wide.csv", cells, "utf-8", ","))[1] == usual

    cells = table(ROOT / "examples" / "claims.csv")
    arguments = ("settle-claims", tmp_path / "claims.csv", "--date", "2023-12-31", "-o")
    for output in ("usual.csv", "wide.csv"):
        encoded(tmp_path / "claims.csv", cells, "utf-8", ",")
        assert cdmz(*arguments, tmp_path / output).exit_code == 0
        cells[2][0] = cells[2][0].translate(WIDE)
    usual, wide = table(tmp_path / "usual.csv"), table(tmp_path / "wide.csv")
    assert wide[2][0] == cells[2][0] != usual[2][0]
    assert [row[1:] for row in wide] == [row[1:] for row in usual]


def test_an_id_that_holds_whole_lines_is_a_mistake(tmp_path):
    """A quotation mark that is never closed takes the rows below it into one cell."""
    file = tmp_path / "h.csv"
    file.write_text('monthly_rent,id\n1800,A\n1700,"B\n1600,C\n1500,D"\n')
    assert cdmz("batch", RENT, file, "-o", tmp_path / "d.csv").exit_code == 1
    assert "3,,id,编号：编号含有不可显示的字符" in (tmp_path / "d.errors.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_claims_are_settled_alike_in_every_encoding_and_with_labels(encoding, tmp_path):
    cells = table(ROOT / "examples" / "claims.csv")
    labelled = [list(row) for row in cells]
    label = BOOK.catalogue.inputs["total_cost"].label.zh
    headings = {"person": "个人标识", "total_cost": f"{label}（元）", "birth_date": "申请人：出生日期"}
    labelled[0] = [headings.get(heading, heading) for heading in labelled[0]]
    arguments = ("--date", "2023-12-31", "-o")
    usual = tmp_path / "usual.csv"
    assert cdmz("settle-claims", ROOT / "examples" / "claims.csv", *arguments, usual).exit_code == 0
    files = [
        encoded(tmp_path / "claims.csv", labelled, encoding, ";"),
        workbook(tmp_path / "claims.xlsx", labelled, "费用"),
    ]
    for file in files:
        output = tmp_path / f"{file.name}.settled.csv"
        result = cdmz("settle-claims", file, *arguments, output)
        assert result.exit_code == 0, result.output
        assert table(output)[1:] == table(usual)[1:]
        assert table(output)[0][: len(labelled[0])] == labelled[0]


def test_days_of_claims_that_a_workbook_holds_as_numbers_count_from_its_own_day(tmp_path):
    cells = table(ROOT / "examples" / "claims.csv")[:2]
    born = cells[0].index("birth_date")
    outputs = []
    for epoch, name in ((WINDOWS_EPOCH, "windows"), (MAC_EPOCH, "mac")):
        book = openpyxl.Workbook()
        book.epoch = epoch
        number = (datetime.fromisoformat(cells[1][born]) - epoch).days
        book.active.append(cells[0])
        book.active.append([*cells[1][:born], number, *cells[1][born + 1 :]])
        book.save(tmp_path / f"{name}.xlsx")
        result = cdmz("settle-claims", tmp_path / f"{name}.xlsx", "--date", "2023-12-31")
        assert result.exit_code == 0, result.output
        outputs.append(list(csv.reader(io.StringIO(result.stdout)))[1][len(cells[0]) :])
    assert outputs[0] == outputs[1]


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#NAME?", "#DIV/0!"])
def test_a_name_that_came_out_in_error_is_nobody(error, tmp_path):
    cells = table(ROOT / "examples" / "claims.csv")
    cells[2][cells[0].index("person")] = error
    file = encoded(tmp_path / "claims.csv", cells, "gb18030", ",")
    result = cdmz("settle-claims", file, "--date", "2023-12-31")
    assert result.exit_code == 2
    assert f"claims.csv:3: person：此格为错误值 {error}" in result.stderr
    assert result.stderr.count("错误：") == 1


@pytest.mark.parametrize("name", ["h.xls", "h.et", "h.ods"])
@pytest.mark.parametrize("command", [("batch", RENT), ("settle-claims",), ("settle-beds",)])
def test_spreadsheets_of_other_kinds_are_refused_in_one_sentence(command, name, tmp_path):
    file = tmp_path / name
    file.write_bytes(b"anything")
    output = ("--month", "2026-01") if command == ("settle-beds",) else ("-o", tmp_path / "d.csv")
    result = cdmz(*command, file, *output)
    assert result.exit_code == 2
    assert "另存为不带密码的 .xlsx" in result.stderr


def test_a_spreadsheet_with_macros_is_read(tmp_path):
    file = workbook(tmp_path / "h.xlsx", table(CASES / "rows_of_spaces.csv")[:2])
    result = cdmz("batch", RENT, file.rename(tmp_path / "h.xlsm"), "-o", tmp_path / "d.csv")
    assert result.exit_code == 0, result.output


def test_what_is_wrong_with_claims_has_its_row_in_the_file(tmp_path):
    cells = table(ROOT / "examples" / "claims.csv")
    place = cells[0].index("total_cost")
    book = openpyxl.Workbook()
    book.active.append(["费用"])
    for row in [cells[0], cells[1], [""] * len(cells[0]), cells[2]]:
        book.active.append(row)
    book.active.cell(5, place + 1).value = "#REF!"
    book.save(tmp_path / "claims.xlsx")
    result = cdmz("settle-claims", tmp_path / "claims.xlsx", "--date", "2023-12-31")
    assert result.exit_code == 2
    assert "claims.xlsx:5: total_cost：此格为错误值 #REF!" in result.stderr
    assert result.stderr.count("错误：") == 1


def test_a_claim_with_text_that_would_be_computed_is_written_as_text(tmp_path):
    cells = table(ROOT / "examples" / "claims.csv")
    for row in cells[1:]:
        row[cells[0].index("person")] = f"={row[cells[0].index('person')]}+1"
    file = encoded(tmp_path / "claims.csv", cells, "utf-8", ",")
    output = tmp_path / "settled.csv"
    assert cdmz("settle-claims", file, "--date", "2023-12-31", "-o", output).exit_code == 0
    assert {row["person"][:2] for row in rows(output)} == {"'="}


def test_settled_claims_are_written_as_the_name_of_the_file_says(tmp_path):
    usual, claims = tmp_path / "usual.csv", ROOT / "examples" / "claims.csv"
    outputs = [tmp_path / f"settled.{kind}" for kind in ("xlsx", "parquet", "arrow")]
    for output in (usual, *outputs):
        assert cdmz("settle-claims", claims, "--date", "2023-12-31", "-o", output).exit_code == 0
    head, *cells = openpyxl.load_workbook(outputs[0]).active.iter_rows(values_only=True)
    assert list(head) == table(usual)[0]
    paid = head.index("basic_fund_payment")
    assert [row[paid] for row in cells] == [float(row[paid]) for row in table(usual)[1:]]
    assert pq.read_table(outputs[1]).column_names == list(head)
    result = cdmz("settle-claims", claims, "--date", "2023-12-31", "-o", tmp_path / "settled.xls")
    assert result.exit_code == 2
    assert not (tmp_path / "settled.xls").exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_identity_numbers_of_claims_are_read_and_written_nowhere(kind, tmp_path):
    number = "510104194912310044"
    cells = table(ROOT / "examples" / "claims.csv")
    born = cells[0].index("birth_date")
    for row, cell in zip(cells, ["身份证号", *[number] * len(cells)], strict=False):
        row[born] = cell
    output = tmp_path / f"settled.{kind}"
    file = encoded(tmp_path / "claims.csv", cells, "utf-8", ",")
    result = cdmz("settle-claims", file, "--date", "2023-12-31", "-o", output)
    assert result.exit_code == 0, result.output
    read = (
        table if kind == "csv" else lambda book: list(openpyxl.load_workbook(book).active.iter_rows(values_only=True))
    )
    written = read(output)
    assert "身份证号" not in written[0]
    assert number not in str(written)
    shown = cdmz("settle-claims", file, "--date", "2023-12-31")
    assert number not in shown.output


def test_a_case_is_read_in_the_encodings_that_editors_save(tmp_path):
    text = Path(ROOT / "examples" / "ex01_chengdu_one_contributor.yaml").read_text(encoding="utf-8")
    answers = []
    for encoding in ENCODINGS:
        file = tmp_path / f"{encoding}.yaml"
        file.write_bytes(f"# 案例\n{text}".encode(encoding))
        result = cdmz("decide", "provident_fund_loan", file)
        assert result.exit_code == 0, result.output
        answers.append(result.stdout)
    assert len(set(answers)) == 1
