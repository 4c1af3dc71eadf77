"""The entitlements: the clauses of access that flats and subsidies share, and what each asks beside."""

from cdmz_rules.model import AllOf

ACCESS = (
    "public_rental_hukou",
    "public_rental_hukou_years",
    "public_rental_permit",
    "public_rental_points",
    "public_rental_contract",
    "public_rental_insurance",
    "public_rental_new_employed_years",
    "public_rental_new_employed_contract",
    "public_rental_new_employed_homes",
    "public_rental_trade",
    "public_rental_single_age",
    "public_rental_single_contract",
    "public_rental_income_within_line",
    "public_rental_income_per_head_within_line",
    "public_rental_assets_within_line",
    "public_rental_area",
    "public_rental_no_home",
    "public_rental_state_tenant",
    "public_rental_transfer",
    "public_rental_no_fraud",
    "public_rental_channel",
)


class public_rental_flat_eligible(AllOf):
    label = "符合公租房实物配租条件 | Entitled to a public rental flat"
    of = (
        *ACCESS,
        "public_rental_no_arrears",
        "public_rental_not_vacant",
        "public_rental_renewal_in_time",
    )


class rent_subsidy_eligible(AllOf):
    label = "符合租赁补贴条件 | Entitled to a rent subsidy"
    of = (
        *ACCESS,
        "rent_subsidy_rent_paid",
        "rent_subsidy_lease_registered",
        "rent_subsidy_tenancy",
        "rent_subsidy_beside_fund",
    )
