"""A case in JSON is read as JSON, and a key given twice is named with its place."""

import json

import pytest
from terminal import cdmz

from cdmz_rules.decisions.case_file import read_case
from cdmz_rules.errors import InputError

CASE = '{"members": [{"role": "applicant", "monthly_wage": 8e+03}]}'


@pytest.mark.parametrize("name", ["case.json", "case.yaml"])
def test_a_number_that_json_writes_is_a_number(tmp_path, name):
    (tmp_path / name).write_text(CASE, encoding="utf-8")
    assert read_case(tmp_path / name)["members"][0]["monthly_wage"] == 8000


def test_json_with_a_byte_order_mark_is_read(tmp_path):
    (tmp_path / "case.json").write_text(CASE, encoding="utf-8-sig")
    assert read_case(tmp_path / "case.json")["members"][0]["role"] == "applicant"


def test_a_surrogate_pair_is_a_character_and_half_of_one_is_refused(tmp_path):
    file = tmp_path / "case.json"
    file.write_text(json.dumps({"title": "\U00020bb7"}), encoding="ascii")
    assert read_case(file) == {"title": "\U00020bb7"}
    file.write_text('{"title": "\\ud842"}', encoding="ascii")
    with pytest.raises(InputError) as caught:
        read_case(file)
    assert [(each.code, each.pointer) for each in caught.value.problems] == [("not_text", f"{file}: title")]


def test_what_only_begins_as_json_does_is_yaml(tmp_path):
    (tmp_path / "case.yaml").write_text("{members: [{role: applicant}], price: 1_500_000}", encoding="utf-8")
    assert read_case(tmp_path / "case.yaml") == {"members": [{"role": "applicant"}], "price": 1_500_000}


@pytest.mark.parametrize("command", ["decide", "compare"])
def test_a_key_given_twice_is_named_on_the_command_line(tmp_path, command):
    file = tmp_path / "case.json"
    file.write_text('{"members": [{"role": "applicant", "age": 30, "age": 60}]}', encoding="utf-8")
    result = cdmz(command, "provident_fund_deposit", file, "--lang", "en")
    assert result.exit_code == 2
    assert "members[0].age" in result.output
    assert "given twice" in result.output


def test_a_case_called_json_that_is_none_is_refused_with_line_and_column(tmp_path):
    file = tmp_path / "case.json"
    file.write_text('{"price": 1,\n "children" 2}', encoding="utf-8")
    with pytest.raises(InputError, match=r"line 2, column 13"):
        read_case(file)
