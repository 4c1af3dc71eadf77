"""Clauses about those who apply alone with local hukou.

2010: women of 45 and men of 50; singles on the minimum living allowance need no age. Not encoded: widowed, divorced, orphans.
"""

from cdmz_rules.model import Condition, YesNo


class single_age_is_tested(YesNo):
    label = "单身居民须达到年龄 | The age of a single applicant is tested"

    def formula(household, period):
        alone = household("lives_alone", period) & household("applies_as_local", period)
        return alone & ~household("receives_minimum_allowance", period)


class public_rental_single_age(Condition):
    label = "单身申请人达到最低年龄 | A single applicant is old enough"
    applies = "single_age_is_tested"
    compares = ("applicant_age", "public_rental_housing.access.single_age.{applicant_sex}")
    paper = "身份证、婚姻状况证明或单身声明 | identity card, proof of marital status"


class single_without_contract(YesNo):
    label = "单身居民且无劳动合同 | A single applicant without a labour contract"

    def formula(household, period):
        alone = household("lives_alone", period) & household("applies_as_local", period)
        return alone & ~household("has_labour_contract", period)


class public_rental_single_contract(Condition):
    label = "单身无劳动合同的，须年满规定年龄 | Single without a labour contract: of the age of the rule or older"
    applies = "single_without_contract"
    compares = ("applicant_age", "public_rental_housing.access.single_contract_below_age")
    paper = "劳动合同 | labour contract"
