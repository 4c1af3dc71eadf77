"""What nobody knows is asked in words that one can say on the telephone."""

from datetime import date

from generators.shipped import BOOK

from cdmz_rules.decisions import asking
from cdmz_rules.law.coverage import LEVELS
from cdmz_rules.law.item import State


def unknown_today():
    """Every item that some city or pool does not know today."""
    day, cities = date(2026, 11, 30), [name for name, each in BOOK.places.items() if each.level in LEVELS]
    return [item for item in BOOK.law.values() if any(item.at(name, day).state is State.UNKNOWN for name in cities)]


def test_what_is_not_known_somewhere_is_asked_in_everyday_words():
    items = unknown_today()
    assert len(items) > 100
    for item in items:
        assert item.question is not None, item.path
        assert item.question.zh.endswith("？"), item.path
        assert item.question.en.endswith("?"), item.path


def test_a_question_can_be_asked_of_every_place():
    for item in BOOK.law.values():
        for place in BOOK.places.values():
            words = asking.question(item, place)
            assert "{" not in words.zh + words.en, item.path
            assert place.words.zh in words.zh or place.level == "national"
    most = BOOK.law["provident_fund.loan.maximum_single"]
    assert "全国" in asking.question(most, BOOK.places["national"]).zh
    assert "the Sichuan provincial pool" in asking.question(most, BOOK.places["sichuan_provincial"]).en
