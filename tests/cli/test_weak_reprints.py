"""A document of which only a weak reprint was read says so wherever its name is read."""

import io
from datetime import date
from pathlib import Path

import pytest
from cdmz_rules.api import create_app
from fastapi.testclient import TestClient
from terminal import CHENGDU, LOAN, MAXIMUM, said, started_with

from cdmz_rules import Rulebook
from cdmz_rules.decisions.case_file import read_case
from cdmz_rules.files import yaml as yamls
from cdmz_rules.law.documents import load_documents
from cdmz_rules.whatif import matrix_files
from cdmz_rules.whatif.matrix import matrix

WORDS = {"zh": "转载不可靠", "en": "weak reprint"}
DAY = "2026-06-15"


@pytest.fixture
def overlay(tmp_path):
    """Registers in which every document of Chengdu's highest loan was read in a weak reprint alone."""
    book = Rulebook.shipped()
    sources = {cell.source for cell in book.law[MAXIMUM].versions["chengdu"] if cell.source}
    documents = load_documents(book.content.registry)
    weak = {key: {**documents[key].model_dump(exclude_none=True), "read_as": "weak_reprint"} for key in sources}
    (tmp_path / "sources.yaml").write_text(yamls.dump(weak), encoding="utf-8")
    return tmp_path


@pytest.mark.sampled(1)
@pytest.mark.parametrize("lang", WORDS)
def test_commands_say_so(overlay, lang):
    show = ("law", "show", MAXIMUM, "--where", "chengdu", "--lang", lang)
    assert said(*show, overlay=overlay).count(WORDS[lang]) > said(*show).count(WORDS[lang])
    decide = ("decide", LOAN, CHENGDU, "--lang", lang)
    assert said(*decide, overlay=overlay).count(WORDS[lang]) > said(*decide).count(WORDS[lang])


def test_the_service_and_its_pages_say_so(overlay):
    raw = read_case(Path(CHENGDU))
    case = {key: value for key, value in raw.items() if key not in ("date", "benefit", "title")}
    with started_with(overlay):
        client = TestClient(create_app())
        body = {"benefits": [LOAN], "case": case, "date": str(raw["date"])}
        (decision,) = client.post("/v1/decisions", json=body).json()["decisions"]
        page = client.get(f"/law-matrix?domain=provident_fund&date={DAY}").text
        history = client.get(f"/v1/law/{MAXIMUM}").json()["places"]["chengdu"]
        table = io.BytesIO()
        matrix_files.write(matrix(Rulebook.shipped(), date.fromisoformat(DAY), under=MAXIMUM), "csv", table)
    used = next(source for source in decision["sources"] if source["path"] == MAXIMUM)
    assert used["caution"] == WORDS
    assert used["document"]["read_as"] == "weak_reprint"
    assert any(source["caution"] is None for source in decision["sources"])
    assert WORDS["zh"] in page
    assert {value["caution"] == WORDS for value in history if value["document"]} == {True}
    assert {value["caution"] for value in history if not value["document"]} <= {None}
    assert f"({WORDS['zh']})" in table.getvalue().decode("utf-8-sig")
