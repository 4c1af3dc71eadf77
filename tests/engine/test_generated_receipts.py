"""Receipts: every example gives the same answer again, by its receipt alone; applying a pack leaves the law as it was."""

import json
from datetime import date

import pytest
from generators import cases, lawtests
from generators.shipped import BOOK

from cdmz_rules import decide
from cdmz_rules.decisions.replay import replay
from cdmz_rules.errors import InputError, NotFound
from cdmz_rules.law import reform as reforms

TODAY = date(2026, 11, 23)
EXAMPLES = [pytest.param(case, id=case.name) for case in cases.examples()]


@pytest.mark.parametrize("reform", [None, lawtests.pack()], ids=["without the pack", "with the pack"])
@pytest.mark.parametrize("case", EXAMPLES)
def test_a_receipt_gives_the_same_answer_again(case, reform):
    first = decide(case.inputs, case.benefit, case.day, reform=reform, today=TODAY)
    written = json.loads(json.dumps(first.receipt.model_dump(mode="json"), ensure_ascii=False))
    again = replay(written)
    assert again.same
    assert again.needs == again.differences == []
    assert again.decision == first


def test_a_decision_can_be_replayed_as_well_as_its_receipt():
    case = cases.examples()[0]
    decision = decide(case.inputs, case.benefit, case.day, today=TODAY)
    assert replay(decision.model_dump(mode="json")).same


def test_another_law_is_named_and_the_difference_shown():
    case = next(case for case in cases.examples() if case.name.startswith("ex01"))
    first = decide(case.inputs, case.benefit, case.day, today=TODAY)
    again = replay(first.receipt.model_dump(mode="json"), law=lawtests.packed())
    assert not again.same
    assert first.receipt.law[:12] in again.needs[0].en
    assert again.differences[0].en.startswith("provident_fund_commercial_part: ")


def test_a_shipped_pack_is_kept_by_name_and_hash_and_any_other_whole():
    case, pack = cases.examples()[0], lawtests.pack()
    own = reforms.from_body(pack.plain)
    kept, whole = (
        decide(case.inputs, case.benefit, case.day, reform=reform, today=TODAY).receipt.model_dump(mode="json")
        for reform in (pack, own)
    )
    assert kept["reform"].keys() == {"name", "hash"}
    assert whole["reform"] == pack.plain
    assert {**kept, "reform": None} == {**whole, "reform": None}
    assert replay(whole).same
    then = replay({**kept, "reform": {"name": pack.name, "hash": "0" * 64}})
    assert then.same
    assert [need.en for need in then.needs] == [
        f"{pack.name} as it was then, 000000000000 (this is {kept['reform']['hash'][:12]})"
    ]
    with pytest.raises(NotFound):
        replay({**kept, "reform": {"name": "assumptions_1026", "hash": "0" * 64}})
    with pytest.raises(NotFound):
        replay(kept, packs={})


@pytest.mark.parametrize("data", [{}, {"receipt": 1}, {"receipt": {"version": "1"}}, [], "text"])
def test_what_is_no_receipt_is_an_error(data):
    with pytest.raises(InputError) as raised:
        replay(data)
    assert raised.value.problems[0].code == "not_a_receipt"


PACKS = [name for name in BOOK.reforms.names if BOOK.reforms.load(name).mode == "fill_unknown"]


@pytest.mark.parametrize("name", BOOK.reforms.names)
def test_the_law_stays_as_it_is_when_a_pack_is_applied(name):
    law = BOOK.law
    before, items = law.fingerprint, {path: (item, item.table) for path, item in law.items()}
    applied = BOOK.reforms.load(name).apply(law)
    case = cases.examples()[0]
    decide(case.inputs, case.benefit, case.day, law=applied, today=TODAY)
    assert law.fingerprint == before
    assert all(law[path] is item and law[path].table is table for path, (item, table) in items.items())
    assert applied.fingerprint != before
    assert applied.applied == tuple(step.name for step in BOOK.reforms.load(name).steps)


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_fills_what_is_unknown_and_nothing_else(name):
    law = BOOK.law
    applied = BOOK.reforms.load(name).apply(law)
    for path, item in law.items():
        known = {cell.key: cell for cell in item.table.cells if cell.state.name in ("KNOWN", "NOT_IN_FORCE")}
        kept = {cell.key: cell for cell in applied[path].table.cells if cell.origin == "law"}
        assert {key: cell.value for key, cell in known.items()} == {
            key: cell.value for key, cell in kept.items() if key in known
        }, path
        for cell in applied[path].table.cells:
            assert cell.origin in ("law", name)
            assert cell.origin == "law" or cell.evidence in ("assumed", None)
