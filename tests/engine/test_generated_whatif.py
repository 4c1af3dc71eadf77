"""The least change held against trying, and runs of days against deciding day by day, on the toy law."""

import pytest
from generators import day_by_day, least, strange
from generators.toy import TOY

EACH = 10


@pytest.mark.sampled(6)
@pytest.mark.parametrize("first", range(0, 500, EACH))
def test_nothing_smaller_that_is_tried_helps(first):
    for seed in range(first, first + EACH):
        least.check(strange.asked(TOY, seed, packed=True, refused=True))


@pytest.mark.sampled(4)
@pytest.mark.parametrize("first", range(0, 300, EACH))
def test_on_both_ends_of_a_run_of_days_the_answer_is_the_one_decided(first):
    for seed in range(first, first + EACH):
        day_by_day.check(strange.asked(TOY, seed, packed=seed % 2 == 0, dropped=2), seed)
