"""Every name that a guide uses works where the guide uses it: options, benefits, routes, pages, modules."""

import inspect
import pkgutil
import re
import shlex
from pathlib import Path

import pytest
from cdmz_rules.api import create_app
from fastapi.testclient import TestClient
from terminal import cdmz

ROOT = Path(__file__).resolve().parents[2]
GUIDES = {file.name: file.read_text(encoding="utf-8") for file in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]}
EXAMPLES = {"BENEFIT": "rent_subsidy", "DOMAIN": "elder_care", "NAME": "rent_subsidy", "PATH": "x"}
GROUPS = ("law", "reform", "what-if")
each_guide = pytest.mark.parametrize("guide", GUIDES)
CASE = "members: [{role: applicant}]\n"


def commands(text):
    """The command lines of a guide, in its text and in its blocks, each without what runs it."""
    inline = re.findall(r"`(?:\.venv/bin/)?cdmz ([^`\n]+)`", text)
    blocks = re.findall(r"^(?:\$ )?(?:\.venv/bin/)?cdmz (.+)$", text, re.MULTILINE)
    return [words(line) for line in [*inline, *blocks]]


def words(line):
    try:
        return shlex.split(line.partition("  #")[0])
    except ValueError:
        return line.split()


def command(line):
    """The command that a line gives: with its group, if it has one."""
    return line[: 2 if line[0] in GROUPS and len(line) > 1 else 1]


@each_guide
def test_a_command_has_the_options_that_a_guide_gives_it(guide):
    for line in commands(GUIDES[guide]):
        options = [word.partition("=")[0] for word in line if re.match(r"--?[a-z]", word)]
        if options:
            said = cdmz(*command(line), "--help").output
            assert [option for option in options if option not in said] == [], line


@each_guide
def test_a_command_takes_the_benefit_that_a_guide_gives_it(guide, tmp_path):
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    for line in commands(GUIDES[guide]):
        if line[0] in ("decide", "compare") and len(line) > 1 and re.fullmatch(r"[a-z_]+", line[1]):
            result = cdmz(*line[:2], tmp_path / "case.yaml")
            assert result.exit_code == 0, (line, result.output)


@pytest.fixture(scope="module")
def client():
    return TestClient(create_app())


@each_guide
def test_a_route_that_a_guide_names_is_there(guide, client):
    paths = client.get("/openapi.json").json()["paths"]
    assert [route for route in re.findall(r"(/v1/[\w/-]+)", GUIDES[guide]) if route not in paths] == []


@each_guide
def test_a_page_that_a_guide_names_is_there(guide, client):
    for page in re.findall(r"`(/(?!v1/)[\w/.-]*)`", GUIDES[guide]):
        path = re.sub(r"[A-Z]{2,}", lambda word: EXAMPLES[word[0]], page)
        assert client.get(path).status_code == 200, page


@each_guide
def test_an_address_that_a_guide_gives_asks_what_its_route_reads(guide, client):
    paths = client.get("/openapi.json").json()["paths"]
    for path, query in re.findall(r"(/v1/[\w/-]+)\?([\w=&]+)", GUIDES[guide]):
        (route, *_) = paths[path].values()
        known = {parameter["name"] for parameter in route["parameters"]}
        assert {part.partition("=")[0] for part in query.split("&")} <= known, (path, query)


@each_guide
def test_a_name_of_the_code_that_a_guide_gives_is_there(guide):
    missing = [name for name in re.findall(r"`(cdmz_rules(?:\.\w+)+)", GUIDES[guide]) if not exists(name)]
    assert missing == []


def exists(name):
    """Whether there is such a module or attribute, or a field that its class annotates."""
    owner, _, last = name.rpartition(".")
    try:
        pkgutil.resolve_name(name)
    except (ImportError, AttributeError):
        holder = pkgutil.resolve_name(owner)
        return any(last in inspect.get_annotations(base) for base in inspect.getmro(holder))
    return True


@each_guide
def test_what_a_guide_imports_can_be_imported(guide):
    for line in re.findall(r"^from cdmz_rules\S* import [\w, ]+$", GUIDES[guide], re.MULTILINE):
        exec(line, {})


def test_an_option_that_a_guide_names_alone_is_one_of_some_command():
    lines = [line for text in GUIDES.values() for line in commands(text)]
    given = {tuple(command(line)) for line in lines if any(word.startswith("--") for word in line)}
    said = " ".join(cdmz(*each, "--help").output for each in given)
    alone = {option for text in GUIDES.values() for option in re.findall(r"`(--(?!cdmz-)[a-z][a-z-]+)", text)}
    assert len(alone) > 5
    assert [option for option in alone if option not in said] == []


def test_the_guides_are_read():
    lines = [line for text in GUIDES.values() for line in commands(text)]
    assert len(lines) > 40
    assert any("--set" in line or "--reform" in line for line in lines)
    assert not exists("cdmz_rules.law.item.Cell.nothing")
