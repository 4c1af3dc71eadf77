"""What one claim of a natural year hands on to the next: each ``…_before`` is fed by the ``…_after`` of the claim before it.

At the turn of the year all of them begin at nothing again.
"""

from cdmz_rules.model import Fact, MoneyInput, NumberInput


class admissions_before(NumberInput):
    label = "本年度此前住院次数 | Stays of this year before this one"
    favours = "higher"
    bounds = (0, 100)
    example = 0
    about = "再次住院起付标准降低 | the deductible falls with each further stay"


class outpatient_deductible_met_before(MoneyInput):
    label = "本年度门诊起付已累计 | Outpatient deductible met this year"
    favours = "higher"
    bounds = (0, 1_000_000)
    example = 0
    about = "门诊起付标准一年只计一次 | it is met once a year"


class fund_paid_before(MoneyInput):
    label = "本年度统筹基金已付住院费用 | Paid by the fund this year for stays"
    favours = "lower"
    presumed = 0
    example = 0
    about = "统筹基金有年度最高支付限额 | the fund has a yearly cap"


class outpatient_paid_before(MoneyInput):
    label = "本年度统筹基金已付普通门诊费用 | Paid by the fund this year for ordinary visits"
    favours = "lower"
    presumed = 0
    example = 0
    about = "普通门诊有年度限额 | visits have a yearly cap"


class two_diseases_paid_before(MoneyInput):
    label = "本年度已付两病用药费用 | Paid this year for drugs of the two diseases"
    favours = "lower"
    presumed = 0
    example = 0
    about = "两病用药有年度限额 | such drugs have a yearly cap"


class chronic_deductible_met_before(MoneyInput):
    label = "本年度慢特病起付已累计 | Deductible of chronic care met this year"
    favours = "higher"
    presumed = 0
    example = 0
    about = "慢特病起付标准一年只计一次 | it is met once a year"


class chronic_paid_before(MoneyInput):
    label = "本年度已付慢特病费用 | Paid this year for chronic care"
    favours = "lower"
    presumed = 0
    example = 0
    about = "慢特病有年度限额 | chronic care has a yearly cap"


class critical_base_before(MoneyInput):
    label = "本年度此前累计的大病保险合规自付 | Own in-scope cost of this year before, for critical illness insurance"
    favours = "higher"
    presumed = 0
    example = 0
    about = "大病保险按年度累计的自付费用计算 | it goes by what was borne over the year"


class critical_paid_before(MoneyInput):
    label = "本年度大病保险已付 | Paid this year by critical illness insurance"
    favours = "lower"
    presumed = 0
    example = 0
    about = "大病保险可有年度限额 | it may have a yearly cap"


class supplement_paid_before(MoneyInput):
    label = "本年度互助补充保险已付 | Paid this year by the mutual supplement"
    favours = "lower"
    presumed = 0
    example = 0
    about = "互助补充保险有年度限额 | it has a yearly cap"


class assistance_base_before(MoneyInput):
    label = "本年度此前累计的救助范围自付 | Own in-scope cost of this year before, for medical assistance"
    favours = "higher"
    presumed = 0
    example = 0
    about = "部分对象设年度救助起付标准 | some groups have a yearly deductible"


class Carried(Fact):
    """An amount as it stands after the claim."""

    unit = "CNY"


class admissions_after(Fact):
    label = "本次后住院次数 | Stays after this claim"
    unit = "count"

    def formula(household, period):
        counted = household("is_inpatient", period) & household("medical_reimbursement_eligible", period)
        return household("admissions_before", period) + counted


class outpatient_deductible_met_after(Carried):
    label = "本次后门诊起付累计 | Outpatient deductible met after this claim"

    def formula(household, period):
        charged = _of(household, period, "claim_deductible", "is_outpatient")
        return household("outpatient_deductible_met_before", period) + charged


class fund_paid_after(Carried):
    label = "本次后统筹基金已付住院费用 | Paid for stays after this claim"

    def formula(household, period):
        return household("fund_paid_before", period) + _of(household, period, "basic_fund_payment", "is_inpatient")


class outpatient_paid_after(Carried):
    label = "本次后已付普通门诊费用 | Paid for ordinary visits after this claim"

    def formula(household, period):
        paid = _of(household, period, "basic_fund_payment", "is_outpatient")
        return household("outpatient_paid_before", period) + paid


class two_diseases_paid_after(Carried):
    label = "本次后已付两病用药费用 | Paid for drugs of the two diseases after this claim"

    def formula(household, period):
        paid = _of(household, period, "basic_fund_payment", "is_two_diseases")
        return household("two_diseases_paid_before", period) + paid


class chronic_deductible_met_after(Carried):
    label = "本次后慢特病起付累计 | Deductible of chronic care met after this claim"

    def formula(household, period):
        charged = _of(household, period, "claim_deductible", "is_chronic")
        return household("chronic_deductible_met_before", period) + charged


class chronic_paid_after(Carried):
    label = "本次后已付慢特病费用 | Paid for chronic care after this claim"

    def formula(household, period):
        return household("chronic_paid_before", period) + _of(household, period, "basic_fund_payment", "is_chronic")


class critical_base_after(Carried):
    label = "本次后累计的大病保险合规自付 | Own cost for critical illness insurance after this claim"

    def formula(household, period):
        return household("critical_base_before", period) + household("critical_illness_base", period)


class critical_paid_after(Carried):
    label = "本次后大病保险已付 | Paid by critical illness insurance after this claim"

    def formula(household, period):
        return household("critical_paid_before", period) + household("critical_illness_payment", period)


class supplement_paid_after(Carried):
    label = "本次后互助补充保险已付 | Paid by the mutual supplement after this claim"

    def formula(household, period):
        return household("supplement_paid_before", period) + household("mutual_supplement_payment", period)


class assistance_base_after(Carried):
    label = "本次后累计的救助范围自付 | Own cost for medical assistance after this claim"

    def formula(household, period):
        return household("assistance_base_before", period) + household("medical_assistance_base", period)


def _of(household, period, amount, kind):
    """An amount of this claim, if it is of that kind and entitled."""
    counted = household(kind, period) & household("medical_reimbursement_eligible", period)
    return household(amount, period) * counted
