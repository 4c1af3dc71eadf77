"""``POST /v1/decisions/batch``: the answers of `decide` in every form, and every hostile body refused in the one shape."""

import io
import json
import re
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from cdmz_rules.api import create_app, lines, media
from cdmz_rules.api.batch_examples import CASES, LINES, TABLE
from cdmz_rules.api.settings import Settings
from fastapi.testclient import TestClient
from generators.shipped import BOOK
from pyarrow import csv, ipc, parquet
from table_cases import compact, nothing, parquet_bytes, stream_bytes

from cdmz_rules import decide, load_reform

URL = "/v1/decisions/batch"
DEPOSIT = "provident_fund_deposit"
LOAN = "provident_fund_loan"
RENT = "provident_fund_rent_withdrawal"
SHAPE = {"code", "pointer", "message_zh", "message_en", "expected", "did_you_mean", "others"}
HOUSEHOLDS = pa.table(
    {
        "id": ["a", "b", "c"],
        "applicant.provident_fund_contribution": ["none", "nonsense", "none"],
        "date": [date(2026, 4, 1), None, date(2025, 4, 1)],
    }
)
NONE = {"members": [{"role": "applicant", "provident_fund_contribution": "none"}]}


def table_bytes(form, table=HOUSEHOLDS):
    if form == "csv":
        stream = io.BytesIO()
        csv.write_csv(table, stream)
        return stream.getvalue()
    if form == "lines":
        keys = {"applicant.provident_fund_contribution": "provident_fund_contribution"}
        rows = ({key: value for key, value in row.items() if value is not None} for row in table.to_pylist())
        cases = (
            {
                "members": [{"role": "applicant", **{keys[key]: value for key, value in row.items() if key in keys}}],
                **{key: value for key, value in row.items() if key not in keys},
            }
            for row in rows
        )
        return "".join(json.dumps(case, default=str) + "\n" for case in cases).encode()
    return parquet_bytes(table) if form == "parquet" else stream_bytes(table)


def ask(client, form, body, accept="", benefits=(DEPOSIT,), **query):
    headers = {"content-type": media.TYPES.get(form, form)} | ({"accept": accept} if accept else {})
    return client.post(URL, content=body, headers=headers, params={"benefit": list(benefits), **query})


def answered(form, content):
    if form == "csv":
        return csv.read_csv(io.BytesIO(content), convert_options=csv.ConvertOptions(strings_can_be_null=True))
    return parquet.read_table(io.BytesIO(content)) if form == "parquet" else ipc.open_stream(content).read_all()


@pytest.mark.parametrize("wanted", media.TYPES)
@pytest.mark.parametrize("sent", media.TYPES)
def test_every_form_is_read_and_answered(client, sent, wanted):
    response = ask(client, sent, table_bytes(sent), media.TYPES[wanted], date="2026-04-01")
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].partition(";")[0] == media.TYPES[wanted]
    first = 2 if sent == "csv" else 1
    if wanted == "lines":
        good, bad, other = map(json.loads, response.text.splitlines())
        assert (good["row"], good["id"]) == (first, "a")
        assert good["decisions"] == [decide(NONE, DEPOSIT, "2026-04-01").compact().model_dump(mode="json")]
        assert other["decisions"] == [decide(NONE, DEPOSIT, "2025-04-01").compact().model_dump(mode="json")]
        assert set(bad) == {"row", "id", "errors"}
        assert (bad["row"], bad["errors"][0]["code"], set(bad["errors"][0])) == (first + 1, "unknown_value", SHAPE)
        return
    table = answered(wanted, response.content)
    assert table["id"].to_pylist() == ["a", "b", "c"]
    assert nothing(table, 1)
    assert "nonsense is not one of the choices" in table["error"][1].as_py()
    assert table["error"].to_pylist()[::2] == [None, None]
    if wanted != "csv":
        assert compact(BOOK, table, 0, DEPOSIT) == decide(NONE, DEPOSIT, "2026-04-01").compact().model_dump(mode="json")


def test_the_form_of_the_answer_is_that_of_the_request_or_the_one_preferred(client):
    for accept, expected in [
        ("", "csv"),
        ("*/*", "csv"),
        ("text/*", "csv"),
        ("application/x-ndjson", "lines"),
        ("application/x-ndjson;q=0.5, application/vnd.apache.parquet", "parquet"),
        ("image/png, application/vnd.apache.arrow.stream;q=0.1", "arrow"),
        ("text/csv;q=0, */*;q=0.1", "csv"),
    ]:
        response = ask(client, "csv", table_bytes("csv"), accept)
        assert response.headers["content-type"].partition(";")[0] == media.TYPES[expected], accept


def test_lines_are_answered_as_single_decisions_are(client):
    body = "".join(json.dumps(case) + "\n" for case in [CASES[0], {"id": 7, **NONE}, NONE]) + "\n\n"
    response = ask(
        client, "lines", body.encode(), benefits=(RENT, DEPOSIT), date="2026-04-01", reform="assumptions_2026"
    )
    found = [json.loads(line) for line in response.text.splitlines()]
    assert [(line["row"], line.get("id")) for line in found] == [(1, "A-001"), (2, "7"), (3, None)]
    for case, line in zip([CASES[0], NONE, NONE], found, strict=True):
        plain = {key: value for key, value in case.items() if key not in ("id", "date")}
        for benefit, decision in zip((RENT, DEPOSIT), line["decisions"], strict=True):
            reform = load_reform("assumptions_2026")
            assert decision == decide(plain, benefit, "2026-04-01", reform=reform).compact().model_dump(mode="json")


def test_a_mistake_in_a_line_has_the_place_it_has_in_a_case(client):
    bad = [
        ({"members": [{"role": "applicant", "age": 212}]}, "members[0].age", "out_of_range"),
        ({**NONE, "price": -1}, "price", "out_of_range"),
        ({**NONE, "date": "2026-02-31"}, "date", "not_a_date"),
        ({**NONE, "id": ["a"]}, "id", "wrong_type"),
        ({**NONE, "id": "x" * 1000}, "id", "too_long"),
        ({**NONE, "id": 10**15}, "id", "not_text"),
        ({"price": 1}, "members", "missing"),
        ({**NONE, "price": "9**9"}, "price", "wrong_type"),
        ({**NONE, "prise": 1}, "prise", "unknown_field"),
    ]
    body = "".join(json.dumps(case) + "\n" for case, _, _ in bad)
    found = [json.loads(line) for line in ask(client, "lines", body.encode()).text.splitlines()]
    assert [(line["errors"][0]["pointer"], line["errors"][0]["code"]) for line in found] == [row[1:] for row in bad]


def test_the_answer_comes_in_pieces(client, monkeypatch):
    monkeypatch.setattr(lines, "ROWS", 2)
    body = "".join(json.dumps({"id": str(row), **NONE}) + "\n" for row in range(7)).encode()
    for wanted in media.TYPES:
        response = ask(client, "lines", body, media.TYPES[wanted])
        if wanted == "lines":
            assert [json.loads(line)["id"] for line in response.text.splitlines()] == list("0123456")
        else:
            assert list(map(str, answered(wanted, response.content)["id"].to_pylist())) == list("0123456")


def test_text_of_the_client_is_never_a_formula(client):
    table = pa.table({"id": ["=1+1", "@x", "-1"], "applicant.provident_fund_contribution": ["none"] * 3})
    response = ask(client, "parquet", parquet_bytes(table), "text/csv")
    assert [line.partition(",")[0] for line in response.text.splitlines()[1:]] == ['"\'=1+1"', '"\'@x"', '"\'-1"']


# Refused as a whole


def refusal(response, status, code):
    assert response.status_code == status, response.text
    (problem, *_) = response.json()["errors"]
    assert set(problem) == SHAPE
    assert problem["code"] == code
    assert problem["message_zh"]
    return problem


PARQUET, ARROW = parquet_bytes(HOUSEHOLDS), stream_bytes(HOUSEHOLDS)


@pytest.mark.parametrize(
    ("form", "body", "status", "code"),
    [
        ("text/plain", b"id\n", 415, "unknown_format"),
        ("application/json", b"{}", 415, "unknown_format"),
        ("text/csv; charset=big5", b"id\n", 415, "unknown_encoding"),
        ("application/x-ndjson; charset=gbk", b"{}", 415, "unknown_encoding"),
        ("csv", b"", 422, "empty_file"),
        ("csv", b"\n\n", 422, "empty_file"),
        ("csv", b"id,price\n", 422, "empty_file"),
        ("csv", b"id,price\n1,2,3\n", 422, "wrong_length"),
        ("csv", b'id,price\n"1,2\n', 422, "wrong_length"),
        ("csv", b"id,prise\n1,2\n", 422, "unknown_field"),
        ("csv", b"price,price\n1,2\n", 422, "given_twice"),
        ("csv", b"id,price\n\xff,2\n", 422, "unknown_encoding"),
        ("csv", "id,price\n1,2\n".encode("utf-16-le"), 422, "unknown_encoding"),
        ("csv", b"\x00" * 1000, 422, "unknown_encoding"),
        ("csv", b"id\n" + b"x" * 3_000_000, 422, "unreadable_file"),
        ("csv", b'"' + b"x" * 3_000_000, 422, "unreadable_file"),
        ("csv", b",".join(b"x" for _ in range(5000)) + b"\n1\n", 422, "too_many"),
        ("lines", b"", 422, "empty_file"),
        ("lines", b"\n\n", 422, "empty_file"),
        ("lines", b"[]\n", 422, "not_json"),
        ("lines", b"{\n", 422, "not_json"),
        ("lines", b"\xff\n", 422, "not_json"),
        ("lines", b'{"a":' + b"9" * 70_000 + b"}", 422, "not_json"),
        ("lines", b'{"a":' + b"9" * 10_000 + b"}", 422, "not_json"),
        ("lines", b'{"a":' + b"[" * 30_000 + b"]" * 30_000 + b"}", 422, "not_json"),
        ("parquet", b"", 422, "unreadable_file"),
        ("parquet", b"PAR1", 422, "unreadable_file"),
        ("parquet", PARQUET[:-10], 422, "unreadable_file"),
        ("parquet", PARQUET[: len(PARQUET) // 2], 422, "unreadable_file"),
        ("parquet", PARQUET[:40] + bytes(60) + PARQUET[100:], 422, "unreadable_file"),
        ("parquet", parquet_bytes(pa.table({"price": [[1]]})), 422, "wrong_type"),
        ("parquet", parquet_bytes(pa.table({"price": [1.0]}).slice(0, 0)), 422, "empty_file"),
        ("arrow", b"", 422, "unreadable_file"),
        ("arrow", b"\xff\xff\xff\xff\xf0\xff\xff\x7f", 422, "unreadable_file"),
        ("arrow", b"\xff\xff\xff\xff\x10\x00\x00\x00" + b"\xff" * 100, 422, "unreadable_file"),
        ("arrow", ARROW[:-100], 422, "unreadable_file"),
        ("arrow", stream_bytes(HOUSEHOLDS, compression="zstd"), 422, "unknown_encoding"),
        ("arrow", stream_bytes(pa.table({"id": [{"a": 1}]})), 422, "wrong_type"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused_in_the_one_shape(client, form, body, status, code):
    refusal(ask(client, form, body), status, code)


BROKEN = pa.Array.from_buffers(
    pa.string(), 2, [None, pa.py_buffer(b"\0\0\0\0\1\0\0\0\2\0\0\0"), pa.py_buffer(b"a\xff")]
)
STRANGE = {
    "date": pa.array([2147483647, 1], pa.int32()).cast(pa.date32()),
    "microsecond": pa.array([2**62, 10**6], pa.timestamp("us")),
    "nanosecond": pa.array([2**62 + 1, 10**9], pa.timestamp("ns")),
    "date64": pa.array([2**62, 86_400_000], pa.int64()).view(pa.date64()),
}


@pytest.mark.parametrize("heading", ["id", "price", "date"])
@pytest.mark.parametrize("make", [parquet_bytes, stream_bytes])
def test_text_that_is_no_text_is_refused_with_its_column(client, heading, make):
    form = "parquet" if make is parquet_bytes else "arrow"
    problem = refusal(ask(client, form, make(pa.table({heading: BROKEN}))), 422, "unreadable_column")
    assert problem["pointer"] == heading


@pytest.mark.parametrize("make", [parquet_bytes, stream_bytes])
@pytest.mark.parametrize("kind", STRANGE)
def test_an_id_that_is_no_day_of_any_calendar_is_a_mistake_of_its_row(client, kind, make):
    form = "parquet" if make is parquet_bytes else "arrow"
    body = make(pa.table({"id": STRANGE[kind], "price": [1.0, 1.0]}))
    response = ask(client, form, body, media.TYPES["lines"], benefits=(LOAN,))
    assert response.status_code == 200, response.text
    wrong, right = map(json.loads, response.text.splitlines())
    assert [(error["pointer"], error["code"]) for error in wrong["errors"]] == [("id", "wrong_type")]
    assert right["id"].startswith("1970-01-0")


@pytest.mark.parametrize("form", media.TYPES)
def test_an_id_that_cannot_be_shown_is_a_mistake_in_every_form(client, form):
    body = table_bytes(form, HOUSEHOLDS.set_column(0, "id", pa.array(["a\nb", "\u202eb", "c"])))
    response = ask(client, form, body, media.TYPES["lines"])
    lines = [json.loads(line) for line in response.text.splitlines()]
    assert ["id" in line for line in lines] == [False, False, True]
    assert [("id", "wrong_type") in wrong(line) for line in lines] == [True, True, False]


def wrong(line):
    return [(error["pointer"], error["code"]) for error in line.get("errors", ())]


def test_what_is_asked_is_checked_before_the_households(client):
    good = table_bytes("csv")
    refusal(client.post(URL, content=good, headers={"content-type": "text/csv"}), 422, "missing")
    refusal(ask(client, "csv", good, benefits=["provident_fund_lone"]), 404, "not_found")
    refusal(ask(client, "csv", good, benefits=[DEPOSIT, DEPOSIT]), 422, "given_twice")
    refusal(ask(client, "csv", good, benefits=[DEPOSIT] * 21), 422, "too_many")
    refusal(ask(client, "csv", good, date="2026-02-31"), 422, "not_a_date")
    refusal(ask(client, "csv", good, reform="../pyproject"), 404, "not_found")
    refusal(ask(client, "csv", good, accept="image/png"), 406, "unknown_format")
    refusal(client.get(URL), 405, "method_not_allowed")
    compressed = {"content-type": "text/csv", "content-encoding": "gzip"}
    refusal(client.post(URL, content=good, headers=compressed, params={"benefit": DEPOSIT}), 415, "unknown_encoding")


@pytest.fixture(scope="module")
def strict():
    limits = Settings(max_body=300, max_batch_body=20_000, max_batch_rows=4, max_batch_unpacked=5_000)
    return TestClient(create_app(limits), raise_server_exceptions=False)


def test_more_than_the_service_takes_is_refused(strict):
    five = pa.concat_tables([HOUSEHOLDS, HOUSEHOLDS]).slice(0, 5)
    for form in media.TYPES:
        refusal(ask(strict, form, table_bytes(form, five)), 413, "too_many")
        assert ask(strict, form, table_bytes(form)).status_code == 200
    refusal(ask(strict, "csv", b"x" * 20_001), 413, "too_large")
    refusal(ask(strict, "lines", json.dumps({**NONE, "title": "x" * 400}).encode()), 422, "not_json")
    single = strict.post("/v1/decisions", content=b" " * 301, headers={"content-type": "application/json"})
    refusal(single, 413, "too_large")


def test_a_few_bytes_that_unpack_to_very_much_are_refused(strict):
    bomb = parquet_bytes(
        pa.table({"id": ["x" * 10_000_000]}),
    )
    assert len(bomb) > 20_000 or refusal(ask(strict, "parquet", bomb), 413, "too_large")
    small = io.BytesIO()
    parquet.write_table(
        pa.table({"id": ["x" * 1_000_000]}), small, compression="zstd", use_dictionary=False, write_statistics=False
    )
    assert len(small.getvalue()) < 20_000
    refusal(ask(strict, "parquet", small.getvalue()), 413, "too_large")
    rows = parquet_bytes(pa.table({"price": pa.array([1.0] * 1_000_000)}))
    assert len(rows) < 20_000
    refusal(ask(strict, "parquet", rows), 413, "too_many")
    nulls = stream_bytes(pa.table({"id": pa.nulls(10**9)}))
    assert len(nulls) < 20_000
    refusal(ask(strict, "arrow", nulls), 413, "too_many")


def test_no_more_batches_at_once_than_the_service_takes():
    busy = TestClient(create_app(Settings(max_batches=0)), raise_server_exceptions=False)
    response = ask(busy, "csv", table_bytes("csv"))
    refusal(response, 503, "busy")
    assert response.headers["retry-after"]


def test_other_requests_are_answered_while_a_batch_runs(monkeypatch):
    """Deciding runs beside the event loop: a slow batch keeps nobody waiting."""
    import threading
    import time

    from cdmz_rules.api import batches

    begun, go_on = threading.Event(), threading.Event()
    decided = batches.decide_households

    def slow(asked, found):
        begun.set()
        assert go_on.wait(10)
        return decided(asked, found)

    monkeypatch.setattr(batches, "decide_households", slow)
    app = create_app()
    with TestClient(app) as served:
        got = []
        batch = threading.Thread(target=lambda: got.append(ask(served, "lines", table_bytes("lines"))))
        batch.start()
        assert begun.wait(10)
        started = time.monotonic()
        assert served.get("/healthz").status_code == 200
        assert time.monotonic() - started < 5
        go_on.set()
        batch.join(10)
    assert got[0].status_code == 200


# The description


def test_the_description_holds_examples_that_work(client):
    described = client.get("/openapi.json").json()["paths"][URL]["post"]
    assert set(described["requestBody"]["content"]) == set(media.TYPES.values())
    assert set(described["responses"]["200"]["content"]) == set(media.TYPES.values())
    for form, body in (("lines", LINES), ("csv", TABLE)):
        examples = described["requestBody"]["content"][media.TYPES[form]]["examples"]
        assert [example["value"] for example in examples.values()] == [body]
    found = ask(client, "lines", LINES.encode(), benefits=[LOAN], date="2026-04-01").text.splitlines()
    assert [json.loads(line)["decisions"][0]["outcome"] for line in found] == ["eligible", "not_eligible"]
    shown = described["responses"]["200"]["content"][media.TYPES["lines"]]["examples"]["decisions"]["value"]
    assert set(json.loads(shown.splitlines()[0])) == set(json.loads(found[0]))


def test_the_example_of_the_readme_works(client):
    root = Path(__file__).resolve().parents[2]
    command = re.search(
        r"^curl .*/batch\?benefit=(\w+).*@(\S+)$", (root / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    response = ask(client, "csv", (root / command.group(2)).read_bytes(), benefits=[command.group(1)])
    assert response.status_code == 200
    assert len(response.text.splitlines()) == 6
