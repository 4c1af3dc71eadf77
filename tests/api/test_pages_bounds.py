"""Pages show whatever is certain of an amount, whatever the outcome, and say of each condition what was told and what is presumed."""

from pathlib import Path

import pytest
import yaml
from terminal import DEYANG

CASE = yaml.safe_load(Path(DEYANG).read_text(encoding="utf-8"))
TYPED = {True: "yes", False: "no"}


def typed(value):
    return TYPED[value] if isinstance(value, bool) else str(value)


OURS = {key: value for key, value in CASE.items() if key not in ("members", "date", "benefit", "title")}
FORM = {
    "lang": "en",
    "date": "2026-06-15",
    **{f"household.{key}": typed(value) for key, value in OURS.items()},
    **{f"applicant.{key}": typed(value) for key, value in CASE["members"][0].items() if key != "role"},
}


def text(client, path, **form):
    answer = client.post(path, data={**FORM, **form}, headers={"accept": "text/html"})
    assert answer.status_code == 200, answer.text
    return " ".join(answer.text.split())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_where_the_rule_is_unknown_the_page_shows_the_bounds(client, lang):
    page = text(client, "/benefits/provident_fund_loan", lang=lang)
    assert {"zh": "规定未知", "en": "It depends: the rule is not known"}[lang] in page
    assert {"zh": "62 万元", "en": "620,000"}[lang] in page


def test_a_bundle_shows_them_too(client):
    assert "620,000" in text(client, "/bundles/provident_fund")


def test_a_condition_says_on_the_page_what_is_presumed(client):
    page = text(client, "/benefits/provident_fund_loan")
    assert "Good credit (not told, presumed: “Is there a record of bad credit? no”)" in page


def test_what_was_presumed_is_named_in_words(client):
    page = client.get(
        "/benefits/medical_reimbursement", params={"example": "", "lang": "zh"}, headers={"accept": "text/html"}
    )
    assert "nobody_else" not in page.text.partition('id="result"')[2]
