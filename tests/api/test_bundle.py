"""Several benefits at once: a domain or all of them, with what one does to another, over HTTP and on pages."""

import copy
import html
import re

import pytest
from generators import cases
from generators.shipped import BOOK, SHIPPED

from cdmz_rules import decide, decide_all
from cdmz_rules.decisions import bundle

HOUSING = ["affordable_rental", "public_rental_flat", "rent_subsidy", "talent_apartment"]
FAMILY = next(case for case in cases.examples(SHIPPED) if case.name == "rent_subsidy_family")


def ask(client, **changes):
    case = copy.deepcopy(FAMILY.inputs) | changes.pop("inputs", {})
    for holder in [case, *case["members"]]:
        holder |= {key: str(value) for key, value in holder.items() if hasattr(value, "isoformat")}
    body = {"benefits": ["public_rental_housing"], "case": case, "date": str(FAMILY.day), "detail": "compact"}
    return client.post("/v1/decisions", json=body | changes)


def test_a_domain_stands_for_all_of_it(client):
    answers = ask(client).json()["decisions"]
    assert [answer["benefit"] for answer in answers] == HOUSING
    for answer in answers:
        assert answer == decide(FAMILY.inputs, answer["benefit"], FAMILY.day, detail="compact").model_dump(mode="json")


def test_all_stands_for_every_benefit():
    assert bundle.named(BOOK, "all") == list(BOOK.benefits)
    assert bundle.named(BOOK, "rent_subsidy") == ["rent_subsidy"]


def test_what_benefits_come_to_is_said_with_them(client):
    answer = ask(client, benefits=["public_rental_housing", "resident_medical_contribution"]).json()
    names = [*HOUSING, "resident_medical_contribution"]
    found = {name: decide_all(FAMILY.inputs, FAMILY.day, name=name) for name in ("public_rental_housing", names[-1])}
    assert sorted(name for members in answer["groups"].values() for name in members) == sorted(names)
    assert answer["totals"] == [total.model_dump(mode="json") for one in found.values() for total in one.totals]
    assert [(total["flow"], total["unit"]) for total in answer["totals"]] == [
        ("received", "CNY/month"),
        ("owed", "CNY/year"),
    ]


def test_a_page_groups_them_and_says_what_they_come_to(client):
    text = client.get("/bundles/elders?example&lang=en").text
    groups = re.findall(r'<section class="group (\w+)"', text)
    assert groups == ["gets", "may_get"]
    sums = re.search(r'<section class="totals">(.*?)</section>', text, re.DOTALL).group(1)
    assert "at least 1,437 yuan a month" in sums
    assert "perhaps not all of these at once" in sums


def test_a_benefit_named_beside_its_domain_is_named_twice(client):
    response = ask(client, benefits=["public_rental_housing", "rent_subsidy"])
    assert (response.status_code, response.json()["errors"][0]["code"]) == (422, "given_twice")


def interaction(response, item):
    return next(each for each in response.json()["interactions"] if each["item"] == item)


def test_what_no_text_says_of_two_benefits_is_listed_as_not_known(client):
    found = interaction(ask(client), "public_rental_housing.rent_subsidy.beside_fund_withdrawal")
    assert (found["status"], found["place"], found["ask"]) == ("not_known", "chengdu", "成都市住房和城乡建设局")
    assert found["reason"]["zh"]
    plain = [each for each in ask(client).json()["interactions"] if each["item"] is None]
    assert plain
    assert {each["status"] for each in plain} == {"not_known"}


def test_what_a_rule_says_of_two_benefits_names_its_evidence(client):
    members = [{**FAMILY.inputs["members"][0], "deposit_centre": "chengdu"}, *FAMILY.inputs["members"][1:]]
    found = interaction(
        ask(client, inputs={"members": copy.deepcopy(members)}), "provident_fund.rent.paid_in_full.public_rental"
    )
    assert (found["status"], found["evidence"]) == ("yes", "reported")
    assumed = interaction(
        ask(client, reform="assumptions_2026"), "public_rental_housing.rent_subsidy.beside_fund_withdrawal"
    )
    assert (assumed["status"], assumed["evidence"]) == ("yes", "assumed")


def test_every_registered_interaction_names_benefits_inputs_and_items_that_exist():

    for entry in BOOK.registry.interactions:
        assert set(entry["benefits"]) <= set(BOOK.benefits)
        assert ("item" in entry) == ("place" in entry)
        if "item" in entry:
            assert BOOK.law[entry["item"]].kind == "boolean"
            assert BOOK.catalogue.inputs[entry["place"]].entity == "person"


@pytest.mark.parametrize("path", ["/bundles/public_rental_housing", "/compare/rent_subsidy"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_page_offers_its_form_and_answers_the_example(client, path, lang):
    empty = client.get(f"{path}?lang={lang}")
    filled = client.get(f"{path}?example&lang={lang}")
    assert (empty.status_code, filled.status_code) == (200, 200)
    assert "verdict" not in empty.text
    each = '<li class="member' if path.startswith("/bundles") else '<div class="verdict'
    assert filled.text.count(each) == 4


@pytest.mark.parametrize("path", ["/bundles/nothing", "/compare/nothing"])
def test_a_page_that_does_not_exist_says_so(client, path):
    assert client.get(path, headers={"accept": "text/html"}).status_code == 404


def test_a_mistake_is_shown_beside_its_field(client):
    answer = client.post("/compare/rent_subsidy", data={"household.monthly_rent": "9**9"})
    assert answer.status_code == 200
    assert 'data-problem="household.monthly_rent">' in answer.text
    assert "9**9" in answer.text


@pytest.mark.parametrize("name", sorted(BOOK.registry.bundles))
def test_a_registered_bundle_names_benefits_words_and_a_domain_that_exist(name):
    entry = BOOK.registry.bundles[name]
    assert set(entry["benefits"]) <= set(BOOK.benefits)
    assert entry["domain"] in {info.domain for info in BOOK.benefits.values()}
    assert entry["zh"]
    assert entry["en"]
    assert name not in BOOK.benefits
    assert bundle.scope(BOOK, name) == entry["benefits"]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", sorted(BOOK.registry.bundles))
def test_a_bundle_is_compared_in_the_four_cities_benefit_by_benefit(client, name, lang):
    entry = BOOK.registry.bundles[name]
    empty, filled = client.get(f"/compare/{name}?lang={lang}"), client.get(f"/compare/{name}?example&lang={lang}")
    assert (empty.status_code, filled.status_code) == (200, 200)
    assert "verdict" not in empty.text
    assert filled.text.count('<div class="verdict') == 4 * len(entry["benefits"])
    assert f"<h1>{entry[lang]}" in html.unescape(filled.text)
    assert f'href="/compare/{name}?lang={lang}"' in client.get(f"/benefits?lang={lang}").text


def test_all_benefits_at_once_are_too_many_for_the_four_cities(client):
    assert client.get("/compare/all", headers={"accept": "text/html"}).status_code == 404


def test_the_example_of_an_elder_is_old_enough_and_says_how_able(client):
    text = client.get("/compare/elders?example&lang=en").text
    assert 'value="1944-05-12"' in text
    assert client.get("/benefits/elder_care_voucher?example&lang=en").text.count('class="verdict eligible"') == 1


def test_all_benefits_at_once_have_a_page(client):
    assert "<h1>Everything</h1>" in client.get("/bundles/all?lang=en").text


def test_an_institution_is_asked_nothing_personal():
    for benefit in ("bed_construction_grant", "chain_award"):
        assert {info.entity for info in BOOK.benefit(benefit).inputs} == {"household"}


def test_of_a_bundle_each_benefit_says_what_moves_along_for_it(client):
    text = client.get("/compare/care_institutions?example&lang=en").text
    told = re.findall(r"what moves along[^:]*: ([^<]*)</p>", text)
    assert told[:2] == ["City of the institution"] * 2
    assert sorted(told[2].split(", "))[:2] == ["City of hukou", "City of the institution"]


def test_an_event_is_called_by_its_name(client):
    assert "<h1>Renting" in client.get("/bundles/renting?lang=en").text
