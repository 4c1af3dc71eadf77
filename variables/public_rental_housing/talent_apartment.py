"""人才公寓: apartments to rent for recognised talent, by the rules of 2017.

2017-08-03: classes A to D; contract and insurance with one employer of the city; no home in the whole city (11+2) or in the employer's
county; no other purchase preference. Later versions were not checked.
Not encoded: skilled workers of industrial new towns; youth stations (free stays of some days); the price of a purchase.
"""

import numpy as np

from cdmz_rules.model import (
    AllOf,
    Below,
    Benefit,
    Beside,
    ChoiceInput,
    Condition,
    Enum,
    Fact,
    NumberInput,
    Person,
    PlaceFact,
    PlaceInput,
    Step,
    YesNo,
    YesNoInput,
    law,
    law_says,
    rank_of,
    refine,
    round_money,
)


class TalentClass(Enum):
    """In the order of choice: the number of a class is its rank."""

    unknown = "未知 | unknown"
    a = "A类 | class A"
    b = "B类 | class B"
    c = "C类 | class C"
    d = "D类 | class D"
    none = "未认定 | not certified"


class talent_class(ChoiceInput):
    entity = Person
    possible_values = TalentClass
    default_value = TalentClass.unknown
    label = "认定的人才类别 | Certified class of talent"
    example = "c"
    roles = ("applicant",)
    about = "由人社部门按人才目录认定 | certified by the human resources department"


class employer_city(PlaceInput):
    entity = Person
    label = "工作单位所在城市 | City of the employer"
    example = "chengdu"
    roles = ("applicant",)
    about = "人才公寓执行单位所在地规定 | talent apartments follow the rule where the employer is"


class employer_zone(PlaceInput):
    entity = Person
    label = "工作单位所在区域 | Zone of the employer (housing)"
    levels = ("housing_zone",)
    example = "chengdu_5_2"
    roles = ("applicant",)
    about = "“11+2”区域与郊区市县的无房要求不同 | where no home may be owned differs by zone"


class insured_by_contract_employer(YesNoInput):
    entity = Person
    label = "社保是否由签订劳动合同的本市单位缴纳 | Is insurance paid by the employer of the contract, in the city?"
    favours = "higher"
    example = True
    roles = ("applicant",)
    never = Beside("labour_contract_months", 0)
    about = "签合同单位与缴社保单位须一致 | both must be with one employer"


class homes_in_employer_city(NumberInput):
    label = "在工作城市的住房套数 | Homes in the city of the employer"
    favours = "lower"
    bounds = (0, 50)
    example = 0
    never = Below("homes_in_employer_county")
    about = "“11+2”区域单位的人才须全市无房 | with an employer in 11+2 none may be owned in the city"


class homes_in_employer_county(NumberInput):
    label = "其中在单位所在区（市）县的套数 | Of these, in the employer's county"
    favours = "lower"
    bounds = (0, 50)
    example = 0
    about = "郊区市县单位的人才须在该市县无房 | with an employer in a county none may be owned there"


class purchase_preference_enjoyed(YesNoInput):
    label = "是否享受过其他购房优惠 | Has another purchase preference been enjoyed?"
    favours = "lower"
    presumed = False
    example = False
    about = "享受过的不得申请人才公寓 | it bars"


class talent_apartment_place(PlaceFact):
    label = "执行哪地人才公寓规定 | Whose talent apartment rule applies"

    def formula(household, period):
        return refine(
            household, household.applicant("employer_city", period), household.applicant("employer_zone", period)
        )


class talent_office_city(PlaceFact):
    label = "受理人才公寓申请的城市 | City whose office receives the application"

    def formula(household, period):
        return household.applicant("employer_city", period)


class applicant_talent_class(Fact):
    value_type = Enum
    possible_values = TalentClass
    default_value = TalentClass.unknown
    label = "申请人人才类别 | The applicant's class"

    def formula(household, period):
        return household.applicant("talent_class", period)


class talent_class_is_admitted(YesNo):
    label = "人才类别准入 | The class is admitted"

    def formula(household, period):
        certified = household("applicant_talent_class", period) != TalentClass.none
        path = "public_rental_housing.talent_apartment.admitted.{applicant_talent_class}"
        return law(household, period, path, where=certified, otherwise=False)


class talent_apartment_class(Condition):
    label = "经认定的准入类别人才 | Talent of an admitted class"
    holds = "talent_class_is_admitted"
    paper = "人才认定证明（人社部门） | certificate of the human resources department"


class same_employer_is_required(YesNo):
    label = "须为同一单位 | One employer is required"

    def formula(household, period):
        return law(household, period, "public_rental_housing.talent_apartment.same_employer_required")


class insured_by_the_employer(YesNo):
    label = "合同与社保为同一本市单位 | Contract and insurance are with one employer"

    def formula(household, period):
        return household.applicant("insured_by_contract_employer", period)


class talent_apartment_employer(Condition):
    label = "劳动合同与社保为同一本市单位 | Contract and insurance with one employer of the city"
    applies = "same_employer_is_required"
    holds = "insured_by_the_employer"
    paper = "劳动合同、社会保险缴费记录 | labour contract, record of social insurance"


class talent_homes_counted(Fact):
    label = "无房审查范围内的住房套数 | Homes where none may be owned"
    unit = "count"

    def formula(household, period):
        path = "public_rental_housing.talent_apartment.no_home_scope"
        in_city = household("homes_in_employer_city", period)
        county = np.minimum(household("homes_in_employer_county", period), in_city)
        return np.where(law_says(household, period, path, "city"), in_city, county)


class talent_home_free(YesNo):
    label = "范围内无房 | No home is owned there"

    def formula(household, period):
        return household("talent_homes_counted", period) <= 0


class talent_apartment_no_home(Condition):
    label = "在规定范围内无自有住房 | No home of one's own where the rule looks"
    holds = "talent_home_free"
    paper = "住房情况查询证明 | search of the property register"


class preference_was_enjoyed(YesNo):
    label = "享受过其他购房优惠 | Another preference was enjoyed"

    def formula(household, period):
        enjoyed = household("purchase_preference_enjoyed", period)
        path = "public_rental_housing.talent_apartment.no_other_preference"
        return law(household, period, path, where=enjoyed, otherwise=False)


class no_preference_stands_against(YesNo):
    label = "没有起阻碍作用的购房优惠 | No preference bars"

    def formula(household, period):
        return ~household("preference_was_enjoyed", period)


class talent_apartment_no_preference(Condition):
    label = "未享受过其他购房优惠 | No other purchase preference"
    holds = "no_preference_stands_against"
    paper = "承诺书 | declaration"


class talent_apartment_eligible(AllOf):
    label = "符合人才公寓条件 | Entitled to a talent apartment"
    of = (
        "talent_apartment_class",
        "talent_apartment_employer",
        "talent_apartment_no_home",
        "talent_apartment_no_preference",
    )


class talent_apartment_rent(Step):
    label = "人才公寓月租金 | Rent of the apartment"
    unit = "CNY/month"
    words = "市场月租金 × 比例 | market rent × share"

    def formula(household, period):
        share = law(household, period, "public_rental_housing.talent_apartment.rent_share")
        return round_money(household("market_rent_of_flat", period) * share)


class talent_apartment_order(Step):
    label = "选房次序（1为最先） | Order of choice, 1 first"
    unit = "count"
    words = "按人才类别由高到低 | from the highest class to the lowest"

    def formula(household, period):
        return rank_of(household("applicant_talent_class", period))


class talent_apartment_purchase_years(Step):
    label = "租住满几年可购买 | Years after which it can be bought"
    unit = "years"
    words = "以不高于入住时的市场价格 | at no more than the market price on moving in"

    def formula(household, period):
        return law(household, period, "public_rental_housing.talent_apartment.purchase_after_years")


class talent_apartment(Benefit):
    label = "人才公寓租住（每月少付的租金） | Talent apartment (rent saved a month)"
    unit = "CNY/month"
    words = "市场月租金 − 人才公寓月租金：每月少付的租金 | market rent less the apartment's: what is saved each month"
    eligible = "talent_apartment_eligible"
    payer = "talent_office_city"
    payee = "承租人 | the tenant"
    reports = ("talent_apartment_rent", "talent_apartment_order", "talent_apartment_purchase_years")
    not_encoded = (
        "产业新城高技能人才 | skilled workers of industrial new towns",
        "购买时的价格和贡献要求 | price and contribution asked of a purchase",
        "青年人才驿站免费入住 | free stays in youth stations",
        "与公租房、租赁补贴能否同时享受（未见规定） | whether it can be had beside a public flat: not known",
    )

    def formula(household, period):
        saved = household("market_rent_of_flat", period) - household("talent_apartment_rent", period)
        return np.maximum(round_money(saved), 0) * household("talent_apartment_eligible", period)
