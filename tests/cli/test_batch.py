"""``cdmz batch``: from an empty table to decisions, every mistake, and what is said at the end."""

import csv
from datetime import date

import openpyxl
import pyarrow as pa
import pytest
from generators import cases
from generators.shipped import BOOK, PACK, SHIPPED
from pyarrow import ipc, parquet
from table_cases import columns, compact, flat
from terminal import cdmz, said

from cdmz_rules import decide
from cdmz_rules.tables.source import FORMATS

DEPOSIT = "provident_fund_deposit"
RENT = "provident_fund_rent_withdrawal"
HOUSEHOLDS = {
    "id": ["a", "b", "=c"],
    "applicant.provident_fund_contribution": ["none", "nonsense", "none"],
    "date": ["2026-04-01", "2026-04-01", "2026-02-31"],
}


def rows(file):
    """The rows of a CSV file, by column."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def write(file, table):
    """A table in the format that the file's name says."""
    if file.suffix == ".xlsx":
        book = openpyxl.Workbook()
        book.active.append(list(table))
        for row in zip(*table.values(), strict=True):
            book.active.append(row)
            for cell in book.active[book.active.max_row]:
                cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
        book.save(file)
    elif file.suffix == ".csv":
        with file.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerows([list(table), *zip(*table.values(), strict=True)])
    elif file.suffix == ".parquet":
        parquet.write_table(pa.table(table), file)
    else:
        with ipc.new_file(file, pa.table(table).schema) as writer:
            writer.write_table(pa.table(table))
    return file


def read(file):
    """A file of decisions as rows."""
    if file.suffix == ".xlsx":
        names, *cells = openpyxl.load_workbook(file).active.iter_rows(values_only=True)
        return [dict(zip(names, row, strict=True)) for row in cells]
    if file.suffix == ".csv":
        return rows(file)
    if file.suffix == ".parquet":
        return parquet.read_table(file).to_pylist()
    return ipc.open_file(file).read_all().to_pylist()


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_is_read_and_written(kind, tmp_path):
    households = write(tmp_path / f"households.{kind}", HOUSEHOLDS)
    output = tmp_path / "out" / f"decisions.{kind}"
    result = cdmz("batch", DEPOSIT, households, "-o", output)
    assert result.exit_code == 1, result.output
    decisions = read(output)
    assert [row["id"] for row in decisions] == ["a", "b", "'=c" if kind == "csv" else "=c"]
    assert [row[f"{DEPOSIT}.outcome"] or None for row in decisions] == ["not_eligible", None, None]
    first = {"csv": 2, "xlsx": 2}.get(kind, 1)
    listed = rows(output.with_name("decisions.errors.csv"))
    assert [(row["行"], row["编号"], row["列"]) for row in listed] == [
        (str(first + 1), "b", "applicant.provident_fund_contribution"),
        (str(first + 2), "'=c", "date"),
    ]
    assert listed[0]["应填"] == "none, employee, flexible"
    assert {path.name for path in output.parent.iterdir()} == {output.name, "decisions.errors.csv"}


def test_decisions_are_those_of_decide(tmp_path):
    households = [case for case in cases.examples(SHIPPED) if case.benefit in (DEPOSIT, RENT)]
    table = columns({"id": case.name, "date": case.day, **flat(BOOK.catalogue, case.inputs)} for case in households)
    output = tmp_path / "decisions.parquet"
    for benefit in (DEPOSIT, RENT):
        ours = [row for row, case in enumerate(households) if case.benefit == benefit]
        file = write(tmp_path / "h.parquet", {name: [cells[row] for row in ours] for name, cells in table.items()})
        said("batch", benefit, file, "-o", output, "--reform", "assumptions_2026")
        answer = parquet.read_table(output)
        for position, row in enumerate(ours):
            case = households[row]
            expected = decide(case.inputs, benefit, case.day, reform=PACK).compact().model_dump(mode="json")
            assert compact(BOOK, answer, position, benefit) == expected


def test_the_summary_counts_outcomes_and_says_where_errors_are(tmp_path):
    households = write(tmp_path / "h.csv", HOUSEHOLDS)
    output = tmp_path / "d.csv"
    chinese = cdmz("batch", DEPOSIT, households, "-o", output).stdout
    for words in ("3 户家庭", "1 ✘ 不符合条件", "2 行有误，未作判断，详见", "d.errors.csv", "已写入"):
        assert words in " ".join(chinese.split())
    english = cdmz("batch", DEPOSIT, households, "-o", output, "--lang", "en", "--reform", "assumptions_2026")
    assert english.exit_code == 1
    assert english.stderr == ""
    for words in ("3 households", "1 ✘ Not entitled", "2 rows are wrong", "ASSUMPTION, NOT POLICY"):
        assert words in " ".join(english.stdout.split())
    assert {row["reform"] for row in rows(output)} == {"assumptions_2026"}
    assert "is not one of the choices" in rows(tmp_path / "d.errors.csv")[0]["what is wrong"]


def test_without_errors_there_is_no_list_unless_one_was_asked_for_or_would_mislead(tmp_path):
    good = write(tmp_path / "good.csv", {"id": ["a"], "applicant.provident_fund_contribution": ["none"]})
    bad = write(tmp_path / "bad.csv", HOUSEHOLDS)
    output, listed, named = tmp_path / "d.csv", tmp_path / "d.errors.csv", tmp_path / "mine.csv"
    assert cdmz("batch", DEPOSIT, good, "-o", output).exit_code == 0
    assert not listed.exists()
    assert cdmz("batch", DEPOSIT, good, "-o", output, "--errors", named).exit_code == 0
    assert rows(named) == []
    assert cdmz("batch", DEPOSIT, bad, "-o", output).exit_code == 1
    assert len(rows(listed)) == 2
    assert cdmz("batch", DEPOSIT, good, "-o", output).exit_code == 0
    assert rows(listed) == []


def test_the_day_is_that_of_the_row_or_else_of_the_option(tmp_path):
    table = {"applicant.provident_fund_contribution": ["none", "none"], "date": ["2026-04-01", None]}
    output = tmp_path / "d.parquet"
    said("batch", DEPOSIT, write(tmp_path / "h.parquet", table), "-o", output, "--date", "2025-05-01")
    assert parquet.read_table(output)["date"].to_pylist() == [date(2026, 4, 1), date(2025, 5, 1)]


# The empty table


def headings(file):
    if file.suffix == ".csv":
        return file.read_text(encoding="utf-8-sig").strip().split(",")
    return [cell.value for cell in openpyxl.load_workbook(file).worksheets[0][1]]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_an_empty_table_asks_for_everything_and_says_that_it_is_empty(kind, tmp_path):
    file = tmp_path / f"households.{kind}"
    said("batch", "--template", *BOOK.benefits, "-o", file)
    names = headings(file)
    assert names[:2] == ["id", "date"]
    asked = {info.name for benefit in BOOK.benefits for info in BOOK.benefit(benefit).inputs}
    assert {name.rpartition(".")[2] for name in names} >= asked
    result = cdmz("batch", DEPOSIT, file, "-o", tmp_path / "d.csv")
    assert result.exit_code == 2
    assert "表中没有任何家庭" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


@pytest.mark.sampled(10)
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("benefit", list(BOOK.benefits))
def test_what_is_filled_in_with_what_the_drop_downs_offer_is_decided(benefit, lang, tmp_path):
    file = tmp_path / "households.xlsx"
    said("batch", "--template", benefit, "-o", file, "--lang", lang)
    book = openpyxl.load_workbook(file)
    sheet, explained = book.worksheets[0], book.worksheets[1]
    offered = options(book)
    examples = {}
    for row in explained.iter_rows(min_row=2, values_only=True):
        key, example = row[0], row[-2 if lang == "zh" else -1]
        examples[key] = example
        position = headings(file).index(key) + 1
        if position in offered:
            assert example in offered[position]
        sheet.cell(2, position, float(example) if example.replace(".", "").isdigit() else example)
    assert list(examples) == headings(file)
    book.save(file)
    output = tmp_path / "d.parquet"
    said("batch", benefit, file, "-o", output)
    (answer,) = parquet.read_table(output).to_pylist()
    assert answer["id"] == "A-001"
    assert answer[f"{benefit}.outcome"]


def options(book):
    """What each column of a template offers in its drop-down."""
    sheet = book.worksheets[0]
    offered = {}
    for validation in sheet.data_validations.dataValidation:
        name, _, span = validation.formula1.partition("!")
        cells = book[name.strip("'")][span.replace("$", "")]
        choices = [cell.value for row in (cells if isinstance(cells, tuple) else ((cells,),)) for cell in row]
        for part in validation.sqref.ranges:
            assert (part.min_row, part.max_row) == (2, 1_048_576)
            offered[part.min_col] = choices
    return offered


def test_a_template_explains_every_column_in_both_languages(tmp_path):
    file = tmp_path / "households.xlsx"
    said("batch", "--template", *BOOK.benefits, "-o", file)
    book = openpyxl.load_workbook(file)
    assert book.worksheets[0].freeze_panes == "A2"
    assert [sheet.sheet_state for sheet in book] == ["visible", "visible", "hidden"]
    for row in book.worksheets[1].iter_rows(min_row=2, values_only=True):
        assert all(row), row
    infos = BOOK.catalogue.inputs
    choices = {heading: options(book).get(position) for position, heading in enumerate(headings(file), 1)}
    for heading, offered in choices.items():
        info = infos.get(heading.rpartition(".")[2])
        if info is not None:
            assert bool(offered) == (info.kind in ("choice", "yes_no")), heading


def test_a_template_names_the_other_ways_to_give_an_input(tmp_path):
    file = tmp_path / "households.xlsx"
    said("batch", "--template", "provident_fund_loan", "-o", file)
    explained = {row[0]: row for row in openpyxl.load_workbook(file).worksheets[1].iter_rows(values_only=True)}
    for key, others in (
        ("applicant.birth_date", ("applicant.age", "applicant.id_number")),
        ("applicant.sex", ("applicant.id_number",)),
    ):
        for about in explained[key][3:5]:
            assert all(other in about for other in others)


def test_headings_may_be_the_labels_that_the_template_explains(tmp_path):
    file = tmp_path / "households.xlsx"
    said("batch", "--template", RENT, "-o", file)
    explained = list(openpyxl.load_workbook(file).worksheets[1].iter_rows(min_row=2, values_only=True))
    for column in (1, 2):
        table = {row[column]: [row[-2 if column == 1 else -1]] for row in explained}
        output = tmp_path / "d.csv"
        said("batch", RENT, write(tmp_path / "h.csv", table), "-o", output)
        assert rows(output)[0]["id"] == "A-001"


# Mistakes


def test_a_mistake_leaves_what_was_there(tmp_path):
    good = write(tmp_path / "good.csv", {"id": ["a"], "applicant.provident_fund_contribution": ["none"]})
    wrong = write(tmp_path / "wrong.csv", {"prise": ["1"]})
    no_text = tmp_path / "no_text.csv"
    no_text.write_bytes(b"id,price\n\xff,2")
    nothing_in_it = tmp_path / "nothing.csv"
    nothing_in_it.write_bytes(b"")
    damaged = tmp_path / "damaged.parquet"
    damaged.write_bytes(b"PAR1 and so on")
    output = tmp_path / "d.csv"
    output.write_text("before")
    folder = tmp_path / "folder.csv"
    folder.mkdir()
    for arguments, zh, en in [
        (
            (DEPOSIT, wrong, "-o", output),
            "prise：没有名为“prise”的列，最接近的是“房屋总价”，是否指“price”",
            'did you mean "price"',
        ),
        ((DEPOSIT, no_text, "-o", output), "另存为“CSV UTF-8”", "save it as CSV UTF-8"),
        ((DEPOSIT, nothing_in_it, "-o", output), "文件中没有列名", "no headings"),
        ((DEPOSIT, damaged, "-o", output), "无法读取这个 Parquet 文件", "this Parquet file cannot be read"),
        ((DEPOSIT, tmp_path / "nowhere.csv", "-o", output), "没有这个文件或文件夹", "No such file"),
        ((DEPOSIT, good, "-o", tmp_path / "d.txt"), ".csv, .xlsx, .parquet, .arrow", "no kind of file"),
        ((DEPOSIT, tmp_path / "h.docx", "-o", output), "不是可用的文件类型", "no kind of file"),
        ((DEPOSIT, good, "-o", good), "同一文件不能既读又写", "cannot be read and written at once"),
        (
            (DEPOSIT, good, "-o", output, "--errors", output),
            "同一文件不能既读又写",
            "cannot be read and written at once",
        ),
        ((DEPOSIT, good, "-o", folder), "这是文件夹，不是文件", "Is a directory"),
        ((DEPOSIT, good), "--output：缺少此项", "--output: this is missing"),
        ((good, "-o", output), "BENEFIT：缺少此项", "BENEFIT: this is missing"),
        (("-o", output), "HOUSEHOLDS：缺少此项", "HOUSEHOLDS: this is missing"),
        (("provident_fund_deposits", good, "-o", output), "是否指“provident_fund_deposit”", "did you mean"),
        ((DEPOSIT, DEPOSIT, good, "-o", output), "同一事项列了两次", "named twice"),
        ((DEPOSIT, good, "-o", output, "--date", "2026-02-31"), "不是有效日期", "is no calendar day"),
        ((DEPOSIT, good, "-o", output, "--reform", "nosuch"), "assumptions_2026", "assumptions_2026"),
        (("--template", DEPOSIT, "-o", tmp_path / "h.parquet"), "空白表格只能是", "an empty table is"),
        (("--template", "-o", tmp_path / "h.xlsx"), "BENEFIT：缺少此项", "BENEFIT: this is missing"),
        (("--template", DEPOSIT), "--output：缺少此项", "--output: this is missing"),
    ]:
        for lang, words in (("zh", zh), ("en", en)):
            result = cdmz("batch", *arguments, "--lang", lang)
            assert result.exit_code == 2, (arguments, result.output)
            assert words in result.stderr, arguments
            assert "Traceback" not in result.output
    assert output.read_text() == "before"
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_rows_that_do_not_fit_stop_nothing(tmp_path):
    file = tmp_path / "h.csv"
    file.write_text("id,applicant.provident_fund_contribution\na,none\nb\n\nc,none,1\nd,none\n", encoding="utf-8")
    output = tmp_path / "d.csv"
    assert cdmz("batch", DEPOSIT, file, "-o", output).exit_code == 1
    assert [row[f"{DEPOSIT}.outcome"] for row in rows(output)] == ["not_eligible", "", "", "not_eligible"]
    assert [row["行"] for row in rows(tmp_path / "d.errors.csv")] == ["3", "5"]


def test_nothing_is_left_behind_when_it_breaks_off(tmp_path, monkeypatch):
    from cdmz_rules.tables.batch import Batch

    def broken(self):
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(Batch, "pieces", broken)
    households = write(tmp_path / "h.csv", HOUSEHOLDS)
    assert cdmz("batch", DEPOSIT, households, "-o", tmp_path / "d.csv").exit_code != 0
    assert [path.name for path in tmp_path.iterdir()] == ["h.csv"]


def test_progress_is_shown_on_a_terminal_only(tmp_path, monkeypatch):
    import io

    from cdmz_rules.cli import batch_run

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    stderr = Terminal()
    monkeypatch.setattr("sys.stderr", stderr)
    with batch_run._bar(10) as advance:
        advance(5)
    assert "5/10" in stderr.getvalue()
