"""果园贷款: a multiple of one's savings, up to a maximum, where the orchard lies; one's own guild says how long to have been a member."""

import datetime

import numpy as np

from cdmz_rules.model import (
    AllOf,
    Benefit,
    Condition,
    DateInput,
    Enum,
    Fact,
    MoneyInput,
    NumberInput,
    Person,
    PlaceFact,
    PlaceInput,
    Step,
    YesNo,
    YesNoInput,
    at_place,
    law,
    law_lists,
    law_says,
    months_between,
    place_named,
    round_by_law,
    serves,
)


class TermBand(Enum):
    unknown = "未知 | unknown"
    short = "短期 | short"
    long = "长期 | long"


class orchard_city(PlaceInput):
    label = "果园所在城市 | City of the orchard"
    example = "upper"
    about = "执行果园所在地的规定 | the rules of that city apply"


class guild(PlaceInput):
    entity = Person
    label = "所属行会 | One's guild"
    levels = ("city", "pool")
    example = "upper"
    roles = ("applicant",)
    about = "会龄按行会的规定 | the guild says how long to have been a member"


class joined_date(DateInput):
    entity = Person
    label = "入会日期 | Day one joined"
    favours = "lower"
    example = datetime.date(2024, 1, 15)
    roles = ("applicant",)
    about = "用于计算会龄 | for the months of membership"


class member_months(NumberInput):
    """Derived: from the day one joined, unless the guild has certified another figure."""

    label = "会龄 | Months of membership"
    unit = "months"
    favours = "higher"
    example = 24
    about = "行会另有证明的填写 | if the guild certifies another figure"

    def formula(household, period):
        return months_between(household.applicant("joined_date", period), household("application_date", period))


class savings(MoneyInput):
    entity = Person
    label = "行会存款 | Savings"
    favours = "higher"
    example = 10_000
    roles = ("applicant", "spouse")
    about = "贷款为存款的倍数 | the loan is a multiple of them"


class term_months(NumberInput):
    label = "贷款期限 | Term"
    unit = "months"
    bounds = (1, 360)
    example = 60
    about = "决定利率 | decides the rate"


class grant_date(DateInput):
    """Derived: the day of the application, until it is known."""

    label = "放款日期 | Day the loan is paid out"
    future = True
    example = datetime.date(2026, 9, 1)
    about = "利率按放款日；未填时按申请日 | the rate of that day; the day of application if not given"

    def formula(household, period):
        return household("application_date", period)


class debts_disputed(YesNoInput):
    label = "是否有争议债务 | Are debts in dispute?"
    favours = "lower"
    presumed = False
    example = True
    about = "由行会酌情 | the guild judges"


class guild_place(PlaceFact):
    label = "行会所在地 | Whose guild it is"

    def formula(household, period):
        return household.applicant("guild", period)


class lender(PlaceFact):
    """The boatmen's guild lends to its own, the province to all others."""

    label = "由谁放款 | Who lends"

    def formula(household, period):
        guild = household("guild_place", period)
        return np.where(at_place(household, guild, "boatmen"), guild, place_named(household, "valley"))


class guild_is_elsewhere(YesNo):
    label = "外地行会 | The guild is of another place"

    def formula(household, period):
        guild, city = household("guild_place", period), household("orchard_city", period)
        return (guild != city) & ~serves(household, guild, city)


class guild_is_listed(YesNo):
    label = "行会在名单内 | The guild is on the list"

    def formula(household, period):
        elsewhere = household("guild_is_elsewhere", period)
        return law_lists(household, period, "orchard.guilds", household("guild_place", period), where=elsewhere)


class loan_guild(Condition):
    label = "外地行会在名单内 | A guild from elsewhere is on the list"
    applies = "guild_is_elsewhere"
    holds = "guild_is_listed"


class loan_months(Condition):
    label = "会龄 | Months of membership"
    compares = ("member_months", "orchard.months_least")
    paper = "会员证 | member's card"


class loan_debts(Condition):
    label = "债务清楚 | Debts are clear"
    discretion = True

    def formula(household, period):
        return ~household("debts_disputed", period)


class orchard_loan_eligible(AllOf):
    label = "符合果园贷款条件 | Entitled to the loan"
    of = ("loan_guild", "loan_months", "loan_debts")


class loan_by_savings(Step):
    label = "按存款 | By savings"
    words = "计入的存款 × 倍数 | savings that count × multiple"

    def formula(household, period):
        own, spouse = household.applicant("savings", period), household.spouse("savings", period)
        together = law_says(household, period, "orchard.savings_counted", "household", where=spouse > 0)
        return np.where(together, own + spouse, own) * law(household, period, "orchard.multiple")


class term_band(Fact):
    value_type = Enum
    possible_values = TermBand
    default_value = TermBand.unknown
    label = "期限档次 | Band of the term"

    def formula(household, period):
        short = household("term_months", period) <= law(household, period, "orchard.short_months")
        return np.where(short, TermBand.short.index, TermBand.long.index)


class loan_rate(Step):
    label = "年利率 | Yearly rate"
    unit = "annual_rate"
    words = "按期限档次 | by the band of the term"

    def formula(household, period):
        return law(household, period, "orchard.rate.{term_band}")


class loan_turn(Step):
    """Who has been a member for longer comes first; a couple that saves together, a month earlier."""

    label = "排队月数 | Months for one's turn on the list"
    unit = "months"
    words = "会龄 ＋ 存款人数 | months of membership + savers"
    counts_as = ("count", "months", "each saver counts as a month of membership")

    def formula(household, period):
        savers = 1 + (household.spouse("savings", period) > 0)
        return household("member_months", period) + savers


class orchard_loan(Benefit):
    label = "果园贷款 | Orchard loan"
    words = "按存款、最高额度取低后取整 | the lesser by savings and maximum, rounded"
    eligible = "orchard_loan_eligible"
    payer = "lender"
    payee = "申请人 | the applicant"
    flow = "lent"
    reports = ("loan_rate", "loan_turn")

    def formula(household, period):
        loan = np.minimum(household("loan_by_savings", period), law(household, period, "orchard.most"))
        return round_by_law(household, period, loan, "orchard.rounding") * household("orchard_loan_eligible", period)
