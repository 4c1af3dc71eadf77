"""The package is an OpenFisca country package: stock OpenFisca loads, serves and reforms it, and fails closed."""

import numpy as np
import pytest
from generators.shipped import BOOK
from openfisca_core.reforms import Reform
from openfisca_core.simulations import SimulationBuilder
from openfisca_web_api.app import create_app

from cdmz_rules import CountryTaxBenefitSystem
from cdmz_rules.errors import InputMissing, LawUnknown

DAY = "2026-08-01"
PERSON = {
    "provident_fund_contribution": "employee",
    "deposit_centre": "chengdu",
    "work_zone": "chengdu_central",
    "monthly_wage": 40_000,
}
HOUSEHOLD = {
    "deposit_ratio": 0.12,
    "hardship_ratio_approved": False,
    "flexible_monthly_deposit": 0,
    "epidemic_deferral_wanted": False,
}


def situation(person=PERSON, household=HOUSEHOLD, asked="provident_fund_deposit"):
    return {
        "persons": {"a": {name: {DAY: value} for name, value in person.items()}},
        "households": {
            "h": {"applicant": ["a"], **{name: {DAY: value} for name, value in household.items()}, asked: {DAY: None}}
        },
    }


def calculate(rules, **changes):
    simulation = SimulationBuilder().build_from_entities(rules, situation(**changes))
    return simulation.calculate("provident_fund_deposit", DAY)


def test_a_plain_simulation_gives_the_amount():
    assert calculate(BOOK.system) == np.array([3956.28])


def test_a_plain_simulation_refuses_an_unknown_of_the_law():
    with pytest.raises(LawUnknown, match="base_lower is not known for meishan"):
        calculate(BOOK.system, person={**PERSON, "deposit_centre": "meishan"})


def test_every_variable_shows_openfisca_where_it_is_declared():
    for name, variable in BOOK.catalogue.variables.items():
        file, source, line = variable.get_introspection_data()
        written = (BOOK.content.variables.parent / file.lstrip("/")).read_text(encoding="utf-8").splitlines()
        assert written[line].startswith(f"class {name}(")
        assert source.splitlines()[-1] in written


def test_a_plain_simulation_refuses_a_missing_input():
    with pytest.raises(InputMissing, match="monthly_wage"):
        calculate(BOOK.system, person={name: value for name, value in PERSON.items() if name != "monthly_wage"})


def test_the_law_follows_an_openfisca_reform_and_the_baseline_stays():
    class HigherLimit(Reform):
        name = "a higher limit"

        def apply(self):
            self.modify_parameters(modifier_function=raise_limit)

    def raise_limit(parameters):
        parameters.provident_fund.deposit.base_upper.chengdu.update(start="2026-01-01", value=50_000)
        return parameters

    baseline = CountryTaxBenefitSystem()
    assert calculate(HigherLimit(baseline)) == np.array([4800.0])
    assert calculate(baseline) == np.array([3956.28])


def test_openfisca_web_api_serves_it():
    client = create_app(BOOK.system).test_client()
    for path in (
        "/variables",
        "/parameters",
        "/entities",
        "/spec",
        "/variable/provident_fund_loan",
        "/variable/birth_date",
    ):
        assert client.get(path).status_code == 200, path
    answer = client.post("/calculate", json=situation()).get_json()
    assert answer["households"]["h"]["provident_fund_deposit"][DAY] == 3956.28
