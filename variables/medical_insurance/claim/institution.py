"""Where one was treated: the level of the institution, and how far from home."""

import numpy as np

from cdmz_rules.model import ChoiceInput, Enum, Fact, PlaceInput, Step, YesNo, at_place, law, of_region, serves


class HospitalLevel(Enum):
    unknown = "未知 | unknown"
    community = "社区卫生服务中心、乡镇卫生院 | community or township centre"
    level_1 = "一级医院 | level 1"
    level_2 = "二级医院 | level 2"
    level_3 = "三级医院 | level 3"
    pharmacy = "定点零售药店 | contracted pharmacy"


class OutpatientLevel(Enum):
    unknown = "未知 | unknown"
    level_3 = "三级 | level 3"
    below_level_3 = "二级及以下 | level 2 and below"
    pharmacy = "定点零售药店 | contracted pharmacy"


class Remote(Enum):
    unknown = "未知 | unknown"
    long_term = "异地长期居住（已备案） | living elsewhere, filed"
    referred = "异地转诊 | referred"
    emergency = "异地急诊抢救 | emergency"
    other = "其他临时外出就医 | other temporary stay"


class hospital_level(ChoiceInput):
    possible_values = HospitalLevel
    default_value = HospitalLevel.unknown
    label = "定点医药机构级别 | Level of the institution"
    example = "level_3"
    about = "起付标准和支付比例因级别而异 | deductible and share differ by it"


class treatment_city(PlaceInput):
    label = "就医地 | Where one was treated"
    example = "chengdu"
    about = "异地就医执行就医地目录、参保地待遇 | elsewhere the catalogue is that place's, the rest the insured place's"


class remote_status(ChoiceInput):
    """An emergency counts as filed; filing is open until the discharge is settled."""

    possible_values = Remote
    default_value = Remote.unknown
    label = "异地就医类别 | How one came to be treated elsewhere"
    example = "referred"
    about = "临时外出就医可能降低支付比例 | temporary treatment elsewhere may lower the share paid"


class at_pharmacy(YesNo):
    label = "在定点药店购药 | At a pharmacy"

    def formula(household, period):
        return household("hospital_level", period) == HospitalLevel.pharmacy


class below_level_3(YesNo):
    label = "二级及以下医疗机构 | A medical institution below level 3"

    def formula(household, period):
        level = household("hospital_level", period)
        return (level != HospitalLevel.level_3) & (level != HospitalLevel.pharmacy)


class outpatient_level(Fact):
    value_type = Enum
    possible_values = OutpatientLevel
    default_value = OutpatientLevel.unknown
    label = "门诊支付级别 | Level for outpatient shares"

    def formula(household, period):
        cases = [household("at_pharmacy", period), household("below_level_3", period)]
        levels = [OutpatientLevel.pharmacy.index, OutpatientLevel.below_level_3.index]
        return np.select(cases, levels, OutpatientLevel.level_3.index)


class treated_at_home(YesNo):
    """A pool treats at home in the city where it works."""

    label = "在参保地就医 | Treated where one is insured"

    def formula(household, period):
        pool, city = household("medical_insurance_place", period), household("treatment_city", period)
        return (pool == city) | serves(household, pool, city)


class treated_within_four_cities(YesNo):
    """取消异地就医提前备案: a switch of the law with a reduction of its own. For the other three cities it is read of Chengdu alone."""

    label = "四市间免备案就医 | Within the four cities, no filing needed"

    def formula(household, period):
        pool, city = household("medical_insurance_place", period), household("treatment_city", period)
        away = ~household("treated_at_home", period)
        within = away & of_region(household, pool, "four_cities") & of_region(household, city, "four_cities")
        core = within & at_place(household, city, "chengdu")
        return _free(household, period, "in_chengdu", core) | _free(household, period, "four_cities", within & ~core)


class treated_within_province(YesNo):
    """A further city added beside the four counts as elsewhere in the province only if it is named so."""

    label = "省内免备案就医 | Within the province, no filing needed"

    def formula(household, period):
        pool, city = household("medical_insurance_place", period), household("treatment_city", period)
        away = ~household("treated_at_home", period) & ~household("treated_within_four_cities", period)
        within = away & _of_sichuan(household, pool) & _of_sichuan(household, city)
        return _free(household, period, "province", within)


class treated_in_chongqing(YesNo):
    """Chengdu names Yunnan, Guizhou and Tibet beside it; they are places elsewhere here, where how one came to be treated counts."""

    label = "在重庆免备案就医 | In Chongqing, no filing needed"

    def formula(household, period):
        city = household("treatment_city", period)
        there = ~household("treated_at_home", period) & at_place(household, city, "chongqing")
        return _free(household, period, "chongqing", there)


def _free(household, period, area, where):
    path = f"medical_insurance.elsewhere.no_filing.{area}"
    return where & law(household, period, path, where=where, otherwise=False)


def _of_sichuan(household, place):
    return of_region(household, place, "four_cities") | at_place(household, place, "other_sichuan")


class treated_by_status(YesNo):
    """Where filing is asked, what counts is how one came to be treated elsewhere."""

    label = "按异地就医类别结算 | Settled by the kind of treatment elsewhere"

    def formula(household, period):
        near = household("treated_within_four_cities", period) | household("treated_within_province", period)
        return ~household("treated_at_home", period) & ~near & ~household("treated_in_chongqing", period)


class referred_away(YesNo):
    label = "转诊到异地 | Referred elsewhere"

    def formula(household, period):
        return household("treated_by_status", period) & (household("remote_status", period) == Remote.referred)


class elsewhere_reduction(Step):
    """Points off the share paid. Across provinces the nation limits them; a referral and an emergency fare alike.

    Not encoded: whether a city takes points off for visits too, and off the shares of those over 100; both are taken to be so.
    """

    label = "异地就医降低比例 | Points taken off elsewhere"
    unit = "ratio"
    words = "按就医地和异地就医类别 | by where and how one was treated elsewhere"

    def formula(household, period):
        status, asked = household("remote_status", period), household("treated_by_status", period)
        temporary = asked & ((status == Remote.referred) | (status == Remote.emergency))
        other = asked & (status == Remote.other)
        parts = (
            _points(household, period, "long_term", asked & (status == Remote.long_term)),
            _points(household, period, "four_cities", household("treated_within_four_cities", period)),
            _points(household, period, "province", household("treated_within_province", period)),
            _points(household, period, "chongqing", household("treated_in_chongqing", period)),
            _limited(household, period, "referred_or_emergency", temporary),
            _limited(household, period, "other", other),
        )
        return sum(parts)


def _points(household, period, kind, where):
    return law(household, period, f"medical_insurance.elsewhere.reduction.{kind}", where=where)


def _limited(household, period, kind, where):
    city = household("treatment_city", period)
    across = where & (at_place(household, city, "chongqing") | at_place(household, city, "elsewhere"))
    most = law(household, period, f"medical_insurance.elsewhere.reduction_max.{kind}", where=across, otherwise=1)
    return np.minimum(_points(household, period, kind, where), most)
