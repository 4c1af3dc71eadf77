"""The order in which things are said, asked or listed changes no answer to an example of the shipped law."""

import pytest
from generators import cases, order
from generators.shipped import BOOK, PACKED, SHIPPED

EXAMPLES = pytest.mark.parametrize("case", cases.examples(SHIPPED), ids=lambda case: case.name)


@EXAMPLES
def test_the_order_of_members_and_inputs_does_not_matter(case):
    order.check_members_and_inputs(PACKED, case)


@EXAMPLES
def test_the_order_in_which_unknowns_turn_up_does_not_matter(case):
    order.check_unknowns(BOOK, case)


@EXAMPLES
def test_the_order_of_the_asked_outputs_does_not_matter(case):
    order.check_outputs(BOOK, case)
