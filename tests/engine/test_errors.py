"""Bad input gets a clear error with its place: nothing is dropped, guessed or computed with."""

from datetime import date

import pytest

from cdmz_rules import InputError, LawFileError, decide
from cdmz_rules.decisions.case_file import read_case, with_settings
from cdmz_rules.decisions.situation import MAX_MEMBERS
from cdmz_rules.files import yaml as yamls

BENEFIT = "provident_fund_loan"
DAY = "2026-04-01"
TODAY = date(2026, 11, 23)


def case(member=None, **household):
    return {"members": [{"role": "applicant", **(member or {})}], **household}


def refused(situation, benefit=BENEFIT, day=DAY):
    with pytest.raises(InputError) as raised:
        decide(situation, benefit, day)
    return raised.value.problems


NAN, INFINITE = float("nan"), float("inf")
WRONG_VALUES = [
    ("an impossible age", case({"age": 212}), "out_of_range", "members[0].age"),
    ("a negative age", case({"age": -1}), "out_of_range", "members[0].age"),
    ("half an age", case({"age": 33.5}), "wrong_type", "members[0].age"),
    ("an age that is not a number", case({"age": NAN}), "wrong_type", "members[0].age"),
    ("an endless age", case({"age": INFINITE}), "wrong_type", "members[0].age"),
    ("an age beyond all numbers", case({"age": 10**400}), "out_of_range", "members[0].age"),
    ("a text for an age", case({"age": "33"}), "wrong_type", "members[0].age"),
    ("a truth for an age", case({"age": True}), "wrong_type", "members[0].age"),
    ("no number", case(price=NAN), "not_finite", "price"),
    ("an endless price", case(price=INFINITE), "not_finite", "price"),
    ("a price endless downward", case(price=-INFINITE), "not_finite", "price"),
    ("a negative price", case(price=-1), "out_of_range", "price"),
    ("a price too high", case(price=10**12), "out_of_range", "price"),
    ("a price beyond all numbers", case(price=10**400), "out_of_range", "price"),
    ("a tenth of a fen", case(price=100.001), "too_fine", "price"),
    ("an expression", case(price="9**9**9"), "wrong_type", "price"),
    ("a number as text", case(price="1500000"), "wrong_type", "price"),
    ("a truth for a number", case(price=True), "wrong_type", "price"),
    ("a list for a number", case(price=[1_500_000]), "wrong_type", "price"),
    ("a mapping for a number", case(price={"2026": 1}), "wrong_type", "price"),
    ("half a child", case(children=1.5), "wrong_type", "children"),
    (
        "a negative balance",
        case({"provident_fund_balance": -0.01}),
        "out_of_range",
        "members[0].provident_fund_balance",
    ),
    ("a term of no month", case(term_months=0), "out_of_range", "term_months"),
    ("a number for a truth", case(completed_home=1), "wrong_type", "completed_home"),
    ("a text for a truth", case(completed_home="yes"), "wrong_type", "completed_home"),
    ("an unknown city", case(property_city="atlantis"), "unknown_value", "property_city"),
    ("a zone for a city", case(property_city="chengdu_central"), "unknown_value", "property_city"),
    ("a pool for a city", case(property_city="sichuan_provincial"), "unknown_value", "property_city"),
    ("a province for a city", case(property_city="sichuan"), "unknown_value", "property_city"),
    ("a number for a city", case(property_city=510100), "unknown_value", "property_city"),
    ("a list for a choice", case(home_kind=["new_commercial"]), "unknown_value", "home_kind"),
    ("a choice that does not exist", case({"sex": "m"}), "unknown_value", "members[0].sex"),
    ("the 31st of February", case({"birth_date": "2026-02-31"}), "not_a_date", "members[0].birth_date"),
    ("a day of another form", case({"birth_date": "1990/05/01"}), "not_a_date", "members[0].birth_date"),
    ("a week", case({"birth_date": "1990-W01-1"}), "not_a_date", "members[0].birth_date"),
    ("a number for a day", case({"birth_date": 19900501}), "not_a_date", "members[0].birth_date"),
    ("a birth long ago", case({"birth_date": "1850-01-01"}), "out_of_range", "members[0].birth_date"),
    ("a birth to come", case({"birth_date": "2026-04-02"}), "in_the_future", "members[0].birth_date"),
    (
        "deposits to come",
        case({"deposits_unbroken_since": "2026-05-01"}),
        "in_the_future",
        "members[0].deposits_unbroken_since",
    ),
    ("one fact twice", case({"age": 30, "birth_date": "1996-01-01"}), "given_twice", "members[0].birth_date"),
]
WRONG_FORMS = [
    ("an unknown field", case(prise=1), "unknown_field", "prise"),
    ("an unknown field of a member", case({"balance": 1}), "unknown_field", "members[0].balance"),
    ("a number for a field", case() | {5: 1}, "unknown_field", "5"),
    ("a computed fact given", case(contributors=2), "unknown_field", "contributors"),
    ("a member's input at the top", case(provident_fund_balance=1), "wrong_place", "provident_fund_balance"),
    ("a household's input below a member", case({"price": 1}), "wrong_place", "members[0].price"),
    ("an alias at the top", case(age=30), "unknown_field", "age"),
    ("no members", {"price": 1}, "missing", "members"),
    ("members that are no list", {"members": {"role": "applicant"}}, "missing", "members"),
    ("an empty list of members", {"members": []}, "missing", "members"),
    ("a member that is a text", {"members": ["applicant"]}, "wrong_type", "members[0]"),
    ("a member without a role", {"members": [{}]}, "missing", "members[0].role"),
    ("a role that does not exist", {"members": [{"role": "aplicant"}]}, "unknown_value", "members[0].role"),
    ("a list for a role", {"members": [{"role": ["applicant"]}]}, "unknown_value", "members[0].role"),
    ("no applicant", {"members": [{"role": "spouse"}]}, "missing", "members"),
    ("two applicants", {"members": [{"role": "applicant"}] * 2}, "too_many", "members"),
    ("two spouses", {"members": [{"role": "applicant"}, *[{"role": "spouse"}] * 2]}, "too_many", "members"),
    ("a crowd", {"members": [{"role": "applicant"}, *[{"role": "child"}] * MAX_MEMBERS]}, "too_many", "members"),
    ("a multitude", {"members": [{"role": "child"}] * 100_000}, "too_many", "members"),
    ("a list for a case", [1, 2], "not_a_case", ""),
    ("a text for a case", "members", "not_a_case", ""),
    ("nothing for a case", None, "not_a_case", ""),
]


@pytest.mark.parametrize(
    ("situation", "code", "pointer"), [entry[1:] for entry in WRONG_VALUES], ids=[entry[0] for entry in WRONG_VALUES]
)
def test_a_wrong_value_is_named_with_its_place(situation, code, pointer):
    (problem,) = refused(situation)
    assert (problem.code, problem.pointer) == (code, pointer)
    assert problem.message_zh
    assert problem.message_en
    assert problem.message_zh != problem.message_en
    assert problem.text("zh").startswith(pointer)
    assert len(problem.text("en")) < 300


@pytest.mark.parametrize(
    ("situation", "code", "pointer"), [entry[1:] for entry in WRONG_FORMS], ids=[entry[0] for entry in WRONG_FORMS]
)
def test_a_wrong_form_is_named_with_its_place(situation, code, pointer):
    (problem,) = refused(situation)
    assert (problem.code, problem.pointer) == (code, pointer)
    assert problem.message_zh
    assert problem.message_en


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2026-02-31", "not_a_date"),
        ("2026-2-3", "not_a_date"),
        ("tomorrow", "not_a_date"),
        (20260401, "not_a_date"),
        (True, "not_a_date"),
        (NAN, "not_a_date"),
        ("1999-12-31", "out_of_range"),
        ("2101-01-01", "out_of_range"),
    ],
)
def test_a_wrong_day_is_named(day, code):
    (problem,) = refused(case(), day=day)
    assert (problem.code, problem.pointer) == (code, "date")


def test_the_day_of_the_case_is_checked_too():
    (problem,) = refused({**case(), "date": "2026-02-30"}, day=None)
    assert (problem.code, problem.pointer) == ("not_a_date", "date")


@pytest.mark.parametrize(
    ("situation", "meant"),
    [
        (case(prise=1), "price"),
        (case(property_city="成都"), "chengdu"),
        (case(property_city="成都市"), "chengdu"),
        (case(property_city="chengd"), "chengdu"),
        (case(home_kind="second-hand"), "second_hand"),
        ({"members": [{"role": "aplicant"}]}, "applicant"),
        (case({"agee": 3}), "age"),
    ],
)
def test_what_was_probably_meant_is_suggested(situation, meant):
    (problem,) = refused(situation)
    assert problem.did_you_mean == meant


def test_an_age_says_what_is_wrong_with_it():
    (problem,) = refused(case({"age": 212}))
    assert problem.text("en") == "members[0].age: 212 is over 120"


def test_a_benefit_that_does_not_exist_is_named_with_the_nearest():
    (problem,) = refused(case(), benefit="provident_fund_lone")
    assert (problem.code, problem.did_you_mean) == ("not_found", "provident_fund_loan")


def test_every_mistake_is_told_at_once():
    problems = refused(case({"age": 212, "balance": 1}, price=-1, prise=2, property_city="atlantis"))
    assert {problem.pointer for problem in problems} == {
        "members[0].age",
        "members[0].balance",
        "price",
        "prise",
        "property_city",
    }


def test_a_mistake_is_told_at_the_member_where_it_stands():
    (problem,) = refused({"members": [{"role": "child"}, {"role": "spouse", "age": 212}, {"role": "applicant"}]})
    assert problem.pointer == "members[1].age"


@pytest.mark.parametrize("value", [None, "unknown"])
def test_unknown_is_a_way_to_say_nothing(value):
    tenant = {"role": "applicant", "deposit_centre": "chengdu", "deposits_unbroken_months": 24}
    household = {"members": [{**tenant, "provident_fund_contribution": "employee"}], "tenancy": "registered"}
    said = decide({**household, "monthly_rent": value}, "provident_fund_rent_withdrawal", "2026-08-05", today=TODAY)
    silent = decide(household, "provident_fund_rent_withdrawal", "2026-08-05", today=TODAY)
    assert said.model_dump(exclude={"receipt"}) == silent.model_dump(exclude={"receipt"})
    assert "monthly_rent" in {question.input for question in said.next_questions}


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("price: 1\nprice: 2\n", 2, "stands twice"),
        ("members: [\n", 2, ""),
        ("a: &x 1\nb: *x\n", 2, "aliases"),
        ("price: !!python/object/apply:os.system [ls]\n", 1, "constructor"),
        ("? [price]\n: 1\n", 1, "a key is one word"),
        ("<<: {price: 1}\n", 1, "constructor"),
        ("price: 1\n---\nprice: 2\n", 2, "only one document"),
        ("a: " + "[" * 101 + "]" * 101, 1, "too deep"),
        ("- 1\n" * 100_001, 100_000, "too many items"),
    ],
    ids=[
        "a doubled key",
        "a broken list",
        "an alias",
        "a foreign tag",
        "a list as a key",
        "a merge",
        "two documents",
        "depth",
        "length",
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_its_line(tmp_path, text, line, what):
    file = tmp_path / "case.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(LawFileError) as raised:
        read_case(file)
    (problem,) = raised.value.problems
    assert (problem.file, problem.line) == (file, line)
    assert what in problem.message


def test_words_without_quotes_are_read_as_yaml_says_but_days_stay_text():
    text = '{a: 1_000, b: 0x1F, c: 1.5e+3, d: yes, e: ~, f: .inf, g: "5", h: 2026-02-31, i: 1, 2: j, l: [], m: [{n: -0.5}]}'
    values = {
        "a": 1000,
        "b": 31,
        "c": 1500.0,
        "d": True,
        "e": None,
        "f": float("inf"),
        "g": "5",
        "h": "2026-02-31",
        "i": 1,
    }
    assert yamls.parse(text) == values | {2: "j", "l": [], "m": [{"n": -0.5}]}
    assert yamls.parse("# nothing\n") is None


def test_a_file_that_is_no_case_is_named(tmp_path):
    file = tmp_path / "case.yaml"
    file.write_text("- 1\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"case\.yaml: a case is a mapping"):
        read_case(file)


@pytest.mark.parametrize(
    ("setting", "code"),
    [("price", "bad_setting"), ("members[3].sex=male", "no_such_member"), ("price=[", "bad_setting")],
)
def test_a_setting_that_cannot_be_made_is_named(setting, code):
    with pytest.raises(InputError) as raised:
        with_settings(case(), [setting])
    assert [problem.code for problem in raised.value.problems] == [code]
    assert raised.value.problems[0].pointer == setting
