"""What is said of mistakes: in Chinese without English, in both languages without Python, whatever was sent."""

import ast
import copy
import json
import re
from pathlib import Path

import pytest
from cdmz_rules.api.routes.interviews import INTERVIEW_EXAMPLE
from cdmz_rules.api.routes.what_if import COMPARE_EXAMPLE, WHAT_IF_EXAMPLE
from cdmz_rules.api.schema import EXAMPLE_REQUEST
from cdmz_rules.api.stay_examples import EXAMPLE_REQUEST as STAYS

from cdmz_rules import Rulebook

ROOT = Path(__file__).resolve().parents[2]
ODD = [None, True, -1, 1e300, 10**30, 1.5, "", "x", "2026-02-30", "9999-12-31", [], [1], {}, {"a": True}, "unknown"]
PYTHON = re.compile(r"datetime|None|\bTrue\b|\bFalse\b|<class|Decimal|np\.|\{'|\['|\b(?:inf|nan)\b|[A-Za-z]Error\b")
ENGLISH = re.compile(r"[A-Za-z]{3,} [A-Za-z]{2,}")
"""Two words of a sentence; a name alone may be any."""
QUOTED = re.compile(r"“[^”]*”|`[^`]*`|--[a-z-]+|export \S+|true 或 false|CSV UTF-8")
REFORM = {
    "name": "mine",
    "title": {"zh": "一", "en": "one"},
    "rationale": {"zh": "一", "en": "one"},
    "effective": "2027-01-01",
    "parameters": {"provident_fund.loan.maximum_single": {"cities": "all", "value": 1}},
}
BODIES = {
    "/v1/decisions": EXAMPLE_REQUEST,
    "/v1/interviews": INTERVIEW_EXAMPLE,
    "/v1/what-if": WHAT_IF_EXAMPLE,
    "/v1/compare": COMPARE_EXAMPLE,
    "/v1/elder-care/settlements": STAYS,
}


def spoilt(odd):
    """Bodies with something odd in one place or many."""
    inputs = Rulebook.shipped().catalogue.inputs.values()
    person, home = ({each.name: odd for each in inputs if (each.entity == "person") is kind} for kind in (True, False))
    case = {"members": [{"role": "applicant", **person}], **home}
    yield "/v1/decisions", {**EXAMPLE_REQUEST, "case": case}
    for alias in Rulebook.shipped().catalogue.aliases:
        member = {"role": "applicant", alias: odd}
        yield "/v1/decisions", {**EXAMPLE_REQUEST, "case": {"members": [member]}}
    for path, body in BODIES.items():
        if odd is not None:
            yield from ((path, {**copy.deepcopy(body), name: odd}) for name in [*body, "reform", "illustrate"])
    change = {"provident_fund.loan.maximum_single": {"cities": "all", "value": odd}}
    bodies = [{"parameters": change}, *({name: odd} for name in [*REFORM, "switches", "includes", "mode", "expected"])]
    yield from (("/v1/decisions", {**EXAMPLE_REQUEST, "reform": {**REFORM, **body}}) for body in bodies)


def fault(problem):
    """What a message should not hold."""
    texts = [problem["message_zh"], problem["message_en"], problem["expected"] or ""]
    english = ENGLISH.search(QUOTED.sub("", problem["message_zh"]))
    return english or any(PYTHON.search(text) for text in texts)


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_whatever_is_sent_is_answered_in_words(client, odd):
    said = []
    for path, body in spoilt(odd):
        response = client.post(path, content=json.dumps(body), headers={"content-type": "application/json"})
        assert response.status_code in (200, 404, 422), (path, body)
        said += response.json().get("errors", [])
    assert said or odd is None
    assert [problem for problem in said if fault(problem)] == []


def chinese():
    """Every text of the code that is Chinese and stands beside English, with what is filled into it."""
    for folder in ("cdmz_rules", "api"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                texts = node.values if isinstance(node, ast.JoinedStr) else [node]
                fixed = "{}".join(each.value for each in texts if is_text(each))
                if re.search(r"^[^A-Za-z]{0,4}[\u4e00-\u9fff]|[\u4e00-\u9fff]$", fixed) and "|" not in fixed:
                    yield f"{file.relative_to(ROOT)}:{node.lineno}", fixed, node


def is_text(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_no_chinese_message_of_the_code_holds_english_or_python():
    found = list(chinese())
    assert len(found) > 300
    for place, text, node in found:
        kept = re.split(r"·|\n\n", text)[0]  # what describes the interface says both in one text
        assert not ENGLISH.search(QUOTED.sub("", kept)), (place, text)
        if isinstance(node, ast.JoinedStr):
            assert all(each.conversion == -1 for each in node.values if isinstance(each, ast.FormattedValue)), place


@pytest.mark.parametrize(
    "text", ["应为datetime.date(2026, 3, 5)", "值无效：Input should be text", "0.0..None", "['a']"]
)
def test_what_should_not_be_said_is_seen(text):
    assert fault({"message_zh": text, "message_en": "", "expected": None})
