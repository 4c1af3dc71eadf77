"""The law as it was known on an earlier day, on the command line."""

import json

import pytest
from generators.shipped import BOOK
from terminal import CHENGDU, LOAN, MAXIMUM, ROOT, cdmz, said

FIRST = BOOK.base.past.first


@pytest.mark.parametrize(
    "command",
    [
        ("decide", LOAN, CHENGDU),
        ("decide", LOAN, CHENGDU, "--detail", "compact"),
        ("compare", LOAN, CHENGDU, "--city", "chengdu"),
        ("law", "show", MAXIMUM),
        ("law", "show", "provident_fund.loan"),
        ("law", "coverage"),
        ("law", "matrix", "provident_fund.loan"),
    ],
    ids=" ".join,
)
def test_what_is_shown_as_known_then_says_so_and_a_day_before_all_is_refused(command):
    assert f"按{FIRST}所知" in said(*command, "--known-on", FIRST)
    refused = cdmz(*command, "--known-on", "2026-01-01")
    assert (refused.exit_code, "--known-on" in refused.output) == (2, True)


def test_data_and_receipts_say_it_too_and_are_replayed_so(tmp_path):
    receipt = tmp_path / "receipt.json"
    asked = ("decide", LOAN, CHENGDU, "--known-on", FIRST, "--json", "--receipt", receipt)
    assert json.loads(cdmz(*asked).stdout)["known_on"] == str(FIRST)
    assert json.loads(receipt.read_text(encoding="utf-8"))["known_on"] == str(FIRST)
    again = json.loads(cdmz("replay", receipt, "--json").stdout)
    assert (again["same"], again["decision"]["known_on"]) == (True, str(FIRST))
    cdmz("decide", LOAN, CHENGDU, "--receipt", receipt)
    assert "known_on" not in json.loads(receipt.read_text(encoding="utf-8"))
    assert f"按{FIRST}所知" in said("replay", receipt, "--known-on", FIRST)


def test_a_bureaus_figure_of_today_was_not_known_before(tmp_path):
    where = ("--where", "deyang", "--from", "2026-01-01", "--value", "650000", "--source", "德公积金〔2026〕1号")
    said("law", "set", MAXIMUM, *where, "--overlay", tmp_path)
    assert "650,000 元" in said("law", "show", MAXIMUM, "--where", "deyang", overlay=tmp_path)
    assert "650,000 元" not in said("law", "show", MAXIMUM, "--where", "deyang", "--known-on", FIRST, overlay=tmp_path)


def test_a_table_is_decided_as_known_then(tmp_path):
    table = ROOT / "examples" / "households.csv"
    text = cdmz("batch", LOAN, table, "-o", tmp_path / "out.csv", "--known-on", FIRST).output
    assert f"按{FIRST}所知" in text
    assert (tmp_path / "out.csv").exists()
