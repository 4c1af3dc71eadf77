"""The guide for websites names what the calculator has, all of it and nothing else."""

import html
import re
from pathlib import Path

from cdmz_rules.api import create_app
from cdmz_rules.api.widget import script
from fastapi.testclient import TestClient

GUIDE = (Path(__file__).parents[2] / "docs" / "embedding.md").read_text(encoding="utf-8")
CODE = script.text(script.CALCULATOR)


def section(title):
    return re.split(r"^## ", GUIDE.partition(f"## {title}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]


def first_cells(text):
    """The names in the first column of a table."""
    return {name for row in re.findall(r"^\| (`.*?) \|", text, re.MULTILINE) for name in re.findall(r"`([\w-]+)`", row)}


def test_the_frame_is_what_the_page_writes():
    written = TestClient(create_app(), base_url="https://service.example").get(
        "/embedding?way=frame&benefit=provident_fund_loan&city=deyang&spoken=zh"
    )
    snippet = html.unescape(re.search(r"<code>(.*?)</code>", written.text, re.DOTALL)[1])
    assert snippet in section("In a frame")


def test_attributes():
    again = re.findall(r'"(\w+)"', re.search(r"BEGINS_ANEW = \[(.*?)\]", CODE)[1])
    others = re.findall(r'"(\w+)"', re.search(r"observedAttributes = \[(.*?)\]", CODE)[1])
    assert first_cells(section("Attributes")) == {*again, *others}


def test_events():
    assert first_cells(section("Events")) == {f"cdmz-{name}" for name in re.findall(r'#tell\("(\w+)"', CODE)}
    codes = set(re.findall(r'new Trouble\("(\w+)"\)', CODE)) | {"mistakes"}
    row = re.search(r"\| `cdmz-error` .*", GUIDE)[0]
    assert codes == set(re.findall(r"`(\w+)`", row)) - {"code"}


def test_variables():
    assert first_cells(section("Its look")) == set(re.findall(r"var\((--cdmz-[\w-]+)", CODE))


def test_parts():
    named = set(
        re.findall(r"`(\w+)`", section("Its look").partition("`::part(…)`")[2].partition("Whatever is touched")[0])
    )
    written = re.findall(r'part: "([\w ]+)"', CODE)
    kinds = {"primary", "secondary", "quiet"}
    assert named == {part for parts in written for part in parts.split()} | {"button"} | kinds
