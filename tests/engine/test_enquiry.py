"""What a bureau is asked, on the toy law: the workbook, and what is taken from it."""

import io
import re
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
import workbooks
import yaml
from generators.toy import BOOK, FOLDER

from cdmz_rules import InputError, LawFileError, Rulebook, decide
from cdmz_rules.decisions.impact import Household
from cdmz_rules.enquiry import periods, rows
from cdmz_rules.enquiry.answers import checkers
from cdmz_rules.enquiry.importing import answers_that_change, import_rows
from cdmz_rules.enquiry.workbook import Enquiry, write
from cdmz_rules.enquiry.worth import measure
from cdmz_rules.law import check, read

TODAY, DAY = date(2026, 11, 23), date(2026, 6, 20)
CASE = {
    "members": [
        {"role": "applicant", "guild": "upper", "joined_date": "2024-01-15", "savings": 8000.50},
        {"role": "spouse", "savings": 3210},
    ],
    "orchard_city": "lower",
    "term_months": 60,
}
LOAN = Household("loan", "orchard_loan", DAY, CASE)
DOCUMENT = {"title": "虚构的果园贷款细则", "number": "虚构〔2026〕3号", "issuer": "下城果园局", "date": "2026-01"}
SAID = {**DOCUMENT, "first": date(2026, 1, 1), "evidence": "文件原文", "checked": date(2026, 11, 20), "by": "某甲"}
ANSWERS = {
    "orchard.guilds": {**SAID, "value": "上城、下城", "article": "第三条"},
    "orchard.savings_counted": {**SAID, "value": BOOK.law["orchard.savings_counted"].choices["household"].zh},
    "orchard.rounding": {**SAID, "value": "1,000元", "href": "https://example.org/3", "note": "=虚构"},
}


@pytest.fixture(scope="module")
def worths():
    return measure(BOOK, [LOAN])


def book_of(worths, file, book=BOOK, *, place="lower", everything=False):
    enquiry = Enquiry(book, place, worths, TODAY, checkers(book.content.overlay))
    with file.open("wb") as stream:
        return write(stream, enquiry, everything=everything)


def taken(file, folder, **options):
    """Import a workbook into a folder, by the law with that folder as it stands."""
    book = Rulebook.of(replace(BOOK.content, overlay=folder if folder.is_dir() else None))
    with file.open("rb") as stream:
        return import_rows(book, folder, rows.read(stream, file.name), TODAY, **options)


@pytest.fixture
def workbook(worths, tmp_path):
    file = tmp_path / "lower.xlsx"
    book_of(worths, file)
    return file


def problems_of(file, folder):
    with pytest.raises(InputError) as caught:
        taken(file, folder)
    return {problem.pointer: problem for problem in caught.value.problems}


def test_a_workbook_asks_for_what_is_not_known_and_offers_what_can_be(workbook):
    book = openpyxl.load_workbook(workbook)
    first, hidden, *rest = book.worksheets
    assert "虚构" not in str(first["A1"].value)
    assert (first.title, hidden.sheet_state) == ("说明 Guide", "hidden")
    for sheet in rest:
        assert sheet.freeze_panes == "B2"
        assert sheet.protection.sheet
        assert not sheet[f"{workbooks.letter('value')}2"].protection.locked
        assert sheet[f"{workbooks.letter('question')}2"].protection.locked
        assert sheet.column_dimensions[workbooks.letter("path")].hidden
    found = {row["path"]: row for row in workbooks.rows(book)}
    asked = periods.gaps(BOOK.law, periods.within(BOOK.places, "lower"))
    assert set(found) == {period.item.path for period in asked}
    assert "请问" in found["orchard.rounding"]["question"]
    assert "上城" in found["orchard.rounding"]["others"]
    assert all(row["value"] is None for row in found.values())
    (sheet,) = [sheet for sheet in rest if "orchard" in sheet.title]
    assert len(sheet.data_validations.dataValidation) >= 2


def test_what_is_filled_in_becomes_an_overlay_that_decides(workbook, tmp_path):
    folder = tmp_path / "overlay"
    workbooks.fill(workbook, ANSWERS, "lower")
    imported = taken(workbook, folder)
    assert len(imported.change.entries) == 3
    assert {(change.path, change.place) for change in imported.changes} == {(path, "lower") for path in ANSWERS}
    content = replace(BOOK.content, overlay=folder)
    assert check.check(folder / "parameters", BOOK.places, imported.after.documents, overlay=True) == []
    decision = decide(CASE, "orchard_loan", DAY, law=read(content)[1], rulebook=BOOK, today=TODAY)
    assert (decision.outcome.value, decision.amount.bound, decision.amount.value) == ("eligible", "exact", 112_000)
    by_path = {source.path: source for source in decision.sources}
    assert {by_path[path].origin for path in ANSWERS} == {"overlay"}
    assert by_path["orchard.rounding"].document["number"] == "虚构〔2026〕3号"
    assert "某甲" not in decision.model_dump_json()
    (document,) = yaml.safe_load((folder / "sources.yaml").read_text(encoding="utf-8")).values()
    assert document == {**DOCUMENT, "href": "https://example.org/3", "read_as": "official_text"}
    written = yaml.safe_load((folder / "parameters" / "orchard" / "rounding.yaml").read_text(encoding="utf-8"))
    facts = written["lower"]["values"]["2026-01-01"]["metadata"]
    assert (facts["encoded"], facts["last_verified"], facts["checked_by"]) == ("2026-11-23", "2026-11-20", "某甲")
    impacts = answers_that_change(BOOK, imported, [LOAN], TODAY)
    assert [(each.name, each.after.outcome.value) for each in impacts] == [("loan", "eligible")]


def test_an_unchanged_workbook_says_nothing_new(worths, workbook, tmp_path):
    folder = tmp_path / "overlay"
    assert taken(workbook, folder).change.entries == []
    book_of(worths, workbook, everything=True)
    imported = taken(workbook, folder)
    assert imported.change.entries == []
    assert imported.change.unchanged > 0
    assert not folder.exists()


def test_from_overlay_to_workbook_to_overlay_nothing_is_lost(worths, workbook, tmp_path):
    folder, again, everything = tmp_path / "overlay", tmp_path / "again", tmp_path / "all.xlsx"
    ended = {**SAID, "value": "无此规定", "until": date(2026, 12, 31), "on_expiry": "到期终止", "evidence": "转述"}
    ended |= {"title": "虚构的另一份文件", "number": None, "issuer": None, "date": None}
    workbooks.fill(workbook, {**ANSWERS, "orchard.most": ended}, "lower")
    taken(workbook, folder)
    before = workbooks.content(folder)
    assert taken(workbook, folder).change.entries == []
    overlaid = Rulebook.of(replace(BOOK.content, overlay=folder))
    book_of(worths, everything, overlaid, everything=True)
    shown = {
        (row["path"], row["place"], str(row["first"])[:10]): row
        for row in workbooks.rows(openpyxl.load_workbook(everything))
    }
    assert shown["orchard.rounding", "lower", "2026-01-01"]["value"] == 1000
    assert shown["orchard.guilds", "lower", "2026-01-01"]["value"] == "上城、下城"
    assert shown["orchard.most", "lower", "2026-01-01"]["value"] == "无此规定"
    assert taken(everything, folder).change.entries == []
    assert workbooks.content(folder) == before
    taken(everything, again)
    assert workbooks.content(again) == before


def test_a_value_that_begins_on_another_day_moves_and_one_of_the_law_does_not(worths, workbook, tmp_path):
    folder, everything = tmp_path / "overlay", tmp_path / "all.xlsx"
    workbooks.fill(workbook, ANSWERS, "lower")
    taken(workbook, folder)
    book_of(worths, everything, Rulebook.of(replace(BOOK.content, overlay=folder)), everything=True)
    book = openpyxl.load_workbook(everything)
    own = {"overlay": 0, "law": 0}
    for sheet, named in workbooks.sheets(book):
        for number in range(2, sheet.max_row + 1):
            path, since = (sheet.cell(number, named[key]).value for key in ("path", "since"))
            if path == "orchard.rounding" and since == "2026-01-01":
                sheet.cell(number, named["first"]).value = date(2025, 7, 1)
                own["overlay"] += 1
    book.save(everything)
    taken(everything, folder)
    values = yaml.safe_load((folder / "parameters/orchard/rounding.yaml").read_text(encoding="utf-8"))["lower"][
        "values"
    ]
    assert (list(values), own["overlay"]) == (["2025-07-01"], 1)


WRONG = {
    "orchard.guilds": ({"value": "火星"}, "value", "unknown_value"),
    "orchard.savings_counted": ({"value": "全部"}, "value", "unknown_value"),
    "orchard.rounding": ({"value": "十块"}, "value", "wrong_type"),
    "orchard.most": ({"value": -1}, "value", "out_of_range"),
    "orchard.multiple": ({"value": 10, "checked": date(2027, 1, 1)}, "checked", "out_of_range"),
    "orchard.months_least": ({"value": 6, "first": "去年"}, "first", "not_a_date"),
    "orchard.short_months": ({"value": 6, "title": None}, "title", "missing"),
    "orchard.rate.long": ({"value": "2%", "href": "javascript:alert(1)"}, "href", "wrong_type"),
    "orchard.rate.short": (
        {"value": "2%", "until": date(2025, 1, 1), "on_expiry": "到期终止"},
        "until",
        "out_of_range",
    ),
    "welfare.heating.most": ({"value": 100, "until": date(2026, 6, 1)}, "on_expiry", "bad_combination"),
    "welfare.crowding.rate": ({"value": 100, "evidence": "听说"}, "evidence", "unknown_value"),
    "welfare.meals.rate": ({"value": 3, "number": "另一号", "note": "\u202e"}, "note", "too_long"),
}


def test_every_wrong_cell_is_named_and_nothing_is_written(workbook, tmp_path):
    folder = tmp_path / "overlay"
    good = tmp_path / "good.xlsx"
    good.write_bytes(workbook.read_bytes())
    workbooks.fill(good, ANSWERS, "lower")
    taken(good, folder)
    before = workbooks.content(folder)
    where = workbooks.fill(workbook, {path: {**SAID, **cells} for path, (cells, _, _) in WRONG.items()}, "lower")
    problems = problems_of(workbook, folder)
    expected = {}
    for path, (_, key, code) in WRONG.items():
        sheet, cell = where[path].split("!")
        expected[f"{sheet}!{workbooks.letter(key)}{re.sub('[A-Z]', '', cell)}"] = code
    assert {pointer: problem.code for pointer, problem in problems.items()} == expected
    assert workbooks.content(folder) == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["good.xlsx", "lower.xlsx", "overlay"]


@pytest.mark.parametrize(("written", "holds"), [("2%", 0.02), ("０.2％", 0.002), (" 2.5 % ", 0.025)])
def test_a_share_is_read_with_its_percent_sign(workbook, tmp_path, written, holds):
    workbooks.fill(workbook, {"orchard.rate.long": {**SAID, "value": written}}, "lower")
    (entered,) = taken(workbook, tmp_path / "overlay").change.entries
    assert entered.value == holds


@pytest.mark.parametrize("written", ["0.2", "2", 0.02, 1, 0, "0.2‰", "2％左右"])
def test_a_share_without_its_percent_sign_is_not_guessed_at(workbook, tmp_path, written):
    where = workbooks.fill(workbook, {"orchard.rate.long": {**SAID, "value": written}}, "lower")
    (pointer, problem), *others = problems_of(workbook, tmp_path / "overlay").items()
    assert (pointer, others) == (where["orchard.rate.long"], [])
    assert "写明百分号，如 30%" in problem.message_zh
    assert "write the percent sign, such as 30%" in problem.message_en


def test_what_is_typed_into_a_cell_of_a_value_stays_as_it_was_typed(workbook):
    for sheet, named in workbooks.sheets(openpyxl.load_workbook(workbook)):
        for number in range(2, sheet.max_row + 1):
            is_day = BOOK.law[sheet.cell(number, named["path"]).value].kind == "date"
            assert is_day or sheet.cell(number, named["value"]).number_format == "@"


@pytest.mark.parametrize(
    ("path", "written", "holds"),
    [
        ("orchard.multiple", "２０倍", 20),
        ("orchard.months_least", "6个月", 6),
        ("orchard.most", "65 万元", 650_000),
    ],
)
def test_a_number_may_bear_the_unit_of_its_row(workbook, tmp_path, path, written, holds):
    workbooks.fill(workbook, {path: {**SAID, "value": written}}, "lower")
    (entered,) = taken(workbook, tmp_path / "overlay").change.entries
    assert entered.value == holds


@pytest.mark.parametrize(
    ("path", "written", "unit"),
    [("orchard.multiple", "20%", "倍"), ("orchard.months_least", "3年", "个月"), ("orchard.most", "500元/年", "元")],
)
def test_of_another_unit_the_one_of_the_row_is_named(workbook, tmp_path, path, written, unit):
    where = workbooks.fill(workbook, {path: {**SAID, "value": written}}, "lower")
    problems = problems_of(workbook, tmp_path / "overlay")
    assert problems[where[path]].code == "wrong_unit"
    assert f"此格的单位是“{unit}”" in problems[where[path]].message_zh


@pytest.mark.parametrize(("written", "holds"), [("原文", "official"), ("转述", "reported"), ("凭记忆", "recalled")])
def test_how_it_is_known_is_read_in_near_words(workbook, tmp_path, written, holds):
    workbooks.fill(workbook, {"orchard.multiple": {**SAID, "value": 5, "evidence": written}}, "lower")
    (entered,) = taken(workbook, tmp_path / "overlay").change.entries
    assert entered.facts["evidence"] == holds


def test_a_choice_that_there_is_not_is_refused_in_the_words_of_the_drop_down(workbook, tmp_path):
    wrong = {**SAID, "value": "全部", "evidence": "听说"}
    workbooks.fill(workbook, {"orchard.savings_counted": wrong}, "lower")
    expected = {problem.expected for problem in problems_of(workbook, tmp_path / "overlay").values()}
    offered = (one.zh for one in BOOK.law["orchard.savings_counted"].choices.values())
    assert expected == {" / ".join(offered), "文件原文 / 转述 / 凭记忆"}


def test_a_day_beyond_the_period_of_a_row_is_refused_with_the_row_to_fill_in(workbook, tmp_path):
    offered = {**SAID, "value": "是"}
    where = workbooks.fill(workbook, {"welfare.meals.offered": offered}, "lower")["welfare.meals.offered"]
    first = where.replace(f"!{workbooks.letter('value')}", f"!{workbooks.letter('first')}")
    (pointer, problem), *others = problems_of(workbook, tmp_path / "overlay").items()
    assert (pointer, problem.code, others) == (first, "out_of_range", [])
    assert "（至2025-08-31）" in problem.message_zh
    assert "cdmz law workbook --all" in problem.message_en
    book = openpyxl.load_workbook(workbook)
    sheet, cell = where.split("!")
    book[sheet][f"{workbooks.letter('first')}{cell[1:]}"] = date(2025, 1, 1)
    book.save(workbook)
    assert len(taken(workbook, tmp_path / "overlay").change.entries) == 1
    assert taken(workbook, tmp_path / "overlay").change.entries == []


def test_rows_of_one_rule_say_of_which_period_each_is(worths, workbook, tmp_path):
    everything = tmp_path / "all.xlsx"
    book_of(worths, everything, everything=True)
    rows = list(workbooks.rows(openpyxl.load_workbook(everything)))
    mine = [row["question"] for row in rows if row["path"] == "welfare.meals.offered"]
    assert len(mine) > 1
    assert sum("（所问期间：至 2025-08-31）" in question for question in mine) == 1
    questions = [row["question"] for row in rows]
    assert len(questions) == len(set(questions))
    (alone,) = [row["question"] for row in rows if row["path"] == "orchard.guilds"]
    assert "所问期间" not in alone


def test_two_rows_of_one_rule_and_day_and_one_document_told_in_two_ways_are_refused(workbook, tmp_path):
    workbooks.fill(workbook, {"orchard.rounding": ANSWERS["orchard.rounding"]}, "lower")
    workbooks.fill(workbook, {"orchard.rounding": {**SAID, "value": 100}}, "lower")
    workbooks.fill(workbook, {"orchard.most": {**SAID, "value": 100, "issuer": "别的局"}}, "lower")
    codes = sorted(problem.code for problem in problems_of(workbook, tmp_path / "overlay").values())
    assert codes == ["contradiction", "given_twice"]


def test_periods_of_one_rule_do_not_overlap_and_no_figure_is_beyond_all_measure(workbook, tmp_path):
    long = {"first": date(2026, 1, 1), "until": date(2026, 12, 31), "on_expiry": "到期终止"}
    workbooks.fill(workbook, {"orchard.rounding": {**SAID, **long, "value": 1000}}, "lower")
    workbooks.fill(workbook, {"orchard.rounding": {**SAID, "value": 100, "first": date(2026, 12, 31)}}, "lower")
    workbooks.fill(workbook, {"orchard.most": {**SAID, "value": 1e308}}, "lower")
    codes = sorted(problem.code for problem in problems_of(workbook, tmp_path / "overlay").values())
    assert codes == ["out_of_range", "overlap"]


def test_a_row_whose_place_was_changed_to_another_citys_is_refused(workbook, tmp_path):
    workbooks.fill(workbook, {"orchard.rounding": {**SAID, "value": 5, "place": "upper"}}, "lower")
    found = problems_of(workbook, tmp_path / "overlay")
    assert {problem.code for problem in found.values()} == {"another_city"}
    assert not (tmp_path / "overlay").exists()


def test_rows_without_a_key_or_of_an_unknown_rule_are_refused(workbook, tmp_path):
    workbooks.fill(workbook, {"orchard.nowhere": {**SAID, "value": 1}}, "lower")
    (problem,) = problems_of(workbook, tmp_path / "overlay").values()
    assert (problem.code, problem.did_you_mean is not None) == ("not_found", True)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda sheet, cell: setattr(sheet[cell], "value", "=1+1"), "no_result"),
        (
            lambda sheet, cell: (setattr(sheet[cell], "value", "#REF!"), setattr(sheet[cell], "data_type", "e")),
            "error_cell",
        ),
        (
            lambda sheet, cell: (setattr(sheet[cell], "value", 5), sheet.merge_cells(f"{cell}:{cell[0]}3")),
            "merged_cell",
        ),
        (lambda sheet, _: setattr(sheet["XFD1048576"], "value", "far"), "too_large"),
        (lambda sheet, _: sheet.delete_cols(3), "missing_column"),
        (lambda sheet, _: setattr(sheet["AC1"], "value", "数值 value"), "given_twice"),
    ],
    ids=["formula", "error", "merged", "far away", "column gone", "column twice"],
)
def test_what_no_sheet_should_hold_is_refused_with_its_place(workbook, tmp_path, spoil, code):
    book = openpyxl.load_workbook(workbook)
    sheet, named = next(iter(workbooks.sheets(book)))
    spoil(sheet, f"{workbooks.letter('value')}2")
    assert named
    book.save(workbook)
    problems = problems_of(workbook, tmp_path / "overlay")
    assert code in {problem.code for problem in problems.values()}
    assert all(pointer.startswith(sheet.title) for pointer in problems)
    assert not (tmp_path / "overlay").exists()


def test_a_formula_without_a_result_is_told_with_all_other_mistakes(workbook, tmp_path):
    wrong = {
        "orchard.multiple": {**SAID, "value": 5, "evidence": "听说"},
        "orchard.most": {**SAID, "value": 1},
        "orchard.months_least": {**SAID, "value": 6, "title": None},
    }
    where = workbooks.fill(workbook, wrong, "lower")
    book = openpyxl.load_workbook(workbook)
    sheet, cell = where["orchard.most"].split("!")
    book[sheet][cell].value = "=1+1"
    book.save(workbook)
    problems = problems_of(workbook, tmp_path / "overlay")
    assert sorted(problem.code for problem in problems.values()) == ["missing", "no_result", "unknown_value"]
    assert problems[where["orchard.most"]].code == "no_result"
    assert not (tmp_path / "overlay").exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04nothing", b"no sheet"])
def test_what_is_no_workbook_is_refused(tmp_path, content):
    with pytest.raises(InputError):
        rows.read(io.BytesIO(content), "answers.xlsx")


def test_a_spreadsheet_of_something_else_is_refused(tmp_path):
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"] = "something else"
    book.save(stream)
    with pytest.raises(InputError, match="no workbook of ours"):
        rows.read(stream, "answers.xlsx")


def test_a_trial_writes_nothing_and_a_folder_of_something_else_is_left_alone(workbook, tmp_path):
    workbooks.fill(workbook, ANSWERS, "lower")
    imported = taken(workbook, tmp_path / "a" / "overlay", dry_run=True)
    assert len(imported.changes) == 3
    assert not (tmp_path / "a").exists()
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("mine")
    with pytest.raises(InputError, match="holds other things"):
        taken(workbook, other)
    assert workbooks.content(other) == {(other / "letter.txt").relative_to(other): b"mine"}


def test_a_disk_that_fails_in_the_middle_leaves_the_folder_as_it_was(workbook, tmp_path, monkeypatch):
    folder = tmp_path / "overlay"
    workbooks.fill(workbook, {"orchard.rounding": ANSWERS["orchard.rounding"]}, "lower")
    taken(workbook, folder)
    before = workbooks.content(folder)
    workbooks.fill(workbook, {path: ANSWERS[path] for path in ("orchard.guilds", "orchard.savings_counted")}, "lower")
    from cdmz_rules.files import atomic

    swap = atomic._exchange

    def full(*arguments):
        with monkeypatch.context() as patched:
            renamed = []
            rename = type(folder).rename

            def fails(path, target):
                renamed.append(path)
                if len(renamed) == 2:
                    raise OSError(28, "No space left on device")
                return rename(path, target)

            patched.setattr(type(folder), "rename", fails)
            swap(*arguments)

    monkeypatch.setattr(atomic, "_exchange", full)
    with pytest.raises(OSError, match="No space"):
        taken(workbook, folder)
    assert workbooks.content(folder) == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["lower.xlsx", "overlay"]


def test_the_law_that_everybody_reads_names_nobody(tmp_path):
    content = (FOLDER / "parameters" / "orchard" / "most.yaml").read_text(encoding="utf-8")
    named = re.sub(r"(last_verified: [\d-]+)", r"\1, checked_by: 某甲", content, count=1)
    assert named != content
    file = tmp_path / "most.yaml"
    file.write_text(named, encoding="utf-8")
    found = check.check_file(file, BOOK.places, BOOK.law.documents)
    assert any("checked_by belongs into an overlay" in problem.message for problem in found)
    with pytest.raises(LawFileError):
        raise LawFileError(found)
