"""What the guides say is so: their examples run and print what stands there, what they name exists."""

import os
import re
import shlex
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from generators.shipped import BOOK
from terminal import cdmz

from cdmz_rules import decide
from cdmz_rules.decisions.case_file import read_case, with_settings
from cdmz_rules.decisions.expectations import findings
from cdmz_rules.files import yaml as yamls
from cdmz_rules.law import read, reform_check
from cdmz_rules.law.entry import set_value

ROOT = Path(__file__).resolve().parents[2]
GUIDES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def blocks(guide, language):
    return re.findall(rf"```{language}\n(.*?)```", guide.read_text(encoding="utf-8"), re.DOTALL)


def test_the_first_example_prints_what_the_readme_shows():
    command, _, printed = blocks(ROOT / "README.md", "console")[0].partition("\n")
    arguments = shlex.split(command.removeprefix("$ "))[1:]
    result = subprocess.run(
        [sys.executable, "-m", "cdmz_rules", *arguments], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert [line.rstrip() for line in result.stdout.splitlines()] == printed.splitlines()


def test_the_batch_example_prints_what_the_readme_shows(tmp_path):
    command, _, printed = blocks(ROOT / "README.md", "console")[1].partition("\n")
    arguments = shlex.split(command.removeprefix("$ "))[1:]
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    command = [sys.executable, "-m", "cdmz_rules", *arguments]
    result = subprocess.run(
        command, cwd=tmp_path, check=False, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert (result.returncode, result.stderr) == (1, "")
    assert [line.rstrip() for line in result.stdout.splitlines()] == printed.splitlines()


def test_the_table_example_runs():
    program = blocks(ROOT / "README.md", "python")[1]
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True)
    assert result.stdout.endswith("'not_eligible'] []\n")


def test_the_python_example_runs():
    program = blocks(ROOT / "README.md", "python")[0]
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True)
    assert result.stdout.startswith("undetermined [")


def test_the_reform_that_the_guide_shows_does_what_it_says():
    shown = BOOK.reforms.from_body(yamls.parse(blocks(ROOT / "docs" / "reforms.md", "yaml")[0]))
    assert list(reform_check.faults(shown, BOOK.law)) == []
    assert [outcome.faults for outcome in findings(BOOK, shown)] == [[]]
    program = blocks(ROOT / "docs" / "reforms.md", "python")[0]
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True)
    assert re.fullmatch(r"\[\('assumptions_2026', \d+\), \('mine', 0\)\]\n", result.stdout)


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
