"""Who applies, as what, and whose rule decides: that of the city and zone where the household lives.

Not encoded: a spouse who qualifies in the applicant's stead (name the one who qualifies as applicant); adult orphans; points of a
residence permit other than their sum.
"""

import datetime

import numpy as np

from cdmz_rules.model import (
    Before,
    ChoiceInput,
    DateInput,
    Enum,
    Fact,
    NumberInput,
    Person,
    PlaceFact,
    PlaceInput,
    YesNo,
    YesNoInput,
    law,
    refine,
    years_between,
)


class HousingApplicant(Enum):
    unknown = "未知 | unknown"
    local = "本地家庭或单身居民（含常住人口全覆盖） | local household or single resident"
    migrant_worker = "稳定就业的外来务工人员 | migrant worker in steady work"
    new_employed = "新就业无房职工 | newly employed without a home"
    trade_staff = (
        "公共服务行业或产业功能区职工（环卫、公交、教育、卫生等） | staff of a public service trade or industrial zone"
    )


class HousingTrade(Enum):
    unknown = "未知 | unknown"
    none = "其他行业 | another trade"
    sanitation = "环卫 | sanitation"
    public_transport = "公共交通 | public transport"
    education = "教育（含青年教师） | education, young teachers included"
    health = "医疗卫生（含青年医生） | health, young doctors included"
    auxiliary_police = "辅警 | auxiliary police"
    public_management = "公共管理 | public management"
    industrial_zone = "产业功能区职工 | staff of an industrial function zone"


class residence_zone(PlaceInput):
    label = "居住区域 | Zone where the household lives"
    levels = ("housing_zone",)
    example = "chengdu_5_2"
    about = (
        "“5+2”：锦江、青羊、金牛、武侯、成华、高新区、天府新区；其他区：龙泉驿、青白江、新都、温江、双流、郫都；其余为郊区市县 | "
        "rules may differ within Chengdu; 5+2 is the centre"
    )


class hukou_in_residence_zone(YesNoInput):
    label = "户籍在本市的，是否就在居住区域 | With hukou of the city: is it in the zone where the household lives?"
    favours = "none"
    presumed = True
    example = True
    about = "成都中心城区把市内其他区域户籍视同外来务工人员 | in central Chengdu hukou elsewhere in the city counts as from elsewhere"


class housing_applicant_type(ChoiceInput):
    possible_values = HousingApplicant
    default_value = HousingApplicant.unknown
    label = "申请类别 | Applies as"
    example = "local"
    about = "条件和材料因类别而异；可换一个类别再试 | conditions and papers differ by it; try another one too"


class housing_trade(ChoiceInput):
    entity = Person
    possible_values = HousingTrade
    default_value = HousingTrade.unknown
    presumed = "none"
    label = "所在行业 | Trade"
    example = "education"
    roles = ("applicant",)
    about = "部分行业单列为保障对象或优先 | some trades are a group of their own or come first"


class residence_permit(YesNoInput):
    entity = Person
    label = "是否持有居住地居住证 | Holds a residence permit of the city?"
    favours = "higher"
    example = True
    roles = ("applicant",)
    about = "非本地户籍申请人须持居住证 | asked of applicants with hukou elsewhere"


class residence_points(NumberInput):
    entity = Person
    label = "居住证积分结果 | Points of the residence permit"
    unit = "points"
    favours = "higher"
    bounds = (0, 10_000)
    example = 60
    roles = ("applicant",)
    about = "仅成都实行积分；无结果时不填 | only Chengdu runs points; leave it out without a result"


class local_insurance_months(NumberInput):
    entity = Person
    label = "在居住地缴纳社保月数 | Months of social insurance in the city"
    unit = "months"
    favours = "higher"
    bounds = (0, 720)
    example = 24
    roles = ("applicant",)
    about = "非本地户籍申请人须稳定就业 | steady work is asked of applicants with hukou elsewhere"


class labour_contract_months(NumberInput):
    entity = Person
    label = "劳动合同期限（无合同填0） | Term of the labour contract, 0 without one"
    unit = "months"
    favours = "higher"
    bounds = (0, 600)
    example = 36
    roles = ("applicant",)
    about = "部分申请类别须有劳动合同 | some groups need a labour contract"


class degree_date(DateInput):
    entity = Person
    label = "毕业日期 | Day of the degree"
    favours = "higher"
    bounds = (datetime.date(1950, 1, 1), datetime.date(2100, 12, 31))
    example = datetime.date(2023, 7, 1)
    roles = ("applicant",)
    never = Before("birth_date")
    about = "新就业职工按毕业年限认定 | newly employed is who took the degree some years ago at most"


class public_rental_housing_place(PlaceFact):
    """The city where the household lives, down to its zone; wherever the application is handed in."""

    label = "执行哪地住房保障规定 | Whose housing rule applies"

    def formula(household, period):
        return refine(household, household.applicant("residence_city", period), household("residence_zone", period))


class housing_office_city(PlaceFact):
    """Whatever the zone, and wherever the application is handed in: the office of the city where the household lives."""

    label = "受理住房保障申请的城市 | City whose housing office receives the application"

    def formula(household, period):
        return household.applicant("residence_city", period)


class hukou_in_city(YesNo):
    label = "户籍在居住城市 | Hukou is in the city of residence"

    def formula(household, period):
        return household.applicant("hukou_city", period) == household.applicant("residence_city", period)


class hukou_in_other_zone(YesNo):
    label = "户籍在居住城市的其他区域，视同外来 | Hukou is elsewhere in the city, which counts as from elsewhere"

    def formula(household, period):
        elsewhere = household("hukou_in_city", period) & ~household("hukou_in_residence_zone", period)
        return law(household, period, "public_rental_housing.access.hukou_by_zone", where=elsewhere, otherwise=False)


class hukou_is_local(YesNo):
    label = "户籍在居住地 | Hukou is where the household lives"

    def formula(household, period):
        return household("hukou_in_city", period) & ~household("hukou_in_other_zone", period)


class hukou_is_elsewhere(YesNo):
    label = "户籍不在居住地 | Hukou is elsewhere"

    def formula(household, period):
        return ~household("hukou_is_local", period)


class all_residents_covered(YesNo):
    label = "户籍不在本地，但按常住人口全覆盖 | Covered as a permanent resident"

    def formula(household, period):
        elsewhere = household("hukou_is_elsewhere", period)
        path = "public_rental_housing.non_local.all_permanent_residents"
        return elsewhere & law(household, period, path, where=elsewhere, otherwise=False)


class counts_as_local(YesNo):
    label = "本地户籍或按常住人口全覆盖 | Local hukou, or covered as a permanent resident"

    def formula(household, period):
        return household("hukou_is_local", period) | household("all_residents_covered", period)


class applies_as_local(YesNo):
    label = "以本地家庭申请 | Applies as a local household"

    def formula(household, period):
        return household("housing_applicant_type", period) == HousingApplicant.local


class applies_as_migrant(YesNo):
    label = "以外来务工人员申请 | Applies as a migrant worker"

    def formula(household, period):
        return household("housing_applicant_type", period) == HousingApplicant.migrant_worker


class applies_as_new_employed(YesNo):
    label = "以新就业职工申请 | Applies as newly employed"

    def formula(household, period):
        return household("housing_applicant_type", period) == HousingApplicant.new_employed


class applies_as_trade_staff(YesNo):
    label = "以公共服务行业等职工申请 | Applies as staff of a listed trade"

    def formula(household, period):
        return household("housing_applicant_type", period) == HousingApplicant.trade_staff


class applicant_trade(Fact):
    value_type = Enum
    possible_values = HousingTrade
    default_value = HousingTrade.unknown
    label = "申请人行业 | The applicant's trade"

    def formula(household, period):
        return household.applicant("housing_trade", period)


class works_in_named_trade(YesNo):
    label = "所在行业在列举范围内 | Works in a trade that rules may name"

    def formula(household, period):
        return household("applicant_trade", period) != HousingTrade.none


class in_listed_trade(YesNo):
    label = "当地列为重点保障的行业 | The city lists the trade"

    def formula(household, period):
        named = household("works_in_named_trade", period)
        path = "public_rental_housing.trades.{applicant_trade}"
        return law(household, period, path, where=named, otherwise=False)


class has_residence_permit(YesNo):
    label = "持有居住证 | Holds a residence permit"

    def formula(household, period):
        return household.applicant("residence_permit", period)


class applicant_residence_points(Fact):
    label = "居住证积分 | Points of the residence permit"
    unit = "points"

    def formula(household, period):
        return household.applicant("residence_points", period)


class applicant_insurance_months(Fact):
    label = "本地社保月数 | Months of social insurance in the city"
    unit = "months"

    def formula(household, period):
        return household.applicant("local_insurance_months", period)


class applicant_contract_months(Fact):
    label = "劳动合同月数 | Months of the labour contract"
    unit = "months"

    def formula(household, period):
        return household.applicant("labour_contract_months", period)


class has_labour_contract(YesNo):
    label = "有劳动合同 | Has a labour contract"

    def formula(household, period):
        return household("applicant_contract_months", period) > 0


class years_since_degree(Fact):
    label = "毕业年数 | Years since the degree"
    unit = "years"

    def formula(household, period):
        return years_between(household.applicant("degree_date", period), household("application_date", period))


class years_of_hukou(Fact):
    label = "本地户籍年数 | Years of local hukou"
    unit = "years"

    def formula(household, period):
        return years_between(household.applicant("hukou_since", period), household("application_date", period))


class years_of_hukou_are_asked(YesNo):
    label = "以本地户籍申请 | Applies with local hukou"

    def formula(household, period):
        return household("applies_as_local", period) & household("hukou_is_local", period)


class permit_is_required(YesNo):
    label = "须持居住证 | A residence permit is required"

    def formula(household, period):
        elsewhere = ~household("hukou_in_city", period)
        path = "public_rental_housing.non_local.residence_permit_required"
        return law(household, period, path, where=elsewhere, otherwise=False)


class points_are_asked(YesNo):
    """2017-04-13: no city of Sichuan but Chengdu runs a points system."""

    label = "须有居住证积分 | Points are asked"

    def formula(household, period):
        asked = household("applies_as_migrant", period) & household("employment_is_tested", period)
        path = "public_rental_housing.non_local.points_min"
        return asked & np.isfinite(law(household, period, path, where=asked, otherwise=np.inf))


class employment_is_tested(YesNo):
    """Of applicants with hukou elsewhere, unless every permanent resident is covered."""

    label = "须稳定就业 | Steady work is asked"

    def formula(household, period):
        working = household("hukou_is_elsewhere", period) & ~household("applies_as_local", period)
        return working & ~household("all_residents_covered", period)


class contract_is_required(YesNo):
    label = "须有劳动合同 | A labour contract is required"

    def formula(household, period):
        tested = household("employment_is_tested", period)
        path = "public_rental_housing.non_local.contract_required"
        return law(household, period, path, where=tested, otherwise=False)


class works_in_priority_trade(YesNo):
    label = "所在行业为基本公共服务行业 | Works in sanitation, transport, education or health"

    def formula(household, period):
        trade = household("applicant_trade", period)
        street = (trade == HousingTrade.sanitation) | (trade == HousingTrade.public_transport)
        return street | (trade == HousingTrade.education) | (trade == HousingTrade.health)
