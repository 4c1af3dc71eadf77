"""The units of the shipped law are proven, and a figure of another unit is named where a formula uses it."""

import shutil

from generators import units as checks
from generators.shipped import BOOK
from generators.units import DAY
from terminal import ROOT

from cdmz_rules.cli import language, law_audit, law_words
from cdmz_rules.decisions import plan_check
from cdmz_rules.plan import units

UNPROVEN = {
    "provident_fund.loan.rounding_unit",  # whatever it counts in, an amount divided and multiplied by it is the amount
    "fund_withdrawn_for_rent",  # only asked whether it is more than nothing
    "homes_in_residence_zone",  # likewise
}
"""What no formula holds to its unit."""


def test_the_units_of_the_shipped_law_are_proven():
    assert units.problems(BOOK.system, BOOK.law, checks.of_households(BOOK), plan_check.days(BOOK)) == []


def test_every_variable_has_a_unit_and_it_is_the_declared_one():
    checks.check_declared(BOOK)


def test_every_figure_of_the_law_is_held_to_its_unit():
    """With another unit, each would be refused somewhere."""
    held = checks.figures_held(BOOK)
    assert len(held) > 180
    assert checks.unproven(held) == UNPROVEN - set(BOOK.catalogue.variables)


def test_every_number_that_is_asked_is_held_to_its_unit(monkeypatch):
    held = checks.inputs_held(BOOK, monkeypatch)
    assert len(held) > 80
    assert checks.unproven(held) == UNPROVEN & set(BOOK.catalogue.variables)


def test_excuses_are_few():
    assert checks.excused(BOOK) == {"childcare_subsidy", "public_rental_allocation_order"}


def test_steps_stand_in_the_graph_after_what_they_need():
    checks.check_order_of_steps(checks.of_benefits(BOOK))


def test_an_item_of_another_unit_is_named_where_a_formula_uses_it():
    path = "provident_fund.loan.interest_subsidy.cap"
    law = checks.of_another_unit(BOOK.law, path, "CNY/month")
    (problem,) = units.problems(BOOK.system, law, ["provident_fund_interest_subsidy"], [DAY])
    assert problem.file == ROOT / "variables" / "provident_fund" / "loan" / "repayment.py"
    lines = problem.file.read_text(encoding="utf-8").splitlines()
    assert lines[problem.line - 1].strip() == "def formula(household, period):"
    above = [line for line in lines[: problem.line] if line.startswith("class ")]
    assert above[-1] == "class provident_fund_interest_subsidy(Step):"
    assert problem.message == f"provident_fund_interest_subsidy: the lesser of CNY and CNY/month ({path})"


def test_a_clause_that_compares_other_units_is_named_where_it_is_declared():
    path, clause = "provident_fund.loan.deposit_months.{applicant_contribution}", "provident_fund_loan_deposit_months"
    (problem,) = units.problems(BOOK.system, checks.of_another_unit(BOOK.law, path, "years"), [clause], [DAY])
    assert problem.file == ROOT / "variables" / "provident_fund" / "loan" / "conditions.py"
    line = problem.file.read_text(encoding="utf-8").splitlines()[problem.line - 1]
    assert line == f"class {clause}(Condition):"
    assert problem.message == f"{clause}: a comparison of month (deposit_months) and year ({path})"


def test_the_command_names_a_figure_of_another_unit(tmp_path):
    shutil.copytree(ROOT / "parameters", tmp_path / "parameters")
    file = tmp_path / "parameters" / "medical_insurance" / "critical_illness" / "annual_cap.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count("unit: CNY\n") == 1
    file.write_text(text.replace("unit: CNY\n", "unit: CNY/year\n"), encoding="utf-8")
    found = law_audit.audit(tmp_path / "parameters").problems
    assert {(problem.file.name, problem.message.partition(":")[0]) for problem in found} == {
        ("critical_illness.py", "critical_illness_cap")
    }
    language.choose("zh")
    try:
        said = law_words.in_words(found[0].message)
    finally:
        language.choose("en")
    item = "medical_insurance.critical_illness.annual_cap"
    assert said == f"critical_illness_cap：CNY (critical_illness_raise) 与 CNY/year ({item}) 不能取低"
