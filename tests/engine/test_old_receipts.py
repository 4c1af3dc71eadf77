"""Receipts that cdmz-rules 0.1 wrote, when packs were hashed by their JSON as Python prints it: they replay as they did.

A file names what was shipped by the hash that it had then. Once such a pack is amended, the need for the earlier one is named by right:
then write the hash of the amended one by `content_hash_0_1` into the file.
"""

import json
from pathlib import Path

import pytest

from cdmz_rules.decisions.replay import replay
from cdmz_rules.law import reform as reforms

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
def test_a_receipt_of_0_1_replays_as_the_same_and_needs_no_other_pack(file):
    again = replay(written(file))
    assert again.same, again.differences
    named = [need.en for need in again.needs for name in reforms.names() if name in need.en]
    assert named == []
