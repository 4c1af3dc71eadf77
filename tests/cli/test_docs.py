"""What the guides say is so: their examples run and print what stands there, what they name exists."""

import re
import shlex
from dataclasses import replace

import pytest
from generators.shipped import BOOK
from terminal import ROOT, cdmz, process

from cdmz_rules import decide
from cdmz_rules.decisions.case_file import read_case, with_settings
from cdmz_rules.decisions.expectations import findings
from cdmz_rules.files import yaml as yamls
from cdmz_rules.law import read, reform_check
from cdmz_rules.law.entry import set_value

GUIDES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def blocks(guide, language):
    return re.findall(rf"```{language}\n(.*?)```", guide.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize(("example", "status"), [(0, 0), (1, 1)], ids=["decide", "batch"])
def test_a_command_prints_what_the_readme_shows(example, status, tmp_path):
    command, _, printed = blocks(ROOT / "README.md", "console")[example].partition("\n")
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    result = process(*shlex.split(command.removeprefix("$ "))[1:], folder=tmp_path)
    assert (result.returncode, result.stderr) == (status, "")
    assert [line.rstrip() for line in result.stdout.splitlines()] == printed.splitlines()


@pytest.mark.parametrize(
    ("guide", "number", "prints"),
    [
        ("README.md", 0, r"undetermined \[.+\]\n"),
        ("README.md", 1, r"\['child_meal', 'crowding_grant', 'heating_grant', 'orchard_loan'\] \[.*'fuel'.*\]\n"),
        ("README.md", 2, r"\[.*'not_eligible'\] \[\]\n"),
        ("docs/architecture.md", 0, r"eligible \d.*\n"),
        ("docs/interview.md", 0, r"settled eligible 3\n"),
        pytest.param(
            "docs/loan-life.md", 0, re.escape(blocks(ROOT / "docs" / "loan-life.md", "text")[0]), id="loan-life"
        ),
        ("docs/reforms.md", 0, r"\[\('assumptions_2026', \d+\), \('mine', 0\)\]\n"),
    ],
)
def test_a_program_prints_what_its_guide_says(guide, number, prints, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    exec(blocks(ROOT / guide, "python")[number], {"__name__": "__main__"})
    assert re.fullmatch(prints, capsys.readouterr().out)


def test_every_program_of_the_readme_is_run():
    assert len(blocks(ROOT / "README.md", "python")) == 3


def test_the_reform_that_the_guide_shows_does_what_it_says():
    shown = BOOK.reforms.from_body(yamls.parse(blocks(ROOT / "docs" / "reforms.md", "yaml")[0]))
    assert list(reform_check.faults(shown, BOOK.law)) == []
    assert [outcome.faults for outcome in findings(BOOK, shown)] == [[]]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_every_path_and_file_that_a_guide_names_exists(guide):
    text = guide.read_text(encoding="utf-8")
    linked = re.findall(r"\]\((?!http)([^)#]+)\)", text)
    named = re.findall(r"`((?:parameters|variables|reforms|cdmz_rules|api|tests|docs|examples)/[\w./-]*)`", text)
    missing = [name for name in linked if not (guide.parent / name).exists()]
    missing += [name for name in named if not (ROOT / name).exists() and "…" not in name]
    assert missing == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_every_command_that_a_guide_names_exists(guide):
    named = set(re.findall(r"\bcdmz ((?:law |reform )?[a-z]+(?:-[a-z]+)*)", guide.read_text(encoding="utf-8")))
    for command in named - {"rules"}:
        assert cdmz(*command.split(), "--help").exit_code == 0, command


def test_what_the_guide_lets_a_bureau_set_pays_a_bed_at_home_and_then_abroad(tmp_path):
    lines = [shlex.split(line) for line in blocks(ROOT / "docs" / "elder-care.md", "")[0].splitlines()]
    paid = []
    for _, command, *arguments in (line for line in lines if line[0] == "cdmz"):
        if command == "law":
            _, path, *rest = arguments
            options = dict(zip(rest[::2], rest[1::2], strict=True))
            facts = {"where": options["--where"], "start": options["--from"], "source": options["--source"]}
            value = yamls.parse(options["--value"])
            set_value(BOOK.law, BOOK.content.registry, tmp_path, path, value=value, **facts)
        else:
            benefit, case, *_ = arguments
            raw = with_settings(read_case(ROOT / case), arguments[3:])
            _, law = read(replace(BOOK.content, overlay=tmp_path))
            answer = decide(raw, benefit, raw["date"], law=law)
            paid.append((answer.place, answer.amount.bound, answer.amount.value))
    assert paid == [("deyang", "exact", 220)] * 2
