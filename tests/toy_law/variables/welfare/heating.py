"""取暖补助: once a winter, a share of the heating bill by fuel, up to a cap."""

import datetime

from cdmz_rules.model import (
    AllOf,
    Benefit,
    ChoiceInput,
    Condition,
    DateInput,
    Enum,
    Fact,
    Limit,
    MoneyInput,
    Person,
    Step,
    YesNoInput,
    law,
    round_money,
)


class Fuel(Enum):
    unknown = "未知 | unknown"
    gas = "燃气 | gas"
    wood = "木柴 | wood"


class fuel(ChoiceInput):
    possible_values = Fuel
    default_value = Fuel.unknown
    label = "取暖燃料 | Fuel"
    example = "gas"
    about = "补助比例因燃料而异 | the share differs"


class monthly_income(MoneyInput):
    entity = Person
    label = "月收入 | Monthly income"
    unit = "CNY/month"
    favours = "lower"
    example = 4000
    about = "全家合计不超过收入线 | of all members together, up to a line"


class household_income(Fact):
    label = "家庭月收入 | Monthly income of the household"
    unit = "CNY/month"

    def formula(household, period):
        return household.sum(household.members("monthly_income", period))


class heating_bill(MoneyInput):
    label = "取暖费 | Heating bill"
    favours = "higher"
    example = 2000
    about = "按比例补助 | a share of it is paid"


class contract_filing_date(DateInput):
    label = "供暖合同备案日期 | Day the heating contract was filed"
    example = datetime.date(2026, 4, 1)
    about = "补助比例按备案日 | the share goes by that day"


class stove_inspected(YesNoInput):
    label = "炉具是否年检 | Has the stove been inspected?"
    favours = "higher"
    example = True
    about = "须经年检 | it must be"


class heating_income(Condition):
    label = "收入不超过取暖补助线 | Income up to the line"
    compares = ("household_income", "welfare.heating.income_most")
    paper = "收入证明 | proof of income"


class heating_stove(Condition):
    label = "炉具经年检 | The stove has been inspected"
    holds = "stove_inspected"
    paper = "年检证 | certificate of inspection"


class heating_grant_eligible(AllOf):
    label = "符合取暖补助条件 | Entitled to the heating grant"
    of = ("heating_income", "heating_stove")


class heating_by_bill(Step):
    label = "按取暖费 | By the bill"
    words = "取暖费 × 比例 | bill × share"

    def formula(household, period):
        share = law(household, period, "welfare.heating.share.{fuel}", otherwise=0)
        return round_money(household("heating_bill", period) * share)


class heating_cap(Step):
    label = "上限 | Cap"
    words = "上限 ＋ 严寒增额 | cap + what a hard winter adds"

    def formula(household, period):
        extra = law(household, period, "welfare.heating.hard_winter", otherwise=0)
        return law(household, period, "welfare.heating.most") + extra


class heating_least(Limit):
    label = "两项取低 | The lesser of the two"
    words = "按取暖费、上限取低 | the lesser by bill and cap"
    of = ("heating_by_bill", "heating_cap")


class heating_neighbours(Step):
    """A later layer: it falls as the grant rises."""

    label = "邻里基金支付 | Paid by the neighbours' fund"
    words = "（取暖费 － 补助）× 比例 | (bill − grant) × share"
    within = "heating_bill"

    def formula(household, period):
        left = household("heating_bill", period) - household("heating_grant", period)
        return round_money(left * law(household, period, "welfare.heating.neighbours"))


class heating_grant(Benefit):
    label = "取暖补助 | Heating grant"
    words = "按取暖费的比例，不超过上限 | a share of the bill, up to the cap"
    eligible = "heating_grant_eligible"
    payer = "home_place"
    payee = "申请人 | the applicant"
    reports = ("heating_neighbours",)
    not_encoded = ("停电补偿 | compensation for power cuts",)

    def formula(household, period):
        return household("heating_least", period) * household("heating_grant_eligible", period)
