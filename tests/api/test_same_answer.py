"""The same case gives the same answer by page, HTTP, command line and Python."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml
from cdmz_rules.api.pages.render import large

from cdmz_rules import Rulebook, decide
from cdmz_rules.decisions.situation import given, parse

ROOT = Path(__file__).resolve().parents[2]
CASES = ("ex01_chengdu_one_contributor", "refused_four_of_six_months", "deyang_household")


def typed(case, day):
    """The case as one would type it into the form of the page, which asks for dates and not for months."""
    situation = parse(Rulebook.shipped().catalogue, case, date.fromisoformat(day))
    answers = {True: "yes", False: "no"}
    days = [(name, member, days.last) for (name, member), days in situation.ranges.items()]
    return {
        f"household.{name}" if member is None else f"{situation.roles[member]}.{name}": answers.get(value, str(value))
        if isinstance(value, bool)
        else str(value)
        for name, member, value in [*given(situation), *days]
    }


@pytest.mark.parametrize("name", CASES)
def test_same_answer_everywhere(client, name):
    file = ROOT / "examples" / f"{name}.yaml"
    raw = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
    case = yaml.safe_load(json.dumps(yaml.safe_load(file.read_text(encoding="utf-8")), default=str))
    day = str(raw["date"])
    body = {key: value for key, value in case.items() if key not in ("date", "title", "benefit")}

    by_python = decide(body, "provident_fund_loan", day)
    request = {"benefits": ["provident_fund_loan"], "case": body, "date": day}
    by_http = client.post("/v1/decisions", json=request).json()["decisions"][0]
    command = [sys.executable, "-m", "cdmz_rules", "decide", "provident_fund_loan", str(file), "--json"]
    by_command = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)

    expected = by_python.model_dump(mode="json")
    assert by_http == expected
    assert {key: by_command[key] for key in expected if key != "receipt"} == {
        key: expected[key] for key in expected if key != "receipt"
    }
    assert by_command["receipt"]["result"] == expected["receipt"]["result"]

    spouse = {"has_spouse": "yes"} if any(member["role"] == "spouse" for member in body["members"]) else {}
    form = {**typed(body, day), **spouse, "date": day, "lang": "en"}
    page = client.post("/benefits/provident_fund_loan", data=form).text
    assert f"verdict {by_python.outcome.value}" in page
    if by_python.outcome.value == "eligible":
        assert large(by_python.amount.upper, "CNY").en in page
