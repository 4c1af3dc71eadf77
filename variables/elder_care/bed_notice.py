"""成都2019年异地床位补贴通知: Chengdu's own subsidy for its elders in private institutions of the three other cities.

The press text breaks off after 150 yuan a month: that is the least. Where the plan's regime is in force, it stands in its place.
"""

from cdmz_rules.model import Condition, Person, Step, YesNo, YesNoInput, law, law_lists


class hukou_in_central_districts(YesNoInput):
    entity = Person
    label = "户籍是否在户籍城市的中心城区 | Is the hukou in the central districts of its city?"
    favours = "higher"
    example = True
    roles = ("applicant",)
    about = "成都2019年的异地补贴通知只惠及中心城区户籍老人 | Chengdu's notice of 2019 is for elders of its central districts"


class bed_in_notice_city(YesNo):
    label = "机构在通知覆盖的城市 | The institution is in a city of the notice"

    def formula(household, period):
        host, abroad = household("institution_place", period), household("bed_is_abroad", period)
        return law_lists(household, period, "elder_care.portability.notice.destinations", host, where=abroad)


class bed_of_notice_owner(YesNo):
    label = "机构属于通知适用的机构 | The institution is one that the notice pays"

    def formula(household, period):
        abroad = household("bed_is_abroad", period)
        path = "elder_care.portability.notice.open_to.{institution_owner}"
        return law(household, period, path, where=abroad, otherwise=False)


class bed_within_notice(YesNo):
    label = "按成都2019年通知 | By Chengdu's notice of 2019"

    def formula(household, period):
        central = household.applicant("hukou_in_central_districts", period)
        meant = household("bed_in_notice_city", period) & household("bed_of_notice_owner", period)
        return meant & central & ~household("bed_within_plan", period)


class bed_by_general_rule(YesNo):
    label = "按一般规定 | By the general rule"

    def formula(household, period):
        return ~household("bed_within_notice", period)


class bed_notice_age(Condition):
    label = "属于老年人（异地通知） | An elder, by the notice"
    applies = "bed_within_notice"
    compares = ("elder_age", "elder_care.elder_age_least")
    paper = "身份证 | identity card"


class bed_rate_least(Step):
    label = "通知的月补贴下限 | Least rate by the notice"
    unit = "CNY/month"
    words = "不按通知的为0 | nothing where the notice does not apply"

    def formula(household, period):
        within = household("bed_within_notice", period)
        return law(household, period, "elder_care.portability.notice.amount_least", where=within)
