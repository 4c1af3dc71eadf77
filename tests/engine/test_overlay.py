"""A bureau writes its own figures beside the law: they decide, and every answer says where they come from."""

from dataclasses import replace
from datetime import date

import pytest
from generators import cases
from generators.shipped import BOOK, SHIPPED

from cdmz_rules import InputError, LawFileError, decide
from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.law import read
from cdmz_rules.law.entry import set_value

TODAY = date(2026, 11, 23)
SOURCE = "德阳市住房公积金贷款管理办法（德公积金〔2026〕3号）"
DEYANG = next(case for case in cases.examples(SHIPPED) if case.name.startswith("deyang"))
FIGURES = {
    "provident_fund.loan.maximum_single": 500_000,
    "provident_fund.loan.balance_rule": "multiple",
    "provident_fund.loan.balance_multiple.employee": 12,
    "provident_fund.loan.first_home_rule": "no_outstanding_loan",
    "provident_fund.loan.down_payment.first_home": 0.3,
    "provident_fund.loan.repayment_to_income": 0.5,
    "provident_fund.loan.term_years": 30,
    "provident_fund.loan.retirement_years_beyond": 5,
    "provident_fund.loan.rounding_unit": 1000,
}


def overlaid(folder):
    """The law with an overlay folder."""
    return read(replace(BOOK.content, overlay=folder))[1]


def written(folder, figures=None, **facts):
    """The law with figures of Deyang in a folder."""
    for path, value in (figures or FIGURES).items():
        keywords = {"where": "deyang", "start": "2026-01-01", "source": SOURCE, "evidence": "official", "today": TODAY}
        set_value(BOOK.law, BOOK.content.registry, folder, path, value=value, **{**keywords, **facts})
    return overlaid(folder)


def answer(law, day=DEYANG.day):
    return decide(DEYANG.inputs, DEYANG.benefit, day, law=law, today=TODAY)


def test_a_household_of_deyang_is_decided_by_the_bureaus_figures(tmp_path):
    decision = answer(written(tmp_path))
    assert decision.outcome is Outcome.ELIGIBLE
    assert (decision.amount.bound, decision.amount.value) == ("exact", 434_000)  # 620,000 less 30%
    assert decision.missing_law == []
    by_path = {source.path: source for source in decision.sources}
    for path, value in FIGURES.items():
        assert (by_path[path].origin, by_path[path].evidence, by_path[path].value) == ("overlay", "official", value)
        assert by_path[path].document["title"] == SOURCE
        assert by_path[path].place == "deyang"
    (warning,) = [each for each in decision.warnings if each.code == "overlay"]
    assert set(warning.paths) == set(FIGURES)
    assert answer(BOOK.law).outcome is Outcome.RULE_UNKNOWN


def test_the_evidence_is_that_of_the_figures_or_weaker(tmp_path):
    assert answer(written(tmp_path / "official")).evidence == "recalled"  # the six months of deposits
    reported = written(
        tmp_path / "reported", {**FIGURES, "provident_fund.loan.deposit_months.employee": 6}, evidence="reported"
    )
    assert answer(reported).evidence == "reported"


def test_a_figure_counts_from_its_first_day(tmp_path):
    law = written(tmp_path, start="2026-06-15")
    assert answer(law, date(2026, 6, 15)).outcome is Outcome.ELIGIBLE
    assert answer(law, date(2026, 6, 14)).outcome is Outcome.RULE_UNKNOWN


@pytest.mark.parametrize(("on_expiry", "outcome"), [("unknown", Outcome.RULE_UNKNOWN), ("ends", Outcome.RULE_UNKNOWN)])
def test_a_figure_with_a_last_day_ends_as_it_says(tmp_path, on_expiry, outcome):
    law = written(tmp_path, until="2026-12-31", on_expiry=on_expiry)
    assert answer(law, date(2026, 12, 31)).outcome is Outcome.ELIGIBLE
    assert answer(law, date(2027, 1, 1)).outcome is outcome


def test_a_figure_can_be_corrected_and_another_added(tmp_path):
    path = "provident_fund.loan.down_payment.first_home"
    written(tmp_path)
    law = written(tmp_path, {path: 0.2})
    assert answer(law).amount.value == 456_000  # now 12 x 38,000 binds
    law = written(tmp_path, {path: 0.5}, start="2026-06-01")
    assert answer(law, date(2026, 5, 31)).amount.value == 456_000
    assert answer(law, date(2026, 6, 1)).amount.value == 310_000


def test_the_law_without_the_folder_stays_as_it_was(tmp_path):
    before = overlaid(None).fingerprint
    law = written(tmp_path)
    assert overlaid(None).fingerprint == before
    assert law.fingerprint != before
    assert BOOK.law["provident_fund.loan.maximum_single"].at("deyang", TODAY).value is None


@pytest.mark.parametrize(
    ("path", "changes"),
    [
        ("provident_fund.loan.maximum_single", {"value": "500000"}),
        ("provident_fund.loan.maximum_single", {"value": -1}),
        ("provident_fund.loan.maximum_single", {"value": True}),
        ("provident_fund.loan.maximum_single", {"value": None}),
        ("provident_fund.loan.maximum_single", {"value": float("nan")}),
        ("provident_fund.loan.down_payment.first_home", {"value": 20}),
        ("provident_fund.loan.balance_rule", {"value": "guess"}),
        ("provident_fund.loan.balances_added", {"value": 1}),
        ("provident_fund.purchase.places_without_condition", {"value": ["atlantis"]}),
        ("provident_fund.loan.maximum_singel", {}),
        ("provident_fund.loan.maximum_single", {"where": "deyangg"}),
        ("provident_fund.loan.maximum_single", {"start": "2026-02-31"}),
        ("provident_fund.loan.maximum_single", {"evidence": "assumed"}),
        ("provident_fund.loan.maximum_single", {"until": "2026-12-31"}),
        ("provident_fund.loan.maximum_single", {"until": "2026-12-31", "on_expiry": "vanishes"}),
    ],
)
def test_a_figure_that_cannot_be_is_refused_and_nothing_is_written(tmp_path, path, changes):
    keywords = {"where": "deyang", "start": "2026-01-01", "source": SOURCE, "value": 500_000, "today": TODAY}
    with pytest.raises(InputError) as raised:
        set_value(BOOK.law, BOOK.content.registry, tmp_path, path, **{**keywords, **changes})
    assert raised.value.problems
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("maximum_single.yaml", "deyang: {values: {2026-01-01: {value: 1, metadata: {}}}}\n", "needs evidence, source"),
        ("maximum_single.yaml", "deyangg: {values: {}}\n", "is no place"),
        ("maximum_singel.yaml", "deyang: {values: {}}\n", ""),
        ("maximum_single.yaml", "- 1\n", "mapping"),
        ("maximum_single.txt", "1\n", "only .yaml"),
    ],
)
def test_a_wrong_file_is_named_with_its_line(tmp_path, name, text, said):
    file = tmp_path / "parameters" / "provident_fund" / "loan" / name
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(LawFileError) as raised:
        overlaid(tmp_path)
    problem = raised.value.problems[0]
    assert (problem.file, problem.line >= 1) == (file, True)
    assert said in problem.message


def test_a_figure_for_an_item_that_does_not_exist_is_named(tmp_path):
    file = tmp_path / "parameters" / "provident_fund" / "loan" / "maximum_singel.yaml"
    file.parent.mkdir(parents=True)
    metadata = "{evidence: reported, source: cd-12-2026, last_verified: 2026-06-30}"
    file.write_text(f"deyang: {{values: {{2026-01-01: {{value: 1, metadata: {metadata}}}}}}}\n", encoding="utf-8")
    with pytest.raises(LawFileError, match=r"the law has no item provident_fund\.loan\.maximum_singel"):
        overlaid(tmp_path)


def test_a_folder_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(LawFileError, match="the overlay folder does not exist"):
        overlaid(tmp_path / "nowhere")
