"""A rulebook is an OpenFisca country package: stock OpenFisca computes, serves and reforms it, and fails closed."""

import numpy as np
import pytest
from generators.toy import BOOK
from openfisca_core.reforms import Reform
from openfisca_core.simulations import SimulationBuilder
from openfisca_web_api.app import create_app

from cdmz_rules import CountryTaxBenefitSystem
from cdmz_rules.errors import InputMissing, LawUnknown

DAY = "2026-08-01"
GRANT = "heating_grant"
PERSON = {"home_city": "lower", "monthly_income": 5000}
HOUSEHOLD = {
    "home_zone": "hills",
    "fuel": "gas",
    "heating_bill": 2000,
    "contract_filing_date": "2026-03-01",
    "stove_inspected": True,
}


def situation(person=PERSON, household=HOUSEHOLD, asked=GRANT):
    return {
        "persons": {"a": {name: {DAY: value} for name, value in person.items()}},
        "households": {
            "h": {"applicant": ["a"], **{name: {DAY: value} for name, value in household.items()}, asked: {DAY: None}}
        },
    }


def calculate(system, asked=GRANT, **changes):
    simulation = SimulationBuilder().build_from_entities(system, situation(asked=asked, **changes))
    return simulation.calculate(asked, DAY)


def test_a_plain_simulation_gives_the_amount():
    assert calculate(BOOK.system) == np.array([900.0])


def test_a_plain_simulation_refuses_an_unknown_of_the_law():
    with pytest.raises(LawUnknown, match="neighbours is not known for lower"):
        calculate(BOOK.system, asked="heating_neighbours")


def test_a_plain_simulation_refuses_a_missing_input():
    with pytest.raises(InputMissing, match="monthly_income"):
        calculate(BOOK.system, person={"home_city": "lower"})


def test_every_variable_shows_openfisca_where_it_is_declared():
    for name, variable in BOOK.catalogue.variables.items():
        file, source, line = variable.get_introspection_data()
        written = (BOOK.content.variables.parent / file.lstrip("/")).read_text(encoding="utf-8").splitlines()
        assert written[line].startswith(f"class {name}(")
        assert source.splitlines()[-1] in written


def test_the_law_follows_an_openfisca_reform_and_the_baseline_stays():
    class HigherCap(Reform):
        name = "a higher cap"

        def apply(self):
            self.modify_parameters(modifier_function=raise_cap)

    def raise_cap(parameters):
        parameters.welfare.heating.most.valley.update(start="2026-01-01", value=1000)
        return parameters

    baseline = CountryTaxBenefitSystem(BOOK.content)
    assert calculate(HigherCap(baseline)) == np.array([1000.0])
    assert calculate(baseline) == np.array([900.0])


def test_openfisca_web_api_serves_it():
    client = create_app(BOOK.system).test_client()
    paths = ("/variables", "/parameters", "/entities", "/spec", "/variable/heating_grant", "/variable/birth_date")
    for path in paths:
        assert client.get(path).status_code == 200, path
    answer = client.post("/calculate", json=situation()).get_json()
    assert answer["households"]["h"][GRANT][DAY] == 900.0
