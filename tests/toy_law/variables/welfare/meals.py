"""儿童餐补: a monthly amount for each child at school."""

import datetime

import numpy as np

from cdmz_rules.model import (
    Alias,
    AllOf,
    Benefit,
    Condition,
    DateInput,
    DateUnit,
    Household,
    Person,
    Step,
    YesNo,
    YesNoInput,
    law,
    years_between,
)


class birth_date(DateInput):
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "出生日期 | Date of birth"
    example = datetime.date(2015, 5, 1)
    roles = ("child",)
    identity = "birth"
    about = "餐补按年龄 | meals go by age"
    alias = Alias("age", "周岁年龄 | age in completed years", most=120, months=12)


class at_school(YesNoInput):
    entity = Person
    label = "是否在校 | At school?"
    favours = "higher"
    presumed = True
    example = True
    roles = ("child",)
    about = "在校儿童有餐补 | only who is at school gets meals"


class gets_meals(YesNo):
    entity = Person
    label = "可领餐补的儿童 | A child who gets meals"

    def formula(person, period):
        child, born = person.has_role(Household.CHILD), person("birth_date", period)
        first = law(person, period, "welfare.meals.born_from", where=child).astype("datetime64[D]")
        age = years_between(born, person.household("application_date", period))
        young = age <= law(person, period, "welfare.meals.age_most", where=child)
        return child & person("at_school", period) & (born >= first) & (age >= 0) & young


class meal_children(Step):
    """Until 2025 one child of a household; since then all up to a number, while there is one."""

    label = "计入的儿童数 | Children that count"
    unit = "count"
    words = "可领餐补的儿童，2026年起不限一名 | children who get meals; until 2025 one of them"

    def formula(household, period):
        return np.minimum(household.sum(household.members("gets_meals", period)), 1)

    def formula_2026_01_01(household, period):
        most = law(household, period, "welfare.meals.children_most", otherwise=np.inf)
        return np.minimum(household.sum(household.members("gets_meals", period)), most)


class meals_offered(Condition):
    label = "当地发放餐补 | Meals are offered here"
    requires = "welfare.meals.offered"


class meals_child(Condition):
    label = "有可领餐补的儿童 | There is a child who gets meals"
    paper = "学籍证明 | school certificate"

    def formula(household, period):
        return household("meal_children", period) > 0


class child_meal_eligible(AllOf):
    label = "符合餐补条件 | Entitled to meals"
    of = ("meals_offered", "meals_child")


class child_meal(Benefit):
    label = "儿童餐补 | Child meals"
    unit = "CNY/month"
    words = "每名儿童的标准 × 儿童数 | rate of a child × children"
    eligible = "child_meal_eligible"
    payer = "home_place"
    office = "school"
    payee = "学校 | the school"
    reports = ("meal_children",)
    examples = (("home_city", "lower"),)

    def formula(household, period):
        amount = household("meal_children", period) * law(household, period, "welfare.meals.rate")
        return amount * household("child_meal_eligible", period)
