"""A further city is added by YAML alone: a register of places and figures in an overlay folder, named to a process that starts."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml
from generators.stays import ELDER
from terminal import started_with

from cdmz_rules import Rulebook, decide
from cdmz_rules.errors import InputError
from cdmz_rules.files import paths
from cdmz_rules.settlement.beds import StayRows, months_from, settle_beds

PLACE = {
    "xinglin": {
        "level": "city",
        "parent": "sichuan",
        "code": 519900,
        "zh": "星林市",
        "en": "Xinglin",
        "offices": {"provident_fund": "星林市住房公积金管理中心"},
    }
}
OFFICES = {"provident_fund": "星林市住房公积金管理中心", "elder_care": "星林市民政局"}
DOCUMENT = {
    "title": "星林市住房公积金贷款办法",
    "number": "星公积金〔2025〕1号",
    "date": "2025-06-01",
    "read_as": "official_text",
}
FIGURES = {
    "loan.maximum_single": 450_000,
    "loan.maximum_dual": 650_000,
    "loan.balance_rule": "multiple",
    "loan.balance_multiple.employee": 18,
    "loan.first_home_rule": "no_outstanding_loan",
    "loan.down_payment.first_home": 0.25,
    "loan.repayment_to_income": 0.4,
    "loan.term_years": 25,
    "loan.retirement_years_beyond": 3,
    "loan.rounding_unit": 100,
}
CASE = {
    "members": [
        {
            "role": "applicant",
            "retirement_date": "2060-01-01",
            "provident_fund_contribution": "employee",
            "deposit_centre": "xinglin",
            "deposits_unbroken_since": "2020-01-01",
            "provident_fund_balance": 23_456.78,
        }
    ],
    "property_city": "xinglin",
    "home_kind": "second_hand",
    "completed_home": False,
    "price": 800_000,
    "household_monthly_income": 12_000,
    "term_months": 300,
    "children": 0,
    "minor_children": 0,
    "homes_owned": 0,
    "outstanding_provident_fund_loan": False,
    "provident_fund_loans_taken": 0,
}
SCRIPT = """
import json, sys
from cdmz_rules import decide
case, benefit, day = json.loads(sys.stdin.read())
print(decide(case, benefit, day).model_dump_json())
"""


@pytest.fixture
def overlay(tmp_path):
    """A folder that holds a fictional city and its figures, and nothing else."""
    write(tmp_path / "jurisdictions.yaml", PLACE)
    write(tmp_path / "sources.yaml", {"xl-2025": DOCUMENT})
    facts = {"evidence": "official", "source": "xl-2025", "last_verified": "2026-06-30"}
    for path, value in FIGURES.items():
        dated = {"xinglin": {"values": {"2025-07-01": {"value": value, "metadata": facts}}}}
        write(tmp_path / "parameters" / "provident_fund" / Path(*path.split(".")).with_suffix(".yaml"), dated)
    return tmp_path


def write(file, data):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")


def answered(overlay, case, day, benefit="provident_fund_loan"):
    """The answer of a process that starts with the overlay."""
    importable = os.pathsep.join([str(paths.PACKAGE.parent), *filter(None, sys.path)])
    environment = {**os.environ, "CDMZ_LAW_OVERLAY": str(overlay), "PYTHONPATH": importable}
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", SCRIPT],
        input=json.dumps([case, benefit, day]),
        capture_output=True,
        text=True,
        env=environment,
        cwd=overlay,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def answered_here(overlay, case, day, benefit="provident_fund_loan"):
    """The same in this process."""
    with started_with(overlay):
        return decide(case, benefit, day).model_dump(mode="json")


def amount(decision, name):
    return next(each for each in decision["amounts"] if each["id"] == name)


def test_a_loan_is_decided_in_a_city_that_only_yaml_knows(overlay):
    decision = answered(overlay, CASE, "2026-06-15")
    assert decision == answered_here(overlay, CASE, "2026-06-15")
    assert decision["outcome"] == "eligible"
    assert (decision["place"], decision["place_label"]["zh"]) == ("xinglin", "星林市")
    assert decision["evidence"] == "recalled"  # six months of deposits are a national rule known from memory
    main = amount(decision, "provident_fund_loan")
    assert (main["bound"], main["value"]) == ("exact", 422_200)  # 18 x 23,456.78 = 422,222.04, down to whole hundreds
    assert main["payer"] == "星林市住房公积金管理中心"
    assert amount(decision, "provident_fund_down_payment")["value"] == 200_000
    used = {source["path"]: source for source in decision["sources"]}
    multiple = used["provident_fund.loan.balance_multiple.employee"]
    assert (multiple["place"], multiple["value"], multiple["evidence"], multiple["origin"]) == (
        "xinglin",
        18,
        "official",
        "overlay",
    )
    assert multiple["document"]["number"] == "星公积金〔2025〕1号"
    assert used["provident_fund.loan.review_days"]["place"] == "national"
    assert "overlay" in {warning["code"] for warning in decision["warnings"]}


def test_what_the_new_city_does_not_say_is_unknown_and_asked_of_its_office(overlay):
    decision = answered_here(overlay, CASE, "2025-06-30")
    assert decision["outcome"] == "rule_unknown"
    assert {missing["ask"] for missing in decision["missing_law"]} == {"星林市住房公积金管理中心"}
    assert {missing["place"] for missing in decision["missing_law"]} == {"xinglin"}


def test_the_four_cities_answer_as_before(overlay):
    tenant = {
        "members": [
            {
                "role": "applicant",
                "provident_fund_contribution": "employee",
                "deposit_centre": "chengdu",
                "deposits_unbroken_since": "2025-02-10",
            }
        ],
        "tenancy": "registered",
        "monthly_rent": 3000,
        "homes_in_deposit_city": 0,
        "children": 0,
        "minor_children": 0,
    }
    decision = answered_here(overlay, tenant, "2026-08-05", "provident_fund_rent_withdrawal")
    assert amount(decision, "provident_fund_rent_withdrawal")["value"] == 1800
    assert "overlay" not in {warning["code"] for warning in decision["warnings"]}
    assert {source["origin"] for source in decision["sources"]} == {"law"}


def test_where_the_new_city_has_set_nothing_its_own_office_is_named(overlay):
    write(overlay / "jurisdictions.yaml", {"xinglin": {**PLACE["xinglin"], "offices": OFFICES}})
    elder = {
        "birth_date": "1940-01-01",
        "hukou_city": "xinglin",
        "ability_level": "severe",
        "assessment_city": "xinglin",
    }
    bed = {"institution_city": "xinglin", "institution_owner": "private", "institution_filed": True}
    case = {"members": [{"role": "applicant", **elder}], **bed, "bed_stay_from": "2026-01-01"}
    with started_with(overlay):
        decision = decide(case, "bed_operating_subsidy", "2026-03-31")
    assert decision.outcome == "rule_unknown"
    assert {(missing.place, missing.ask) for missing in decision.missing_law} == {("xinglin", "星林市民政局")}


def test_a_settlement_with_beds_of_the_new_city_names_its_own_office(overlay):
    write(overlay / "jurisdictions.yaml", {"xinglin": {**PLACE["xinglin"], "offices": OFFICES}})
    stay = {**ELDER, "elder": "A", "institution": "X", "from": "2026-01-01"}
    rows = StayRows([{**stay, "hukou_city": "xinglin", "institution_city": "xinglin"}])
    with started_with(overlay), pytest.raises(InputError) as raised:
        settle_beds(Rulebook.shipped(), rows, months_from("2026-01", None, date(2026, 7, 1)), date(2026, 7, 1))
    (problem,) = raised.value.problems
    assert (problem.code, "星林市民政局" in problem.message_zh) == ("rule_unknown", True)
