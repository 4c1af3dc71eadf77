"""养老机构一次性建设补助: grants for new beds, a decision on the institution alone."""

import numpy as np

from cdmz_rules.model import (
    AllOf,
    Benefit,
    ChoiceInput,
    Condition,
    Enum,
    NumberInput,
    Step,
    YesNo,
    YesNoInput,
    law,
    law_says,
)


class BedProject(Enum):
    unknown = "未知 | unknown"
    functional = "功能型养老机构（护理型、认知障碍症照护型等） | functional: nursing, dementia care"
    other = "其他社会化养老机构 | another institution"


class bed_project(ChoiceInput):
    possible_values = BedProject
    default_value = BedProject.unknown
    label = "机构类型 | Kind of institution"
    example = "functional"
    about = (
        "功能型机构按床位规模补助，其他机构按新增床位补助 | functional institutions by their size, others by new beds"
    )


class new_beds(NumberInput):
    label = "床位设置数（其他机构填新增床位数） | Beds set up; of another institution, new beds"
    favours = "higher"
    bounds = (1, 5000)
    example = 60
    about = "功能型机构填设置床位总数 | of a functional institution, all beds"


class medical_institution_beds(YesNoInput):
    label = "是否医疗机构增设的养老床位 | Care beds of a medical institution?"
    favours = "none"
    presumed = False
    example = False
    about = "医疗机构增设养老床位并备案的，享受同等扶持 | filed care beds of a medical institution are supported alike"


class of_medical_institution(YesNo):
    label = "医疗机构增设的养老床位 | Care beds of a medical institution"

    def formula(household, period):
        return household("medical_institution_beds", period)


class construction_owner(Condition):
    label = "社会力量投资建设和运营 | Built and run by private investors"
    requires = "elder_care.construction.open_to.{institution_owner}"
    paper = "登记证书、投资证明 | certificate of registration, proof of the investment"


class construction_medical_beds(Condition):
    label = "医疗机构养老床位享受同等扶持 | Care beds of medical institutions are supported alike"
    applies = "of_medical_institution"
    requires = "elder_care.construction.medical_beds_supported"
    paper = "医疗机构执业许可证 | licence of the medical institution"


class construction_medical_beds_filed(Condition):
    label = "医疗机构养老床位已备案 | The medical institution's care beds are filed"
    applies = "of_medical_institution"
    holds = "institution_is_filed"
    paper = "养老机构备案回执 | receipt of the filing"


class functional_grant_is_set(YesNo):
    """Where no grant is set for functional institutions, theirs is the grant for new beds."""

    label = "按功能型机构补助 | Granted as a functional institution"

    def formula(household, period):
        functional = household("bed_project", period) == BedProject.functional
        path = "elder_care.construction.functional.base_amount"
        return law(household, period, path, where=functional, otherwise=0) > 0


class construction_beds(Condition):
    """The text says what 30 beds get and what each further one gets; below 30 it is silent."""

    label = "功能型机构床位达到起补数 | Beds of a functional institution reach the threshold"
    applies = "functional_grant_is_set"
    compares = ("new_beds", "elder_care.construction.functional.base_beds")
    paper = "床位设置证明 | proof of the beds"
    discretion = True


class functional_beds_enough(YesNo):
    label = "功能型机构床位达到起补数 | A functional institution with enough beds"

    def formula(household, period):
        return household("functional_grant_is_set", period) & household("construction_beds", period)


class below_threshold_counts(YesNo):
    label = "床位不足的功能型机构按其他机构补助 | Below the threshold, granted as another institution"

    def formula(household, period):
        below = household("functional_grant_is_set", period) & ~household("construction_beds", period)
        path = "elder_care.construction.functional.below_base"
        return law_says(household, period, path, "as_other", where=below)


class granted_by_new_beds(YesNo):
    label = "按新增床位补助 | Granted by new beds"

    def formula(household, period):
        return ~household("functional_grant_is_set", period)


class functional_grant(Step):
    """Grows with the beds, below the threshold too: there it is nothing, or what another institution gets for new beds."""

    label = "功能型机构建设补助 | Grant of a functional institution"
    words = (
        "起补床位的定额 ＋ 每增设一张床位的金额 × 增设床位；未达起补数的，依规定不补助或按新增床位 | "
        "the fixed amount + so much for each further bed; below the threshold nothing or by new beds, as the rule says"
    )

    def formula(household, period):
        enough = household("functional_beds_enough", period)
        folder = "elder_care.construction.functional"
        base = law(household, period, f"{folder}.base_amount", where=enough)
        each = law(household, period, f"{folder}.per_further_bed", where=enough)
        beds, below = household("new_beds", period), household("below_threshold_counts", period)
        further = np.maximum(beds - law(household, period, f"{folder}.base_beds", where=enough), 0)
        each_new = law(household, period, "elder_care.construction.per_new_bed", where=below, otherwise=0)
        return base + np.where(enough, each * further, each_new * beds)


class new_beds_grant(Step):
    label = "新增床位建设补助 | Grant by new beds"
    words = "每张床位金额 × 新增床位 | so much for each new bed"

    def formula(household, period):
        counts = household("granted_by_new_beds", period)
        each = law(household, period, "elder_care.construction.per_new_bed", where=counts, otherwise=0)
        return each * household("new_beds", period)


class construction_grant_is_set(YesNo):
    label = "当日有建设补助规定 | A grant is in force"

    def formula(household, period):
        folder = "elder_care.construction"
        other = law(household, period, f"{folder}.per_new_bed", otherwise=0) > 0
        return household("functional_grant_is_set", period) | other


class construction_in_force(Condition):
    label = "建设补助在施行期内 | The grant is in force"
    holds = "construction_grant_is_set"


class bed_construction_grant_eligible(AllOf):
    label = "符合建设补助条件 | Entitled to the grant"
    of = (
        "construction_in_force",
        "construction_owner",
        "construction_medical_beds",
        "construction_medical_beds_filed",
        "construction_beds",
    )


class bed_construction_grant(Benefit):
    label = "养老机构一次性建设补助 | Bed construction grant"
    words = "功能型机构按规模，其他机构按新增床位 | functional institutions by size, others by new beds"
    eligible = "bed_construction_grant_eligible"
    payer = "institution_place"
    payee = "养老机构 | the institution"
    reports = ("functional_grant", "new_beds_grant")
    not_encoded = (
        "拨付次数、最低运营年限、停办退回 | instalments, years of operation, repayment on closure",
        "市、区（市）县分担 | shares of city and county",
        "中央预算内投资（城企联动普惠养老） | central investment in inclusive care: a project's, no entitlement",
    )

    def formula(household, period):
        grant = household("functional_grant", period) + household("new_beds_grant", period)
        return grant * household("bed_construction_grant_eligible", period)
