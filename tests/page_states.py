"""Every page in every state in which somebody may find it: an address, with what is entered behind its #."""

from collections.abc import Mapping
from urllib.parse import urlencode

from answering import resident

LOAN = {"applicant.deposit_centre": "chengdu", "household.property_city": "chengdu", "has_spouse": "no"}


def _told(path: str, told: Mapping[str, str]) -> str:
    return f"{path}#{urlencode(told)}"


def _interviewed(name: str) -> str:
    benefit, day, told = resident(name)
    return _told(f"/interviews/{benefit}", {**told, "date": day})


STATES = {
    "home": "/",
    "found": "/search?q=gjj",
    "found nothing": "/search?q=qqqq",
    "benefits": "/benefits",
    "interview: places": "/interviews/renting",
    "interview: sums": _told(
        "/interviews/provident_fund_loan", {**LOAN, "household.home_kind": "new_commercial", "household.children": "1"}
    ),
    "interview: a day": _told("/interviews/provident_fund_loan", {**LOAN, "change": "applicant.birth_date"}),
    "interview: a mistake": _told("/interviews/provident_fund_loan", {**LOAN, "household.price": "9**9"}),
    "interview: so far": _told("/interviews/provident_fund_loan", {**LOAN, "show": "yes"}),
    "interview: the bill": _interviewed("bill"),
    "interview: a rule unknown": _interviewed("bed"),
    "interview: several": _told("/interviews/buying_a_home", {**LOAN, "show": "yes"}),
    "form": "/benefits/provident_fund_loan",
    "answer": "/benefits/provident_fund_loan?example",
    "mistakes": _told("/benefits/provident_fund_loan", {"household.price": "9**9**9", "date": "2026-02-30"}),
    "bill": "/benefits/medical_reimbursement?example",
    "care home": "/benefits/bed_operating_subsidy?example",
    "bundle": "/bundles/public_rental_housing?example",
    "everything": "/bundles/all?example",
    "cities": "/compare/rent_subsidy?example",
    "elders in the cities": "/compare/elders?example",
    "what if": "/what-if/provident_fund_loan?example",
    "matrix": "/law-matrix",
    "gaps": "/law-gaps",
    "law": "/law",
    "item of the law": "/law/provident_fund.loan.maximum_single",
    "rule of a benefit": "/benefits/provident_fund_loan/rule",
    "reforms": "/reforms",
    "reform": "/reforms/one_standard",
    "households under a reform": "/reforms/one_standard/households",
    "calculator for websites": "/embedding",
    "embedded": "/embed/provident_fund_loan",
    "repayment": "/repayment?example",
    "clearing": "/elder-care/clearing",
    "interface": "/docs",
    "calculator for websites, in a frame": "/embedding?way=frame&accent=%23a02060&city=ziyang",
    "no such page": "/benefits/nothing",
    "refused": "/benefits?colour=red",
}
REFUSED = (STATES["no such page"], STATES["refused"])
"""Pages that say why there is none."""
