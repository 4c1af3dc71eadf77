"""The elder: age, ability by GB/T 42195-2022, and where they belong.

The scale of long-term care insurance is another one and stands in `long_term_care.py`.
"""

import numpy as np

from cdmz_rules.model import (
    ChoiceInput,
    Enum,
    Fact,
    NumberInput,
    Person,
    PlaceFact,
    PlaceInput,
    YesNoInput,
    law,
    years_between,
)


class AbilityLevel(Enum):
    unknown = "未知 | unknown"
    intact = "能力完好 | intact"
    mild = "轻度失能 | mildly disabled"
    moderate = "中度失能 | moderately disabled"
    severe = "重度失能 | severely disabled"
    complete = "完全失能 | completely disabled"


class ability_score(NumberInput):
    entity = Person
    label = "老年人能力评估总分（90分制，分高者能力好） | Total score of the ability assessment, of 90, higher is abler"
    unit = "points"
    favours = "none"
    bounds = (0, 90)
    example = 55
    roles = ("applicant",)
    rare = True
    about = "按 GB/T 42195-2022；已有评估等级的不必填 | by GB/T 42195-2022; not needed if the level is known"


class mental_disorder_diagnosed(YesNoInput):
    entity = Person
    label = "是否确诊认知障碍等精神行为疾病 | Dementia or another mental disorder diagnosed?"
    favours = "none"
    presumed = False
    example = False
    roles = ("applicant",)
    rare = True
    about = "确诊的，能力等级加重一级 | the level is then one worse"


class care_risk_events(NumberInput):
    entity = Person
    label = "近30天照护风险事件次数 | Care-risk events within 30 days"
    favours = "none"
    bounds = (0, 100)
    presumed = 0
    example = 0
    roles = ("applicant",)
    rare = True
    about = "跌倒、走失、噎食等；达规定次数的加重一级 | falls, getting lost, choking; enough of them make the level one worse"


class in_coma(YesNoInput):
    entity = Person
    label = "是否昏迷 | In a coma?"
    favours = "none"
    presumed = False
    example = False
    roles = ("applicant",)
    rare = True
    about = "昏迷的，为完全失能 | then completely disabled"


class ability_rank_by_score(Fact):
    """0 intact to 4 completely disabled, before what makes the level worse."""

    entity = Person
    label = "按总分的能力等级（0完好至4完全失能） | Level by the score, 0 intact to 4 completely disabled"
    unit = "count"

    def formula(person, period):
        score = person("ability_score", period)
        folder = "elder_care.ability.score_least"
        below = [
            score < law(person, period, f"{folder}.intact"),
            score < law(person, period, f"{folder}.mild"),
            score < law(person, period, f"{folder}.moderate"),
            score < law(person, period, f"{folder}.severe"),
        ]
        return sum(one.astype(float) for one in below)


class ability_rank(Fact):
    """One level worse for a diagnosis or for care-risk events; in a coma the worst."""

    entity = Person
    label = "能力等级（0完好至4完全失能） | Level, 0 intact to 4 completely disabled"
    unit = "count"

    def formula(person, period):
        events = person("care_risk_events", period) >= law(person, period, "elder_care.ability.risk_events_least")
        worse = person("mental_disorder_diagnosed", period) | events
        step = law(person, period, "elder_care.ability.levels_worse", where=worse)
        rank = np.minimum(person("ability_rank_by_score", period) + step, AbilityLevel.complete.index - 1)
        coma = person("in_coma", period)
        worst = law(person, period, "elder_care.ability.coma_is_complete", where=coma, otherwise=False)
        return np.where(worst, AbilityLevel.complete.index - 1, rank)


class ability_level(ChoiceInput):
    """The level of the assessment report; without one, it follows from the score."""

    entity = Person
    possible_values = AbilityLevel
    default_value = AbilityLevel.unknown
    label = "老年人能力评估等级 | Level of the ability assessment"
    example = "moderate"
    roles = ("applicant",)
    rare = False
    about = "评估报告上的等级（GB/T 42195-2022）；只有总分的，填总分 | as the report says; the score will do as well"

    def formula(person, period):
        return (person("ability_rank", period) + 1).astype(np.uint8)


class assessment_city(PlaceInput):
    entity = Person
    label = "能力评估所在城市 | City where the ability was assessed"
    example = "chengdu"
    roles = ("applicant",)
    about = "外地评估结果是否互认因城市而异 | whether an assessment made elsewhere counts is a rule of the city"


class elder_ability(Fact):
    value_type = Enum
    possible_values = AbilityLevel
    default_value = AbilityLevel.unknown
    label = "老年人能力等级 | The elder's ability"

    def formula(household, period):
        return household.applicant("ability_level", period)


class elder_age(Fact):
    label = "老年人年龄 | The elder's age"
    unit = "age"

    def formula(household, period):
        return years_between(household.applicant("birth_date", period), household("application_date", period))


class elder_hukou(PlaceFact):
    label = "老年人户籍所在地 | Where the elder has hukou"

    def formula(household, period):
        return household.applicant("hukou_city", period)


class elder_residence(PlaceFact):
    label = "老年人常住地 | Where the elder lives"

    def formula(household, period):
        return household.applicant("residence_city", period)
