"""养老机构连锁化奖励: an award to each well rated institution of an operator with several in the city."""

import numpy as np

from cdmz_rules.model import (
    AllOf,
    Below,
    Benefit,
    Condition,
    Fact,
    NumberInput,
    YesNo,
    law,
    law_says,
)


class institution_stars(NumberInput):
    label = "本机构等级评定（1—5级，未评定填0） | Rating of the institution, 1 to 5, 0 if not rated"
    unit = "stars"
    favours = "higher"
    bounds = (0, 5)
    example = 3
    about = "按 GB/T 37276 评定 | rated by GB/T 37276"


class operator_institutions(NumberInput):
    label = "经营者在本市的机构数 | Institutions of the operator in the city"
    favours = "higher"
    bounds = (1, 1000)
    example = 4
    never = Below("operator_rated_institutions")
    about = "含本机构 | this one included"


class operator_rated_institutions(NumberInput):
    label = "其中达到规定等级的机构数 | Those among them that reach the rating"
    favours = "higher"
    bounds = (0, 1000)
    example = 3
    about = "“3家及以上”是否只计达到等级的机构，文件未写明 | whether only these count towards the number is not said"


class chain_institutions_counted(Fact):
    label = "计入连锁数的机构 | Institutions counted"
    unit = "count"

    def formula(household, period):
        every = household("operator_institutions", period)
        rated = np.minimum(household("operator_rated_institutions", period), every)
        # Where both are as many, it does not matter which the text means.
        differ = household("chain_award_is_set", period) & (rated != every)
        return np.where(
            law_says(household, period, "elder_care.chain_award.counted", "rated", where=differ), rated, every
        )


class chain_award_is_set(YesNo):
    label = "当日有连锁奖励规定 | An award is in force"

    def formula(household, period):
        return law(household, period, "elder_care.chain_award.per_institution", otherwise=0) > 0


class chain_award_in_force(Condition):
    label = "连锁奖励在施行期内 | The award is in force"
    holds = "chain_award_is_set"


class chain_award_size(Condition):
    label = "连锁机构数 | Institutions of the chain"
    compares = ("chain_institutions_counted", "elder_care.chain_award.institutions_least")
    paper = "各机构登记证书 | certificates of registration"


class chain_award_rating(Condition):
    label = "本机构等级 | Rating of the institution"
    compares = ("institution_stars", "elder_care.chain_award.rating_least")
    paper = "等级评定证书 | certificate of the rating"


class chain_award_eligible(AllOf):
    label = "符合连锁奖励条件 | Entitled to the award"
    of = ("chain_award_in_force", "chain_award_size", "chain_award_rating")


class chain_award(Benefit):
    label = "养老机构连锁化奖励 | Award to institutions of a chain"
    words = "每家机构的定额 | a fixed amount for each institution"
    eligible = "chain_award_eligible"
    payer = "institution_place"
    payee = "养老机构 | the institution"
    not_encoded = ("上市和债券融资奖励 | awards for listing and for bonds",)

    def formula(household, period):
        entitled = household("chain_award_eligible", period)
        return law(household, period, "elder_care.chain_award.per_institution", where=entitled, otherwise=0)
