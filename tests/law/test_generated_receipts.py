"""Receipts of answers by the shipped law: every example gives the same answer again; its packs and reforms leave it as it was."""

import pytest
from generators import cases, receipts
from generators.shipped import BOOK, SHIPPED

EXAMPLES = cases.examples(SHIPPED)


@pytest.mark.parametrize("which", SHIPPED.books)
@pytest.mark.parametrize("case", EXAMPLES, ids=lambda case: case.name)
def test_a_receipt_gives_the_same_answer_again(case, which):
    receipts.check_replayed(BOOK, SHIPPED.books[which], case)


@pytest.mark.parametrize("name", BOOK.reforms.names)
def test_the_law_stays_as_it_is_when_a_pack_is_applied(name):
    receipts.check_law_untouched(BOOK, name, EXAMPLES[0])


@pytest.mark.parametrize("name", receipts.packs(BOOK))
def test_a_pack_fills_what_is_unknown_and_nothing_else(name):
    receipts.check_only_filled(BOOK.law, BOOK.under(name).law, name)
