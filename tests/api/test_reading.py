"""What can be read: benefits, law, reforms, health, and the description of it all."""

import pytest
from generators.shipped import BOOK


def test_every_benefit_lists_inputs_that_make_a_form(client):
    for benefit in client.get("/v1/benefits").json()["benefits"]:
        described = client.get(f"/v1/benefits/{benefit['id']}").json()
        assert described["inputs"]
        for info in described["inputs"]:
            assert info["label"]["zh"]
            assert info["label"]["en"]
            assert info["about"], info["name"]
            assert info["example"] is not None, info["name"]
            assert info["choices"] or info["kind"] != "choice"


def test_an_item_tells_its_history_with_documents(client):
    history = client.get("/v1/law/provident_fund.loan.maximum_single").json()
    chengdu = {value["start"]: value for value in history["places"]["chengdu"]}
    assert chengdu["2026-03-25"]["value"] == 800_000
    assert chengdu["2026-03-25"]["document"]["title"]
    assert chengdu["0001-01-01"]["state"] == "unknown"
    assert history["places"]["deyang"][0]["ask"] == "德阳市住房公积金管理中心"


def test_every_item_can_be_read(client):
    tree = client.get("/v1/law").json()
    assert [item["path"] for item in tree["items"]] == list(BOOK.law)
    for item in tree["items"]:
        assert client.get(f"/v1/law/{item['path']}").status_code == 200


def test_reforms_and_health(client):
    listed = client.get("/v1/reforms").json()["reforms"]
    assert [reform["name"] for reform in listed] == BOOK.reforms.names
    assert {reform["mode"] for reform in listed} == {"fill_unknown", "replace"}
    assert all(reform["changes"] > 0 for reform in listed)
    assert client.get("/healthz").json() == {
        "status": "ok",
        "version": client.get("/openapi.json").json()["info"]["version"],
        "law": BOOK.law.fingerprint,
    }


def test_the_description_names_every_input(client):
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    assert schemas["DecisionRequest"]["properties"]["case"] == {"$ref": "#/components/schemas/Case"}
    named = {*schemas["Case"]["properties"], *schemas["Member"]["properties"]}
    assert named >= set(BOOK.catalogue.inputs)


def examples(described):
    """Every example of a request in the description, with its route."""
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            name = body.get("schema", {}).get("$ref", "").rpartition("/")[2]
            schema = described["components"]["schemas"].get(name, {})
            yield from (
                (method, path, example) for example in [*body.get("examples", {}).values(), *schema.get("examples", [])]
            )


def test_every_example_in_the_description_works(client):
    found = list(examples(client.get("/openapi.json").json()))
    assert found
    for method, path, example in found:
        assert client.request(method, path, json=example).status_code == 200, path


@pytest.mark.parametrize("path", ["/", "/docs", "/benefits/provident_fund_loan"])
def test_pages_come_with_headers_that_allow_nothing_foreign(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert "http://" not in response.text.replace("http://localhost", "").replace("http://mp.weixin", "")


def test_a_person_who_mistypes_an_address_gets_a_page(client):
    response = client.get("/benefits/provident_fund_lone?lang=en", headers={"accept": "text/html"})
    assert response.status_code == 404
    assert "did you mean provident_fund_loan" in response.text
