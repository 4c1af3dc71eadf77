"""The types of the typed client are those of the interface as it is; they are written by `python -m tools.client`."""

import copy
import re

import pytest

from tools import client as types

READS_WELL = re.compile(r"[a-z]+(_[a-z]+)*")


@pytest.fixture(scope="module")
def described(client):
    return client.get("/openapi.json").json()


def operations(described):
    return [operation for methods in described["paths"].values() for operation in methods.values()]


def test_the_types_are_those_of_the_interface(described):
    first = types.TYPES.read_text(encoding="utf-8").partition("\n")[0]
    assert first == types.header(described).strip(), "python -m tools.client writes them anew"


def test_an_input_more_changes_the_types_and_other_words_do_not(described):
    same, other = copy.deepcopy(described), copy.deepcopy(described)
    same["components"]["schemas"]["Case"]["title"] = "Household"
    other["components"]["schemas"]["Member"]["properties"]["title"] = {"type": "string"}
    assert types.shape(same) == types.shape(described) != types.shape(other)


def test_every_operation_has_a_name_of_its_own_that_reads_well(described):
    names = [operation["operationId"] for operation in operations(described)]
    assert len(set(names)) == len(names)
    assert [name for name in names if not READS_WELL.fullmatch(name)] == []
    assert {"decide", "interview", "compare_cities", "decide_batch"} <= set(names)


def test_the_client_knows_every_route_that_speaks_json(described):
    written = (types.CLIENT / "client.ts").read_text(encoding="utf-8")
    known = {(name, method.lower(), path) for name, method, path in re.findall(r'(\w+): \["(\w+)", "(\S+)"\]', written)}
    served = {
        (operation["operationId"], method, path)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    }
    assert served - known == {("decide_batch", "post", "/v1/decisions/batch")}
    assert known <= served
    assert len(written.splitlines()) <= 60
