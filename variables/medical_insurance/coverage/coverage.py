"""参保与待遇享受: who is covered, and on which days of the year."""

import datetime

import numpy as np

from cdmz_rules.model import AllOf, Benefit, Condition, Fact, YesNo, add_months, law


class medical_coverage_scheme(Condition):
    label = "已参加基本医疗保险 | Insured in basic medical insurance"
    holds = "medically_insured"
    paper = "参保证明 | proof of insurance"


class medical_coverage_status(Condition):
    label = "参保身份可参加职工医保 | The status may be insured as an employee"
    applies = "insured_as_employee"
    requires = "medical_insurance.coverage.employee_scheme_open.{insured_status}"
    paper = "劳动合同、灵活就业登记或失业登记 | contract, registration as a flexible worker or as unemployed"


class medical_coverage_retiree(Condition):
    label = "退休人员缴费年限已满或继续缴费 | A retiree has the years or pays on"
    applies = "insured_retiree"
    holds = "retiree_need_not_pay"
    paper = "缴费年限核定表 | statement of contribution years"


class pays_ahead_and_waits(YesNo):
    label = "在参保年度之前缴费且须等待 | Pays before the year insured for, and must wait"

    def formula(household, period):
        ahead = household("enrolled_on", period) < _first_day(household("coverage_date", period))
        return ahead & household("resident_must_wait", period)


class waiting_begins(Fact):
    """The payment; of residents who pay ahead it may be the first day of the year: the text does not say."""

    value_type = datetime.date
    label = "等待期起算日 | Day from which waiting runs"

    def formula(household, period):
        ahead = household("pays_ahead_and_waits", period)
        path = "medical_insurance.coverage.waiting.resident.runs_from_first_day"
        later = ahead & law(household, period, path, where=ahead)
        return np.where(later, _first_day(household("coverage_date", period)), household("enrolled_on", period))


class coverage_starts(Fact):
    """After the waiting; of residents enrolled ahead, no earlier than the first day of the year."""

    value_type = datetime.date
    label = "待遇起始日 | First day covered"

    def formula(household, period):
        after = add_months(household("waiting_begins", period), household("medical_waiting_months", period))
        resident = household("insured_as_resident", period)
        return np.where(resident, np.maximum(after, _first_day(household("coverage_date", period))), after)


class coverage_ends(Fact):
    """Residents are insured by the natural year; the other days are those of the year of the question."""

    value_type = datetime.date
    label = "待遇终止日（本年度内） | Last day covered within the year"

    def formula(household, period):
        resident = household("insured_as_resident", period)
        own, asked = household("coverage_date", period), household("application_date", period)
        return np.where(resident, _last_day(own), _last_day(asked))


class coverage_has_begun(YesNo):
    label = "查询日处于待遇享受期 | Covered on the day of the question"

    def formula(household, period):
        day = household("application_date", period)
        return (household("coverage_starts", period) <= day) & (day <= household("coverage_ends", period))


class medical_coverage_begun(Condition):
    label = "等待期已满，处于待遇享受期 | The waiting is over and the year insured for has begun"
    holds = "coverage_has_begun"
    paper = "参保缴费记录 | record of contributions"


class medical_coverage_eligible(AllOf):
    label = "可享受医保待遇 | Covered"
    of = (
        "medical_coverage_scheme",
        "medical_coverage_status",
        "medical_coverage_retiree",
        "medical_coverage_begun",
    )


class medical_coverage(Benefit):
    label = "基本医疗保险参保待遇 | Medical insurance coverage"
    unit = "days"
    words = "查询年度内可享受待遇的天数 | days of the year of the question on which benefits are paid"
    eligible = "medical_coverage_eligible"
    payer = "medical_insurance_place"
    payee = "参保人 | the insured person"
    reports = ("medical_waiting_months", "retirement_years_missing")
    not_encoded = (
        "新生儿落地参保的追溯待遇 | retroactive cover of newborns",
        "中断期间的补缴金额和追溯报销 | what is repaid for a break, and paid back for it",
        "各地对本地实际缴费年限和视同缴费年限的要求 | years wanted in the pool itself, years deemed paid",
        "职工医保缴费基数和费率 | bases and rates of employees' contributions",
    )

    def formula(household, period):
        asked = _first_day(household("application_date", period))
        first = np.maximum(household("coverage_starts", period), asked)
        last = household("coverage_ends", period)
        days = (last - first).astype(np.float64) + 1
        return np.maximum(days, 0) * household("medical_coverage_eligible", period)


def _first_day(day):
    return day.astype("datetime64[Y]").astype("datetime64[D]")


def _last_day(day):
    following = day.astype("datetime64[Y]") + np.timedelta64(1, "Y")
    return following.astype("datetime64[D]") - np.timedelta64(1, "D")
