"""Who deposits where, and since when."""

import datetime

import numpy as np

from cdmz_rules.model import (
    Alias,
    Before,
    ChoiceInput,
    DateInput,
    Enum,
    Fact,
    Household,
    MoneyInput,
    NumberInput,
    Person,
    PlaceFact,
    PlaceInput,
    Step,
    YesNo,
    YesNoInput,
    law,
    months_between,
    serves,
)

BORROWERS = ("applicant", "spouse")


class Contribution(Enum):
    unknown = "未知 | unknown"
    none = "未缴存 | does not deposit"
    employee = "在职职工缴存 | as an employee"
    flexible = "灵活就业人员缴存 | as a flexible worker"


class provident_fund_contribution(ChoiceInput):
    entity = Person
    possible_values = Contribution
    default_value = Contribution.unknown
    label = "公积金缴存身份 | How the person deposits"
    example = "employee"
    roles = BORROWERS
    about = "单、双缴存人的最高额度不同 | one or two contributors have different maxima"


class provident_fund_balance(MoneyInput):
    entity = Person
    label = "公积金账户余额 | Balance of the provident fund account"
    favours = "higher"
    bounds = (0, 10_000_000)
    example = 40_000
    roles = BORROWERS
    about = "贷款额度为余额的若干倍 | the loan is a multiple of it"


class rent_withdrawn_last_year(MoneyInput):
    entity = Person
    label = "近12个月租房提取金额 | Withdrawn for rent in the last twelve months"
    favours = "higher"
    bounds = (0, 1_000_000)
    presumed = 0
    example = 0
    roles = BORROWERS
    about = "可计入贷款额度的计算 | may count towards the loan"


class accumulated_deposits(MoneyInput):
    """存储积数: each deposit times the months it has been held, added up."""

    entity = Person
    label = "公积金存储积数 | Accumulated deposits (deposit × months held)"
    favours = "higher"
    bounds = (0, 100_000_000)
    rare = True
    example = 500_000
    roles = BORROWERS
    about = "部分时期的额度按存储积数计算 | at some times the loan is computed from it"


class deposits_unbroken_since(DateInput):
    entity = Person
    label = "连续足额缴存起始日期 | Deposits without a break since"
    favours = "lower"
    bounds = (datetime.date(1991, 1, 1), datetime.date(2100, 12, 31))
    example = datetime.date(2024, 4, 1)
    roles = ("applicant",)
    never = Before("birth_date")
    about = "须连续足额缴存满规定月数 | a number of months without a break is required"
    alias = Alias("deposits_unbroken_months", "连续缴存月数 | months of unbroken deposits", most=720, months=1)


class deposit_months_elsewhere(NumberInput):
    entity = Person
    label = "在其他城市连续缴存、可合并计算的月数 | Months of deposits in another city that can be merged"
    unit = "months"
    favours = "higher"
    bounds = (0, 600)
    presumed = 0
    example = 0
    roles = ("applicant",)
    about = "凭原缴存地证明合并计算 | merged on a certificate of the former centre"


class deposit_centre(PlaceInput):
    entity = Person
    label = "公积金缴存地 | Where the person deposits"
    levels = ("city", "pool", "outside")
    example = "chengdu"
    roles = ("applicant",)
    about = "异地缴存人购房的规定不同 | a contributor from another city has further rules"


class multi_child_family(YesNo):
    """Families with two or more children, one of them under age; the line is a figure of the centre that decides."""

    label = "多子女家庭（购房地） | Family with several children, by the rule where the home is"

    def formula(household, period):
        return _multi_child(household, period, household("provident_fund_loan_place", period))


class multi_child_family_of_depositor(YesNo):
    label = "多子女家庭（缴存地） | Family with several children, by the rule where one deposits"

    def formula(household, period):
        return _multi_child(household, period, household("provident_fund_centre", period))


def _multi_child(household, period, place):
    children, minors = household("children", period), household("minor_children", period)
    some = children > 0
    enough = children >= law(
        household, period, "provident_fund.multi_child.number_of_children", where=some, place=place
    )
    young = minors >= law(household, period, "provident_fund.multi_child.minor_children", where=some, place=place)
    return some & enough & young


class provident_fund_centre(PlaceFact):
    label = "缴存地公积金中心 | The centre where the applicant deposits"

    def formula(household, period):
        return household.applicant("deposit_centre", period)


class applicant_contribution(Fact):
    value_type = Enum
    possible_values = Contribution
    default_value = Contribution.unknown
    label = "申请人缴存身份 | How the applicant deposits"

    def formula(household, period):
        return household.applicant("provident_fund_contribution", period)


class applicant_contributes(YesNo):
    label = "申请人缴存公积金 | The applicant deposits"

    def formula(household, period):
        return _deposits(household("applicant_contribution", period))


class applicant_is_employee(YesNo):
    label = "申请人为在职缴存职工 | The applicant deposits as an employee"

    def formula(household, period):
        return household("applicant_contribution", period) == Contribution.employee


class applicant_is_flexible(YesNo):
    label = "申请人为灵活就业缴存人 | The applicant deposits as a flexible worker"

    def formula(household, period):
        return household("applicant_contribution", period) == Contribution.flexible


class contributes(YesNo):
    entity = Person
    label = "缴存公积金 | deposits"

    def formula(person, period):
        borrower = person.has_role(Household.APPLICANT) | person.has_role(Household.SPOUSE)
        return borrower & _deposits(person("provident_fund_contribution", period))


def _deposits(contribution):
    return (contribution == Contribution.employee) | (contribution == Contribution.flexible)


class contributors(Step):
    label = "缴存人数 | Contributors"
    unit = "count"
    words = "申请人与配偶中缴存公积金的人数 | of applicant and spouse, those who deposit"

    def formula(household, period):
        return household.sum(household.members("contributes", period))


class two_contributors(YesNo):
    label = "两人及以上缴存 | Two or more contributors"

    def formula(household, period):
        return household("contributors", period) > 1


class deposit_months(Step):
    """Unbroken months of the applicant.

    Not encoded: whether a second contributor needs as many; what counts as full deposits.
    """

    label = "连续足额缴存月数 | Months of unbroken deposits"
    unit = "months"
    words = "自起始日至申请日的整月数，加可合并的异地月数 | whole months up to the application, plus months merged from elsewhere"

    def formula(household, period):
        here = months_between(
            household.applicant("deposits_unbroken_since", period), household("application_date", period)
        )
        elsewhere = household.applicant("deposit_months_elsewhere", period)
        merged = law(household, period, "provident_fund.loan.months_elsewhere_count", where=elsewhere > 0)
        return np.maximum(here, 0) + np.where(merged, elsewhere, 0)


class deposits_at_home(YesNo):
    label = "在购房地缴存 | Deposits where the home is"

    def formula(household, period):
        centre, city = household("provident_fund_centre", period), household("property_city", period)
        return (centre == city) | serves(household, centre, city)


class deposits_in_another_city(YesNo):
    label = "在其他城市缴存 | Deposits in another city"

    def formula(household, period):
        return ~household("deposits_at_home", period)


class credit_doubtful(YesNoInput):
    label = "是否有不良信用记录 | Is there a record of bad credit?"
    presumed = False
    favours = "lower"
    example = False
    about = "个人信用由公积金中心审查，文件未给出标准 | the centre judges credit; no test is written down"


class withdrawal_fraud_date(DateInput):
    label = "被认定骗提公积金的日期 | Day of a finding of fraudulent withdrawal"
    presumed = datetime.date.min
    favours = "lower"
    example = datetime.date(2026, 10, 1)
    bounds = (datetime.date.min, datetime.date(2100, 12, 31))
    never = Before("birth_date")
    about = "骗提后一定年限内不得提取和贷款 | bars withdrawals and loans for some years"


class loan_fraud_date(DateInput):
    label = "被认定骗取公积金贷款的日期 | Day of a finding of a fraudulent loan"
    presumed = datetime.date.min
    favours = "lower"
    example = datetime.date(2026, 10, 1)
    bounds = (datetime.date.min, datetime.date(2100, 12, 31))
    never = Before("birth_date")
    about = "骗贷后一定年限内不得提取和贷款 | bars withdrawals and loans for some years"
