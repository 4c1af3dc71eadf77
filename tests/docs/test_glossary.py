"""The glossary is true: what it names exists, under the word that stands beside it, once; and Chinese words are those of the product."""

import inspect
import pkgutil
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from cdmz_rules.api.pages.codes import CODES

from cdmz_rules.cli import figures
from cdmz_rules.files import yaml
from cdmz_rules.i18n.grades import NAMES
from cdmz_rules.i18n.phrases import phrase

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = ROOT / "docs" / "glossary.md"
PRODUCT = [
    file
    for folder in ("cdmz_rules", "api")
    for kind in ("py", "po", "html")
    for file in (ROOT / folder).rglob(f"*.{kind}")
]


class Term(NamedTuple):
    """A row of the glossary."""

    chinese: str
    english: str
    meaning: str
    homes: tuple[str, ...]


def terms():
    """Every row of every table that is no heading."""
    lines = GLOSSARY.read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [
        Term(chinese, english, meaning, tuple(re.findall(r"`([^`]+)`", homes)))
        for chinese, english, meaning, homes in rows
        if chinese != "Chinese" and not chinese.startswith("--")
    ]


TERMS = terms()
each = pytest.mark.parametrize("term", TERMS, ids=lambda term: term.english)


def exists(home):
    """Whether there is such a module, attribute or field; or such a file, with that key anywhere in it."""
    file, _, key = home.partition(":")
    if "/" in file:
        return (ROOT / file).is_file() and (not key or key in keys(yaml.read(ROOT / file)))
    owner, _, name = home.rpartition(".")
    try:
        pkgutil.resolve_name(home)
    except (ImportError, AttributeError):
        return name in fields(owner)
    return True


def fields(owner):
    """The names that a class annotates: a field without a default is no attribute of it."""
    try:
        holder = pkgutil.resolve_name(owner)
    except (ImportError, AttributeError):
        return set()
    return (
        {name for base in inspect.getmro(holder) for name in inspect.get_annotations(base)}
        if inspect.isclass(holder)
        else set()
    )


def keys(data):
    """Every key of nested mappings."""
    return set(data) | {key for value in data.values() if isinstance(value, dict) for key in keys(value)}


def words(text):
    """The words of a term or a name, each in the singular."""
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", text)
    return [re.sub(r"(?<=[cs]h)es$|s$", "", re.sub(r"ies$", "y", part.lower())) for part in parts]


def test_the_glossary_is_read():
    assert len(TERMS) > 50
    assert all(term.chinese and term.english and term.meaning and term.homes for term in TERMS)


@pytest.mark.parametrize(
    "home",
    ["cdmz_rules.nowhere", "cdmz_rules.law.item.Cells", "cdmz_rules.law.item.Cell.place.name", "docs/nothing.md"],
)
def test_what_is_not_there_is_missed(home):
    assert not exists(home)


@each
def test_what_the_glossary_names_exists(term):
    assert [home for home in term.homes if not exists(home)] == []


@each
def test_a_thing_is_called_by_its_word_where_it_is_defined(term):
    names = [re.split(r"[.:]", home)[-1] for home in term.homes]
    assert any(words(term.english) == words(name) or set(words(term.english)) < set(words(name)) for name in names)


@pytest.mark.parametrize("language", ["chinese", "english", "meaning"])
def test_each_word_stands_once(language):
    written = [getattr(term, language).casefold() for term in TERMS]
    assert sorted(written) == sorted(set(written))


def test_chinese_words_are_those_of_commands_and_pages():
    said = "\n".join(file.read_text(encoding="utf-8") for file in PRODUCT)
    shown = [term.chinese for term in TERMS if not term.chinese.startswith("（")]
    assert [word for word in shown if word not in said] == []


def test_every_name_in_code_that_a_meaning_gives_is_written_in_the_product():
    said = "\n".join(
        file.read_text(encoding="utf-8") for file in [*PRODUCT, *(ROOT / "cdmz_rules" / "registry").glob("*.yaml")]
    )
    named = [(term.english, name) for term in TERMS for name in re.findall(r"`([^`]+)`", term.meaning)]
    assert [(term, name) for term, name in named if name not in said and not (ROOT / name).exists()] == []


def test_a_grade_of_evidence_has_one_name_everywhere():
    glossary = GLOSSARY.read_text(encoding="utf-8")
    for grade, name in NAMES.items():
        assert f"{grade} {phrase(name, 'zh')}" in glossary
        assert figures.GRADES[grade][0] == CODES["evidence"][grade] == name
        assert figures.evidence(grade).startswith(phrase(name, "zh"))
