"""The days that select versions of a rule, and where a household lives."""

from cdmz_rules.model import DecidedDay, Person, PlaceFact, PlaceInput, refine


class application_date(DecidedDay):
    label = "申请日期 | Date of application"


class home_city(PlaceInput):
    entity = Person
    label = "居住城市 | City of the home"
    example = "upper"
    roles = ("applicant",)
    about = "向居住地申请 | applied for where one lives"


class home_zone(PlaceInput):
    label = "居住片区 | Part of the city"
    levels = ("zone",)
    rare = True
    example = "harbour"
    about = "下城港区另有上限 | the harbour of Lower has a cap of its own"


class home_place(PlaceFact):
    label = "住所地（含片区） | Where the home is, down to the part of the city"

    def formula(household, period):
        return refine(household, household.applicant("home_city", period), household("home_zone", period))
