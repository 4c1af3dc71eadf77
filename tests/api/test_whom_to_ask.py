"""Wherever the service says whom to ask, it says how to reach them, as far as it is known and how well."""

import re

import pytest

LOAN = "provident_fund.loan.maximum_single"
CONTACT = re.compile(r'<span class="contact">(.*?)</span>')
TELEPHONE = re.compile(r'<a class="tel" href="tel:(\d+)">(\d+)</a>')
NUMBER = {
    "zh": "电话 12345（此类事项的服务热线，凭记忆）",
    "en": "telephone 12345 (the short number for such matters, recalled)",
}


def test_the_law_names_the_number_and_the_page(client):
    unknown = client.get(f"/v1/law/{LOAN}").json()["places"]["ziyang"][0]
    assert unknown["ask"] == "资阳市住房公积金管理中心"
    assert unknown["contact"] == {
        "telephone": "12329",
        "address": None,
        "hours": None,
        "href": "http://sczygjj.cn/",
        "hotline": True,
        "evidence": {"telephone": "recalled", "href": "reported"},
    }


def test_the_matrix_names_them_of_what_is_unknown_alone(client):
    rows = client.get("/v1/law-matrix", params={"domain": "public_rental_housing", "date": "2026-11-30"}).json()["rows"]
    cells = [cell for row in rows for cell in row["cells"]]
    assert {cell["contact"] is None for cell in cells if cell["state"] == "unknown"} == {False}
    assert {cell["contact"] for cell in cells if cell["state"] != "unknown"} == {None}


@pytest.mark.parametrize("lang", NUMBER)
@pytest.mark.parametrize(
    "path",
    [
        "/benefits/rent_subsidy?example",
        "/bundles/public_rental_housing?example",
        "/compare/rent_subsidy?example",
        "/law-matrix?domain=public_rental_housing",
        "/law-gaps?place=deyang&domain=public_rental_housing",
    ],
)
def test_pages_name_the_number_beside_the_office(client, path, lang):
    page = " ".join(client.get(f"{path}&lang={lang}").text.split())
    numbers = TELEPHONE.findall(page)
    assert numbers
    assert all(dialled == shown for dialled, shown in numbers)
    plain = TELEPHONE.sub(r"\2", page)
    assert NUMBER[lang] in {words.partition(" · ")[0] for words in CONTACT.findall(plain)}


def test_a_page_of_an_office_is_a_link_with_its_grade(client):
    page = client.get("/law-matrix?domain=provident_fund&lang=en").text
    assert '<a href="http://sczygjj.cn/" rel="noreferrer external">http://sczygjj.cn/</a> (reported)' in page
