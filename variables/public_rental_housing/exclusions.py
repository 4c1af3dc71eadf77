"""What bars an application, ends a tenancy, or is left to the office.

Not encoded: fines; subletting and misuse while they are being looked into; another home acquired during the lease, which shows in
the area; what a good reason for vacancy is.
"""

import datetime

import numpy as np

from cdmz_rules.model import (
    Before,
    Condition,
    DateInput,
    Fact,
    NumberInput,
    YesNo,
    YesNoInput,
    months_between,
    years_between,
)

NEVER = datetime.date.min


class housing_fraud_returned_date(DateInput):
    label = "因骗取或违规退回住房的日期 | Day the flat was returned after fraud or misuse"
    favours = "lower"
    presumed = NEVER
    bounds = (NEVER, datetime.date(2100, 12, 31))
    example = datetime.date(2021, 3, 10)
    about = "退回之日起五年内不得再申请 | bars applications for some years from that day"


class flat_vacant_months(NumberInput):
    label = "现租公租房连续闲置月数 | Months the public flat has stood empty in a row"
    unit = "months"
    favours = "lower"
    presumed = 0
    bounds = (0, 600)
    example = 2
    about = "无正当理由连续闲置的须腾退 | a flat left empty without good reason must be returned"


class flat_arrears_months(NumberInput):
    label = "累计拖欠公租房租金月数 | Months of unpaid rent of a public flat, added up"
    unit = "months"
    favours = "lower"
    presumed = 0
    bounds = (0, 600)
    example = 1
    about = "累计欠租达到规定月数的须腾退 | so many months of arrears end a tenancy"


class current_lease_end(DateInput):
    label = "现租公租房合同到期日（续租时填） | End of the present lease, for a renewal"
    presumed = NEVER
    future = True
    bounds = (NEVER, datetime.date(2100, 12, 31))
    example = datetime.date(2027, 5, 1)
    never = Before("birth_date")
    about = "续租应在到期前规定月数申请 | a renewal is asked for some months ahead"


class handed_in_elsewhere(YesNoInput):
    label = "是否在居住地以外的城市递交申请 | Handed in in another city than that of residence?"
    favours = "lower"
    presumed = False
    example = False
    about = "由居住地住房保障部门受理；异地网上受理是否开通因城市而异 | the city of residence receives and decides"


class housing_fraud_found(YesNo):
    label = "曾因骗取或违规退回住房 | A flat was returned after fraud or misuse"

    def formula(household, period):
        return household("housing_fraud_returned_date", period) > np.datetime64("0001-01-01")


class years_since_housing_fraud(Fact):
    label = "退回住房后年数 | Years since the flat was returned"
    unit = "years"

    def formula(household, period):
        return years_between(household("housing_fraud_returned_date", period), household("application_date", period))


class public_rental_no_fraud(Condition):
    label = "不在骗取、违规后的限制期内 | Not barred after fraud or misuse"
    applies = "housing_fraud_found"
    compares = ("years_since_housing_fraud", "public_rental_housing.exclusion.fraud_ban_years")
    paper = "住房保障部门记录 | the office's own record"


class flat_stood_empty(YesNo):
    label = "公租房有闲置 | The public flat stood empty"

    def formula(household, period):
        return household("flat_vacant_months", period) > 0


class public_rental_not_vacant(Condition):
    """Whether there was a good reason is for the office to judge."""

    label = "未无正当理由连续闲置 | Not left empty without good reason"
    applies = "flat_stood_empty"
    compares = ("flat_vacant_months", "public_rental_housing.exclusion.vacant_months")
    discretion = True
    paper = "闲置理由说明 | statement of the reason"


class rent_is_owed(YesNo):
    label = "拖欠公租房租金 | Rent of a public flat is owed"

    def formula(household, period):
        return household("flat_arrears_months", period) > 0


class public_rental_no_arrears(Condition):
    label = "累计欠租未达规定月数 | Arrears below the line"
    applies = "rent_is_owed"
    compares = ("flat_arrears_months", "public_rental_housing.exclusion.arrears_months")
    paper = "租金缴纳凭证 | receipts of rent"


class asks_for_renewal(YesNo):
    label = "申请续租 | Asks for a renewal"

    def formula(household, period):
        return household("current_lease_end", period) > np.datetime64("0001-01-01")


class months_to_lease_end(Fact):
    label = "距合同到期月数 | Months until the lease ends"
    unit = "months"

    def formula(household, period):
        return months_between(household("application_date", period), household("current_lease_end", period))


class public_rental_renewal_in_time(Condition):
    """The decree says when to ask, not what follows from asking late: that is for the office."""

    label = "到期前规定月数申请续租 | The renewal is asked for in time"
    applies = "asks_for_renewal"
    compares = ("months_to_lease_end", "public_rental_housing.tenancy.renewal_months_before")
    discretion = True
    paper = "续租申请、现租赁合同 | application for renewal, present lease"


class public_rental_channel(Condition):
    """An application from another city changes where it is handed in, never which rule decides.

    The office that receives it is the payer's: that of the city of residence.
    """

    label = "可由其他城市递交（异地申请网上受理） | Can be handed in from another city"
    applies = "handed_in_elsewhere"
    requires = "public_rental_housing.cross_city.online_application"
    paper = "改向居住地住房保障部门递交，材料同上 | hand it in to the housing office of the city of residence, with the same papers"
