"""Declarations: whatever a domain declares can be asked, shown and explained, without a line written for that domain."""

from datetime import date

import pytest
from generators import cases, values
from generators.shipped import BOOK
from hypothesis import given
from hypothesis import strategies as st

from cdmz_rules import decide
from cdmz_rules.decisions.situation import parse
from cdmz_rules.law.item import State
from cdmz_rules.law.schema import UNITS
from cdmz_rules.model.variable import facts
from cdmz_rules.places import chain

TODAY = date(2026, 11, 23)
INPUTS = list(BOOK.catalogue.inputs.values())
MINE = [name for name, variable in BOOK.catalogue.variables.items() if facts(variable).kind != "fact"]


@pytest.mark.parametrize("info", INPUTS, ids=lambda info: info.name)
def test_an_input_can_be_asked_in_both_languages_and_shown_by_an_example(info):
    variable = BOOK.catalogue.variables[info.name]
    for words in (variable.label, facts(variable).about):
        chinese, bar, english = (words or "").partition("|")
        assert chinese.strip()
        assert bar
        assert english.strip()
    assert info.about.zh != info.about.en
    assert info.example is not None
    for words in (info.choices or {}).values():
        assert words.zh
        assert words.en


@pytest.mark.parametrize("info", INPUTS, ids=lambda info: info.name)
def test_the_example_of_an_input_is_accepted(info):
    parse(case_with(info, info.example), TODAY)


@given(st.sampled_from(INPUTS), st.data())
def test_whatever_lies_within_the_bounds_of_an_input_is_accepted(info, data):
    parse(case_with(info, data.draw(values.of(info, TODAY))), TODAY)


def case_with(info, value):
    given_to = {info.name: str(value) if info.kind == "date" else value}
    if info.entity == "person":
        return {"members": [{"role": (info.roles or ("applicant",))[0], **given_to}, *_applicant(info)]}
    return {"members": [{"role": "applicant"}], **given_to}


def _applicant(info):
    return [] if "applicant" in (info.roles or ("applicant",)) else [{"role": "applicant"}]


@pytest.mark.parametrize("name", MINE)
def test_everything_an_answer_shows_has_words_in_both_languages(name):
    variable = BOOK.catalogue.variables[name]
    assert "|" in variable.label, f"{name} has no label in two languages"
    if facts(variable).kind in ("step", "limit", "benefit"):
        assert "|" in (facts(variable).words or ""), f"{name} says no formula in words in two languages"
        assert variable.unit in UNITS


def test_every_input_can_matter_to_some_benefit():
    asked = {info.name for benefit in BOOK.benefits for info in BOOK.benefit(benefit).inputs}
    assert sorted(set(BOOK.catalogue.inputs) - asked) == []


def test_every_input_that_a_run_read_was_announced():
    for case in cases.examples():
        announced = {info.name for info in BOOK.benefit(case.benefit).inputs}
        decision = decide(case.inputs, case.benefit, case.day, today=TODAY)
        told = {given.info.name for given in cases.given(case)}
        assert {question.input for question in decision.next_questions} | told <= announced


def test_every_item_of_the_law_names_whose_rule_it_is_and_which_day_selects_it():
    variables = BOOK.catalogue.variables
    for item in BOOK.law.values():
        governed = item.governed_by or "given by the formula"
        assert governed in variables or not item.governed_by, item.path
        assert f"{item.date_anchor}_date" in variables, item.path


def test_every_unknown_says_why_and_whom_to_ask():
    for item in BOOK.law.values():
        for cells in item.versions.values():
            for cell in cells:
                if cell.state is State.UNKNOWN:
                    assert cell.reason is not None, cell.key
                    assert cell.reason.zh, cell.key
                    assert cell.reason.en, cell.key
                    assert cell.ask or office(cell.place, item.domain), cell.key


def office(place, domain):
    """The office of the place, or of the nearest place above it that has one."""
    return next(
        (BOOK.places[step].offices[domain] for step in chain(place) if domain in BOOK.places[step].offices), None
    )


@pytest.mark.parametrize("name", sorted(BOOK.benefits))
def test_a_benefit_names_what_an_answer_needs(name):
    variables, declared = BOOK.catalogue.variables, BOOK.catalogue.facts(name)
    assert facts(variables[declared.eligible]).kind == "all_of"
    assert declared.payer in variables
    assert "|" in declared.payee
    assert set(declared.reports) <= set(variables)
    for clause in facts(variables[declared.eligible]).of:
        assert facts(variables[clause]).kind == "condition"
