"""租房提取: what a tenant may withdraw each month.

Not encoded: that months without registration cannot be carried into the next
year; the balance of the account, above which nobody can withdraw.
"""

import numpy as np

from cdmz_rules.model import (
    AllOf,
    Benefit,
    ChoiceInput,
    Condition,
    Enum,
    Fact,
    MoneyInput,
    NumberInput,
    PlaceFact,
    PlaceInput,
    Step,
    YesNo,
    law,
    months_between,
    refine,
    round_money,
)


class Tenancy(Enum):
    unknown = "未知 | unknown"
    registered = "租住商品住房，已备案 | market rental, lease registered"
    unregistered = "租住商品住房，未备案 | market rental, lease not registered"
    public_rental = "租住公租房 | public rental housing"
    affordable_rental = "租住保障性租赁住房 | affordable rental housing"


class Lease(Enum):
    unknown = "未知 | unknown"
    registered = "已备案 | registered"
    unregistered = "未备案 | not registered"


class tenancy(ChoiceInput):
    possible_values = Tenancy
    default_value = Tenancy.unknown
    label = "租房类型 | Kind of tenancy"
    example = "registered"
    about = "备案与否、公租房或商品房的额度不同 | the cap differs by it"


class monthly_rent(MoneyInput):
    label = "月租金 | Monthly rent"
    unit = "CNY/month"
    favours = "higher"
    bounds = (0, 1_000_000)
    example = 3000
    about = "提取额不超过实际租金 | no more than the rent is withdrawn"


class rented_home_zone(PlaceInput):
    label = "租住住房所在区域 | Zone of the home rented"
    levels = ("zone",)
    example = "chengdu_central"
    about = "2026年7月31日以前限额分区域，选最具体的一项 | until 2026-07-30 caps differ by zone: take the narrowest that fits"


class rent_withdrawn_by_sharers(MoneyInput):
    label = "合租人本年度已为同一住房提取的金额 | Withdrawn this year by others who share the home"
    unit = "CNY/year"
    favours = "lower"
    bounds = (0, 1_000_000)
    presumed = 0
    example = 0
    about = "同一住房合租人合计有年限额 | all who share a home have one yearly cap"


class homes_in_deposit_city(NumberInput):
    label = "本人及配偶在缴存城市的住房套数 | Homes of applicant and spouse in the city of deposit"
    favours = "lower"
    bounds = (0, 50)
    example = 0
    about = "租房提取须在缴存城市无房 | tenants must own no home there"


class provident_fund_rent_place(PlaceFact):
    """The centre's own rule, down to the zone of the rented home where the caps differ within the city."""

    label = "执行哪地租房提取限额 | Whose rent caps apply"

    def formula(household, period):
        return refine(household, household("provident_fund_centre", period), household("rented_home_zone", period))


class provident_fund_lease(Fact):
    """How a lease is treated where the rent is not withdrawn in full."""

    value_type = Enum
    possible_values = Lease
    default_value = Lease.unknown
    label = "租赁备案 | Registration of the lease"

    def formula(household, period):
        unregistered = household("tenancy", period) == Tenancy.unregistered
        return np.where(unregistered, Lease.unregistered.index, Lease.registered.index)


class lease_is_registered(YesNo):
    """A home rented from public or affordable housing leaves nothing to register."""

    label = "租赁合同已备案 | The lease is registered"

    def formula(household, period):
        return household("tenancy", period) != Tenancy.unregistered


class public_tenancy(YesNo):
    label = "租住公租房或保障性租赁住房 | Public or affordable rental housing"

    def formula(household, period):
        kind = household("tenancy", period)
        return (kind == Tenancy.public_rental) | (kind == Tenancy.affordable_rental)


class rent_withdrawn_in_full(YesNo):
    label = "按实际租金提取 | The rent is withdrawn in full"

    def formula(household, period):
        public = household("public_tenancy", period)
        return law(household, period, "provident_fund.rent.paid_in_full.{tenancy}", where=public, otherwise=False)


class local_deposit_months(Step):
    label = "连续足额缴存月数 | Months of unbroken deposits"
    unit = "months"
    words = "自起始日至申请日的整月数 | whole months up to the application"

    def formula(household, period):
        start = household.applicant("deposits_unbroken_since", period)
        return np.maximum(months_between(start, household("application_date", period)), 0)


class provident_fund_rent_contributor(Condition):
    label = "申请人缴存住房公积金 | The applicant deposits in the provident fund"
    holds = "applicant_contributes"
    paper = "住房公积金缴存证明 | certificate of deposits"


class provident_fund_rent_deposit_months(Condition):
    label = "连续足额缴存月数 | Months of unbroken full deposits"
    compares = ("local_deposit_months", "provident_fund.rent.deposit_months")
    paper = "住房公积金缴存明细 | record of deposits"


class provident_fund_rent_no_home(Condition):
    label = "本人及配偶在缴存城市无自有住房 | No home of one's own in the city of deposit"
    compares = ("homes_in_deposit_city", "provident_fund.rent.homes_allowed")
    paper = "无房证明 | certificate that no home is owned"


class pays_rent(YesNo):
    label = "租房并支付租金 | Pays rent"

    def formula(household, period):
        return household("monthly_rent", period) > 0


class provident_fund_rent_paid(Condition):
    label = "租住住房并支付租金 | Rents a home and pays for it"
    holds = "pays_rent"
    paper = "租赁合同 | lease"


class provident_fund_rent_withdrawal_eligible(AllOf):
    label = "符合租房提取条件 | Entitled to withdraw for rent"
    of = (
        "provident_fund_rent_contributor",
        "provident_fund_rent_deposit_months",
        "provident_fund_rent_no_home",
        "provident_fund_rent_paid",
        "provident_fund_withdrawal_ban_over",
        "provident_fund_loan_ban_over",
    )


class provident_fund_rent_cap(Step):
    label = "每月提取上限 | Monthly cap"
    unit = "CNY/month"
    words = "当地上限 ×（1＋多子女上浮） | local cap × (1 + uplift of families with several children)"

    def formula(household, period):
        capped = ~household("rent_withdrawn_in_full", period)
        cap = law(household, period, "provident_fund.rent.cap.{provident_fund_lease}", where=capped)
        several = capped & household("multi_child_family_of_depositor", period)
        path = "provident_fund.rent.uplift_multi_child.{provident_fund_lease}"
        return round_money(cap * (1 + law(household, period, path, where=several, otherwise=0)))


class provident_fund_rent_withdrawal(Benefit):
    label = "住房公积金租房提取 | Provident fund withdrawal for rent"
    unit = "CNY/month"
    words = "实际租金，不超过每月上限；公租房等据实 | the rent up to the cap; in public rental housing the whole rent"
    eligible = "provident_fund_rent_withdrawal_eligible"
    payer = "provident_fund_centre"
    payee = "缴存人 | the contributor"
    flow = "own"
    reports = ("provident_fund_rent_withdrawal_year", "provident_fund_rent_withdrawal_couple")
    not_encoded = (
        "未备案租房不得跨年累计 | that months without registration do not carry over the year",
        "账户可用余额 | the balance of the account",
    )

    def formula(household, period):
        rent = household("monthly_rent", period)
        in_full = household("rent_withdrawn_in_full", period)
        amount = np.where(in_full, rent, np.minimum(rent, household("provident_fund_rent_cap", period)))
        return amount * household("provident_fund_rent_withdrawal_eligible", period)


class rent_cap_of_each(YesNo):
    label = "夫妻均缴存且限额按人计算 | Both deposit, and each has the cap"

    def formula(household, period):
        couple = household("two_contributors", period) & ~household("rent_withdrawn_in_full", period)
        return couple & law(household, period, "provident_fund.rent.each_contributor", where=couple)


class provident_fund_rent_withdrawal_couple(Step):
    label = "夫妻合计每月可提取 | Withdrawal of the couple, a month"
    unit = "CNY/month"
    words = "限额按人计算的，两名缴存人各计一份 | where the cap is of each contributor, two have it twice"

    def formula(household, period):
        alone = household("provident_fund_rent_withdrawal", period)
        twice = household("rent_cap_of_each", period) & (alone > 0)
        rent, cap = household("monthly_rent", period), household("provident_fund_rent_cap", period)
        return np.where(twice, np.minimum(rent, cap * household("contributors", period)), alone)


class provident_fund_rent_annual_cap(Step):
    label = "全年提取上限 | Yearly cap"
    unit = "CNY/year"
    words = "当地年上限 ×（1＋多子女上浮） | local yearly cap × (1 + uplift of families with several children)"

    def formula(household, period):
        capped = ~household("rent_withdrawn_in_full", period)
        cap = law(household, period, "provident_fund.rent.annual_cap.{provident_fund_lease}", where=capped)
        several = capped & household("multi_child_family_of_depositor", period)
        uplift = law(household, period, "provident_fund.rent.uplift_multi_child.annual", where=several, otherwise=0)
        return round_money(cap * (1 + uplift))


class provident_fund_rent_withdrawal_year(Step):
    label = "全年可提取 | Withdrawal in a year"
    unit = "CNY/year"
    words = "每月可提取额 × 12，不超过年上限；合租合计不超过合租上限 | twelve months, up to the yearly cap, and that of a shared home"

    def formula(household, period):
        year = 12 * household("provident_fund_rent_withdrawal", period)
        capped = (year > 0) & ~household("rent_withdrawn_in_full", period)
        alone = np.where(capped, np.minimum(year, household("provident_fund_rent_annual_cap", period)), year)
        others = household("rent_withdrawn_by_sharers", period)
        shared = capped & (others > 0)
        together = law(household, period, "provident_fund.rent.shared_home_cap", where=shared)
        return np.where(shared, np.minimum(alone, np.maximum(together - others, 0)), alone)
