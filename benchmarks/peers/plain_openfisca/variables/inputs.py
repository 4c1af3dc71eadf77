"""What is asked."""

import datetime

from openfisca_core.indexed_enums import Enum

from benchmarks.peers.plain_openfisca.model import (
    DAY,
    ETERNITY,
    City,
    Contribution,
    HomeKind,
    Household,
    Person,
    Sex,
    Variable,
    WorkCategory,
)

NEVER = datetime.date(1, 1, 1)


class birth_date(Variable):
    value_type = datetime.date
    default_value = NEVER
    entity = Person
    definition_period = ETERNITY


class sex(Variable):
    value_type = Enum
    possible_values = Sex
    default_value = Sex.unknown
    entity = Person
    definition_period = ETERNITY


class work_category(Variable):
    value_type = Enum
    possible_values = WorkCategory
    default_value = WorkCategory.unknown
    entity = Person
    definition_period = DAY


class provident_fund_contribution(Variable):
    value_type = Enum
    possible_values = Contribution
    default_value = Contribution.unknown
    entity = Person
    definition_period = DAY


class provident_fund_balance(Variable):
    value_type = float
    entity = Person
    definition_period = DAY


class rent_withdrawn_last_year(Variable):
    value_type = float
    entity = Person
    definition_period = DAY


class accumulated_deposits(Variable):
    value_type = float
    entity = Person
    definition_period = DAY


class deposits_unbroken_since(Variable):
    value_type = datetime.date
    default_value = NEVER
    entity = Person
    definition_period = DAY


class deposit_months_elsewhere(Variable):
    value_type = float
    entity = Person
    definition_period = DAY


class deposit_centre(Variable):
    value_type = Enum
    possible_values = City
    default_value = City.unknown
    entity = Person
    definition_period = DAY


class property_city(Variable):
    value_type = Enum
    possible_values = City
    default_value = City.unknown
    entity = Household
    definition_period = DAY


class home_kind(Variable):
    value_type = Enum
    possible_values = HomeKind
    default_value = HomeKind.unknown
    entity = Household
    definition_period = DAY


class completed_home(Variable):
    value_type = bool
    entity = Household
    definition_period = DAY


class price(Variable):
    value_type = float
    entity = Household
    definition_period = DAY


class appraised_value(Variable):
    value_type = float
    entity = Household
    definition_period = DAY


class term_months(Variable):
    value_type = float
    entity = Household
    definition_period = DAY


class contract_filing_date(Variable):
    value_type = datetime.date
    default_value = NEVER
    entity = Household
    definition_period = DAY


class household_monthly_income(Variable):
    value_type = float
    entity = Household
    definition_period = DAY


class children(Variable):
    value_type = float
    entity = Household
    definition_period = DAY


class minor_children(Variable):
    value_type = float
    entity = Household
    definition_period = DAY


class homes_owned(Variable):
    value_type = float
    entity = Household
    definition_period = DAY


class homes_in_property_city(Variable):
    value_type = float
    entity = Household
    definition_period = DAY


class homes_in_deposit_city(Variable):
    value_type = float
    entity = Household
    definition_period = DAY


class provident_fund_loans_taken(Variable):
    value_type = float
    entity = Household
    definition_period = DAY


class outstanding_provident_fund_loan(Variable):
    value_type = bool
    entity = Household
    definition_period = DAY


class trade_in(Variable):
    value_type = bool
    entity = Household
    definition_period = DAY


class bought_after_expropriation(Variable):
    value_type = bool
    entity = Household
    definition_period = DAY


class young_talent(Variable):
    value_type = bool
    entity = Household
    definition_period = DAY


class green_building_stars(Variable):
    value_type = float
    entity = Household
    definition_period = DAY


class credit_doubtful(Variable):
    value_type = bool
    entity = Household
    definition_period = DAY


class withdrawal_fraud_date(Variable):
    value_type = datetime.date
    default_value = NEVER
    entity = Household
    definition_period = DAY


class loan_fraud_date(Variable):
    value_type = datetime.date
    default_value = NEVER
    entity = Household
    definition_period = DAY
