"""Clauses about the group in which one applies, each with the paper that proves it.

2026-11-22: Chengdu's papers by group were seen. Not encoded: which further papers other cities ask for.
"""

from cdmz_rules.model import Condition, YesNo


class public_rental_hukou(Condition):
    label = "本地户籍（或按常住人口全覆盖） | Local hukou, or covered as a permanent resident"
    applies = "applies_as_local"
    holds = "counts_as_local"
    paper = (
        "户口簿、身份证、结婚证（单身者为婚姻状况证明或单身声明） | hukou booklet, identity cards, marriage certificate or "
        "declaration of being single"
    )


class public_rental_hukou_years(Condition):
    label = "本地户籍年限 | Years of local hukou"
    applies = "years_of_hukou_are_asked"
    compares = ("years_of_hukou", "public_rental_housing.access.hukou_years")
    paper = "户口簿 | hukou booklet"


class public_rental_permit(Condition):
    label = "持有居住证 | Residence permit"
    applies = "permit_is_required"
    holds = "has_residence_permit"
    paper = "居住证、申请人及配偶身份证、结婚证或单身声明 | residence permit, identity cards, marriage certificate or declaration"


class public_rental_points(Condition):
    label = "居住证积分 | Points of the residence permit"
    applies = "points_are_asked"
    compares = ("applicant_residence_points", "public_rental_housing.non_local.points_min")
    paper = "居住证积分结果（积分公共服务平台自行打印） | points result, printed from the points platform"


class public_rental_contract(Condition):
    label = "有劳动合同 | Labour contract"
    applies = "contract_is_required"
    holds = "has_labour_contract"
    paper = "劳动合同 | labour contract"


class public_rental_insurance(Condition):
    label = "在居住地缴纳社保月数 | Months of social insurance in the city"
    applies = "employment_is_tested"
    compares = (
        "applicant_insurance_months",
        "public_rental_housing.non_local.insurance_months.{housing_applicant_type}",
    )
    paper = "社会保险缴费记录 | record of social insurance"


class public_rental_new_employed_contract(Condition):
    label = "新就业职工劳动合同期限 | Term of a newly employed person's contract"
    applies = "new_employed_is_tested"
    compares = ("applicant_contract_months", "public_rental_housing.non_local.new_employed_contract_months")
    paper = "劳动合同 | labour contract"


class public_rental_new_employed_years(Condition):
    label = "新就业职工毕业年限 | Years since the degree"
    applies = "new_employed_is_tested"
    compares = ("years_since_degree", "public_rental_housing.non_local.new_employed_years_since_degree")
    paper = "毕业证书 | diploma"


class new_employed_is_tested(YesNo):
    """Of newly employed applicants, unless every permanent resident is covered."""

    label = "按新就业职工审查 | Tested as newly employed"

    def formula(household, period):
        return household("applies_as_new_employed", period) & ~household("all_residents_covered", period)


class public_rental_new_employed_homes(Condition):
    """2012-07-15: the newly employed of the decree are those without a home."""

    label = "新就业职工无自有住房 | A newly employed applicant owns no home"
    applies = "applies_as_new_employed"
    compares = ("homes_owned", "public_rental_housing.access.new_employed_homes")
    paper = "住房情况查询证明 | search of the property register"


class trade_is_tested(YesNo):
    """Of staff of a trade, unless every permanent resident is covered."""

    label = "按行业职工审查 | Tested as staff of a trade"

    def formula(household, period):
        return household("applies_as_trade_staff", period) & ~household("all_residents_covered", period)


class public_rental_trade(Condition):
    label = "行业属于当地重点保障范围 | The city lists the trade"
    applies = "trade_is_tested"
    holds = "in_listed_trade"
    paper = "单位证明、劳动合同 | letter of the employer, labour contract"
