"""Receipts that cdmz-rules 0.1 wrote, when packs were hashed by their JSON as Python prints it: they replay as they did.

Where something was unknown, more is proven now than 0.1 could: an outcome stays what it was, and bounds lie within those of then.

A file names what was shipped by the hash that it had then. Once such a pack is amended, the need for the earlier one is named by right:
then write the hash of the amended one by `content_hash_0_1` into the file.
"""

import json
from pathlib import Path

import pytest
import rfc8785
from generators.shipped import BOOK

from cdmz_rules.decisions.receipt import content_hash, content_hash_0_1
from cdmz_rules.decisions.replay import replay

FILES = sorted((Path(__file__).parent / "receipts").glob("*.json"))


def written(file):
    return json.loads(file.read_text(encoding="utf-8"))


def test_receipts_with_and_without_packs_were_kept():
    kept = [written(file)["reform"] for file in FILES]
    assert None in kept
    assert any(reform.keys() == {"name", "hash"} for reform in kept if reform)
    assert any("steps" in reform for reform in kept if reform)
    assert any("parameters" in reform for reform in kept if reform)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_receipt_of_0_1_replays_as_the_same_or_knows_more_and_needs_no_other_pack(file):
    again = replay(written(file))
    assert list(contradictions(written(file)["result"], again)) == []
    named = [need.en for need in again.needs for name in BOOK.reforms.names if name in need.en]
    assert named == []


@pytest.mark.parametrize("name", BOOK.reforms.names)
def test_whatever_is_shipped_replays_under_its_hash_of_0_1(name):
    reform = BOOK.reforms.load(name)
    old = written(FILES[0].with_name("without_a_pack.json"))
    hashes = {content_hash(reform), content_hash_0_1(reform)}
    assert len(hashes) == 2
    for known in hashes:
        assert not [n for n in replay({**old, "reform": {"name": name, "hash": known}}).needs if name in n.en]


def contradictions(then, again):
    """What was said then and does not hold now, and what differs though it was exact."""
    now = again.decision.receipt.result
    if now.outcome != then["outcome"]:
        yield now.outcome
    if now.amounts.keys() != then["amounts"].keys():
        yield sorted(now.amounts.keys() ^ then["amounts"].keys())
    for name, before in then["amounts"].items():
        after = now.amounts[name]
        below = before["lower"] is not None and (after.lower is None or after.lower < before["lower"])
        above = before["upper"] is not None and (after.upper is None or after.upper > before["upper"])
        if below or above:
            yield name, before, after


def reform(value):
    change = {"cities": ["chengdu"], "value": value}
    words = {"zh": "试", "en": "try"}
    body = {"name": "tried", "title": words, "rationale": words, "effective": "2026-01-01"}
    return BOOK.reforms.from_body({**body, "parameters": {"provident_fund.loan.maximum_single": [change]}})


def test_one_value_has_one_hash_however_it_is_written():
    assert content_hash(reform(1)) == content_hash(reform(1.0)) != content_hash(reform(1.5))
    assert content_hash_0_1(reform(1)) != content_hash_0_1(reform(1.0))


def test_a_whole_number_that_json_cannot_hold_keeps_the_hash_of_0_1():
    huge = reform(2**53)
    with pytest.raises(rfc8785.IntegerDomainError):
        rfc8785.dumps(huge.plain)
    assert content_hash(huge) == content_hash_0_1(huge)
    assert content_hash(reform(2**53 - 1)) != content_hash_0_1(reform(2**53 - 1))


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_no_value_of_a_reform(value):
    with pytest.raises(ValueError, match="finite"):
        reform(value)
