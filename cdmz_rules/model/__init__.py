"""What a rule file imports: the words in which the law is written as formulas."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit

from cdmz_rules.model.conditions import AllOf, Benefit, Condition
from cdmz_rules.model.dates import (
    add_months,
    calendar_months_after,
    month_end,
    month_of_year,
    month_start,
    months_between,
    years_begun,
    years_between,
)
from cdmz_rules.model.entities import Household, Person
from cdmz_rules.model.loans import (
    annuity_factor,
    instalment,
    interest_of_equal_principal,
    interest_of_first,
    interest_of_instalments,
    repaid,
)
from cdmz_rules.model.lookup import (
    at_place,
    law,
    law_lists,
    law_says,
    of_region,
    place_named,
    rank_of,
    refine,
    round_by_law,
    serves,
)
from cdmz_rules.model.money import round_money
from cdmz_rules.model.never import Before, Below, Beside, Fewer
from cdmz_rules.model.places import PlaceFact, PlaceInput
from cdmz_rules.model.variable import (
    Alias,
    ChoiceInput,
    DateInput,
    DecidedDay,
    Fact,
    Limit,
    MoneyInput,
    NumberInput,
    Step,
    YesNo,
    YesNoInput,
)

__all__ = [
    "Alias",
    "AllOf",
    "Before",
    "Below",
    "Benefit",
    "Beside",
    "ChoiceInput",
    "Condition",
    "DateInput",
    "DateUnit",
    "DecidedDay",
    "Enum",
    "Fact",
    "Fewer",
    "Household",
    "Limit",
    "MoneyInput",
    "NumberInput",
    "Person",
    "PlaceFact",
    "PlaceInput",
    "Step",
    "YesNo",
    "YesNoInput",
    "add_months",
    "annuity_factor",
    "at_place",
    "calendar_months_after",
    "instalment",
    "interest_of_equal_principal",
    "interest_of_first",
    "interest_of_instalments",
    "law",
    "law_lists",
    "law_says",
    "month_end",
    "month_of_year",
    "month_start",
    "months_between",
    "of_region",
    "place_named",
    "rank_of",
    "refine",
    "repaid",
    "round_by_law",
    "round_money",
    "serves",
    "years_begun",
    "years_between",
]
