"""A bureau of Deyang writes its own figures beside the shipped law, and they decide. The rest is tested on the toy law."""

from dataclasses import replace
from datetime import date

from generators import cases
from generators.shipped import BOOK, SHIPPED

from cdmz_rules import decide
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
