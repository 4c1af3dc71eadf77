"""Declarations of the shipped law: what it declares can be asked, shown and explained."""

import pytest
from generators import declarations, values
from generators.shipped import BOOK, SHIPPED
from hypothesis import given
from hypothesis import strategies as st

CATALOGUE = BOOK.catalogue
INPUTS = list(CATALOGUE.inputs.values())


@pytest.mark.parametrize("info", INPUTS, ids=lambda info: info.name)
def test_an_input_can_be_asked_in_both_languages_and_shown_by_an_example(info):
    declarations.check_words_of_input(CATALOGUE, info)


@pytest.mark.parametrize("info", INPUTS, ids=lambda info: info.name)
def test_the_example_of_an_input_is_accepted(info):
    declarations.accept(CATALOGUE, info, info.example)


@given(st.sampled_from(INPUTS), st.data())
def test_whatever_lies_within_the_bounds_of_an_input_is_accepted(info, data):
    declarations.accept(CATALOGUE, info, data.draw(values.of(info, declarations.TODAY)))


@pytest.mark.parametrize("name", declarations.shown(CATALOGUE))
def test_everything_an_answer_shows_has_words_in_both_languages(name):
    declarations.check_words_of_answer(CATALOGUE, name)


def test_every_input_can_matter_to_some_benefit():
    declarations.check_inputs_asked(BOOK)


def test_every_input_that_a_run_read_was_announced():
    declarations.check_inputs_announced(SHIPPED)


def test_every_item_of_the_law_names_whose_rule_it_is_and_which_day_selects_it():
    declarations.check_items(BOOK)


def test_every_unknown_says_why_and_whom_to_ask():
    declarations.check_unknowns(BOOK)


@pytest.mark.parametrize("name", sorted(BOOK.benefits))
def test_a_benefit_names_what_an_answer_needs(name):
    declarations.check_benefit(CATALOGUE, name)
