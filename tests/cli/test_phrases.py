"""The catalogue of phrases: what commands and pages say stands in it in both languages, compiled, and nothing else does."""

import ast
import re
from pathlib import Path

import jinja2
import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from jinja2 import nodes

from cdmz_rules.cli import language
from cdmz_rules.i18n.phrases import FOLDER, counted, in_both, phrase
from cdmz_rules.i18n.words import Words

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("zh", "en")
MARKS = {"_": 1, "N_": 1, "phrase": 1, "in_both": 1, "counted": 2}
"""What takes phrases in the code, and how many: of counted phrases both forms."""


def of_code(text):
    """The phrases in the text of a module."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            forms = node.args[: MARKS[node.func.id]]
            if all(isinstance(form, ast.Constant) for form in forms):
                yield tuple(form.value for form in forms)


def calls(text, mark="say"):
    """Where a template says something."""
    for call in jinja2.Environment().parse(text).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == mark:
            yield call


def of_template(text):
    """The phrases in the text of a template."""
    for mark, number in (("say", 1), ("counted", 2)):
        for call in calls(text, mark):
            if isinstance(call.args[0], nodes.Const):
                yield tuple(form.value for form in call.args[:number])


def texts(suffix):
    for folder in ("cdmz_rules", "api"):
        for file in sorted((ROOT / folder).rglob(f"*{suffix}")):
            yield file, file.read_text(encoding="utf-8")


def phrases():
    """Every phrase that code and templates use."""
    code = {found for _, text in texts(".py") for found in of_code(text)}
    return code | {found for _, text in texts(".html") for found in of_template(text)}


def entries(lang, kind="po"):
    """Every phrase of a catalogue with what it says, as it was written or as it was compiled."""
    with (FOLDER / lang / "LC_MESSAGES" / f"cdmz.{kind}").open("rb") as stream:
        catalogue = read_po(stream) if kind == "po" else read_mo(stream)
    ids = ((message.id if isinstance(message.id, tuple | list) else (message.id,), message) for message in catalogue)
    return {tuple(key): forms(message.string) for key, message in ids if key != ("",)}


def forms(said):
    return [said] if isinstance(said, str) else [form for form in said if form]


def test_every_phrase_has_a_chinese_entry_and_every_entry_a_phrase():
    used, chinese = phrases(), entries("zh")
    assert used - chinese.keys() == set()
    assert chinese.keys() - used == set()
    assert [key for key, said in chinese.items() if not said or not all(said)] == []


def test_the_english_catalogue_holds_only_what_reads_otherwise_than_the_code():
    english = entries("en")
    assert english.keys() <= phrases()
    assert [key for key, said in english.items() if said == list(key)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_compiled_is_what_is_written(lang):
    assert entries(lang, "mo") == entries(lang), "the catalogue was changed: make words"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_translation_keeps_its_placeholders(lang):
    for key, said in entries(lang).items():
        for written in said:
            assert placeholders(written) == placeholders(key[-1]), key


def placeholders(text):
    return set(re.findall(r"(?<!\{)\{(\w*)\}", text))


def test_a_template_says_one_phrase_at_a_time():
    for file, text in texts(".html"):
        for call in calls(text):
            hidden = [each.value for each in call.args[0].find_all(nodes.Const) if isinstance(each.value, str)]
            assert hidden == [], f"{file.name}:{call.lineno}"


def test_a_phrase_that_is_not_in_the_catalogue_is_seen():
    code = 'x = [_("a", b=1), N_("b"), in_both("c"), counted("{number} d", "{number} ds", n), _(y), other("z")]'
    assert set(of_code(code)) == {("a",), ("b",), ("c",), ("{number} d", "{number} ds")}
    template = '{% macro m(x) %}{{ say("a") }}{{ say(x) if x else say(\'b\') }}{% endmacro %}<p title="{{ say("c") }}">'
    template += '{{ counted("{number} d", "{number} ds", n) }}'
    assert set(of_template(template)) == {("a",), ("b",), ("c",), ("{number} d", "{number} ds")}


def test_a_phrase_that_the_catalogue_does_not_hold_reads_as_it_stands():
    assert phrase("no such phrase", "zh") == phrase("no such phrase", "en") == "no such phrase"
    assert phrase("", "zh") == phrase("", "en") == ""
    assert in_both("Why") == ("为什么", "Why")
    assert in_both("is met") == ("符合", "holds")


def test_each_language_has_its_own_words_put_in():
    assert in_both("{low} to {high}", low=1, high=Words("二", "two")) == ("1 至 二", "1 to two")


def test_counted_phrases_have_two_forms_in_english_and_one_in_chinese():
    problems = ("{number} problem", "{number} problems")
    assert [counted(*problems, number, "en") for number in (0, 1, 2)] == [problems[1], problems[0], problems[1]]
    language.choose("en")
    assert language.counted(*problems, 1) == "1 problem"
    assert language.counted(*problems, 2) == "2 problems"
    language.choose("zh")
    assert language.counted(*problems, 1) == "1 处问题"
    assert language.counted(*problems, 2) == "2 处问题"
