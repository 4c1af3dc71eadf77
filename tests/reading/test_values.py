"""Every raw value is read as it is meant, or refused with what was expected."""

import re
import time
from pathlib import Path

import pytest
from reading.document import FILE, document
from reading.examples import CITIES, EVERYWHERE, NOTHING, YAML, Refused

from cdmz_rules.errors import Problem
from cdmz_rules.files import yaml as yamls
from cdmz_rules.reading import china, choices, days, ids, money, numbers, yes_no
from cdmz_rules.reading.doors import CASE, SHEET, TABLE
from cdmz_rules.reading.plain import plain, says_nothing

READERS = {
    "numbers": lambda raw, _: numbers.read(raw),
    "shares": lambda raw, _: numbers.read(raw, percent=True),
    "money": lambda raw, _: money.read(raw),
    "days": days.read,
    "yes_no": lambda raw, _: yes_no.read(raw),
    "choices": lambda raw, _: choices.read(raw, choices.spellings(CITIES)),
    "ids": ids.read,
}
EXAMPLES = [
    pytest.param(kind, example, door, id=f"{kind} {(example.written or example.raw)[:40]} {number}")
    for kind, examples in EVERYWHERE.items()
    for example in examples
    for number, door in enumerate(example.doors)
]
PYTHON = re.compile(r"datetime\.|Decimal\(|np\.|<|None|\[")


@pytest.mark.parametrize(("kind", "example", "door"), EXAMPLES)
def test_a_value_is_read_as_it_is_meant_or_refused(kind, example, door):
    found = READERS[kind](example.raw, door)
    if isinstance(example.means, Refused):
        assert found.code == example.means
        assert found.message_zh != found.message_en
        assert not PYTHON.search(found.message_zh + found.message_en)
        assert found.expected
        assert len(found.message_en) < 200
    else:
        assert not isinstance(found, Problem), found
        assert found == example.means
        assert str(found) != "-0.0"


@pytest.mark.parametrize("example", NOTHING, ids=lambda example: example.written)
def test_what_says_nothing_is_known_for_it(example):
    doors = {door for door in (CASE, TABLE, SHEET) if says_nothing(plain(example.raw), door)}
    assert doors == set(example.doors)


@pytest.mark.parametrize("word", YAML)
def test_a_word_of_yaml_is_a_number_only_if_it_is_decimal(word):
    found = yamls.parse(f"key: {word}")["key"]
    assert (type(found), found) == (type(YAML[word]), YAML[word])


def test_the_nearest_choice_is_named():
    problem = choices.read("chengd", choices.spellings(CITIES))
    assert (problem.did_you_mean, problem.expected) == ("chengdu", "chengdu, deyang")
    assert choices.read("成都氏", choices.spellings(CITIES)).did_you_mean == "chengdu"


def test_today_is_chinas_day_on_any_machine():
    sources = [*Path("cdmz_rules").rglob("*.py"), *Path("api").rglob("*.py"), *Path("tools").rglob("*.py")]
    assert len(sources) > 300
    elsewhere = re.compile(r"\bdate\.today\(|\bcalendar\.today\(|\.now\(\)|utcnow\(|fromtimestamp\(")
    asking = {str(file) for file in sources if elsewhere.search(file.read_text(encoding="utf-8"))}
    assert not asking
    assert china.ZONE.key == "Asia/Shanghai"


def test_the_document_shows_what_is_tested():
    assert FILE.read_text(encoding="utf-8") == document(), "PYTHONPATH=tests python -m reading.document"


@pytest.mark.parametrize(
    "written", ["1{}x", "{}", "1{}", "¥{}", "元{}", "1,{}", "{}万"], ids=lambda text: text.format("…")
)
@pytest.mark.parametrize(
    "filler", [" ", "\u3000", "1", ",1", "元", "0"], ids=["blank", "wide", "one", "comma", "yuan", "zero"]
)
def test_a_long_text_takes_no_longer_than_its_length(written, filler):
    text = written.format(filler * 20_000)
    begun = time.process_time()
    for reader in READERS.values():
        reader(text, CASE)
    assert time.process_time() - begun < 1, "a second for twenty kilobytes: the time grows with the square"
