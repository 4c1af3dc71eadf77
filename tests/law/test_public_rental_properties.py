"""Public rental housing for random households: what more income, another child and what is unknown may do to an answer."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from generators import lawtests
from generators.shipped import BOOK, PACKED
from hypothesis import given
from hypothesis import strategies as st
from sampling import dear

from cdmz_rules import decide
from cdmz_rules.decisions.decision import Outcome

DAY, TODAY = "2026-06-15", date(2026, 11, 23)
CITIES = ("chengdu", "deyang", "meishan", "ziyang")
BENEFITS = ("rent_subsidy", "public_rental_flat")
INCOMES = st.integers(0, 14_000_000).map(lambda fen: fen / 100)
TIERS = {"dibao": Decimal("1.00"), "low_income": Decimal("0.70"), "lower_middle": Decimal("0.40")}
FIGURES = {
    "chengdu": (25, (36, 48, 60), 100_000),
    "deyang": (10, (30, 45, 60), 84_000),
    "meishan": (9, (30, 45, 60), 76_000),
    "ziyang": (8, (28, 42, 56), 72_000),
}
"""Of the pack: rate, subsidised areas by household size, and the line of families."""


@st.composite
def households(draw):
    """A household anywhere in the four cities, of any group, near the lines."""
    city = draw(st.sampled_from(CITIES))
    applicant = {
        "role": "applicant",
        "birth_date": str(draw(st.dates(date(1950, 1, 1), date(2006, 1, 1)))),
        "sex": draw(st.sampled_from(["female", "male"])),
        "residence_city": city,
        "hukou_city": draw(st.sampled_from([city, city, "elsewhere"])),
        "hukou_since": "2006-01-01",
        "residence_permit": draw(st.booleans()),
        "residence_points": draw(st.integers(0, 100)),
        "local_insurance_months": draw(st.integers(0, 60)),
        "labour_contract_months": draw(st.sampled_from([0, 11, 12, 36])),
        "degree_date": str(draw(st.dates(date(2015, 1, 1), date(2026, 6, 1)))),
        "housing_trade": draw(st.sampled_from(["none", "education", "sanitation"])),
    }
    size, homes = draw(st.integers(1, 6)), draw(st.integers(0, 1))
    return {
        "members": [applicant],
        "residence_zone": draw(st.sampled_from(["chengdu_5_2", "chengdu_11_2_other", "chengdu_counties"])),
        "housing_applicant_type": draw(
            st.sampled_from(["local", "local", "migrant_worker", "new_employed", "trade_staff"])
        ),
        "household_size": size,
        "household_annual_income": draw(INCOMES),
        "household_assets": draw(st.integers(0, 500_000)),
        "receives_minimum_allowance": draw(st.booleans()),
        "own_floor_area": draw(st.sampled_from([0, 0, 15.9 * size, 17 * size])),
        "homes_owned": homes,
        "homes_in_residence_zone": min(homes, draw(st.integers(0, 1))),
        "tenancy": draw(st.sampled_from(["registered", "registered", "unregistered", "affordable_rental"])),
        "monthly_rent": draw(st.integers(0, 4000)),
        "flat_floor_area": 48,
        "market_rent_per_m2": draw(st.integers(5, 60)),
    }


def answer(case, benefit, rulebook=PACKED):
    return decide(case, benefit, DAY, rulebook=rulebook, today=TODAY)


def not_worse(less, more):
    """Whether the second answer takes nothing away from the first."""
    return less.amount.value <= more.amount.value and (
        less.outcome is not Outcome.ELIGIBLE or more.outcome is Outcome.ELIGIBLE
    )


@dear(40)
@given(households(), st.sampled_from(BENEFITS), INCOMES)
def test_more_income_never_raises_what_one_gets(case, benefit, other):
    low, high = sorted([case["household_annual_income"], other])
    poorer, richer = (answer({**case, "household_annual_income": income}, benefit) for income in (low, high))
    assert not_worse(richer, poorer)


@dear(40)
@given(households(), st.sampled_from(BENEFITS))
def test_another_child_under_age_without_income_assets_or_home_never_lowers_it(case, benefit):
    child = {"role": "child", "birth_date": "2020-03-01"}
    larger = {**case, "members": [*case["members"], child], "household_size": case["household_size"] + 1}
    assert not_worse(answer(case, benefit), answer(larger, benefit))


@dear(40)
@given(households(), st.sampled_from(BENEFITS), st.data())
def test_what_is_unknown_never_yields_nothing(case, benefit, data):
    gone = data.draw(st.sampled_from(sorted(set(case) - {"members"})))
    for less in (case, {key: value for key, value in case.items() if key != gone}):
        found = answer(less, benefit, BOOK)
        if found.amount.bound == "exact" and found.amount.value == 0:
            assert found.outcome is Outcome.NOT_ELIGIBLE or case["market_rent_per_m2"] == 0
        assert found.outcome is not Outcome.ELIGIBLE  # no city's lines are known
        if found.outcome is Outcome.RULE_UNKNOWN:
            assert found.missing_law
            assert found.amount.bound != "exact"


@dear(40)
@given(households())
def test_the_subsidy_is_rate_times_area_times_ratio_in_decimal_arithmetic(case):
    found = answer(case, "rent_subsidy")
    city = case["members"][0]["residence_city"]
    rate, areas, line = FIGURES[city]
    if found.outcome is not Outcome.ELIGIBLE:
        assert found.amount.value == 0
        return
    rate = 15 if city == "chengdu" and case["residence_zone"] != "chengdu_5_2" else rate
    income, size = case["household_annual_income"], case["household_size"]
    low = income < 30_000 if city == "chengdu" else income <= (line if size > 1 else line / 2) / 2
    tier = "dibao" if case["receives_minimum_allowance"] else "low_income" if low else "lower_middle"
    standard = (rate * areas[min(size, 3) - 1] * TIERS[tier]).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert lawtests.fen(found.amount.value) == int(min(standard, Decimal(case["monthly_rent"])) * 100)
