"""The page of what is not known of the law."""

import re
from dataclasses import replace

import pytest
from cdmz_rules.api import create_app
from fastapi.testclient import TestClient
from generators.shipped import BOOK
from generators.toy import BOOK as TOY

from cdmz_rules.enquiry import periods, worth_register
from cdmz_rules.reading import china

CHANGED = "The law has changed since this was measured"


def page(client, **asked):
    answer = client.get("/law-gaps", params={"lang": "en", **asked})
    assert answer.status_code == 200
    return answer.text


def test_what_is_worth_most_comes_first(client):
    text = page(client, place="ziyang", domain="provident_fund")
    gaps = periods.gaps(BOOK.law, periods.within(BOOK.places, "ziyang"))
    mine = [gap for gap in gaps if gap.item.domain == "provident_fund" and gap.holds(china.today())]
    expected = [gap.item.path for gap in worth_register.of(BOOK).ordered(mine)]
    assert re.findall(r'<th scope="row" role="rowheader"><a href="/law/([\w.]+)\?', text) == expected
    assert "资阳市住房公积金管理中心" in text
    assert f"{worth_register.of(BOOK).totals.answers} answers" in text


def test_beyond_the_first_all_is_folded_by_domain(client):
    text = page(client, place="deyang")
    shown, *folded = text[text.index("Worth most to know first") :].split("<details>")
    rows = [part.count('<th scope="row"') for part in (shown, *folded)]
    assert rows[0] == 10
    assert [int(number) for number in re.findall(r"<summary>[^<]*?(\d+) more</summary>", text)] == rows[1:]
    assert sum(rows) == sum(
        gap.holds(china.today()) for gap in periods.gaps(BOOK.law, periods.within(BOOK.places, "deyang"))
    )


@pytest.mark.parametrize(("state", "says"), [(lambda kept: kept.state, False), (lambda _: "another", True)])
def test_whether_the_law_has_changed_since_is_said(client, monkeypatch, state, says):
    kept = worth_register.of(BOOK)
    monkeypatch.setattr(worth_register, "state", lambda _: state(kept))
    assert (CHANGED in page(client)) is says


def test_another_law_is_shown_without_what_was_measured_of_this_one():
    toy = TestClient(create_app(rulebook=replace(TOY)))
    text = page(toy, place="lower")
    assert "orchard.guilds" in text
    assert "answers," not in text


@pytest.mark.parametrize("asked", [{"place": "mars"}, {"place": "deyang", "domain": "housing"}, {"place": "<b>"}])
def test_what_there_is_not_is_named(client, asked):
    text = page(client, **asked)
    assert "there is no" in text
    assert "<b>" not in text
