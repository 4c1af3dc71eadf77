"""The dates that select the version of a rule: one variable for each event that `date_anchor` can name."""

import datetime

from cdmz_rules.model import (
    Before,
    DateInput,
    DecidedDay,
)


class application_date(DecidedDay):
    """The day of the application is the day decided for."""

    label = "申请日期 | Date of application"


class contract_filing_date(DateInput):
    label = "购房合同备案日期 | Day the purchase contract was filed"
    example = datetime.date(2026, 9, 1)
    bounds = (datetime.date(2000, 1, 1), datetime.date(2100, 12, 31))
    never = Before("birth_date")
    about = "阶段性政策按购房合同备案时间认定 | stage measures go by the filing of the contract"


class grant_date(DateInput):
    """The loan's interest goes by the day of the grant; taken as the day of application until it is known."""

    label = "贷款发放日期 | Day the loan is granted"
    future = True
    example = datetime.date(2026, 9, 1)
    never = Before("contract_filing_date")
    about = "利率按贷款发放之日执行；未填时按申请日 | the rate of that day applies; the day of application if not given"

    def formula(household, period):
        return household("application_date", period)
