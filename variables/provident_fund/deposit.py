"""住房公积金缴存: what employee and employer deposit each month, and what a flexible worker may.

Not encoded: postponed deposits of employers in difficulty, but for those of 2022; the cap of three times the city's average wage, from
which each year's upper limit is computed; deposit steps and subsidies of flexible workers.
"""

import numpy as np

from cdmz_rules.model import (
    AllOf,
    Benefit,
    Condition,
    Fact,
    MoneyInput,
    NumberInput,
    Person,
    PlaceFact,
    PlaceInput,
    Step,
    YesNo,
    YesNoInput,
    law,
    refine,
    round_money,
    years_between,
)


class work_zone(PlaceInput):
    entity = Person
    label = "单位所在区域 | Zone of the employer"
    levels = ("zone",)
    example = "chengdu_central"
    roles = ("applicant",)
    about = "缴存基数下限分区域 | the lower limit differs within a city"


class deposit_ratio(NumberInput):
    label = "职工缴存比例 | Employee's deposit ratio"
    unit = "ratio"
    bounds = (0, 1)
    example = 0.12
    about = "职工与单位各自的缴存比例有上下限 | ratios lie between two lines"


class employer_deposit_ratio(NumberInput):
    label = "单位缴存比例 | Employer's deposit ratio"
    unit = "ratio"
    favours = "higher"
    bounds = (0, 1)
    example = 0.12
    about = "单位与职工比例可不同 | it may differ from the employee's"


class hardship_ratio_approved(YesNoInput):
    label = "单位是否获准降低缴存比例 | Has the employer leave to lower the ratio?"
    presumed = False
    example = False
    about = "缴存困难单位可申请降比 | employers in difficulty may apply"


class epidemic_deferral_wanted(YesNoInput):
    label = "单位是否因疫情申请缓缴 | Does the employer ask to defer deposits because of the epidemic?"
    presumed = False
    rare = True
    favours = "lower"
    example = False
    about = "2022年受疫情影响单位可缓缴 | in 2022 employers hit by the epidemic could defer"


class flexible_monthly_deposit(MoneyInput):
    label = "灵活就业人员月缴存额 | Monthly deposit of a flexible worker"
    unit = "CNY/month"
    favours = "higher"
    bounds = (0, 100_000)
    example = 500
    about = "不得低于月缴存额下限 | not below the least deposit"


class provident_fund_deposit_place(PlaceFact):
    """Where one deposits, down to the zone of the employer where rules differ within the city."""

    label = "执行哪地缴存规定 | Whose deposit rule applies"

    def formula(household, period):
        return refine(household, household("provident_fund_centre", period), household.applicant("work_zone", period))


class normal_ratio_applies(YesNo):
    label = "适用一般缴存比例 | The ordinary ratios apply"

    def formula(household, period):
        return household("applicant_is_employee", period) & ~household("hardship_ratio_approved", period)


class lowered_ratio_applies(YesNo):
    label = "适用降低的缴存比例 | The lowered ratios apply"

    def formula(household, period):
        return household("applicant_is_employee", period) & household("hardship_ratio_approved", period)


class applicant_age(Fact):
    label = "申请人年龄（周岁） | Applicant's age"
    unit = "age"

    def formula(household, period):
        return years_between(household.applicant("birth_date", period), household("application_date", period))


class provident_fund_deposit_contributor(Condition):
    label = "在职职工或灵活就业缴存人 | An employee or a flexible worker who deposits"
    holds = "applicant_contributes"
    paper = "劳动合同或灵活就业登记 | employment contract or registration as a flexible worker"


class provident_fund_deposit_ratio_min(Condition):
    label = "缴存比例不低于下限 | Ratio not below the lower line"
    applies = "normal_ratio_applies"
    compares = ("deposit_ratio", "provident_fund.deposit.ratio_min")
    paper = "单位缴存登记 | the employer's registration"


class provident_fund_deposit_ratio_max(Condition):
    label = "缴存比例不高于上限 | Ratio not above the upper line"
    applies = "normal_ratio_applies"
    compares = ("deposit_ratio", "provident_fund.deposit.ratio_max")
    paper = "单位缴存登记 | the employer's registration"


class provident_fund_deposit_lowered_min(Condition):
    label = "降低后的比例不低于下限 | Lowered ratio not below its lower line"
    applies = "lowered_ratio_applies"
    compares = ("deposit_ratio", "provident_fund.deposit.hardship_ratio_min")
    paper = "降比批复 | the centre's leave"


class provident_fund_deposit_lowered_max(Condition):
    label = "降低后的比例不高于上限 | Lowered ratio not above its upper line"
    applies = "lowered_ratio_applies"
    compares = ("deposit_ratio", "provident_fund.deposit.hardship_ratio_max")
    paper = "降比批复 | the centre's leave"


class provident_fund_deposit_age_min(Condition):
    label = "灵活就业人员达到最低年龄 | A flexible worker is old enough"
    applies = "applicant_is_flexible"
    compares = ("applicant_age", "provident_fund.deposit.flexible_age_min")
    paper = "身份证 | identity card"


class fixed_age_limits_deposits(YesNo):
    """2025-07-21: in Chengdu the retirement age takes the place of a fixed one."""

    label = "灵活就业人员受固定年龄上限限制 | A fixed age limits a flexible worker"

    def formula(household, period):
        flexible = household("applicant_is_flexible", period)
        path = "provident_fund.deposit.flexible_age_below"
        return flexible & np.isfinite(law(household, period, path, where=flexible, otherwise=np.inf))


class provident_fund_deposit_age_below(Condition):
    label = "灵活就业人员未达到年龄上限 | A flexible worker is below the age limit"
    applies = "fixed_age_limits_deposits"
    compares = ("applicant_age", "provident_fund.deposit.flexible_age_below")
    paper = "身份证 | identity card"


class retirement_limits_deposits(YesNo):
    label = "灵活就业人员以法定退休年龄为限 | The retirement age limits a flexible worker"

    def formula(household, period):
        flexible = household("applicant_is_flexible", period)
        path = "provident_fund.deposit.flexible_retirement"
        return flexible & law(household, period, path, where=flexible, otherwise=False)


class before_retirement(YesNo):
    label = "未到法定退休日期 | Before the statutory retirement date"

    def formula(household, period):
        return household("application_date", period) < household.applicant("retirement_date", period)


class provident_fund_deposit_before_retirement(Condition):
    label = "灵活就业人员未到法定退休年龄 | A flexible worker is not of retirement age"
    applies = "retirement_limits_deposits"
    holds = "before_retirement"
    paper = "身份证 | identity card"


class provident_fund_deposit_epidemic_deferral(Condition):
    """A deposit put off falls due later: the amount stays."""

    label = "受疫情影响单位缓缴仍开放 | Employers hit by the epidemic may defer"
    applies = "epidemic_deferral_wanted"
    requires = "provident_fund.deposit.epidemic_deferral"
    paper = "缓缴申请 | application to defer"


class provident_fund_deposit_flexible_min(Condition):
    label = "月缴存额不低于下限 | Monthly deposit not below the least"
    applies = "applicant_is_flexible"
    compares = ("flexible_monthly_deposit", "provident_fund.deposit.flexible_deposit_min")
    paper = "缴存协议 | deposit agreement"


class provident_fund_deposit_eligible(AllOf):
    label = "符合缴存规定 | The deposit is as the rules want it"
    of = (
        "provident_fund_deposit_contributor",
        "provident_fund_deposit_ratio_min",
        "provident_fund_deposit_ratio_max",
        "provident_fund_deposit_lowered_min",
        "provident_fund_deposit_lowered_max",
        "provident_fund_deposit_age_min",
        "provident_fund_deposit_age_below",
        "provident_fund_deposit_before_retirement",
        "provident_fund_deposit_flexible_min",
        "provident_fund_deposit_epidemic_deferral",
    )


class provident_fund_deposit_base(Step):
    label = "缴存基数 | Deposit base"
    unit = "CNY/month"
    words = "月平均工资，不低于下限、不高于上限 | the monthly wage, not below the lower and not above the upper limit"

    def formula(household, period):
        employee = household("applicant_is_employee", period)
        lower = law(household, period, "provident_fund.deposit.base_lower", where=employee)
        upper = law(household, period, "provident_fund.deposit.base_upper", where=employee)
        wage = household.applicant("monthly_wage", period)
        return np.where(employee, np.minimum(np.maximum(wage, lower), upper), 0)


class provident_fund_deposit(Benefit):
    label = "住房公积金月缴存额（个人部分） | Monthly provident fund deposit, own part"
    unit = "CNY/month"
    words = "缴存基数 × 缴存比例；灵活就业人员为其月缴存额 | base × ratio; of a flexible worker the deposit chosen"
    eligible = "provident_fund_deposit_eligible"
    payer = "provident_fund_deposit_place"
    payee = "公积金账户 | the provident fund account"
    flow = "owed"
    reports = ("provident_fund_deposit_base", "provident_fund_employer_deposit")
    not_encoded = (
        "缓缴和降比的审批 | how postponed and lowered deposits are approved",
        "灵活就业人员缴存档次和补贴 | deposit steps and subsidies of flexible workers",
    )

    def formula(household, period):
        flexible = household("applicant_is_flexible", period)
        employee = round_money(household("provident_fund_deposit_base", period) * household("deposit_ratio", period))
        amount = np.where(flexible, household("flexible_monthly_deposit", period), employee)
        return amount * household("provident_fund_deposit_eligible", period)


class provident_fund_employer_deposit(Step):
    label = "单位月缴存额 | Employer's monthly deposit"
    unit = "CNY/month"
    words = "缴存基数 × 单位缴存比例 | base × employer's ratio"

    def formula(household, period):
        ratio = household("employer_deposit_ratio", period)
        amount = round_money(household("provident_fund_deposit_base", period) * ratio)
        return amount * household("provident_fund_deposit_eligible", period)
