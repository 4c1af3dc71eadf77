"""How long one waits from the enrolment to the first benefit."""

import datetime

import numpy as np

from cdmz_rules.model import (
    Below,
    ChoiceInput,
    DateInput,
    Enum,
    NumberInput,
    Step,
    YesNo,
    YesNoInput,
    law,
)


class NoWait(Enum):
    unknown = "未知 | unknown"
    none = "无 | none"
    left_employee_scheme = "职工医保中断3个月内 | left the employees' scheme within three months"
    newborn = "新生儿 | newborn"
    rural_low_income = "农村低收入人口 | rural, of low income"


class enrolled_on(DateInput):
    label = "本次参保缴费日期 | Day of this enrolment"
    favours = "lower"
    example = datetime.date(2025, 11, 1)
    bounds = (datetime.date(1995, 1, 1), datetime.date(2100, 12, 31))
    about = "等待期自参保缴费起算；提前缴费的未写明 | waiting is counted from it; of those who pay ahead no text says"


class enrolled_in_period(YesNoInput):
    label = "是否在集中参保期内参保 | Enrolled in the period of enrolment?"
    favours = "higher"
    example = True
    about = "居民在集中参保期外参保有等待期 | residents who enrol outside it wait"


class broken_years(NumberInput):
    label = "此前断保年数 | Years without insurance before"
    unit = "years"
    favours = "lower"
    bounds = (0, 100)
    example = 0
    never = Below("repaired_years")
    about = "断保年数增加等待期 | each adds to the waiting"


class repaired_years(NumberInput):
    label = "已补缴的断保年数 | Missed years paid after all"
    unit = "years"
    favours = "higher"
    bounds = (0, 100)
    presumed = 0
    example = 0
    about = "每多缴1年减少变动等待期 | each takes a month off the waiting"


class no_wait_group(ChoiceInput):
    possible_values = NoWait
    default_value = NoWait.unknown
    label = "不设等待期的情形 | Reason not to wait"
    presumed = "none"
    example = "none"
    about = "新生儿等特殊群体不设等待期 | newborns and others do not wait"


class insurance_break_months(NumberInput):
    label = "参保前中断缴费月数 | Months without insurance before this enrolment"
    unit = "months"
    favours = "lower"
    bounds = (0, 600)
    example = 0
    about = "跨地区或跨制度转移，中断3个月以内可补缴 | a break of up to three months can be repaid on a transfer"


class insured_years_before(NumberInput):
    label = "中断前连续参保年数 | Years insured without a break before that"
    unit = "years"
    favours = "higher"
    bounds = (0, 100)
    example = 5
    about = "转移免等待期须已连续参保2年以上 | two years or more are asked for not to wait on a transfer"


class resident_must_wait(YesNo):
    """Outside the period, or after a break even inside it (the guidance of 2024, later than the notice of 2021).

    Not encoded: newborns' retroactive cover, which is set locally.
    """

    label = "居民须等待 | A resident must wait"

    def formula(household, period):
        resident, group = household("insured_as_resident", period), household("no_wait_group", period)
        late = resident & (~household("enrolled_in_period", period) | (household("broken_years", period) > 0))
        named = late & (group != NoWait.none)
        path = "medical_insurance.coverage.waiting.exempt.{no_wait_group}"
        return late & ~law(household, period, path, where=named, otherwise=False)


class resident_waiting_months(Step):
    """Fixed months, more for each year broken, less for each paid after all; a least after a long break.

    The text leaves open whether the first missed year counts (3+N months) or only the second does (3+N-1): a switch of the law.
    """

    label = "居民待遇等待期 | Waiting of a resident"
    unit = "months"
    words = "固定等待期 ＋ 断保年数 × 每年变动等待期 － 补缴修复 | fixed + years broken × months a year − repaired"

    def formula(household, period):
        waits, broken = household("resident_must_wait", period), household("broken_years", period)
        folder = "medical_insurance.coverage.waiting.resident"
        fixed = law(household, period, f"{folder}.fixed_months", where=waits)
        some = waits & (broken > 0)
        first = law(household, period, f"{folder}.first_broken_year_counts", where=some)
        each = law(household, period, f"{folder}.months_per_broken_year", where=some)
        repaired = household("repaired_years", period)
        off = law(household, period, f"{folder}.months_repaired_per_year", where=some & (repaired > 0)) * repaired
        counted = np.where(first, broken, np.maximum(broken - 1, 0))
        total = fixed + np.maximum(counted * each - off, 0)
        long = some & (broken >= law(household, period, f"{folder}.long_break_years", where=some, otherwise=np.inf))
        least = law(household, period, f"{folder}.long_break_least_months", where=long)
        return np.where(long, np.maximum(total, least), total)


class employee_waiting_months(Step):
    """None after a tolerated break of somebody insured long enough, who repays it; after a longer one no more than the nation allows.

    Not encoded: that the break itself is repaid, and what of it is paid retroactively.
    """

    label = "职工医保待遇等待期 | Waiting of an employee"
    unit = "months"
    words = (
        "当地等待期；短期中断后转移的不等待，较长中断的不超过国家上限"
        " | the local waiting; none after a short break, at most the national one after a longer"
    )

    def formula(household, period):
        worker = household("insured_worker", period)
        folder = "medical_insurance.coverage.waiting.transfer"
        years = law(household, period, f"{folder}.least_insured_years", where=worker)
        known = worker & (household("insured_years_before", period) >= years)
        tolerated = law(household, period, f"{folder}.tolerated_break_months", where=known)
        short = known & (household("insurance_break_months", period) <= tolerated)
        longer = known & ~short
        path = "medical_insurance.coverage.waiting.employee.{insured_status}"
        local = law(household, period, path, where=worker & ~short)
        most = law(household, period, f"{folder}.most_months", where=longer, otherwise=np.inf)
        return np.minimum(local, most)


class medical_waiting_months(Step):
    label = "待遇等待期 | Months of waiting"
    unit = "months"
    words = "按居民或职工的规定 | by the rules for residents or employees"

    def formula(household, period):
        return household("resident_waiting_months", period) + household("employee_waiting_months", period)
