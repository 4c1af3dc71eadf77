"""Groups in hardship, for whom critical illness insurance, medical assistance and contributions make exceptions."""

import numpy as np

from cdmz_rules.model import ChoiceInput, Enum, Fact, YesNo


class Hardship(Enum):
    unknown = "未知 | unknown"
    none = "无 | none"
    dibao = "低保对象 | minimum living allowance"
    tekun = "特困人员 | extreme hardship"
    returned_to_poverty = "返贫致贫人口 | fallen back into poverty"
    low_income_edge = "低保边缘家庭成员 | just above the minimum allowance"
    illness_impoverished = "因病致贫重病患者 | impoverished by illness"


class AssistanceClass(Enum):
    unknown = "未知 | unknown"
    none = "无 | none"
    dibao_tekun = "低保对象、特困人员 | minimum allowance or extreme hardship"
    returned_to_poverty = "返贫致贫人口 | fallen back into poverty"
    low_income_edge = "低保边缘家庭成员 | just above the minimum allowance"
    illness_impoverished = "因病致贫重病患者 | impoverished by illness"


class hardship_group(ChoiceInput):
    possible_values = Hardship
    default_value = Hardship.unknown
    label = "困难人员类别 | Group in hardship"
    presumed = "none"
    example = "none"
    about = "困难群众有大病保险倾斜、医疗救助和参保资助 | preference, assistance and aid for people in hardship"


class poor_for_critical_illness(YesNo):
    label = "享受大病保险倾斜 | Preferred in critical illness insurance"

    def formula(household, period):
        group = household("hardship_group", period)
        return (group == Hardship.dibao) | (group == Hardship.tekun) | (group == Hardship.returned_to_poverty)


class hardship_in_full(YesNo):
    label = "特困人员 | In extreme hardship"

    def formula(household, period):
        return household("hardship_group", period) == Hardship.tekun


class hardship_by_allowance(YesNo):
    label = "低保对象 | On the minimum living allowance"

    def formula(household, period):
        return household("hardship_group", period) == Hardship.dibao


class hardship_by_return(YesNo):
    label = "返贫致贫人口 | Fallen back into poverty"

    def formula(household, period):
        return household("hardship_group", period) == Hardship.returned_to_poverty


class hardship_at_national_floor(YesNo):
    label = "低保对象或特困人员 | On the minimum allowance or in extreme hardship"

    def formula(household, period):
        return household("hardship_by_allowance", period) | household("hardship_in_full", period)


class assistance_class(Fact):
    value_type = Enum
    possible_values = AssistanceClass
    default_value = AssistanceClass.unknown
    label = "医疗救助类别 | Class of medical assistance"

    def formula(household, period):
        group = household("hardship_group", period)
        cases = [
            (group == Hardship.dibao) | (group == Hardship.tekun),
            group == Hardship.returned_to_poverty,
            group == Hardship.low_income_edge,
            group == Hardship.illness_impoverished,
        ]
        classes = [
            AssistanceClass.dibao_tekun.index,
            AssistanceClass.returned_to_poverty.index,
            AssistanceClass.low_income_edge.index,
            AssistanceClass.illness_impoverished.index,
        ]
        return np.select(cases, classes, AssistanceClass.none.index)


class in_assisted_group(YesNo):
    label = "属于医疗救助的对象类别 | Of a group that medical assistance helps"

    def formula(household, period):
        return household("assistance_class", period) != AssistanceClass.none
