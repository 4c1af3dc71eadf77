"""Screens of interviews as they are sent: months, mistakes that keep the figure, who there is, what waits for another question."""

import re

import pytest

LOAN = "/interviews/provident_fund_loan"
SINCE = "applicant.deposits_unbroken_since"
FIGURE, NOT_KNOWN = "data-figure", 'name="skip"'


def posted(client, path=LOAN, **sent):
    named = {name.replace("__", "."): value for name, value in sent.items()}
    return client.post(path, data={"lang": "zh", **named}, headers={"X-Fragment": "1"}).text


def asked(text):
    return re.findall(r'id="field-([^"]+)"', text)


@pytest.mark.parametrize("written", ["2021年1月", "2021-01", "2021/1", "２０２１年１月份", "2021-01-01"])
def test_a_month_says_since_when_deposits_are_unbroken(client, written):
    text = posted(client, has_spouse="no", **{SINCE: written})
    assert SINCE not in asked(text)
    assert "2021-01-01" in text


@pytest.mark.parametrize("written", ["2021年13月", "2021", "2021-00"])
def test_what_is_no_month_is_a_mistake_beside_the_figure_and_need_not_be_known(client, written):
    text = posted(client, has_spouse="no", applicant__deposit_centre="chengdu", **{SINCE: written})
    assert asked(text) == [SINCE]
    assert "不是有效日期" in text
    assert FIGURE in text
    assert NOT_KNOWN in text
    left = posted(client, has_spouse="no", skip=SINCE, asked=SINCE, **{SINCE: written})
    assert SINCE not in asked(left)
    assert f'name="unknown.{SINCE}"' in left


def test_a_month_is_no_day_of_birth(client):
    text = posted(client, has_spouse="no", applicant__birth_date="1990-05")
    assert asked(text) == ["applicant.birth_date"]


def test_who_there_is_has_two_answers_and_the_figure_stays(client):
    text = posted(client, applicant__deposit_centre="chengdu", asked="has_spouse")
    assert asked(text) == ["has_spouse"]
    assert "请选“是”或“否”" in text
    assert "或选“不清楚”" not in text
    assert NOT_KNOWN not in text
    assert FIGURE in text


def test_what_is_answered_anew_keeps_the_figure_and_need_not_be_known(client):
    text = posted(client, has_spouse="no", applicant__birth_date="1990-05-05", change="applicant.birth_date")
    assert asked(text) == ["applicant.birth_date"]
    assert FIGURE in text
    assert NOT_KNOWN in text


def test_an_interview_about_everything_does_not_open_with_a_care_home(client):
    assert "household.institution_city" not in asked(posted(client, "/interviews/all"))


@pytest.mark.parametrize("name", ["all", "elder_care", "parent_in_need_of_care", "care_institutions"])
def test_a_form_of_several_benefits_leads_to_their_interview(client, name):
    assert f'href="/interviews/{name}?lang=zh"' in client.get(f"/bundles/{name}").text
    assert client.get(f"/interviews/{name}").status_code == 200


def test_the_form_of_everything_is_called_otherwise_than_the_list(client):
    titles = [
        re.search("<title>(.*?)</title>", client.get(path).text).group(1) for path in ("/benefits", "/bundles/all")
    ]
    assert len(set(titles)) == 2
    home = client.get("/").text
    assert home.index('href="/interviews/all') < home.index('href="/bundles/all')
