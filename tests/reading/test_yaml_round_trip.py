"""What is written as YAML is read as it was: text that looks like a number, a yes or nothing stays text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdmz_rules.files import yaml

PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=20)
NUMBERS = st.from_regex(r"[+-]?[0-9_]{1,6}(\.[0-9]{0,3})?(e[+-]?[0-9]{1,3})?", fullmatch=True)
DATA = st.recursive(
    PLAIN | NUMBERS | st.integers(-(10**12), 10**12) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(PLAIN | NUMBERS, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    "text", ["566422922e49", "1e3", "0700", "1_000", "yes", "null", "~", "", "2026-01-01", "=", "1:30", "12"]
)
def test_text_stays_text(text):
    assert yaml.parse(yaml.dump({"value": text})) == {"value": text}


@given(DATA)
def test_data_comes_back(data):
    assert yaml.parse(yaml.dump({"data": data})) == {"data": data}
