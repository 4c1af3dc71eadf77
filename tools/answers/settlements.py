"""Settlements over HTTP: medical claims of some years, and stays in institutions of elder care."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date

from tools.answers.cases import Draw
from tools.answers.questions import Plain, Question, post
from tools.answers.subject import DAY, EXAMPLES, PACK, STANDARD

CITIES = ("chengdu", "deyang", "meishan", "ziyang")
LAST_DAY_OF_STAYS = date(2027, 6, 30)


def claims(draw: Draw, count: int) -> Iterator[Question]:
    """The project's example of claims, and those of six persons each; in every fifth file one is wrong."""
    path = "/v1/medical/settlements"
    yield "claims", post(path, claims=_example_rows("claims.csv"), date="2023-12-31")
    for number in range(count):
        rows = [claim for person in "ABCDEF" for claim in _claims_of(draw, person)]
        draw.rng.shuffle(rows)
        if number % 5 == 4:
            draw.rng.choice(rows).update(total_cost=-1)
        reform = (PACK, f"{PACK}+{STANDARD}", f"{PACK}+treatment_across_cities", None)[number % 4]
        yield "claims", post(path, claims=rows, date="2028-12-31", reform=reform)


def _example_rows(name: str) -> list[dict[str, str]]:
    with (EXAMPLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _claims_of(draw: Draw, person: str) -> Iterator[Plain]:
    """The claims of somebody within two years."""
    pick = draw.rng.choice
    first_day = date(pick(range(2023, 2028)), 1, 1)
    city = pick(("chengdu", *CITIES))
    insured = {
        "person": person,
        "birth_date": f"{pick(range(1925, 2015))}-06-01",
        "insurance_scheme": pick(("employee", "resident")),
        "insurance_pool": city,
        "employee_status": pick(("active", "retired")),
        "contribution_tier": "student",
        "hardship_group": pick(("none", "none", "dibao", "low_income_edge")),
        "supplement_insured": pick((True, False)),
    }
    for _ in range(draw.rng.randint(1, 6)):
        total = round(draw.rng.uniform(50, pick((2000, 60_000, 800_000))), 2)
        yield {
            **insured,
            "treatment_city": pick((city, city, "chengdu", "chongqing")),
            "remote_status": pick(("long_term", "referred", "other")),
            "claim_kind": pick(("inpatient", "outpatient", "chronic")),
            "chronic_certified": True,
            "hospital_level": pick(("level_3", "level_2", "level_1", "community")),
            "discharge_date": str(first_day + draw.rng.randrange(730) * DAY),
            "total_cost": total,
            "full_self_pay": round(total * pick((0, 0, 0.1, 0.4)), 2),
            "category_b_first_pay": round(total * 0.05, 2),
        }


def stays(draw: Draw, count: int) -> Iterator[Question]:
    """The project's example of stays, and those of sixty elders each; in every fifth file one is wrong."""
    path = "/v1/elder-care/settlements"
    for reform in (PACK, None):
        law = {"date": "2026-03-31", "reform": reform}
        yield "stays", post(path, stays=_example_rows("stays.csv"), month="2026-01", **law)
    reforms = (PACK, f"{PACK}+{STANDARD}", f"{PACK}+bed_subsidy_follows_the_person")
    for number in range(count):
        rows = [stay for elder in range(60) for stay in _stays_of(draw, f"E{elder}")]
        if number % 5 == 4:
            rows[3]["to"] = "2026-13-01"
        law = {"date": str(LAST_DAY_OF_STAYS), "reform": reforms[number % 3]}
        yield "stays", post(path, stays=rows[:200], month="2026-10", until="2027-06", **law)


def _stays_of(draw: Draw, elder: str) -> Iterator[Plain]:
    """The stays of somebody, one after the other."""
    pick = draw.rng.choice
    begin = date(2026, 8, 1) + draw.rng.randrange(150) * DAY
    birth_date, home = f"{pick(range(1928, 1968))}-03-10", pick((*CITIES, "elsewhere"))
    for _ in range(pick((1, 1, 2, 3))):
        end, house = begin + pick((5, 30, 60, 120)) * DAY, draw.rng.randrange(12)
        yield {
            "elder": elder,
            "institution": f"H{house}",
            "from": str(begin),
            "to": str(min(end, LAST_DAY_OF_STAYS)),
            "birth_date": birth_date,
            "hukou_city": home,
            "ability_level": pick(("intact", "mild", "moderate", "severe", "complete")),
            "assessment_city": pick((*CITIES, home)),
            "institution_city": CITIES[house % 4],
            "institution_owner": ("private", "private", "public")[house % 3],
            "institution_filed": "yes" if house % 5 else "no",
            "institution_in_pilot_area": "yes" if house % 2 else "no",
        }
        begin = end + pick((1, 1, 20)) * DAY
        if begin >= date(2027, 6, 1):
            return
