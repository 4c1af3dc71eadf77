"""Bad input gets a clear error with its place, on the toy law: nothing is dropped, guessed or computed with."""

from datetime import date

import pytest
from generators.toy import BOOK

from cdmz_rules import InputError, LawFileError, decide
from cdmz_rules.decisions.case_file import read_case, with_settings
from cdmz_rules.decisions.situation import MAX_MEMBERS, parse
from cdmz_rules.files import yaml as yamls

BENEFIT = "orchard_loan"
DAY = "2026-10-15"
TODAY = date(2026, 11, 23)


def case(member=None, **household):
    return {"members": [{"role": "applicant", **(member or {})}], **household}


def refused(situation, benefit=BENEFIT, day=DAY):
    with pytest.raises(InputError) as raised:
        decide(situation, benefit, day, rulebook=BOOK)
    return raised.value.problems


NAN, INFINITE = float("nan"), float("inf")
WRONG_VALUES = [
    ("an impossible age", case({"age": 212}), "out_of_range", "members[0].age"),
    ("a negative age", case({"age": -1}), "out_of_range", "members[0].age"),
    ("half an age", case({"age": 33.5}), "wrong_type", "members[0].age"),
    ("an age that is not a number", case({"age": NAN}), "not_finite", "members[0].age"),
    ("an endless age", case({"age": INFINITE}), "not_finite", "members[0].age"),
    ("an age beyond all numbers", case({"age": 10**400}), "out_of_range", "members[0].age"),
    ("a text for an age", case({"age": "grown up"}), "wrong_type", "members[0].age"),
    ("a truth for an age", case({"age": True}), "wrong_type", "members[0].age"),
    ("no number", case(heating_bill=NAN), "not_finite", "heating_bill"),
    ("an endless bill", case(heating_bill=INFINITE), "not_finite", "heating_bill"),
    ("a bill endless downward", case(heating_bill=-INFINITE), "not_finite", "heating_bill"),
    ("a negative bill", case(heating_bill=-1), "out_of_range", "heating_bill"),
    ("a bill too high", case(heating_bill=10**12), "out_of_range", "heating_bill"),
    ("a bill beyond all numbers", case(heating_bill=10**400), "out_of_range", "heating_bill"),
    ("a tenth of a fen", case(heating_bill=100.001), "too_fine", "heating_bill"),
    ("an expression", case(heating_bill="9**9**9"), "wrong_type", "heating_bill"),
    ("a number with underscores as text", case(heating_bill="1_500_000"), "wrong_type", "heating_bill"),
    ("a number in base 60", case(heating_bill="1:30"), "wrong_type", "heating_bill"),
    ("a truth for a number", case(heating_bill=True), "wrong_type", "heating_bill"),
    ("a list for a number", case(heating_bill=[1_500_000]), "wrong_type", "heating_bill"),
    ("a mapping for a number", case(heating_bill={"2026": 1}), "wrong_type", "heating_bill"),
    ("half a month", case(member_months=1.5), "wrong_type", "member_months"),
    (
        "a negative balance",
        case({"savings": -0.01}),
        "out_of_range",
        "members[0].savings",
    ),
    ("a term of no month", case(term_months=0), "out_of_range", "term_months"),
    ("a number for a truth", case(stove_inspected=2), "wrong_type", "stove_inspected"),
    ("a text for a truth", case(stove_inspected="perhaps"), "wrong_type", "stove_inspected"),
    ("an unknown city", case(orchard_city="atlantis"), "unknown_value", "orchard_city"),
    ("a zone for a city", case(orchard_city="harbour"), "unknown_value", "orchard_city"),
    ("a pool for a city", case(orchard_city="boatmen"), "unknown_value", "orchard_city"),
    ("a province for a city", case(orchard_city="valley"), "unknown_value", "orchard_city"),
    ("a number for a city", case(orchard_city=900100), "unknown_value", "orchard_city"),
    ("a list for a choice", case(fuel=["gas"]), "unknown_value", "fuel"),
    ("a choice that does not exist", case({"guild": "m"}), "unknown_value", "members[0].guild"),
    ("the 31st of February", case({"birth_date": "2026-02-31"}), "not_a_date", "members[0].birth_date"),
    ("a day of another form", case({"birth_date": "01/05/1990"}), "not_a_date", "members[0].birth_date"),
    ("a week", case({"birth_date": "1990-W01-1"}), "not_a_date", "members[0].birth_date"),
    ("a spreadsheet's number for a day", case({"birth_date": 32994}), "not_a_date", "members[0].birth_date"),
    ("a birth long ago", case({"birth_date": "1850-01-01"}), "out_of_range", "members[0].birth_date"),
    ("a birth to come", case({"birth_date": "2026-10-16"}), "in_the_future", "members[0].birth_date"),
    (
        "a day of joining to come",
        case({"joined_date": "2026-10-16"}),
        "in_the_future",
        "members[0].joined_date",
    ),
    ("one fact twice", case({"age": 30, "birth_date": "1996-01-01"}), "given_twice", "members[0].birth_date"),
]
WRONG_FORMS = [
    ("an unknown field", case(heating_bil=1), "unknown_field", "heating_bil"),
    ("an unknown field of a member", case({"saving": 1}), "unknown_field", "members[0].saving"),
    ("a number for a field", case() | {5: 1}, "unknown_field", "5"),
    ("a computed fact given", case(household_income=2), "unknown_field", "household_income"),
    ("a member's input at the top", case(savings=1), "wrong_place", "savings"),
    ("a household's input below a member", case({"heating_bill": 1}), "wrong_place", "members[0].heating_bill"),
    ("an alias at the top", case(age=30), "unknown_field", "age"),
    ("no members", {"heating_bill": 1}, "missing", "members"),
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
        ("2026-02-03 08:00", "not_a_date"),
        ("tomorrow", "not_a_date"),
        (20260431, "not_a_date"),
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
        (case(heating_bil=1), "heating_bill"),
        (case(orchard_city="loewr"), "lower"),
        (case(fuel="Fire wood"), "wood"),
        (case(orchard_city="uper"), "upper"),
        (case(fuel="woods"), "wood"),
        ({"members": [{"role": "aplicant"}]}, "applicant"),
        (case({"agee": 3}), "age"),
    ],
)
def test_what_was_probably_meant_is_suggested(situation, meant):
    (problem,) = refused(situation)
    assert problem.did_you_mean == meant


def test_a_case_is_read_as_people_write_it():
    plain = (
        {"age": 33, "home_city": "upper"},
        {"heating_bill": 1500, "stove_inspected": True, "contract_filing_date": "2026-01-10"},
    )
    written = (
        {"age": "33", "home_city": "上城"},
        {"heating_bill": "1,500元", "stove_inspected": "是", "contract_filing_date": "2026年1月10日"},
    )
    one, other = (parse(BOOK.catalogue, case(member, **household), TODAY) for member, household in (plain, written))
    assert (one.household, one.persons) == (other.household, other.persons)
    assert one.ranges["birth_date", 0][:2] == other.ranges["birth_date", 0][:2]


def test_an_age_says_what_is_wrong_with_it():
    (problem,) = refused(case({"age": 212}))
    assert problem.text("en") == "members[0].age: 212 is over 120"


def test_a_benefit_that_does_not_exist_is_named_with_the_nearest():
    (problem,) = refused(case(), benefit="orchard_lone")
    assert (problem.code, problem.did_you_mean) == ("not_found", "orchard_loan")


def test_every_mistake_is_told_at_once():
    problems = refused(case({"age": 212, "saving": 1}, heating_bill=-1, heating_bil=2, orchard_city="atlantis"))
    assert {problem.pointer for problem in problems} == {
        "members[0].age",
        "members[0].saving",
        "heating_bill",
        "heating_bil",
        "orchard_city",
    }


def test_a_mistake_is_told_at_the_member_where_it_stands():
    (problem,) = refused({"members": [{"role": "child"}, {"role": "spouse", "age": 212}, {"role": "applicant"}]})
    assert problem.pointer == "members[1].age"


@pytest.mark.parametrize("value", [None, "unknown", "未知", ""])
def test_unknown_is_a_way_to_say_nothing(value):
    member = {"role": "applicant", "home_city": "upper", "monthly_income": 4000}
    household = {"members": [member], "fuel": "gas", "contract_filing_date": "2026-04-01", "stove_inspected": True}
    unknown = decide({**household, "heating_bill": value}, "heating_grant", DAY, rulebook=BOOK, today=TODAY)
    silent = decide(household, "heating_grant", DAY, rulebook=BOOK, today=TODAY)
    assert unknown.model_dump(exclude={"receipt"}) == silent.model_dump(exclude={"receipt"})
    assert "heating_bill" in {question.input for question in unknown.next_questions}


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("heating_bill: 1\nheating_bill: 2\n", 2, "stands twice"),
        ("members: [\n", 2, ""),
        ("a: &x 1\nb: *x\n", 2, "aliases"),
        ("heating_bill: !!python/object/apply:os.system [ls]\n", 1, "constructor"),
        ("? [heating_bill]\n: 1\n", 1, "a key is one word"),
        ("!!int 1: 1\n", 1, "constructor"),
        ("heating_bill: 1\n---\nheating_bill: 2\n", 2, "only one document"),
        ("a: " + "[" * 101 + "]" * 101, 1, "too deep"),
        ("- 1\n" * 100_001, 100_000, "too many items"),
    ],
    ids=[
        "a doubled key",
        "a broken list",
        "an alias",
        "a foreign tag",
        "a list as a key",
        "a tag of a key",
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


def test_words_without_quotes_are_read_as_yaml_says_but_days_and_what_is_not_decimal_stay_text():
    text = '{a: 1_000, b: 0x1F, c: 1.5e+3, d: yes, e: ~, f: .inf, g: "5", h: 2026-02-31, i: 1, 2: j, l: [], m: [{n: -0.5}], o: =}'
    values = {
        "a": 1000,
        "b": "0x1F",
        "c": 1500.0,
        "d": True,
        "e": None,
        "f": ".inf",
        "g": "5",
        "h": "2026-02-31",
        "i": 1,
    }
    assert yamls.parse(text) == values | {"2": "j", "l": [], "m": [{"n": -0.5}], "o": "="}
    assert yamls.parse("# nothing\n") is None


def test_keys_are_what_is_written_so_that_two_are_never_one():
    keys = ["yes", "true", "1", "01", "1.0", "null", "~", "2026-01-31", "<<", "="]
    assert yamls.parse("\n".join(f"{key}: {number}" for number, key in enumerate(keys))) == {
        key: number for number, key in enumerate(keys)
    }
    for text in ("yes: 1\nyes: 2", "1: 1\n'1': 2"):
        with pytest.raises(LawFileError, match="stands twice"):
            yamls.parse(text)


def test_a_file_that_is_no_case_is_named(tmp_path):
    file = tmp_path / "case.yaml"
    file.write_text("- 1\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"case\.yaml: a case is a mapping"):
        read_case(file)


@pytest.mark.parametrize(
    ("setting", "code"),
    [("heating_bill", "bad_setting"), ("members[3].guild=upper", "no_such_member"), ("heating_bill=[", "bad_setting")],
)
def test_a_setting_that_cannot_be_made_is_named(setting, code):
    with pytest.raises(InputError) as raised:
        with_settings(case(), [setting])
    assert [problem.code for problem in raised.value.problems] == [code]
    assert raised.value.problems[0].pointer == setting.partition("=")[0]


def test_settings_leave_what_is_no_member_to_be_refused():
    said = with_settings({**case(), "members": [*case()["members"], "spouse"]}, ["heating_bill=1"])
    assert said["members"][-1] == "spouse"
