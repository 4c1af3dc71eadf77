"""Units through the traced graph: the toy law is clean, and whatever does not go together is named where it stands."""

import datetime
from datetime import date

import numpy as np
import pytest
from generators import units as checks
from generators.toy import BOOK
from generators.units import DAY
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from cdmz_rules.decisions import plan_check
from cdmz_rules.law.schema import UNITS
from cdmz_rules.model import (
    ChoiceInput,
    DateInput,
    Enum,
    Fact,
    Household,
    MoneyInput,
    NumberInput,
    Person,
    YesNoInput,
    add_months,
    annuity_factor,
    calendar_months_after,
    instalment,
    interest_of_equal_principal,
    month_end,
    month_of_year,
    month_start,
    months_between,
    rank_of,
    repaid,
    round_money,
    years_begun,
    years_between,
)
from cdmz_rules.model.conditions import compare
from cdmz_rules.model.money import in_units
from cdmz_rules.plan import units
from cdmz_rules.plan.units import named

# The toy law


def test_the_units_of_the_toy_law_are_proven():
    assert units.problems(BOOK.system, BOOK.law, checks.of_households(BOOK), plan_check.days(BOOK)) == []


def test_every_variable_has_a_unit_and_it_is_the_declared_one():
    checks.check_declared(BOOK)


def test_every_figure_of_the_law_is_held_to_its_unit():
    held = checks.figures_held(BOOK)
    assert len(held) > 12
    # Whatever it counts in, an amount divided and multiplied by it is the amount.
    assert checks.unproven(held) == {"orchard.rounding"}


def test_every_number_that_is_asked_is_held_to_its_unit(monkeypatch):
    held = checks.inputs_held(BOOK, monkeypatch)
    of_crowding = {"children_at_home", "people_at_home"}
    assert set(held) == {"heating_bill", "member_months", "monthly_income", "savings", "term_months", *of_crowding}
    assert checks.unproven(held) == set()


def test_excuses_are_few():
    assert checks.excused(BOOK) == {"loan_turn"}


def test_an_item_of_another_unit_is_named_where_a_formula_uses_it():
    law = checks.of_another_unit(BOOK.law, "welfare.heating.hard_winter", "CNY/month")
    (problem,) = units.problems(BOOK.system, law, ["heating_cap"], [DAY])
    assert problem.file == BOOK.content.variables / "welfare" / "heating.py"
    lines = problem.file.read_text(encoding="utf-8").splitlines()
    assert lines[problem.line - 1].strip() == "def formula(household, period):"
    above = [line for line in lines[: problem.line] if line.startswith("class ")]
    assert above[-1] == "class heating_cap(Step):"
    assert problem.message == (
        "heating_cap: a sum of CNY (welfare.heating.most) and CNY/month (welfare.heating.hard_winter)"
    )


def test_an_item_by_member_of_another_unit_is_named_by_its_path():
    law = checks.of_another_unit(BOOK.law, "orchard.rate.{term_band}", "ratio")
    (problem,) = units.problems(BOOK.system, law, ["loan_rate"], [DAY])
    assert problem.file == BOOK.content.variables / "orchard" / "loan.py"
    assert problem.message.startswith("loan_rate: ")


def test_a_clause_that_compares_other_units_is_named_where_it_is_declared():
    law = checks.of_another_unit(BOOK.law, "orchard.months_least", "years")
    (problem,) = units.problems(BOOK.system, law, ["loan_months"], [DAY])
    line = problem.file.read_text(encoding="utf-8").splitlines()[problem.line - 1]
    assert line == "class loan_months(Condition):"
    assert problem.message == "loan_months: a comparison of month (member_months) and year (orchard.months_least)"


# Small systems


class Colour(Enum):
    unknown = "unknown"
    red = "red"
    blue = "blue"


class price(MoneyInput):
    pass


class rent(MoneyInput):
    unit = "CNY/month"


class pension(MoneyInput):
    unit = "CNY/year"


class waited(NumberInput):
    unit = "months"


class insured(NumberInput):
    unit = "years"


class children(NumberInput):
    pass


class share(NumberInput):
    unit = "ratio"


class interest(NumberInput):
    unit = "annual_rate"


class lives_alone(YesNoInput):
    pass


class born(DateInput):
    pass


class moved(DateInput):
    pass


class colour(ChoiceInput):
    possible_values = Colour
    default_value = Colour.unknown


INPUTS = (price, rent, pension, waited, insured, children, share, interest, lives_alone, born, moved, colour)


def rules(*variables):
    found = TaxBenefitSystem([Person, Household])
    for variable in (*INPUTS, *variables):
        found.add_variable(variable)
    return found


def checked(*variables, days=(DAY,)):
    return units.problems(rules(*variables), BOOK.law, [variable.__name__ for variable in variables], days)


def formula_of(body):
    """A formula that takes the variables it names."""
    names = body.__code__.co_varnames[: body.__code__.co_argcount]
    return lambda household, period: body(*(household(name, period) for name in names))


def fact(body, unit="CNY", name="result", **more):
    return type(name, (Fact,), {"formula": formula_of(body), "__module__": __name__, "unit": unit, **more})


REFUSED = [
    (lambda price, rent: price + rent, "a sum of CNY (price) and CNY/month (rent)"),
    (lambda rent, pension: rent + pension, "a sum of CNY/month (rent) and CNY/year (pension)"),
    (lambda price, rent: price - rent, "a difference of CNY (price) and CNY/month (rent)"),
    (lambda price, rent: np.minimum(price, rent), "the lesser of CNY (price) and CNY/month (rent)"),
    (lambda price, rent: np.maximum(price, rent), "the greater of CNY (price) and CNY/month (rent)"),
    (
        lambda lives_alone, price, rent: np.where(lives_alone, price, rent),
        "a choice between CNY (price) and CNY/month (rent)",
    ),
    (
        lambda lives_alone, price, rent: np.select([lives_alone], [price], rent),
        "a choice between CNY (price) and CNY/month (rent)",
    ),
    (
        lambda price, waited, insured: np.where(waited > insured, price, 0),
        "a comparison of month (waited) and year (insured)",
    ),
    (
        lambda price, waited, insured: np.where(compare(waited, insured, ">=", "months"), price, 0),
        "a comparison of month (waited) and year (insured)",
    ),
    (
        lambda price, waited: price * (waited == waited % (waited * waited)),
        "a remainder of month (waited) by month·month",
    ),
    (lambda price, children: price + children, "a sum of CNY (price) and number (children)"),
    (lambda price, lives_alone: price + lives_alone, "a sum of CNY (price) and boolean (lives_alone)"),
    (lambda price: price + 1, "a sum of CNY (price) and 1"),
    (
        lambda price, waited, lives_alone: price * (1 + lives_alone + waited > 0),
        "a sum of number and month (waited)",
    ),
    (
        lambda price, waited, born: price * (born + waited.astype(np.int64) > born),
        "a sum of month (waited) and day",
    ),
    (lambda price: price + 12, "a sum of CNY (price) and 12"),
    (lambda price, insured: price * (insured >= 12), "a comparison of year (insured) and 12"),
    (lambda price, colour: price * (colour > price), "a comparison of choice (colour) and CNY (price)"),
    (
        lambda price, insured, born: price * (add_months(born, insured) > born),
        "a sum of month and year (insured)",
    ),
    (
        lambda price, insured: price * (insured.astype("datetime64[M]") > np.datetime64("2026-01")),
        "a conversion of year (insured) to month",
    ),
    (
        lambda price, waited: price * (waited.astype("datetime64[D]") > np.datetime64("2026-01-01")),
        "a conversion of month",
    ),
    (lambda price, waited, born: price * (born + waited.astype("timedelta64[D]") > born), "a conversion of month"),
    (lambda price, waited: price * np.expm1(waited), "an exponent or logarithm of month (waited), not of number"),
    (lambda price: price * np.log1p(price), "an exponent or logarithm of CNY (price), not of number"),
    (lambda price: np.sqrt(price * price), "what sqrt does to units is not known"),
    (
        lambda price, born, moved: price * ((moved - born).astype("timedelta64[W]").astype(float)),
        "the unit declared is CNY, and the formula gives CNY·W",
    ),
    (lambda rent: rent, "the unit declared is CNY, and the formula gives CNY/month"),
    (lambda rent, waited, insured: rent * waited * insured, "the unit declared is CNY, and the formula gives CNY·year"),
    (lambda price: price / price, "the unit declared is CNY, and the formula gives number"),
    (lambda born, moved: (moved - born).astype(float), "the unit declared is CNY, and the formula gives day"),
    (lambda lives_alone: lives_alone, "the unit declared is CNY, and the formula gives boolean"),
    (lambda lives_alone: np.where(lives_alone, 12, 0), "the unit declared is CNY, and the formula gives 0|12"),
    (lambda rent: 12 * rent, "the unit declared is CNY, and the formula gives CNY/year"),
    (lambda: np.ones(1), "the unit declared is CNY, and the formula gives 1"),
]


@pytest.mark.parametrize(("body", "message"), REFUSED, ids=[message for _, message in REFUSED])
def test_what_does_not_go_together_is_refused(body, message):
    found = checked(fact(body))
    assert [problem.message.partition(": ")[2].startswith(message) for problem in found] == [True], found


PLANTED = """
from functools import reduce
import numpy as np
from cdmz_rules.model import Condition, Fact, Limit, MoneyInput, Step, YesNo

class price(MoneyInput):
    label = "price"

class rent(MoneyInput):
    unit = "CNY/month"

class total(Step):
    def formula(household, period):  # a sum of CNY (price) and CNY/month (rent)
        more = household("rent", period)
        return household("price", period) + more

class dear(YesNo):
    def formula(household, period):  # a comparison of CNY (price) and CNY/month (rent)
        return household("price", period) > household("rent", period)

class all_in_all(Step):
    unit = "CNY/month"

    def formula(household, period):  # the unit declared is CNY/month, and the formula gives CNY
        return household("price", period) * household("dear", period)

class least(Limit):  # the lesser of CNY (price) and CNY/month (rent)
    of = ("price", "rent")

def _shared(household, period):
    return household("price", period) - household("rent", period)

class difference(Step):
    def formula(household, period):  # a difference of CNY (price) and CNY/month (rent)
        return _shared(household, period)
"""


def test_each_mistake_in_a_file_is_named_on_its_line(tmp_path):
    file = tmp_path / "planted.py"
    file.write_text(PLANTED, encoding="utf-8")
    planted = TaxBenefitSystem([Person, Household])
    planted.add_variables_from_file(str(file))
    found = units.problems(planted, BOOK.law, list(planted.variables), [DAY])
    lines = enumerate(PLANTED.splitlines(), 1)
    expected = {(number, line.partition("  # ")[2]) for number, line in lines if "  # " in line}
    assert len(expected) == 5
    assert {(problem.line, problem.message.partition(": ")[2]) for problem in found} == expected
    assert {problem.file for problem in found} == {file}


GIVEN = [
    (lambda rent: 12 * rent, "CNY/year"),
    (lambda pension: pension / 12, "CNY/month"),
    (lambda insured: insured * 12, "months"),
    (lambda waited: np.floor(waited / 12), "years"),
    (lambda insured: 12 / (1 / insured), "months"),
    (lambda interest, price: price * interest / 12, "CNY/month"),
    (lambda waited: np.minimum(waited, 12), "months"),
    (lambda waited, lives_alone: np.where(lives_alone, 12, waited) - lives_alone, "months"),
    (lambda price, share: price * (1 - share), "CNY"),
    (lambda price, children: price * np.maximum(children - 1, 0), "CNY"),
    (lambda price, lives_alone: price * ~lives_alone, "CNY"),
    (lambda price, lives_alone: np.where(lives_alone, np.inf, price), "CNY"),
    (lambda rent, waited: rent * waited, "CNY"),
    (lambda price: round_money(price), "CNY"),
    (lambda rent: round_money(rent, 1.0, "down"), "CNY/month"),
    (lambda price, rent, waited: round_money(price, rent * waited, "up"), "CNY"),
    (lambda price: in_units(price, 2), "CNY"),
    (lambda born, moved: months_between(born, moved), "months"),
    (lambda born, moved: years_between(born, moved), "years"),
    (lambda born, moved: years_between(born, moved), "age"),
    (lambda born, moved: years_begun(born, moved), "years"),
    (lambda born, moved: calendar_months_after(born, moved), "months"),
    (lambda born: month_of_year(born), "months"),
    (lambda born, moved: (moved - born).astype(float), "days"),
    (lambda born: (month_end(born) - month_start(born)).astype(float) + 1, "days"),
    (lambda interest, waited: annuity_factor(interest / 12, waited), "months"),
    (lambda price, interest, waited: instalment(price, interest / 12, waited), "CNY/month"),
    (lambda price, interest, waited: repaid(price, interest / 12, waited, waited), "CNY"),
    (lambda price, interest, waited: interest_of_equal_principal(price, interest / 12, waited), "CNY"),
    (lambda colour: rank_of(colour), "count"),
    (lambda lives_alone: 1 + lives_alone, "count"),
    (lambda lives_alone: np.where(lives_alone, 1, 0), "days"),
    (lambda born, moved: add_months(born, months_between(born, moved)).astype("datetime64[D]").astype(float), "days"),
]


@pytest.mark.parametrize(("body", "unit"), GIVEN, ids=[f"{number} {unit}" for number, (_, unit) in enumerate(GIVEN)])
def test_what_goes_together_has_the_unit_that_follows(body, unit):
    assert checked(fact(body, unit)) == []
    graph = checks.traced(BOOK, ["result"], rules(fact(body, unit)))
    assert units.units_of(graph)["result"] == named(unit)


def test_an_amount_is_no_choice():
    values = {"value_type": Enum, "possible_values": Colour, "default_value": Colour.unknown}
    found = checked(fact(lambda price: price, None, **values))
    assert [problem.message for problem in found] == ["result: a conversion of CNY (price) to choice"]


def test_dates_and_choices_have_their_own_units():
    later = fact(lambda born, waited: add_months(born, waited), None, value_type=datetime.date)
    painted = fact(
        lambda colour, lives_alone: np.where(lives_alone, Colour.blue.index, colour),
        None,
        value_type=Enum,
        possible_values=Colour,
        default_value=Colour.unknown,
    )
    for variable, unit in ((later, "date"), (painted, "choice")):
        assert checked(variable) == []
        graph = checks.traced(BOOK, ["result"], rules(variable))
        assert str(units.units_of(graph)["result"]) == unit


def test_a_declaration_that_its_values_rule_out_is_refused():
    found = checked(fact(lambda lives_alone: lives_alone, "CNY", value_type=bool))
    assert [problem.message for problem in found] == ["result: the unit declared is CNY, and the formula gives boolean"]


@pytest.mark.parametrize("unit", [None, "CNY/week"])
def test_a_number_declares_a_unit_of_the_register(unit):
    found = checked(fact(lambda price: price, unit))
    assert [problem.message for problem in found] == [f"result: {unit!r} is no unit; known: {', '.join(UNITS)}"]


@pytest.mark.parametrize("first", [lambda price, rent: price + rent, lambda price: price])
def test_one_mistake_is_not_named_again_by_what_rests_on_it(first):
    mistaken = fact(first, "CNY/year", name="mistaken")
    rests = fact(lambda mistaken, pension: mistaken + pension, "CNY/year", name="rests")
    assert [problem.message.partition(":")[0] for problem in checked(mistaken, rests)] == ["mistaken"]


def test_the_same_mistake_of_two_formulas_is_named_at_both():
    one = fact(lambda price, rent: price + rent, name="one")
    other = fact(lambda price, rent: (price + rent) * 2, name="other")
    third = fact(lambda one, price: one * 2 + price, name="third")
    twice = fact(lambda price, rent: np.maximum(price + rent, 0), name="twice")
    assert {problem.message.partition(":")[0] for problem in checked(one, third)} == {"one"}
    assert {problem.message.partition(":")[0] for problem in checked(other, twice)} == {"other", "twice"}


def test_what_counts_as_another_unit_is_excused_and_nothing_else():
    reason = ("CNY", "CNY/year", "of one year")
    body = lambda pension, price, lives_alone: np.where(lives_alone, pension, price)  # noqa: E731
    assert checked(fact(body, "CNY/year", counts_as=reason)) == []
    assert len(checked(fact(body, "CNY", counts_as=reason))) == 1
    other = fact(lambda rent, price, lives_alone: np.where(lives_alone, rent, price), "CNY/month", counts_as=reason)
    assert {problem.message.partition(": ")[2] for problem in checked(other)} == {
        "a choice between CNY/month (rent) and CNY (price)",
        "nothing needs `counts_as`",
    }
    idle = checked(fact(lambda price: price, counts_as=reason))
    assert [problem.message for problem in idle] == ["result: nothing needs `counts_as`"]


dated = type(
    "dated",
    (Fact,),
    {
        "unit": "CNY",
        "__module__": __name__,
        "formula_2020": formula_of(lambda price: price),
        "formula_2027": formula_of(lambda rent: rent),
    },
)


def test_each_formula_of_a_variable_is_checked_on_its_days():
    assert checked(dated, days=[date(2019, 12, 31), date(2020, 1, 1), date(2026, 12, 31)]) == []
    found = checked(dated, days=[date(2019, 12, 31), date(2026, 1, 1), date(2027, 1, 1), date(2027, 2, 1)])
    assert [problem.message for problem in found] == [
        "dated: the unit declared is CNY, and the formula gives CNY/month"
    ]


def test_a_formula_that_cannot_be_traced_is_a_problem_too():
    found = checked(fact(lambda price: np.sort(price)))
    assert ["np.sort cannot be traced" in problem.message for problem in found] == [True]


def test_steps_stand_in_the_graph_after_what_they_need():
    checks.check_order_of_steps(checks.of_benefits(BOOK))
