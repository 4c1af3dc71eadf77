"""养老机构床位运营补贴: what an institution gets for one elder's bed in one calendar month, and which city pays for a bed elsewhere.

No text with all amounts was found for any of the four cities. In force are one's own city, Chengdu's notice of 2019
(`bed_notice.py`), and its outbound pilot in selected areas; the regional plan asks that the subsidy follow the person.
"""

import datetime

import numpy as np

from cdmz_rules.model import (
    AllOf,
    Before,
    Benefit,
    Condition,
    DateInput,
    Enum,
    Fact,
    PlaceFact,
    Step,
    YesNo,
    YesNoInput,
    law,
    law_lists,
    law_says,
    month_end,
    month_start,
    of_region,
    round_money,
)

STILL_THERE = datetime.date(2100, 12, 31)


class BedCategory(Enum):
    unknown = "未知 | unknown"
    able = "自理 | able"
    partly_disabled = "半失能 | partly disabled"
    disabled = "失能 | disabled"


class bed_stay_from(DateInput):
    label = "入住日期 | First day in the institution"
    favours = "lower"
    bounds = (datetime.date(1980, 1, 1), datetime.date(2100, 12, 31))
    example = datetime.date(2026, 3, 1)
    never = Before("birth_date")
    about = "在同一机构连续入住的第一天 | the first day of an unbroken stay in one institution"


class bed_stay_until(DateInput):
    label = "最后一天（仍在住的不填） | Last day; leave out if still there"
    favours = "higher"
    future = True
    presumed = STILL_THERE
    bounds = (datetime.date(1980, 1, 1), STILL_THERE)
    example = datetime.date(2026, 12, 31)
    never = Before("bed_stay_from"), Before("birth_date")
    about = "离开、转院或去世之日，当日计入 | the day of leaving, moving or dying; it counts as a day in the bed"


class institution_in_pilot_area(YesNoInput):
    label = "机构是否在成都异地养老试点的选定区域 | Is the institution in a selected area of Chengdu's pilot?"
    favours = "higher"
    example = True
    rare = True
    about = "选定区域名单未找到，请向成都市民政局询问 | the list of areas was not found; ask the civil affairs bureau"


class host_subsidy_received(YesNoInput):
    label = "机构当月是否已由所在地发放该老年人的补贴 | Has the institution's city paid for this elder and month?"
    favours = "lower"
    presumed = False
    example = False
    rare = True
    about = "同一老年人同一月份不重复补贴 | one elder, one month, one subsidy"


class hukou_in_four_cities(YesNo):
    label = "户籍在成德眉资四市 | Hukou in one of the four cities"

    def formula(household, period):
        return of_region(household, household("elder_hukou", period), "four_cities")


class bed_subsidy_home(PlaceFact):
    """The city of hukou if it is one of the four, else the institution's."""

    label = "执行哪地床位运营补贴规定 | Whose rule for bed subsidies applies"

    def formula(household, period):
        hukou, host = household("elder_hukou", period), household("institution_place", period)
        return np.where(household("hukou_in_four_cities", period), hukou, host)


class bed_is_abroad(YesNo):
    label = "异地养老（机构不在户籍城市） | The institution is outside the home city"

    def formula(household, period):
        return household("bed_subsidy_home", period) != household("institution_place", period)


class bed_is_of_another_hukou(YesNo):
    label = "户籍不在四市 | Hukou outside the four cities"

    def formula(household, period):
        return ~household("hukou_in_four_cities", period)


class bed_within_plan(YesNo):
    """The plan's regime: any pair of the four cities."""

    label = "跟随人走（四市之间） | The subsidy follows the person among the four"

    def formula(household, period):
        among = of_region(household, household("institution_place", period), "four_cities") & household(
            "bed_is_abroad", period
        )
        return law_says(household, period, "elder_care.portability.regime", "plan", where=among)


class bed_within_pilot(YesNo):
    label = "异地养老试点的选定区域 | A selected area of an outbound pilot"

    def formula(household, period):
        host, abroad = household("institution_place", period), household("bed_is_abroad", period)
        path = "elder_care.portability.pilot_destinations"
        return law_lists(household, period, path, host, where=abroad) & household("institution_in_pilot_area", period)


class bed_abroad_is_covered(YesNo):
    label = "异地机构在补贴范围内 | A bed outside the home city is covered"

    def formula(household, period):
        covered = household("bed_within_plan", period) | household("bed_within_notice", period)
        return covered | household("bed_within_pilot", period)


class bed_subsidy_abroad(Condition):
    label = "异地养老机构在补贴范围内 | The institution outside the home city is covered"
    applies = "bed_is_abroad"
    holds = "bed_abroad_is_covered"
    paper = "户口簿、入住协议 | hukou booklet, contract of the stay"


class bed_subsidy_hukou(Condition):
    label = "户籍在四市，或机构所在地也补贴外地老年人 | Hukou in the four cities, or the city pays for other elders too"
    applies = "bed_is_of_another_hukou"
    requires = "elder_care.bed_operating.open_to_other_hukou"
    paper = "户口簿 | hukou booklet"


class bed_subsidy_age(Condition):
    label = "年龄 | Age"
    applies = "bed_by_general_rule"
    compares = ("elder_age", "elder_care.bed_operating.age_least")
    paper = "身份证 | identity card"


class bed_subsidy_owner(Condition):
    label = "属于补贴范围内的社会化养老机构 | An institution of the kind that is subsidised"
    applies = "bed_by_general_rule"
    requires = "elder_care.bed_operating.open_to.{institution_owner}"
    paper = "登记证书 | certificate of registration"


class filing_is_required(YesNo):
    label = "须经备案 | Filing is required"

    def formula(household, period):
        return law(household, period, "elder_care.bed_operating.filing_required")


class bed_subsidy_filed(Condition):
    label = "养老机构已备案 | The institution is filed"
    applies = "filing_is_required"
    holds = "institution_is_filed"
    paper = "养老机构备案回执 | receipt of the filing"


class assessed_elsewhere(YesNo):
    label = "能力评估不在支付补贴的城市 | Assessed outside the city whose rule applies"

    def formula(household, period):
        return household.applicant("assessment_city", period) != household("bed_subsidy_home", period)


class bed_subsidy_assessment(Condition):
    label = "能力评估结果被认可 | The assessment counts"
    applies = "assessed_elsewhere"
    requires = "elder_care.portability.mutual_recognition"
    paper = "老年人能力评估报告 | report of the ability assessment"


class days_in_bed(Step):
    label = "当月入住天数 | Days in the bed this month"
    unit = "days"
    words = "当月首日与入住日的较晚者至当月末日与离开日的较早者 | from the later of the first days to the earlier of the last"

    def formula(household, period):
        day = household("application_date", period)
        first = np.maximum(household("bed_stay_from", period), month_start(day))
        last = np.minimum(household("bed_stay_until", period), month_end(day))
        return np.maximum((last - first).astype(float) + 1, 0)


class days_of_the_month(Fact):
    label = "当月天数 | Days of the month"
    unit = "days"

    def formula(household, period):
        day = household("application_date", period)
        return (month_end(day) - month_start(day)).astype(float) + 1


class only_full_months_count(YesNo):
    label = "只计整月 | Only full months count"

    def formula(household, period):
        return law_says(household, period, "elder_care.bed_operating.month_rule", "full_months")


class in_bed_all_month(YesNo):
    label = "当月每天在住 | In the bed on every day of the month"

    def formula(household, period):
        return household("days_in_bed", period) >= household("days_of_the_month", period)


class in_bed_at_all(YesNo):
    label = "当月入住过 | In the bed on some day of the month"

    def formula(household, period):
        return household("days_in_bed", period) > 0


class bed_subsidy_occupied(Condition):
    label = "当月在该机构入住 | In the institution this month"
    holds = "in_bed_at_all"
    paper = "入住协议、入住记录 | contract and record of the stay"


class bed_subsidy_full_month(Condition):
    label = "住满整个日历月 | The whole calendar month"
    applies = "only_full_months_count"
    holds = "in_bed_all_month"
    paper = "入住记录 | record of the stay"


class host_has_paid(YesNo):
    label = "所在地已发放同月补贴 | The institution's city has paid for the month"

    def formula(household, period):
        return household("host_subsidy_received", period)


class bed_subsidy_not_twice(Condition):
    label = "同一老年人同一月份不重复补贴 | Not paid twice for one elder and month"
    applies = "host_has_paid"
    requires = "elder_care.portability.both_may_pay"
    paper = "补贴发放记录 | record of payments"


class bed_operating_subsidy_eligible(AllOf):
    label = "符合床位运营补贴条件 | Entitled to the bed subsidy"
    of = (
        "bed_subsidy_abroad",
        "bed_subsidy_hukou",
        "bed_subsidy_age",
        "bed_notice_age",
        "bed_subsidy_owner",
        "bed_subsidy_filed",
        "bed_subsidy_assessment",
        "bed_subsidy_occupied",
        "bed_subsidy_full_month",
        "bed_subsidy_not_twice",
    )


class bed_category(Fact):
    """Cities pay by able, partly disabled and disabled; which level is which is theirs to say."""

    value_type = Enum
    possible_values = BedCategory
    default_value = BedCategory.unknown
    label = "补贴类别 | Category of the subsidy"

    def formula(household, period):
        path = "elder_care.bed_operating.category.{elder_ability}"
        return (law(household, period, path) + 1).astype(np.uint8)


class bed_category_of_host(Fact):
    value_type = Enum
    possible_values = BedCategory
    default_value = BedCategory.unknown
    label = "机构所在地的补贴类别 | Category of the subsidy in the institution's city"

    def formula(household, period):
        path = "elder_care.bed_operating.category.{elder_ability}"
        host = household("institution_place", period)
        return (law(household, period, path, place=host, where=household("host_rate_counts", period)) + 1).astype(
            np.uint8
        )


class host_rate_counts(YesNo):
    label = "机构所在地的标准起作用 | The rate of the institution's city matters"

    def formula(household, period):
        open_to_rules = household("bed_is_abroad", period) & household("bed_by_general_rule", period)
        return open_to_rules & ~law_says(
            household, period, "elder_care.portability.rate_rule", "home", where=open_to_rules
        )


class bed_rate_of_home(Step):
    label = "户籍地月补贴标准 | Rate of the home city"
    unit = "CNY/month"
    words = "按失能类别的标准 | by the category of ability"

    def formula(household, period):
        return law(household, period, "elder_care.bed_operating.rate.{bed_category}")


class bed_rate_of_host(Step):
    label = "机构所在地月补贴标准 | Rate of the institution's city"
    unit = "CNY/month"
    words = "按失能类别的标准；规定按机构所在地标准或就低时才用 | by the category of ability; used only where the rule looks at it"

    def formula(household, period):
        counts, host = household("host_rate_counts", period), household("institution_place", period)
        return law(household, period, "elder_care.bed_operating.rate.{bed_category_of_host}", place=host, where=counts)


class bed_rate(Step):
    label = "执行的月补贴标准 | Rate applied"
    unit = "CNY/month"
    words = (
        "户籍地、机构所在地或两者较低者；按通知的，不低于通知的标准 | of the home city, of the institution's, or the lower; "
        "by the notice, no less than it says"
    )

    def formula(household, period):
        home, host = household("bed_rate_of_home", period), household("bed_rate_of_host", period)
        counts = household("host_rate_counts", period)
        lower = law_says(household, period, "elder_care.portability.rate_rule", "lower", where=counts)
        rate = np.where(lower, np.minimum(home, host), np.where(counts, host, home))
        return np.maximum(rate, household("bed_rate_least", period))


class bed_subsidy_payer(PlaceFact):
    """The home city, as by the notice, unless the rule lets the institution's city pay."""

    label = "由哪地财政支付 | Whose treasury pays"

    def formula(household, period):
        asked = household("bed_is_abroad", period) & household("bed_by_general_rule", period)
        host_pays = law_says(household, period, "elder_care.portability.payer", "host", where=asked)
        return np.where(host_pays, household("institution_place", period), household("bed_subsidy_home", period))


class bed_operating_subsidy(Benefit):
    label = "养老机构床位运营补贴 | Bed operating subsidy"
    unit = "CNY/month"
    words = "月补贴标准；规定按天计的，乘以入住天数占当月天数的比例 | the monthly rate; where days count, its share of the month"
    eligible = "bed_operating_subsidy_eligible"
    payer = "bed_subsidy_payer"
    payee = "养老机构 | the institution"
    flow = "others"
    reports = ("bed_rate", "days_in_bed")
    examples = (("birth_date", datetime.date(1944, 5, 12)),)
    not_encoded = (
        "机构等级评定与补贴挂钩 | subsidies by the rating of the institution",
        "家庭照护床位补贴（未见金额） | home care beds: no amount was found",
        "机构综合责任保险补贴 | subsidies of an institution's liability insurance",
    )

    def formula(household, period):
        full = household("only_full_months_count", period)
        share = np.where(full, 1.0, household("days_in_bed", period) / household("days_of_the_month", period))
        return round_money(household("bed_rate", period) * share) * household("bed_operating_subsidy_eligible", period)
