"""The guide to formulas is true: what it shows runs, and is what the law itself says; what it names is there to be used."""

import re
from pathlib import Path

import pytest

from cdmz_rules import model

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "formulas.md").read_text(encoding="utf-8")
SNIPPETS = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
LAW = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "variables").rglob("*.py"))


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_a_snippet_runs_and_stands_in_the_law(snippet):
    exec(compile(snippet, "formulas.md", "exec"), {"__name__": "guide"})
    shown = [part.strip() for part in re.split(r"^(?=class )", snippet, flags=re.MULTILINE)][1:]
    assert [part for part in shown if part not in LAW] == []
    assert shown


def test_the_words_of_the_language_are_those_that_a_formula_may_import():
    rows = [line for line in GUIDE.splitlines() if line.startswith("| `")]
    classes = [name for row in rows for name in re.findall(r"`([A-Z]\w+)`", row.split("|")[1])]
    calls = [name for row in rows for name in re.findall(r"`(\w+)\(", row.split("|")[1])]
    assert [name for name in [*classes, *calls] if name not in model.__all__] == []
    inputs = {name for name in model.__all__ if name.endswith(("Input", "Fact"))}
    assert inputs | {"Alias"} <= {*classes, *re.findall(r"\b[A-Z]\w+", GUIDE)}
