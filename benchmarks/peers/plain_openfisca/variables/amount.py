"""How much."""

import datetime

import numpy as np
from openfisca_core.indexed_enums import Enum

from benchmarks.peers.plain_openfisca.model import (
    DAY,
    Contribution,
    HomeKind,
    Household,
    Person,
    RetirementGroup,
    Sex,
    Variable,
    WorkCategory,
    add_months,
    months_between,
    round_down,
    round_to_fen,
)


class retirement_group(Variable):
    value_type = Enum
    possible_values = RetirementGroup
    default_value = RetirementGroup.men
    entity = Person
    definition_period = DAY

    def formula(person, period):
        man = person("sex", period) == Sex.male
        cadre = person("work_category", period) == WorkCategory.cadre
        groups = [RetirementGroup.men.index, RetirementGroup.women_55.index]
        return np.select([man, cadre], groups, RetirementGroup.women_50.index)


class retirement_date(Variable):
    value_type = datetime.date
    entity = Person
    definition_period = DAY

    def formula(person, period, parameters):
        p = parameters(period).retirement
        group = person("retirement_group", period)
        due = add_months(person("birth_date", period), 12 * p.age[group])
        start = np.datetime64(p.delay_from, "M")
        after = (due.astype("datetime64[M]") - start).astype(int)
        delay = np.minimum(after // p.delay_step_months[group] + 1, p.delay_limit_months[group])
        return add_months(due, np.where(after >= 0, delay, 0))


class longest_term(Variable):
    value_type = float
    entity = Household
    definition_period = DAY

    def formula(household, period, parameters):
        p = parameters(period).loan
        retires = household.applicant("retirement_date", period)
        to_retirement = months_between(np.datetime64(period.start), retires)
        return np.clip(to_retirement + 12 * p.retirement_years_beyond, 0, 12 * p.term_years)


class loan_term(Variable):
    value_type = float
    entity = Household
    definition_period = DAY

    def formula(household, period):
        return np.minimum(household("term_months", period), household("longest_term", period))


class loan_rate(Variable):
    value_type = float
    entity = Household
    definition_period = DAY

    def formula(household, period, parameters):
        p = parameters(period).loan
        short = household("loan_term", period) <= 12 * p.short_term_years
        first = np.where(short, p.rate.first_home.up_to_5_years, p.rate.first_home.over_5_years)
        second = np.where(short, p.rate.second_home.up_to_5_years, p.rate.second_home.over_5_years)
        return np.where(household("outstanding_provident_fund_loan", period), second, first)


class annuity_factor(Variable):
    value_type = float
    entity = Household
    definition_period = DAY

    def formula(household, period):
        monthly = household("loan_rate", period) / 12
        return -np.expm1(-household("loan_term", period) * np.log1p(monthly)) / monthly


class maximum(Variable):
    value_type = float
    entity = Household
    definition_period = DAY

    def formula(household, period, parameters):
        p = parameters(period).loan
        city = household("loan_city", period)
        return np.where(household("two_contributors", period), p.maximum_dual[city], p.maximum_single[city])


class multi_child_family(Variable):
    value_type = bool
    entity = Household
    definition_period = DAY

    def formula(household, period, parameters):
        p = parameters(period).loan.multi_child
        enough = household("children", period) >= p.number_of_children
        return enough * (household("minor_children", period) >= p.minor_children)


class green_uplift(Variable):
    value_type = float
    entity = Household
    definition_period = DAY

    def formula(household, period, parameters):
        p = parameters(period).stage
        filed = household("contract_filing_date", period) >= np.datetime64(p.filed_from)
        new = household("home_kind", period) == HomeKind.new_commercial
        stars = household("green_building_stars", period)
        return filed * new * (stars > 0) * (stars >= p.stars) * p.green[household("loan_city", period)]


class uplift(Variable):
    value_type = float
    entity = Household
    definition_period = DAY

    def formula(household, period, parameters):
        p = parameters(period).uplift
        city = household("loan_city", period)
        rates = [
            household("multi_child_family", period) * p.multi_child[city],
            household("trade_in", period) * p.trade_in[city],
            (household("home_kind", period) == HomeKind.affordable) * p.affordable_home[city],
            household("completed_home", period)
            * (household("home_kind", period) != HomeKind.second_hand)
            * p.completed_home[city],
            household("bought_after_expropriation", period) * p.expropriation[city],
            household("young_talent", period) * p.talent[city],
            household("green_uplift", period),
        ]
        return np.maximum.reduce(rates)


class limit_by_maximum(Variable):
    value_type = float
    entity = Household
    definition_period = DAY

    def formula(household, period):
        return household("maximum", period) * (1 + household("uplift", period))


class limit_by_balance(Variable):
    value_type = float
    entity = Household
    definition_period = DAY

    def formula(household, period, parameters):
        p = parameters(period).loan
        city = household("loan_city", period)
        flexible = household.applicant("provident_fund_contribution", period) == Contribution.flexible
        multiple = np.where(flexible, p.balance_multiple.flexible[city], p.balance_multiple.employee[city])
        contributes = household.members("contributes", period)
        balance = household.sum(household.members("provident_fund_balance", period) * contributes)
        rent = household.sum(household.members("rent_withdrawn_last_year", period) * contributes)
        return multiple * (balance + rent * p.withdrawn_rent_counts[city])


class down_payment_ratio(Variable):
    value_type = float
    entity = Household
    definition_period = DAY

    def formula(household, period, parameters):
        p = parameters(period)
        city, kind = household("loan_city", period), household("home_kind", period)
        filed = household("contract_filing_date", period) >= np.datetime64(p.stage.filed_from)
        stage = p.stage.down_payment[city]
        eased = (kind == HomeKind.new_commercial) * filed * (stage > 0)
        second = household("outstanding_provident_fund_loan", period)
        across = household("borrows_across_the_four", period)
        own = p.across.down_payment
        first_home = np.where(across, own.first_home[city], p.loan.down_payment.first_home)
        second_home = np.where(across, own.second_home[city], p.loan.down_payment.second_home[city])
        general = np.where(second, second_home, first_home)
        affordable = p.loan.down_payment.affordable_home[city]
        return np.select([kind == HomeKind.affordable, eased], [affordable, stage], general)


class limit_by_price(Variable):
    value_type = float
    entity = Household
    definition_period = DAY

    def formula(household, period, parameters):
        p = parameters(period).across
        price = household("price", period)
        lower = household("second_hand_across_the_four", period) * (
            p.lower_value_counts[household("loan_city", period)] > 0
        )
        value = np.where(lower, np.minimum(price, household("appraised_value", period)), price)
        return value * (1 - household("down_payment_ratio", period))


class limit_by_income(Variable):
    value_type = float
    entity = Household
    definition_period = DAY

    def formula(household, period, parameters):
        payable = parameters(period).loan.repayment_to_income * household("household_monthly_income", period)
        return payable * household("annuity_factor", period)


class provident_fund_loan(Variable):
    value_type = float
    entity = Household
    definition_period = DAY

    def formula(household, period, parameters):
        limits = [household(f"limit_by_{name}", period) for name in ("maximum", "balance", "price", "income")]
        amount = round_down(np.minimum.reduce(limits), parameters(period).loan.rounding_unit)
        return amount * household("provident_fund_loan_eligible", period)


class provident_fund_monthly_payment(Variable):
    value_type = float
    entity = Household
    definition_period = DAY

    def formula(household, period):
        factor = household("annuity_factor", period)
        return round_to_fen(household("provident_fund_loan", period) / np.where(factor > 0, factor, 1))
