"""Who may borrow."""

import numpy as np
from openfisca_core.indexed_enums import Enum

from benchmarks.peers.plain_openfisca.model import (
    DAY,
    City,
    Contribution,
    HomeKind,
    Household,
    Person,
    Variable,
    months_between,
)


class contributes(Variable):
    value_type = bool
    entity = Person
    definition_period = DAY

    def formula(person, period):
        way = person("provident_fund_contribution", period)
        return (way == Contribution.employee) + (way == Contribution.flexible)


class two_contributors(Variable):
    value_type = bool
    entity = Household
    definition_period = DAY

    def formula(household, period):
        return household.sum(household.members("contributes", period)) > 1


class loan_city(Variable):
    value_type = Enum
    possible_values = City
    default_value = City.unknown
    entity = Household
    definition_period = DAY

    def formula(household, period):
        city = household("property_city", period)
        centre = household.applicant("deposit_centre", period)
        of_the_province = (centre == City.sichuan_provincial) * (city == City.chengdu)
        return np.where(of_the_province, City.sichuan_provincial.index, city)


class deposits_at_home(Variable):
    value_type = bool
    entity = Household
    definition_period = DAY

    def formula(household, period):
        centre = household.applicant("deposit_centre", period)
        return np.asarray(centre) == np.asarray(household("loan_city", period))


class may_borrow_from_there(Variable):
    value_type = bool
    entity = Household
    definition_period = DAY

    def formula(household, period, parameters):
        p = parameters(period).across
        centre = household.applicant("deposit_centre", period)
        far = (centre == City.other_sichuan) + (centre == City.elsewhere)
        areas = [centre == City.chongqing, far]
        opened = np.select(areas, [p.open_to.chongqing, p.open_to.elsewhere], p.open_to.four_cities)
        return household("deposits_at_home", period) + p.allowed * opened


class borrows_across_the_four(Variable):
    value_type = bool
    entity = Household
    definition_period = DAY

    def formula(household, period):
        centre = household.applicant("deposit_centre", period)
        far = (centre == City.other_sichuan) + (centre == City.chongqing) + (centre == City.elsewhere)
        return np.logical_not(household("deposits_at_home", period) + far)


class second_hand_across_the_four(Variable):
    value_type = bool
    entity = Household
    definition_period = DAY

    def formula(household, period):
        again = household("home_kind", period) == HomeKind.second_hand
        return again * household("borrows_across_the_four", period)


class may_buy_second_hand(Variable):
    value_type = bool
    entity = Household
    definition_period = DAY

    def formula(household, period, parameters):
        allowed = parameters(period).across.second_hand_allowed[household("loan_city", period)] > 0
        return np.logical_not(household("second_hand_across_the_four", period)) + allowed


class deposit_months(Variable):
    value_type = float
    entity = Household
    definition_period = DAY

    def formula(household, period):
        since = household.applicant("deposits_unbroken_since", period)
        here = months_between(since, np.datetime64(period.start))
        return np.maximum(here, 0) + household.applicant("deposit_months_elsewhere", period)


class deposits_long_enough(Variable):
    value_type = bool
    entity = Household
    definition_period = DAY

    def formula(household, period, parameters):
        p = parameters(period).loan.deposit_months
        flexible = household.applicant("provident_fund_contribution", period) == Contribution.flexible
        return household("deposit_months", period) >= np.where(flexible, p.flexible, p.employee)


class few_enough_homes(Variable):
    value_type = bool
    entity = Household
    definition_period = DAY

    def formula(household, period, parameters):
        owned = household("homes_owned", period)
        return (owned == 0) + (owned + 1 < parameters(period).loan.refused_from_home_number)


class few_enough_loans(Variable):
    value_type = bool
    entity = Household
    definition_period = DAY

    def formula(household, period, parameters):
        p = parameters(period).loan
        taken = household("provident_fund_loans_taken", period)
        kind = household("home_kind", period)
        new = (kind == HomeKind.new_commercial) + (kind == HomeKind.affordable)
        free = new * (p.new_homes_free_of_loan_count[household("loan_city", period)] > 0)
        return (taken == 0) + free + (taken < p.number_of_loans)


class withdrawal_ban_over(Variable):
    value_type = bool
    entity = Household
    definition_period = DAY

    def formula(household, period, parameters):
        found = household("withdrawal_fraud_date", period)
        years = months_between(found, np.datetime64(period.start)) // 12
        return (found <= np.datetime64("0001-01-01")) + (years >= parameters(period).loan.ban_years.withdrawal_fraud)


class loan_ban_over(Variable):
    value_type = bool
    entity = Household
    definition_period = DAY

    def formula(household, period, parameters):
        found = household("loan_fraud_date", period)
        years = months_between(found, np.datetime64(period.start)) // 12
        return (found <= np.datetime64("0001-01-01")) + (years >= parameters(period).loan.ban_years.loan_fraud)


class provident_fund_loan_eligible(Variable):
    value_type = bool
    entity = Household
    definition_period = DAY

    def formula(household, period):
        return (
            household.applicant("contributes", period)
            * household("deposits_long_enough", period)
            * household("may_borrow_from_there", period)
            * household("may_buy_second_hand", period)
            * (household("maximum", period) > 0)
            * (household("household_monthly_income", period) > 0)
            * (household("longest_term", period) >= 1)
            * household("few_enough_homes", period)
            * household("few_enough_loans", period)
            * household("withdrawal_ban_over", period)
            * household("loan_ban_over", period)
        )
