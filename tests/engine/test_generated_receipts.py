"""Receipts: every example of the toy law gives the same answer again, by its receipt alone; what differs is said."""

from dataclasses import replace
from datetime import date

import pytest
from generators import cases, receipts
from generators.toy import BOOK, PACK, PACKED, TOY

from cdmz_rules.decisions.replay import replay
from cdmz_rules.errors import InputError, NotFound

EXAMPLES = cases.examples(TOY)
LOAN = cases.example(TOY, "orchard_loan")


@pytest.mark.parametrize("which", TOY.books)
@pytest.mark.parametrize("case", EXAMPLES, ids=lambda case: case.name)
def test_a_receipt_gives_the_same_answer_again(case, which):
    receipts.check_replayed(BOOK, TOY.books[which], case)


def test_a_decision_can_be_replayed_as_well_as_its_receipt():
    decision, _ = receipts.decided(BOOK, LOAN)
    assert replay(decision.model_dump(mode="json"), rulebook=BOOK).same


def test_another_law_is_named_and_the_difference_shown():
    decision, written = receipts.decided(BOOK, replace(LOAN, day=date(2027, 6, 30)))
    reformed = BOOK.under("level_up").law
    again = replay(written, law=reformed, rulebook=BOOK)
    assert not again.same
    assert decision.receipt.law[:12] in again.needs[0].en
    assert reformed.fingerprint[:12] in again.needs[0].en
    assert [difference.en for difference in again.differences] == [f"orchard_loan: {decision.amount.value} → 149500.0"]


def test_a_shipped_pack_is_kept_by_name_and_hash_and_any_other_whole():
    same = BOOK.reforms.from_body(PACK.plain)
    kept, whole = (receipts.decided(book, LOAN)[1] for book in (PACKED, BOOK.under(same)))
    assert kept["reform"].keys() == {"name", "hash"}
    assert whole["reform"] == PACK.plain
    assert {**kept, "reform": None} == {**whole, "reform": None}
    assert replay(whole, rulebook=BOOK).same
    then = replay({**kept, "reform": {"name": PACK.name, "hash": "0" * 64}}, rulebook=BOOK)
    assert then.same
    assert [need.en for need in then.needs] == [
        f"{PACK.name} as it was then, 000000000000 (this is {kept['reform']['hash'][:12]})"
    ]
    with pytest.raises(NotFound):
        replay({**kept, "reform": {"name": "assumptions_1026", "hash": "0" * 64}}, rulebook=BOOK)
    with pytest.raises(NotFound):
        replay(kept, packs={}, rulebook=BOOK)


@pytest.mark.parametrize("data", [{}, {"receipt": 1}, {"receipt": {"version": "1"}}, [], "text"])
def test_what_is_no_receipt_is_an_error(data):
    with pytest.raises(InputError) as raised:
        replay(data, rulebook=BOOK)
    assert raised.value.problems[0].code == "not_a_receipt"


@pytest.mark.parametrize("name", BOOK.reforms.names)
def test_the_law_stays_as_it_is_when_a_pack_is_applied(name):
    receipts.check_law_untouched(BOOK, name, EXAMPLES[0])


@pytest.mark.parametrize("name", receipts.packs(BOOK))
def test_a_pack_fills_what_is_unknown_and_nothing_else(name):
    receipts.check_only_filled(BOOK.law, BOOK.under(name).law, name)
