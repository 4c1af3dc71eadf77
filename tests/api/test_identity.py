"""Identity numbers: date of birth and sex stand in their place from the door on, and nothing that is sent, kept or written holds one."""

import json
import logging
import re
from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from generators.shipped import BOOK

from cdmz_rules import InputError, Rulebook, decide, decide_table
from cdmz_rules.cli.interview_talk import Talk
from cdmz_rules.decisions.situation import parse
from cdmz_rules.tables import columns, naming, reader

DAY = date(2026, 6, 15)
NUMBER, BORN, SEX = "510104194912310044", date(1949, 12, 31), "female"
WRONG = "510104194912310041"


def numbered(number, **others):
    return {"members": [{"role": "applicant", "id_number": number, **others}]}


@pytest.mark.parametrize(
    ("number", "born", "sex"),
    [
        (NUMBER, BORN, SEX),
        ("11010519491231002x", BORN, SEX),
        ("１１０１０５１９４９１２３１００２Ｘ", BORN, SEX),
        ("110105491231002", BORN, SEX),
        ("110105491231001", BORN, "male"),
    ],
)
def test_a_number_says_date_of_birth_and_sex_and_is_gone(number, born, sex):
    case = parse(BOOK.catalogue, numbered(number), DAY)
    assert (case.persons[0]["birth_date"], case.persons[0]["sex"]) == (born, sex)
    assert "id_number" not in case.raw["members"][0]


@pytest.mark.parametrize(
    "number", [WRONG, "11010519491331002X", "5101041949", NUMBER[:-1], 1.10105e17, "11010520991231002X"]
)
def test_a_wrong_number_is_refused_and_not_repeated(number):
    with pytest.raises(InputError) as caught:
        parse(BOOK.catalogue, numbered(number), DAY)
    (problem,) = caught.value.problems
    assert (problem.code, problem.pointer) == ("wrong_id_number", "members[0].id_number")
    assert str(number) not in json.dumps([problem.message_zh, problem.message_en, problem.expected])


@pytest.mark.parametrize("place", ["birth_date", "sex", "hukou_since", "monthly_wage", "role", "id_nubmer"])
def test_a_number_that_was_written_elsewhere_is_not_repeated(client, place):
    case = {"members": [{"role": "applicant", place: NUMBER}]}
    answer = client.post("/v1/decisions", json={"benefits": ["elder_care_voucher"], "case": case})
    assert answer.status_code == 422
    assert NUMBER not in answer.text


def test_a_number_that_says_otherwise_is_refused_with_both_places():
    with pytest.raises(InputError) as caught:
        parse(BOOK.catalogue, numbered(NUMBER, birth_date="1980-01-01"), DAY)
    found = [(each.code, each.pointer, each.others) for each in caught.value.problems]
    assert found == [("contradiction", "members[0].id_number", ("members[0].birth_date",))]


@pytest.mark.parametrize("benefit", ["elder_care_voucher", "provident_fund_loan", "medical_reimbursement"])
def test_no_answer_receipt_or_log_holds_a_number(benefit, caplog):
    caplog.set_level(logging.DEBUG)
    answer = decide(numbered(NUMBER), benefit, DAY)
    assert answer.receipt.situation["members"] == [{"role": "applicant", "birth_date": "1949-12-31", "sex": "female"}]
    assert NUMBER not in answer.model_dump_json() + caplog.text


def test_no_answer_about_rows_holds_a_number(caplog):
    caplog.set_level(logging.DEBUG)
    table = {"applicant.id_number": [NUMBER, WRONG, None], "applicant.hukou_city": ["chengdu"] * 3}
    rows = decide_table(table, ["elder_care_voucher"], DAY)
    assert [(each.row, each.problem.code) for each in rows.errors] == [(1, "wrong_id_number")]
    with_birth = {**table, "applicant.birth_date": ["1949-12-31", None, None], "applicant.sex": ["female", None, None]}
    del with_birth["applicant.id_number"]
    same = decide_table(with_birth, ["elder_care_voucher"], DAY)
    assert rows.table.slice(0, 1).to_pylist() == same.table.slice(0, 1).to_pylist()
    told = f"{rows.table.to_pylist()} {rows.errors} {caplog.text}"
    assert NUMBER not in told
    assert WRONG not in told


def test_a_number_in_a_table_that_says_otherwise_than_a_column_is_refused_with_both():
    table = {"applicant.id_number": [NUMBER, NUMBER], "applicant.birth_date": ["1949-12-31", "1950-01-01"]}
    (error,) = decide_table(table, ["elder_care_voucher"], DAY).errors
    found = error.row, error.problem.code, error.problem.pointer, error.problem.others
    assert found == (1, "contradiction", "applicant.id_number", ("applicant.birth_date",))


@pytest.mark.parametrize(
    "column",
    [
        [Decimal("110105491231002")],
        [np.int64(110105491231002)],
        np.array([np.int64(110105491231002)], object),
        pa.array([Decimal("110105491231002")]),
        pa.array([Decimal("110105491231002.00")]),
        pa.array([110105491231002], pa.uint64()),
    ],
)
def test_a_number_of_15_digits_is_read_in_a_table_whatever_kind_of_whole_number_it_is(column):
    households = rows_of({"applicant.id_number": column})
    assert not households.faults
    assert households.case(0)["members"][0]["birth_date"] == BORN


@pytest.mark.parametrize("odd", [Decimal("1.5"), Decimal("Infinity"), Decimal("1e400"), Decimal("110105491231002.5")])
def test_another_decimal_is_no_identity_number(odd):
    ((_, problem),) = rows_of({"applicant.id_number": [odd]}).faults
    assert problem.code == "wrong_id_number"


def rows_of(table):
    names, cols, count = columns.split(table)
    return reader.read(BOOK.catalogue, naming.resolve(BOOK.catalogue, names), cols, count, DAY)


def test_an_interview_writes_down_what_a_number_says(tmp_path, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda *_: (_ for _ in ()).throw(EOFError))
    case, output = numbered(NUMBER), tmp_path / "answers.yaml"
    talk = Talk.begin(Rulebook.shipped(), "elder_care_voucher", case, DAY.isoformat(), output)
    talk._write(output)
    written = output.read_text(encoding="utf-8")
    assert NUMBER not in written
    assert "1949-12-31" in written


@pytest.mark.parametrize("number", [NUMBER, WRONG])
@pytest.mark.parametrize("route", ["decisions", "interviews"])
def test_the_service_repeats_no_number(client, number, route, caplog):
    caplog.set_level(logging.DEBUG)
    body = {"benefits": ["elder_care_voucher"], "date": DAY.isoformat(), "case": numbered(number)}
    answer = client.post(f"/v1/{route}", json=body)
    assert answer.status_code == (422 if number == WRONG else 200)
    assert number not in answer.text + caplog.text
    if number == WRONG:
        assert answer.json()["errors"][0]["pointer"] == "case.members[0].id_number"


def test_lines_repeat_no_number(client):
    lines = "\n".join(json.dumps(numbered(number)) for number in (NUMBER, WRONG))
    answer = client.post(
        "/v1/decisions/batch",
        params={"benefit": "elder_care_voucher"},
        content=lines,
        headers={"content-type": "application/x-ndjson"},
    )
    assert [("errors" in json.loads(line)) for line in answer.text.splitlines()] == [False, True]
    assert NUMBER not in answer.text
    assert WRONG not in answer.text


def test_the_field_of_a_form_has_no_name(client):
    """What has no name is neither sent, nor kept in the tab, nor part of a link: all three take what a form holds by name."""
    page = client.get("/benefits/provident_fund_loan").text
    fields = re.findall(r"<input[^>]*data-identity=[^>]*>", page)
    assert len(fields) == 1
    assert [field for field in fields if " name=" in field] == []
    script = client.get("/static/live.js").text
    assert script.count("new FormData(form") == 3
    assert "localStorage" not in script
