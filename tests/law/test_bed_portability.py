"""Whom a bed subsidy follows: every pair of the four cities under every setting of the switches, held against the rule in a few lines."""

from datetime import date
from functools import lru_cache
from itertools import product

import pytest
from generators import beds_law
from generators.shipped import BOOK

from cdmz_rules import decide
from cdmz_rules.decisions.decision import Outcome

DAY, TODAY = "2026-09-30", date(2026, 11, 23)
SWITCHES = "elder_care.portability."
REGIMES, RATE_RULES, PAYERS = ("today", "plan"), ("home", "host", "lower"), ("home", "host")
RATES = {"chengdu": 300, "deyang": 220, "meishan": 200, "ziyang": 180}
"""Of the pack, for a severely disabled elder."""


@lru_cache
def rulebook(**switches):
    """The rules with the pack, and switches set for everybody."""
    return beds_law.thrown("switched", {SWITCHES + name: value for name, value in switches.items()})


def bed(home, host, *, pilot=False, paid=False, central=False):
    """A severely disabled elder of one city in a home of another, all of September."""
    elder = {
        "role": "applicant",
        "birth_date": "1948-05-01",
        "hukou_city": home,
        "hukou_in_central_districts": central,
        "assessment_city": home,
        "ability_level": "severe",
    }
    return {
        "members": [elder],
        "institution_city": host,
        "institution_owner": "private",
        "institution_filed": True,
        "institution_in_pilot_area": pilot,
        "host_subsidy_received": paid,
        "bed_stay_from": "2026-01-15",
    }


def answer(case, **switches):
    return decide(case, "bed_operating_subsidy", DAY, rulebook=rulebook(**switches), today=TODAY)


def by_notice(home, host, central, regime):
    """Whether Chengdu's notice of 2019 pays, where the plan does not."""
    return home == "chengdu" != host and central and regime == "today"


def due(home, host, pilot, central, regime, rate_rule):
    """What is paid, by the rule as one would tell it."""
    if home == host or by_notice(home, host, central, regime):
        return RATES[home]
    in_pilot = home == "chengdu" and pilot
    if regime == "today" and not in_pilot:
        return 0
    return {"home": RATES[home], "host": RATES[host], "lower": min(RATES[home], RATES[host])}[rate_rule]


@pytest.mark.parametrize(("regime", "rate_rule", "payer"), list(product(REGIMES, RATE_RULES, PAYERS)))
def test_every_pair_is_paid_at_the_rate_and_by_the_city_that_the_switches_say(regime, rate_rule, payer):
    cities = BOOK.places.agreed_cities
    for home, host, pilot, central in product(cities, cities, (False, True), (False, True)):
        case = bed(home, host, pilot=pilot, central=central)
        found = answer(case, regime=regime, rate_rule=rate_rule, payer=payer)
        expected = due(home, host, pilot, central, regime, rate_rule)
        assert (found.amount.bound, found.amount.value) == ("exact", expected), (home, host, pilot, central)
        assert found.outcome is (Outcome.ELIGIBLE if expected else Outcome.NOT_ELIGIBLE)
        if expected:
            host_pays = payer == "host" and not by_notice(home, host, central, regime)
            assert found.amount.payer == BOOK.places[host if host_pays else home].offices["elder_care"]
            assert found.amount.payee.en == "the institution"


@pytest.mark.parametrize("regime", REGIMES)
def test_one_elder_and_month_is_not_paid_twice_unless_the_law_lets_both_pay(regime):
    twice = bed("chengdu", "meishan", pilot=True, paid=True)
    refused = answer(twice, regime=regime, both_may_pay=False)
    assert (refused.outcome, refused.amount.value) == (Outcome.NOT_ELIGIBLE, 0)
    assert [clause.id for clause in refused.conditions if clause.status == "fails"] == ["bed_subsidy_not_twice"]
    assert answer(twice, regime=regime, both_may_pay=True).amount.value == RATES["chengdu"]


def test_an_assessment_of_another_city_counts_only_where_it_is_recognised():
    case = bed("deyang", "deyang")
    case["members"][0]["assessment_city"] = "ziyang"
    assert answer(case, mutual_recognition=True).outcome is Outcome.ELIGIBLE
    assert answer(case, mutual_recognition=False).outcome is Outcome.NOT_ELIGIBLE


@pytest.mark.parametrize(("home", "host"), list(product(BOOK.places.agreed_cities, BOOK.places.agreed_cities)))
def test_without_the_pack_chengdu_alone_pays_abroad_and_nobody_is_paid_nothing_by_silence(home, host):
    if home == "chengdu" != host:
        paid = decide(bed(home, host, central=True), "bed_operating_subsidy", DAY, rulebook=BOOK, today=TODAY)
        assert (paid.outcome, paid.amount.bound, paid.amount.lower) == (Outcome.ELIGIBLE, "at_least", 150)
        assert paid.amount.payer == BOOK.places[home].offices["elder_care"]
    found = decide(bed(home, host), "bed_operating_subsidy", DAY, rulebook=BOOK, today=TODAY)
    refused_by_text = (
        home == "chengdu" != host
    )  # the texts pay beyond the city for the central districts and in selected areas only
    assert found.outcome is (Outcome.NOT_ELIGIBLE if refused_by_text else Outcome.RULE_UNKNOWN)
    assert (found.amount.value == 0) is refused_by_text
    assert found.missing_law or refused_by_text
