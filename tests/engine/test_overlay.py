"""A bureau writes its own figures beside the law: they decide, and every answer says where they come from."""

from dataclasses import replace
from datetime import date

import pytest
from generators.toy import BOOK

from cdmz_rules import InputError, LawFileError, decide
from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.law import read
from cdmz_rules.law.entry import set_value

DAY, TODAY = date(2026, 6, 20), date(2026, 11, 23)
SOURCE = "下城果园贷款细则（下果〔2026〕3号）"
CASE = {
    "members": [
        {"role": "applicant", "guild": "upper", "joined_date": "2024-01-15", "savings": 8000.50},
        {"role": "spouse", "savings": 3210},
    ],
    "orchard_city": "lower",
    "term_months": 60,
}
FIGURES = {"orchard.guilds": ["upper"], "orchard.savings_counted": "household", "orchard.rounding": 1000}


def overlaid(folder):
    """The law with an overlay folder."""
    return read(replace(BOOK.content, overlay=folder))[1]


def written(folder, figures=None, **facts):
    """The law with figures of Lower in a folder."""
    for path, value in (figures or FIGURES).items():
        keywords = {"where": "lower", "start": "2026-01-01", "source": SOURCE, "evidence": "official", "today": TODAY}
        set_value(BOOK.law, BOOK.content.registry, folder, path, value=value, **{**keywords, **facts})
    return overlaid(folder)


def answer(law, day=DAY):
    return decide(CASE, "orchard_loan", day, law=law, rulebook=BOOK, today=TODAY)


def test_a_household_is_decided_by_the_bureaus_figures(tmp_path):
    decision = answer(written(tmp_path))
    assert decision.outcome is Outcome.ELIGIBLE
    assert (decision.amount.bound, decision.amount.value) == ("exact", 112_000)  # 10 x 11,210.50, in whole thousands
    assert decision.missing_law == []
    by_path = {source.path: source for source in decision.sources}
    for path, value in FIGURES.items():
        assert (by_path[path].origin, by_path[path].evidence, by_path[path].value) == ("overlay", "official", value)
        assert by_path[path].document["title"] == SOURCE
        assert by_path[path].place == "lower"
    assert by_path["orchard.multiple"].origin == "law"
    (warning,) = [each for each in decision.warnings if each.code == "overlay"]
    assert set(warning.paths) == set(FIGURES)
    assert answer(BOOK.law).outcome is Outcome.RULE_UNKNOWN


def test_the_evidence_is_that_of_the_figures_or_weaker(tmp_path):
    for evidence in ("official", "reported", "recalled"):
        assert answer(written(tmp_path / evidence, evidence=evidence)).evidence == evidence


def test_a_figure_counts_from_its_first_day(tmp_path):
    law = written(tmp_path, start="2026-06-15")
    assert answer(law, date(2026, 6, 15)).outcome is Outcome.ELIGIBLE
    assert answer(law, date(2026, 6, 14)).outcome is Outcome.RULE_UNKNOWN


@pytest.mark.parametrize(
    ("on_expiry", "outcome"),
    [("unknown", Outcome.RULE_UNKNOWN), ("ends", Outcome.NOT_ELIGIBLE), ("reverts", Outcome.NOT_ELIGIBLE)],
)
def test_a_figure_with_a_last_day_ends_as_it_says(tmp_path, on_expiry, outcome):
    law = written(tmp_path, until="2026-09-30", on_expiry=on_expiry)
    assert answer(law, date(2026, 9, 30)).outcome is Outcome.ELIGIBLE
    assert answer(law, date(2026, 10, 1)).outcome is outcome


def test_a_figure_can_be_corrected_and_another_added(tmp_path):
    written(tmp_path)
    law = written(tmp_path, {"orchard.rounding": 100})
    assert answer(law).amount.value == 112_100
    law = written(tmp_path, {"orchard.rounding": 50_000}, start="2026-06-01")
    assert answer(law, date(2026, 5, 31)).amount.value == 112_100
    assert answer(law, date(2026, 6, 1)).amount.value == 100_000


@pytest.mark.parametrize("figure", ["5千", "50_0", "1:30"])
def test_a_figure_that_is_no_decimal_number_is_refused(tmp_path, figure):
    with pytest.raises(InputError, match=f"{figure} is no number"):
        written(tmp_path, {"orchard.rounding": figure})


@pytest.mark.parametrize(("figure", "value"), [("0.1万", 1000), ("1,000", 1000), ("１０００", 1000), (1000.0, 1000)])
def test_a_figure_is_read_as_people_write_it(tmp_path, figure, value):
    assert written(tmp_path, {"orchard.rounding": figure})["orchard.rounding"].at("lower", DAY).value == value


def test_the_law_without_the_folder_stays_as_it_was(tmp_path):
    before = overlaid(None).fingerprint
    law = written(tmp_path)
    assert overlaid(None).fingerprint == before == BOOK.law.fingerprint
    assert law.fingerprint != before
    assert BOOK.law["orchard.rounding"].at("lower", TODAY).value is None


@pytest.mark.parametrize(
    ("path", "changes"),
    [
        ("orchard.most", {"value": "500_000"}),
        ("orchard.most", {"value": -1}),
        ("orchard.most", {"value": True}),
        ("orchard.most", {"value": None}),
        ("orchard.most", {"value": float("nan")}),
        ("welfare.heating.share.gas", {"value": 20}),
        ("orchard.savings_counted", {"value": "guess"}),
        ("welfare.meals.offered", {"value": 2}),
        ("welfare.meals.born_from", {"value": "2012-13-01"}),
        ("orchard.guilds", {"value": ["atlantis"]}),
        ("orchard.mots", {}),
        ("orchard.most", {"where": "lowerr"}),
        ("orchard.most", {"start": "2026-02-31"}),
        ("orchard.most", {"evidence": "assumed"}),
        ("orchard.most", {"until": "2026-12-31"}),
        ("orchard.most", {"until": "2026-12-31", "on_expiry": "vanishes"}),
    ],
)
def test_a_figure_that_cannot_be_is_refused_and_nothing_is_written(tmp_path, path, changes):
    keywords = {"where": "lower", "start": "2026-01-01", "source": SOURCE, "value": 500_000, "today": TODAY}
    with pytest.raises(InputError) as raised:
        set_value(BOOK.law, BOOK.content.registry, tmp_path, path, **{**keywords, **changes})
    assert raised.value.problems
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("most.yaml", "lower: {values: {2026-01-01: {value: 1, metadata: {}}}}\n", "needs evidence, source"),
        ("most.yaml", "lowerr: {values: {}}\n", "is no place"),
        ("mots.yaml", "lower: {values: {}}\n", ""),
        ("most.yaml", "- 1\n", "mapping"),
        ("most.txt", "1\n", "only .yaml"),
    ],
)
def test_a_wrong_file_is_named_with_its_line(tmp_path, name, text, message):
    file = tmp_path / "parameters" / "orchard" / name
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(LawFileError) as raised:
        overlaid(tmp_path)
    problem = raised.value.problems[0]
    assert (problem.file, problem.line >= 1) == (file, True)
    assert message in problem.message


def test_a_figure_for_an_item_that_does_not_exist_is_named(tmp_path):
    file = tmp_path / "parameters" / "orchard" / "mots.yaml"
    file.parent.mkdir(parents=True)
    metadata = "{evidence: reported, source: notice, last_verified: 2026-06-30}"
    file.write_text(f"lower: {{values: {{2026-01-01: {{value: 1, metadata: {metadata}}}}}}}\n", encoding="utf-8")
    with pytest.raises(LawFileError, match=r"the law has no item orchard\.mots"):
        overlaid(tmp_path)


def test_a_folder_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(LawFileError, match="the overlay folder does not exist"):
        overlaid(tmp_path / "nowhere")
