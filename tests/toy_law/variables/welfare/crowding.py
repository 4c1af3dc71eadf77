"""拥挤住房补助: for homes with many people, by their number; the inputs show all that can be declared never to be."""

import datetime

from cdmz_rules.model import (
    AllOf,
    Before,
    Below,
    Benefit,
    Beside,
    Condition,
    DateInput,
    Fact,
    Fewer,
    NumberInput,
    Step,
    YesNoInput,
    law,
    months_between,
)


class all_listed(YesNoInput):
    label = "成员是否已列全 | Are all members listed?"
    rare = True
    example = True
    about = "已列全的按名单计人数 | if so, people are counted off the list"


class people_at_home(NumberInput):
    label = "家庭人数 | People at home"
    favours = "higher"
    bounds = (1, 20)
    example = 4
    never = Fewer(None, "all_listed"), Below("children_at_home")
    about = "含申请人 | the applicant included"


class children_at_home(NumberInput):
    label = "其中儿童人数 | Children among them"
    favours = "higher"
    bounds = (0, 20)
    example = 2
    never = Fewer("child", "all_listed", born="birth_date", younger_than=14)
    about = "未满14周岁 | below 14"


class moved_in_date(DateInput):
    label = "入住日期 | Day one moved in"
    favours = "lower"
    example = datetime.date(2020, 5, 1)
    never = Before("birth_date")
    about = "连续居住的第一天 | the first day there"


class nursery_used(YesNoInput):
    label = "是否送托 | Does a child go to a nursery?"
    favours = "higher"
    example = True
    never = Beside("children_at_home", 0)
    about = "送托另有补助 | there is something more for it"


class months_at_home(Fact):
    label = "已居住月数 | Months at home"
    unit = "months"

    def formula(household, period):
        return months_between(household("moved_in_date", period), household("application_date", period))


class crowding_people(Condition):
    label = "人数达到规定 | As many people as asked"
    compares = ("people_at_home", "welfare.crowding.people_least")
    paper = "户口簿 | household register"


class crowding_settled(Condition):
    label = "居住满规定月数 | Settled for as long as asked"
    compares = ("months_at_home", "welfare.crowding.months_least")


class crowding_grant_eligible(AllOf):
    label = "符合拥挤住房补助条件 | Entitled to the grant for crowded homes"
    of = ("crowding_people", "crowding_settled")


class crowding_by_people(Step):
    label = "按人数 | By people"
    unit = "CNY/month"
    words = "人数 × 每人标准 ＋ 儿童数 × 每名儿童标准 | people × rate + children × rate of a child"

    def formula(household, period):
        people = household("people_at_home", period) * law(household, period, "welfare.crowding.rate")
        return people + household("children_at_home", period) * law(household, period, "welfare.crowding.child_rate")


class crowding_nursery(Step):
    label = "送托补助 | For the nursery"
    unit = "CNY/month"
    words = "送托的，另给一笔 | something more if a child goes to one"

    def formula(household, period):
        used = household("nursery_used", period)
        return law(household, period, "welfare.crowding.nursery", where=used, otherwise=0) * used


class crowding_grant(Benefit):
    label = "拥挤住房补助 | Grant for crowded homes"
    unit = "CNY/month"
    words = "按人数，送托的另加 | by people, and more for a nursery"
    eligible = "crowding_grant_eligible"
    payer = "home_place"
    payee = "申请人 | the applicant"

    def formula(household, period):
        amount = household("crowding_by_people", period) + household("crowding_nursery", period)
        return amount * household("crowding_grant_eligible", period)
