"""The engine of offline rules: its short form is that of its modules, and these share one scope."""

import re
from collections import Counter

import pytest

from cdmz_rules.script import modules
from tools import engine

TOP = re.compile(r"^(?:export )?(?:class|const|function|let) (\w+)", re.MULTILINE)
MODULES = sorted(modules.FOLDER.glob("*.js"))


def test_the_short_form_is_that_of_the_modules():
    assert engine.written() == modules.SCRIPT.read_text("utf-8"), "make engine"


def test_no_two_modules_name_anything_alike():
    names = Counter(name for file in MODULES for name in TOP.findall(file.read_text("utf-8")))
    assert [name for name, count in names.items() if count > 1] == []


def test_every_module_is_used():
    assert {file.name for file in MODULES} == set(modules.names())


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.name)
def test_a_module_runs_no_text_as_code(file):
    text = file.read_text("utf-8")
    assert not re.search(r"\beval\(|\bFunction\(|import\(|document|globalThis|window", text)
