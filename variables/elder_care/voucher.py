"""养老服务消费补贴: vouchers for elders who are moderately disabled or worse, where they live, nationwide from 2026-01-01."""

import datetime

import numpy as np

from cdmz_rules.model import (
    AllOf,
    Benefit,
    ChoiceInput,
    Condition,
    Enum,
    MoneyInput,
    Person,
    Step,
    YesNo,
    YesNoInput,
    law,
    round_money,
)


class CareSetting(Enum):
    unknown = "未知 | unknown"
    home = "居家社区养老服务 | services at home and in the community"
    institution = "机构养老服务 | care in an institution"


class care_setting(ChoiceInput):
    possible_values = CareSetting
    default_value = CareSetting.unknown
    label = "服务类别 | Kind of service"
    example = "home"
    about = "居家和机构的抵扣比例不同；当月两类能否都用未见规定 | the shares differ; whether one month may have both is not known"


class care_bill(MoneyInput):
    label = "当月养老服务费用 | Bill of the month"
    unit = "CNY/month"
    favours = "higher"
    bounds = (0, 1_000_000)
    example = 1600
    about = "该类服务当月应付的费用 | what the month's services of this kind cost"


class permanent_resident(YesNoInput):
    entity = Person
    label = "是否居住地常住人口 | A permanent resident where one lives?"
    favours = "higher"
    example = True
    roles = ("applicant",)
    about = "按常住地申领，不看户籍 | applied for where one lives, whatever the hukou"


class is_permanent_resident(YesNo):
    label = "常住人口 | A permanent resident"

    def formula(household, period):
        return household.applicant("permanent_resident", period)


class voucher_age(Condition):
    label = "年龄 | Age"
    compares = ("elder_age", "elder_care.voucher.age_least")
    paper = "身份证 | identity card"


class voucher_ability(Condition):
    label = "失能等级在补贴范围内 | The level of disability is covered"
    requires = "elder_care.voucher.open_to.{elder_ability}"
    paper = "老年人能力评估报告 | report of the ability assessment"


class voucher_resident(Condition):
    label = "在申领地常住 | Lives permanently where the voucher is applied for"
    holds = "is_permanent_resident"
    paper = "居住证或居住证明 | residence permit or proof of residence"


class elder_care_voucher_eligible(AllOf):
    label = "符合养老服务消费补贴条件 | Entitled to vouchers"
    of = ("voucher_age", "voucher_ability", "voucher_resident")


class voucher_before_cap(Step):
    label = "按比例抵扣金额 | Share of the bill"
    unit = "CNY/month"
    words = "服务费用 × 抵扣比例 | bill × share"

    def formula(household, period):
        share = law(household, period, "elder_care.voucher.share.{care_setting}")
        return round_money(household("care_bill", period) * share)


class voucher_family_pays(Step):
    label = "抵扣后自付 | Left to pay"
    unit = "CNY/month"
    words = "服务费用 － 消费补贴 | bill − voucher"

    def formula(household, period):
        return household("care_bill", period) - household("elder_care_voucher", period)


class elder_care_voucher(Benefit):
    label = "养老服务消费补贴（电子消费券） | Elder-care voucher"
    unit = "CNY/month"
    words = "按比例抵扣，不超过月上限 | a share of the bill, up to the monthly cap"
    eligible = "elder_care_voucher_eligible"
    payer = "elder_residence"
    payee = "老年人（由服务机构抵扣） | the elder, as a discount at the provider"
    reports = ("voucher_family_pays",)
    examples = (("birth_date", datetime.date(1944, 5, 12)),)
    not_encoded = (
        "特困供养等不得重复享受的情形（未见四川文件） | who is excluded: Sichuan's own notice was not read",
        "消费券当月有效 | a voucher lapses with its month",
    )

    def formula(household, period):
        most = law(household, period, "elder_care.voucher.month_most")
        capped = np.minimum(household("voucher_before_cap", period), most)
        return capped * household("elder_care_voucher_eligible", period)
