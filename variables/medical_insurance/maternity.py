"""生育津贴: what an insured employee gets for the days of maternity leave."""

from cdmz_rules.model import AllOf, Benefit, Condition, MoneyInput, NumberInput, Step, YesNoInput, law, round_money


class employer_average_wage(MoneyInput):
    label = "用人单位上年度职工月平均工资 | Employer's average monthly wage of the year before"
    unit = "CNY/month"
    favours = "higher"
    bounds = (0, 1_000_000)
    example = 8000
    about = "生育津贴按其计发 | the allowance goes by it"


class maternity_months_unbroken(NumberInput):
    label = "分娩前连续缴费月数 | Months paid without a break before the delivery"
    unit = "months"
    favours = "higher"
    bounds = (0, 720)
    example = 24
    about = "部分城市要求连续缴费满规定月数 | some cities ask for a number of them"


class difficult_birth(YesNoInput):
    label = "是否难产 | A difficult birth?"
    favours = "higher"
    presumed = False
    example = False
    about = "难产增加产假 | it adds days of leave"


class children_born(NumberInput):
    label = "本次生育子女数 | Children born"
    favours = "higher"
    bounds = (1, 10)
    presumed = 1
    example = 1
    about = "多胞胎增加产假 | each further child adds days"


class maternity_insured(Condition):
    label = "参加职工医保（含生育保险） | Insured in the employees' scheme, maternity included"
    holds = "insured_worker"
    paper = "参保证明 | proof of insurance"


class maternity_status(Condition):
    label = "参保身份可享受生育津贴 | The status gives a right to the allowance"
    applies = "insured_worker"
    requires = "medical_insurance.maternity.open_to.{insured_status}"
    paper = "劳动合同 | employment contract"


class maternity_months(Condition):
    label = "分娩前连续缴费月数 | Months paid without a break before the delivery"
    applies = "insured_worker"
    compares = ("maternity_months_unbroken", "medical_insurance.maternity.months_paid")
    paper = "缴费记录 | record of contributions"


class maternity_allowance_eligible(AllOf):
    label = "符合生育津贴条件 | Entitled to the maternity allowance"
    of = ("maternity_insured", "maternity_status", "maternity_months")


class maternity_days(Step):
    """98 days, and more for a difficult birth and further children; the days of the provincial extension only where paid."""

    label = "生育津贴天数 | Days paid"
    unit = "days"
    words = (
        "产假天数 ＋ 难产 ＋ 多胞胎 ＋ 支付津贴的延长产假 | leave + difficult birth + further children + extension paid"
    )

    def formula(household, period):
        hard, born = household("difficult_birth", period), household("children_born", period)
        folder = "medical_insurance.maternity.days"
        base = law(household, period, f"{folder}.base")
        more = law(household, period, f"{folder}.dystocia", where=hard)
        each = law(household, period, f"{folder}.further_child", where=born > 1)
        extension = law(household, period, f"{folder}.provincial_extension", otherwise=0)
        return base + more + each * (born - 1) + extension


class maternity_allowance(Benefit):
    label = "生育津贴 | Maternity allowance"
    words = "用人单位上年度职工月平均工资 ÷ 折算天数 × 津贴天数 | employer's average monthly wage ÷ days a month × days paid"
    eligible = "maternity_allowance_eligible"
    payer = "medical_insurance_place"
    payee = "参保女职工（或垫付工资的用人单位） | the insured woman (or her employer who went on paying)"
    reports = ("maternity_days",)
    not_encoded = (
        "流产、计划生育手术的津贴 | allowances for miscarriage and family planning operations",
        "生育医疗费用和产前检查定额 | medical costs and fixed sums for check-ups",
        "津贴低于本人工资时由单位补足 | that the employer makes up the difference to the own wage",
        "职工未就业配偶的生育医疗费用 | medical costs of an employee's spouse without work",
    )

    def formula(household, period):
        divisor = law(household, period, "medical_insurance.maternity.days_a_month", otherwise=1)
        daily = household("employer_average_wage", period) / divisor
        amount = round_money(daily * household("maternity_days", period))
        return amount * household("maternity_allowance_eligible", period)
