"""长期护理保险: entitlement and what is paid, by pool. Its scale of disability is its own, not GB/T 42195-2022.

Chengdu's scheme is written until 2026-12-31. What follows is unknown and not extrapolated.
"""

from cdmz_rules.model import (
    AllOf,
    Benefit,
    ChoiceInput,
    Condition,
    Enum,
    Fact,
    NumberInput,
    Person,
    PlaceFact,
    Step,
    YesNo,
    YesNoInput,
    law,
    law_lists,
)


class CareDependency(Enum):
    unknown = "未知 | unknown"
    none = "0级（基本正常） | level 0, normal"
    mild = "1级（轻度失能） | level 1, mild"
    moderate = "2级（中度失能，未再分级） | level 2, moderate, not divided further"
    moderate_2 = "中度失能二级（成都） | moderate II, as Chengdu divides it"
    moderate_3 = "中度失能三级（成都） | moderate III, as Chengdu divides it"
    severe_1 = "3级（重度失能Ⅰ级） | level 3, severe I"
    severe_2 = "4级（重度失能Ⅱ级） | level 4, severe II"
    severe_3 = "5级（重度失能Ⅲ级） | level 5, severe III"


class CareArrangement(Enum):
    unknown = "未知 | unknown"
    trained = "居家，指定的护理人员通过规范化培训 | at home, by a named carer with the standard training"
    untrained = "居家，指定的护理人员未经规范化培训 | at home, by a named carer without it"
    institution = "定点护理机构 | in a designated institution"


class care_dependency(ChoiceInput):
    entity = Person
    possible_values = CareDependency
    default_value = CareDependency.unknown
    label = "长期护理失能等级 | Level of long-term care insurance"
    example = "severe_2"
    roles = ("applicant",)
    about = "医保部门评定的等级，与养老机构的老年人能力评估不是同一标准 | the insurer's own scale, not the one of care homes"


class care_arrangement(ChoiceInput):
    entity = Person
    possible_values = CareArrangement
    default_value = CareArrangement.unknown
    label = "长期护理方式 | How long-term care is given"
    example = "trained"
    roles = ("applicant",)
    about = "职工支付标准因护理方式而异 | what employees are paid depends on it"


class long_term_care_years(NumberInput):
    entity = Person
    label = "连续参加长期护理保险年数 | Years insured without a break"
    unit = "years"
    favours = "higher"
    bounds = (0, 100)
    example = 3
    roles = ("applicant",)
    about = "申请时须连续参保满规定年数 | a number of them is asked"


class long_term_care_years_in_all(NumberInput):
    entity = Person
    label = "累计缴费年数 | Years contributed in all"
    unit = "years"
    favours = "higher"
    bounds = (0, 100)
    example = 16
    roles = ("applicant",)
    rare = True
    about = "2022年7月1日前须累计满规定年数 | asked before 2022-07-01"


class within_medical_benefits(YesNoInput):
    entity = Person
    label = "是否处于医保待遇享受期 | Within the benefit period of medical insurance?"
    favours = "higher"
    example = True
    roles = ("applicant",)
    about = "停保、等待期内不享受 | not while payments are suspended or a waiting period runs"


class care_elsewhere(PlaceFact):
    label = "居住地 | Where the insured person lives"

    def formula(household, period):
        return household.applicant("residence_city", period)


class long_term_care_place(PlaceFact):
    label = "执行哪地长期护理保险规定 | Whose rule for long-term care insurance applies"

    def formula(household, period):
        return household.applicant("insurance_pool", period)


class long_term_care_is_offered(YesNo):
    label = "参保地已建立长期护理保险 | The pool has a scheme"

    def formula(household, period):
        return law(household, period, "elder_care.long_term_care.offered")


class long_term_care_scheme(Condition):
    label = "参保地已建立长期护理保险 | The pool has a scheme"
    holds = "long_term_care_is_offered"


class long_term_care_member(Condition):
    label = "参加职工医保 | Insured in the employees' scheme"
    holds = "insured_as_employee"
    paper = "参保证明 | proof of insurance"


class dependency_level(Fact):
    value_type = Enum
    possible_values = CareDependency
    default_value = CareDependency.unknown
    label = "长期护理失能等级 | Level of dependency"

    def formula(household, period):
        return household.applicant("care_dependency", period)


class needs_long_term_care(YesNo):
    label = "评定为失能 | Assessed as dependent"

    def formula(household, period):
        return household("dependency_level", period) != CareDependency.none


class level_is_paid(YesNo):
    label = "失能等级有支付标准 | The level is one that is paid"

    def formula(household, period):
        path = "elder_care.long_term_care.benefit.open_to.{dependency_level}"
        return law(household, period, path, where=household("needs_long_term_care", period))


class level_is_covered(YesNo):
    label = "失能等级在待遇范围内 | The level is covered"

    def formula(household, period):
        dependent = household("needs_long_term_care", period) & household("long_term_care_is_offered", period)
        return dependent & household("level_is_paid", period)


class insured_years_without_break(Fact):
    label = "连续参保年数 | Years insured without a break"
    unit = "years"

    def formula(household, period):
        return household.applicant("long_term_care_years", period)


class insured_years_in_all(Fact):
    label = "累计缴费年数 | Years contributed in all"
    unit = "years"

    def formula(household, period):
        return household.applicant("long_term_care_years_in_all", period)


class in_medical_benefits(YesNo):
    label = "处于医保待遇享受期 | Within the medical benefit period"

    def formula(household, period):
        return household.applicant("within_medical_benefits", period)


class lives_within_scope(YesNo):
    """A city's own scheme works in the city: what is asked of the law is where else."""

    label = "居住在施行区域内 | Lives where the scheme works"

    def formula(household, period):
        lives = household("care_elsewhere", period)
        at_home = lives == household("long_term_care_place", period)
        asked = household("long_term_care_is_offered", period) & ~at_home
        return at_home | law_lists(household, period, "elder_care.long_term_care.benefit.within", lives, where=asked)


class long_term_care_level(Condition):
    label = "失能等级 | Level of dependency"
    applies = "long_term_care_is_offered"
    holds = "level_is_covered"
    paper = "长期护理失能等级评估结论 | result of the assessment"


class long_term_care_insured(Condition):
    label = "连续参保年数 | Years insured without a break"
    applies = "long_term_care_is_offered"
    compares = ("insured_years_without_break", "elder_care.long_term_care.benefit.insured_years_least")
    paper = "参保缴费记录 | record of contributions"


class long_term_care_contributed(Condition):
    label = "累计缴费年数 | Years contributed in all"
    applies = "long_term_care_is_offered"
    compares = ("insured_years_in_all", "elder_care.long_term_care.benefit.years_in_all_least")
    paper = "参保缴费记录 | record of contributions"


class long_term_care_benefit_period(Condition):
    label = "处于医保待遇享受期 | Within the medical benefit period"
    holds = "in_medical_benefits"


class long_term_care_scope(Condition):
    label = "居住在施行区域内 | Lives where the scheme works"
    applies = "long_term_care_is_offered"
    holds = "lives_within_scope"
    paper = "居住证明 | proof of residence"


class long_term_care_insurance_eligible(AllOf):
    label = "符合长期护理保险待遇条件 | Entitled to long-term care insurance"
    of = (
        "long_term_care_scheme",
        "long_term_care_insured",
        "long_term_care_contributed",
        "long_term_care_benefit_period",
        "long_term_care_level",
        "long_term_care_scope",
    )


class care_arranged(Fact):
    value_type = Enum
    possible_values = CareArrangement
    default_value = CareArrangement.unknown
    label = "长期护理方式 | How care is given"

    def formula(household, period):
        return household.applicant("care_arrangement", period)


class paid_as_employee(YesNo):
    label = "按职工标准享受待遇 | Entitled, at the employees' amounts"

    def formula(household, period):
        return household("long_term_care_insurance_eligible", period) & household("insured_as_employee", period)


class visited_at_home(YesNo):
    label = "居家护理，可另享专业护理 | At home, with professional visits beside"

    def formula(household, period):
        return household("paid_as_employee", period) & (
            household("care_arranged", period) != CareArrangement.institution
        )


class long_term_care_visits(Step):
    label = "专业护理服务次数上限 | Professional visits, at most"
    unit = "visits/month"
    words = "居家护理另可自愿选择的上门服务，按失能等级 | visits that one may choose beside care at home, by level"

    def formula(household, period):
        path = "elder_care.long_term_care.benefit.visits.{dependency_level}"
        return law(household, period, path, where=household("visited_at_home", period))


class long_term_care_visit_price(Step):
    label = "专业护理服务每次支付标准 | What a visit is paid"
    unit = "CNY/visit"
    words = "每次不少于1小时 | for an hour or more"

    def formula(household, period):
        path = "elder_care.long_term_care.benefit.visit_price"
        return law(household, period, path, where=household("visited_at_home", period))


class long_term_care_visits_worth(Step):
    label = "专业护理服务支付上限 | Professional visits are paid, at most"
    unit = "CNY/month"
    words = "次数上限 × 每次支付标准 | visits × price"

    def formula(household, period):
        return household("long_term_care_visits", period) * household("long_term_care_visit_price", period)


class long_term_care_insurance(Benefit):
    label = "长期护理保险待遇 | Long-term care insurance"
    unit = "CNY/month"
    words = "按失能等级和护理方式的月标准；居民另有标准 | the monthly amount of level and kind of care; residents have their own"
    eligible = "long_term_care_insurance_eligible"
    payer = "long_term_care_place"
    office = "medical_insurance"
    payee = "参保人或定点护理机构 | the insured person or the care provider"
    reports = ("long_term_care_visits", "long_term_care_visits_worth")
    not_encoded = (
        "失能须持续的期间（试点指导意见为6个月） | how long the disability must last: six months by the pilot's guidance",
        "国家2026年方案的比例、限额和等待期（待各统筹区确定） | ratios, caps and the wait of the state's plan of 2026",
        "首次评估费用由基金支付（原则上） | the fund pays for the first assessment, in principle",
    )

    def formula(household, period):
        employee = household("paid_as_employee", period)
        resident = household("long_term_care_insurance_eligible", period) & ~household("insured_as_employee", period)
        folder = "elder_care.long_term_care.benefit.amount"
        of_employee = law(household, period, folder + ".employee.{care_arranged}.{dependency_level}", where=employee)
        return of_employee + law(household, period, folder + ".resident.{dependency_level}", where=resident)
