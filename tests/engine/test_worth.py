"""What it is worth to know a rule that no text gives, on the toy law: measured over households, kept, and known again."""

from dataclasses import replace
from datetime import date

import pytest
from generators.toy import BOOK, FOLDER

from cdmz_rules import InputError, decide
from cdmz_rules.decisions.households import households, in_cities
from cdmz_rules.decisions.impact import Household
from cdmz_rules.enquiry import periods, worth_register
from cdmz_rules.enquiry.worth import Worths, measure
from cdmz_rules.rulebook.uses import benefits_on

DAY = date(2026, 6, 20)
CASE = {
    "members": [
        {"role": "applicant", "guild": "upper", "joined_date": "2024-01-15", "savings": 8000.50},
        {"role": "spouse", "savings": 3210},
    ],
    "orchard_city": "lower",
    "term_months": 60,
}
LOAN = Household("loan", "orchard_loan", DAY, CASE)
OPEN = ("orchard.guilds", "orchard.savings_counted", "orchard.rounding")
"""What keeps the loan open."""


@pytest.fixture(scope="module")
def worths():
    return measure(BOOK, [LOAN])


def test_a_rule_is_worth_its_part_of_the_answers_that_it_leaves_open(worths):
    answer = decide(CASE, "orchard_loan", DAY, rulebook=BOOK, today=DAY)
    mine = {(missing.name, missing.place) for missing in answer.missing_law}
    assert mine == {(path, "lower") for path in OPEN}
    for rule in mine:
        worth = worths.by_rule[rule]
        assert (worth.open, worth.outcomes, worth.alone, worth.part) == (1, 1, 0, round(1 / 3, 6))
        assert worth.yuan == round(answer.amount.upper - (answer.amount.lower or 0), 2)
        assert worth.part_of_yuan == pytest.approx(worth.yuan / 3, abs=0.01)
        assert worth.share == pytest.approx(worth.yuan / answer.amount.upper)
    assert worths.totals == (1, 1, 1, 1, 0)


def test_a_household_is_put_into_every_city_if_it_says_in_which_it_is():
    home = {"fuel": "gas", "heating_bill": 900, "contract_filing_date": "2026-01-10", "stove_inspected": True}
    case = {"members": [{"role": "applicant", "monthly_income": 1200, "home_city": "upper"}], **home}
    heated = Household("heated", "heating_grant", date(2026, 2, 1), case)
    there = list(in_cities(BOOK, heated, ("upper", "lower")))
    assert [each.name for each in there] == ["heated @ upper", "heated @ lower"]
    assert [each.case["members"][0]["home_city"] for each in there] == ["upper", "lower"]
    assert list(in_cities(BOOK, LOAN, ("upper", "lower"))) == [LOAN]
    counted = measure(BOOK, [heated, LOAN]).totals
    assert (counted.households, counted.answers) == (2, 3)


def test_what_is_worth_most_comes_first_and_what_is_known_is_worth_nothing(worths):
    found = worths.ordered(periods.gaps(BOOK.law, periods.within(BOOK.places, "lower")))
    # Of equal worth: which places, which savings, and only then how much.
    assert [period.item.path for period in found[:3]] == [
        "orchard.guilds",
        "orchard.savings_counted",
        "orchard.rounding",
    ]
    ranks = [worths.of(period).part for period in found]
    assert ranks == sorted(ranks, reverse=True)
    known = next(period for period in periods.periods(BOOK.law, ["upper"]) if not period.is_gap)
    assert worths.of(known).open == 0


def test_a_measurement_is_kept_and_known_again(worths, tmp_path, monkeypatch):
    file = tmp_path / "worth.yaml"
    kept = Worths(worths.by_rule, worths.totals, worth_register.state(BOOK))
    worth_register.write(kept, file)
    assert worth_register.of(BOOK, file) is None  # it is of the law that is shipped, and this is another
    monkeypatch.setattr(worth_register.paths, "REGISTRY", BOOK.content.registry)
    assert worth_register.of(BOOK, file) == kept


def test_another_law_or_another_example_is_another_state(tmp_path):
    overlaid = BOOK.with_law(BOOK.law.with_items({}, "other"))
    assert worth_register.state(overlaid) != worth_register.state(BOOK)
    case = next((FOLDER / "examples").glob("*.yaml"))
    (tmp_path / "examples").mkdir()
    content = replace(BOOK.content, parameters=tmp_path / "parameters")
    before = worth_register.state(replace(BOOK, content=content))
    (tmp_path / "examples" / case.name).write_bytes(case.read_bytes())
    assert worth_register.state(replace(BOOK, content=content)) != before


def test_households_are_those_of_the_rulebook_or_of_a_folder(tmp_path):
    assert {each.name for each in households(BOOK)} == {file.stem for file in (FOLDER / "examples").glob("*.yaml")}
    with pytest.raises(InputError, match="1 to 1000 cases"):
        households(BOOK, tmp_path)


def test_an_item_decides_the_benefits_whose_formulas_come_upon_it():
    assert benefits_on(BOOK, "orchard.guilds") == ("orchard_loan",)
