"""Several benefits at once: a domain or all of them, with what one does to another, over HTTP and on pages."""

import copy

import pytest
from generators import cases

from cdmz_rules import decide
from cdmz_rules.decisions import bundle, catalogue

HOUSING = ["affordable_rental", "public_rental_flat", "rent_subsidy", "talent_apartment"]
FAMILY = next(case for case in cases.examples() if case.name == "rent_subsidy_family")


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
    assert bundle.named("all") == list(catalogue.benefits())
    assert bundle.named("rent_subsidy") == ["rent_subsidy"]


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
    from cdmz_rules import law as laws

    for entry in bundle.register():
        assert set(entry["benefits"]) <= set(catalogue.benefits())
        assert ("item" in entry) == ("place" in entry)
        if "item" in entry:
            assert laws.current()[entry["item"]].kind == "boolean"
            assert catalogue.all_inputs()[entry["place"]].entity == "person"


@pytest.mark.parametrize("path", ["/bundles/public_rental_housing", "/compare/rent_subsidy"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_page_offers_its_form_and_answers_the_example(client, path, lang):
    empty = client.get(f"{path}?lang={lang}")
    filled = client.get(f"{path}?example&lang={lang}")
    assert (empty.status_code, filled.status_code) == (200, 200)
    assert "verdict" not in empty.text
    assert filled.text.count('<div class="verdict') == 4


@pytest.mark.parametrize("path", ["/bundles/nothing", "/compare/nothing"])
def test_a_page_that_does_not_exist_says_so(client, path):
    assert client.get(path, headers={"accept": "text/html"}).status_code == 404


def test_a_mistake_is_shown_beside_its_field(client):
    answer = client.post("/compare/rent_subsidy", content="household.monthly_rent=9**9")
    assert answer.status_code == 200
    assert 'data-problem="household.monthly_rent">' in answer.text
    assert "9**9" in answer.text


def test_a_part_of_a_domain_stands_for_its_benefits():
    for name, each in bundle.bundles().items():
        assert bundle.named(name) == each.benefits
        assert {catalogue.benefit(benefit).domain for benefit in each.benefits} == {each.domain}
        assert len(set(each.benefits)) == len(each.benefits) > 1


def test_an_institution_is_asked_nothing_personal():
    for benefit in ("bed_construction_grant", "chain_award"):
        assert {info.entity for info in catalogue.inputs(benefit)} == {"household"}


def test_a_page_shows_what_each_city_gives_an_elder(client):
    text = client.get("/bundles/elder_family?example&lang=en").text
    table = text.partition('class="boards"')[2].partition("</table>")[0]
    rows = {row.partition("<button")[0].rpartition(">")[2]: row for row in table.split("<tr>")[2:]}
    assert len(rows) == len(bundle.bundles()["elder_family"].benefits)
    assert rows["Elder-care voucher"].count("800 yuan a month") == 4
    assert rows["Bed operating subsidy"].count("The rule is not known") == 4


def test_everything_at_once_has_a_page(client):
    assert client.get("/bundles/all?lang=en").status_code == 200
    assert client.get("/bundles/everything").status_code == 404
