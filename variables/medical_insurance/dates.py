"""The events of medical insurance whose date selects the version of a rule."""

import datetime

from cdmz_rules.model import (
    Before,
    DateInput,
)


class discharge_date(DateInput):
    """The natural year, and with it every yearly figure, goes by this day.

    Not encoded: stays across the turn of a year that an office settles in two parts.
    """

    label = "出院或就诊日期 | Day of discharge or visit"
    example = datetime.date(2026, 9, 1)
    bounds = (datetime.date(2000, 1, 1), datetime.date(2100, 12, 31))
    never = Before("birth_date")
    about = "按当日有效的待遇政策结算，年度限额按自然年计 | settled by the rules of that day; yearly figures go by the natural year"


class coverage_date(DateInput):
    """Any day of the year for which one is insured: residents enrol in autumn for the year after."""

    label = "参保年度（其中任一日） | A day of the year insured for"
    future = True
    example = datetime.date(2026, 6, 1)
    bounds = (datetime.date(2000, 1, 1), datetime.date(2100, 12, 31))
    about = "居民按年度参保，一般在上年秋季缴费 | residents are insured by the year and mostly pay in the autumn before"


class delivery_date(DateInput):
    label = "分娩日期 | Day of the delivery"
    example = datetime.date(2026, 8, 1)
    bounds = (datetime.date(2000, 1, 1), datetime.date(2100, 12, 31))
    never = Before("birth_date")
    about = "生育津贴按分娩时的规定计算 | the allowance goes by the rules of that day"
