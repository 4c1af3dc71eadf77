"""大病保险: the second layer, for residents, on what the year's stays left in scope."""

import functools
from itertools import pairwise

import numpy as np

from cdmz_rules.model import Fact, NumberInput, Step, YesNo, law, round_money

BANDS = ("band_1", "band_2", "band_3", "band_4")


class resident_years_unbroken(NumberInput):
    label = "连续参加居民医保年数 | Years insured as a resident without a break"
    unit = "years"
    favours = "higher"
    bounds = (0, 100)
    presumed = 0
    example = 5
    about = "连续参保可提高大病保险限额 | they raise the cap of critical illness insurance"


class zero_claim_years(NumberInput):
    label = "零报销年数 | Years without a claim"
    unit = "years"
    favours = "higher"
    bounds = (0, 100)
    presumed = 0
    example = 1
    about = "零报销可提高大病保险限额 | they raise the cap of critical illness insurance"


class critical_illness_counts(YesNo):
    """Residents' stays. Whether a city counts visits too is not known; they are left out."""

    label = "计入大病保险的住院 | A stay that counts for critical illness insurance"

    def formula(household, period):
        return household("stay_of_resident", period) & household("medical_reimbursement_eligible", period)


class critical_illness_most(Fact):
    label = "大病保险至多计入的合规费用 | The most that could count for critical illness insurance"
    unit = "CNY"

    def formula(household, period):
        return household("in_scope_cost", period) * household("critical_illness_counts", period)


class critical_illness_base(Step):
    label = "计入大病保险的合规自付 | Own cost that counts for critical illness insurance"
    words = "政策范围内费用 － 统筹基金支付 | cost in scope − paid by the basic fund"

    def formula(household, period):
        own = round_money(household("in_scope_cost", period) - household("basic_fund_payment", period))
        return own * household("critical_illness_counts", period)


class critical_illness_deductible(Step):
    label = "大病保险起付线 | Deductible of critical illness insurance"
    words = "当地起付线，困难群众减半 | the local deductible, half of it for people in hardship"

    def formula(household, period):
        applies, poor = household("stay_of_resident", period), household("poor_for_critical_illness", period)
        line = law(household, period, "medical_insurance.critical_illness.deductible", where=applies)
        path = "medical_insurance.critical_illness.poor.deductible_factor"
        return round_money(line * law(household, period, path, where=applies & poor, otherwise=1))


class critical_illness_raise(Step):
    """From 2025: so much for each year insured beyond a number of years, and for each year without a claim.

    Not encoded: that a raise for years without a claim is used up once it is drawn on, and that raises lapse after a break.
    """

    label = "大病保险限额激励提高额 | Raise of the cap of critical illness insurance"
    words = "连续参保和零报销年数 × 每年提高额 | years insured and years without a claim × raise a year"

    def formula(household, period):
        resident = household("stay_of_resident", period)
        years, zero = household("resident_years_unbroken", period), household("zero_claim_years", period)
        path = "medical_insurance.critical_illness.incentive"
        longer, none = resident & (years > 0), resident & (zero > 0)
        after = law(household, period, f"{path}.after_years", where=longer, otherwise=np.inf)
        each = np.maximum(
            law(household, period, f"{path}.yearly_raise", where=longer, otherwise=0),
            law(household, period, f"{path}.yearly_raise_floor", where=longer, otherwise=0),
        )
        again = np.maximum(
            law(household, period, f"{path}.zero_claim_raise", where=none, otherwise=0),
            law(household, period, f"{path}.zero_claim_raise_floor", where=none, otherwise=0),
        )
        return np.maximum(years - after, 0) * each + zero * again


class critical_illness_cap(Step):
    """The cap with its raises, which come to no more than a share of it; none for people in hardship."""

    label = "大病保险年度限额余额 | What is left of the yearly cap of critical illness insurance"
    words = "年度限额 ＋ 激励提高额 － 已付；困难群众不设限 | cap + raises − paid before; none for people in hardship"

    def formula(household, period):
        applies, poor = household("stay_of_resident", period), household("poor_for_critical_illness", period)
        folder = "medical_insurance.critical_illness"
        uncapped = law(household, period, f"{folder}.poor.uncapped", where=applies & poor, otherwise=False)
        capped, more = applies & ~uncapped, household("critical_illness_raise", period)
        cap = law(household, period, f"{folder}.annual_cap", where=capped, otherwise=np.inf)
        share = law(household, period, f"{folder}.incentive.most_share", where=capped & (more > 0), otherwise=0)
        raised = np.minimum(more, np.where(np.isfinite(cap), cap, 0) * share)
        limit = np.where(capped, cap, 0) + raised
        left = round_money(limit - household("critical_paid_before", period))
        return np.where(capped, np.maximum(left, 0), np.inf)


class critical_illness_ratio(Step):
    label = "大病保险第一段支付比例 | Share of the first band of critical illness insurance"
    unit = "ratio"
    words = "当地比例与国家下限取高，困难群众增加 | the greater of local share and national floor, more for people in hardship"

    def formula(household, period):
        return _shares(household, period)[0]


class critical_illness_payment(Step):
    """By bands above the deductible, over the year: of each band what this claim fills beyond what earlier ones did.

    A later band never pays less than an earlier one. Differences are taken of whole fen, before any share of them: a share
    of the year less a share of what came before would lose the half fen that decides.
    """

    label = "大病保险支付 | Paid by critical illness insurance"
    within = "critical_illness_most"
    words = "年度累计合规自付超过起付线的部分分段按比例，减此前已计 | the year's own cost above the deductible by bands, less earlier"
    payer = "medical_insurance_place"

    def formula(household, period):
        before, own = household("critical_base_before", period), household("critical_illness_base", period)
        line = household("critical_illness_deductible", period)
        shares, starts = _shares(household, period), _starts(household, period)
        above, earlier = np.maximum(before + own - line, 0), np.maximum(before - line, 0)
        earned = _earned(above, earlier, shares, starts)
        return np.minimum(np.maximum(round_money(earned), 0), household("critical_illness_cap", period))


def _shares(household, period):
    """The share of each band, preference included, none below that of the band before."""
    applies, poor = household("stay_of_resident", period), household("poor_for_critical_illness", period)
    least = law(household, period, "medical_insurance.critical_illness.ratio_floor", where=applies)
    bonus = law(
        household, period, "medical_insurance.critical_illness.poor.ratio_bonus", where=applies & poor, otherwise=0
    )
    own = [
        law(household, period, f"medical_insurance.critical_illness.ratio.{band}", where=applies, otherwise=0)
        for band in BANDS
    ]
    shares = [np.minimum(np.maximum(share, least) + bonus, 1) for share in own]
    return [functools.reduce(np.maximum, shares[: place + 1]) for place in range(len(shares))]


def _starts(household, period):
    """Where each further band begins, none before the one before."""
    applies = household("stay_of_resident", period)
    own = [
        law(household, period, f"medical_insurance.critical_illness.band_from.{band}", where=applies, otherwise=np.inf)
        for band in BANDS[1:]
    ]
    return [functools.reduce(np.maximum, own[: place + 1]) for place in range(len(own))]


def _earned(above, earlier, shares, starts):
    """What each band adds to the share of the band before, on what this claim fills of it."""
    first = round_money(above - earlier) * shares[0]
    further = [
        (upper - lower) * round_money(np.maximum(above - start, 0) - np.maximum(earlier - start, 0))
        for (lower, upper), start in zip(pairwise(shares), starts, strict=True)
    ]
    return functools.reduce(np.add, further, first)
