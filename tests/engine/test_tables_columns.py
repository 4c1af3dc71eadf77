"""The columns of a table, on the toy law: what they may be called, what their cells may say, and every mistake with its place."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from generators.toy import BOOK

from cdmz_rules import InputError, decide_table
from cdmz_rules.tables import columns, headings, naming, reader, slots

DAY = date(2026, 4, 1)
BENEFIT = "heating_grant"


def decided(table, benefits=BENEFIT, day=DAY):
    return decide_table(table, benefits, day, rulebook=BOOK)


def read(table, day=DAY):
    names, cols, count = columns.split(table)
    return reader.read(BOOK.catalogue, naming.resolve(BOOK.catalogue, names), cols, count, day)


def values_of(name, *cells):
    """What each cell of a column comes to: its value, None, or the code of its problem."""
    households = read({name: list(cells)})
    codes = {row: problem.code for row, problem in reversed(households.faults)}
    first, _, rest = name.rpartition(".")
    cases = [households.case(row) for row in range(len(cells))]
    holders = [case["members"][0] if first else case for case in cases]
    return [codes.get(row, holder.get(rest)) for row, holder in enumerate(holders)]


UNKNOWN = [None, "", "  ", "unknown", "Unknown", "未知", float("nan"), np.nan, "NaN"]

CELLS = {
    "heating_bill": [
        (1500000, 1500000.0), (1500000.5, 1500000.5), ("1500000", 1500000.0), (" 1,500,000.50 ", 1500000.5), ("1.5e6", 1500000.0),
        (np.float32(2), 2.0), (np.int64(2), 2.0), (Decimal("2.5"), 2.5), (0, 0.0), (1_000_000_000, 1_000_000_000.0),
        (-1, "out_of_range"), (1_000_000_001, "out_of_range"), ("1,50,000", "wrong_type"), ("12万", 120000.0), ("9**9", "wrong_type"),
        (1.234, "too_fine"), (float("inf"), "not_finite"), ("1e999", "not_finite"), (True, "wrong_type"), ([1], "wrong_type"),
        (10**400, "out_of_range"), ("1_000", "wrong_type"), ("=1+1", "wrong_type"), ("１２", 12.0), (b"1", "wrong_type"), ("-0", 0.0),
        ("-nan", "wrong_type"), ("inf", "wrong_type"), ("0700", 700.0), ("12,34", "wrong_type"),
    ],
    "member_months": [(2, 2.0), ("2", 2.0), (2.5, "wrong_type"), (1001, "out_of_range")],
    "stove_inspected": [
        (True, True), (False, False), ("是", True), ("否", False), ("YES", True), ("no", False), ("TRUE", True), ("false", False),
        (1, True), (0, False), ("1", True), (1.0, True), (np.bool_(True), True),
        (2, "wrong_type"), ("对", "wrong_type"), ("y", True),
    ],
    "contract_filing_date": [
        (date(2026, 1, 31), date(2026, 1, 31)), (datetime(2026, 1, 31), date(2026, 1, 31)), (datetime(2026, 1, 31, 23, 59), "not_a_date"),
        ("2026-01-31", date(2026, 1, 31)),
        ("2026/1/31", date(2026, 1, 31)), ("2026年1月31日", date(2026, 1, 31)), ("2026-01-31 00:00:00", date(2026, 1, 31)),
        ("2026-01-31 08:00:00", "not_a_date"),
        ("2026-01-31T08:00:00+08:00", date(2026, 1, 31)), (np.datetime64("2026-01-31"), date(2026, 1, 31)), (46053, "not_a_date"),
        (46053.5, "not_a_date"), ("46053", "not_a_date"), ("20260131", date(2026, 1, 31)), (20260131, date(2026, 1, 31)),
        (np.datetime64("NaT"), None), ("2026-02-30", "not_a_date"),
        ("31/01/2026", "not_a_date"), ("1992", "not_a_date"), (1992, "not_a_date"), (True, "not_a_date"), ("2026-04-02", "in_the_future"),
        ("1899-12-31", "out_of_range"), ("yesterday", "not_a_date"),
    ],
    "orchard_city": [
        ("upper", "upper"), ("UPPER", "upper"), ("上城", "upper"), ("Lower", "lower"), ("abroad", "abroad"), ("uper", "unknown_value"),
        ("boatmen", "unknown_value"), (1, "unknown_value"),
    ],
    "fuel": [("gas", "gas"), ("燃气", "gas"), ("WOOD", "wood"), ("coal", "unknown_value")],
    "applicant.guild": [("the boatmen's guild", "boatmen"), ("船工行会", "boatmen"), ("abroad", "unknown_value")],
}  # fmt: skip


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_says_what_people_mean_by_it(name):
    cells = CELLS[name]
    assert values_of(name, *(cell for cell, _ in cells)) == [expected for _, expected in cells]
    assert values_of(name, *UNKNOWN) == [None] * len(UNKNOWN)


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_says_the_same_alone_as_among_others(name):
    """A column of one kind is read at once, a mixed one cell by cell: both must agree."""
    for cell, expected in CELLS[name]:
        assert values_of(name, cell, None) == [expected, None], cell


def test_months_and_ages_count_back_from_the_day_of_the_row():
    households = read({"date": ["2026-04-01", "2024-02-29", None], "applicant.age": [30, 1, 0]})
    assert [households.case(row)["members"][0]["age"] for row in range(3)] == [30, 1, 0]
    first, last = households.cases().ranges["birth_date", 0]
    assert first.astype(date).tolist() == [date(1995, 4, 2), date(2022, 3, 1), date(2025, 4, 2)]
    assert last.astype(date).tolist() == [date(1996, 4, 1), date(2023, 2, 28), date(2026, 4, 1)]
    refused = read({"applicant.age": [121, 2.5, -1, "old", True], "date": ["no", None, None, None, None]})
    assert [(row, problem.code) for row, problem in refused.faults] == [
        (0, "not_a_date"),
        (0, "out_of_range"),
        (1, "wrong_type"),
        (2, "out_of_range"),
        (3, "wrong_type"),
        (4, "wrong_type"),
    ]


def test_there_is_a_member_where_a_column_says_so_or_tells_of_one():
    households = read(
        {
            "spouse": [None, "是", "否", None, "unknown"],
            "spouse.savings": [None, None, None, 5, None],
            "child2": [True, False, None, None, None],
            "other1.guild": [None, None, None, None, "上城"],
        }
    )
    assert not households.faults
    assert [[member["role"] for member in households.case(row)["members"]] for row in range(5)] == [
        ["applicant", "child"],
        ["applicant", "spouse"],
        ["applicant"],
        ["applicant", "spouse"],
        ["applicant", "other"],
    ]


def test_no_more_than_twenty_members():
    names = [slot.name for slot in slots.slots(BOOK.catalogue) if slot.role != "applicant"]
    households = read({name: [position < 19, position < 20] for position, name in enumerate(names)})
    assert [(row, problem.code) for row, problem in households.faults] == [(1, "too_many")]
    assert len(households.case(0)["members"]) == 20


def test_what_contradicts_itself_is_a_mistake_of_the_row():
    answer = decided(
        {
            "id": [7, 8, 9],
            "spouse": ["no", None, None],
            "spouse.savings": [5, None, None],
            "applicant.age": [None, 30, None],
            "applicant.birth_date": [None, "1996-04-01", None],
            "date": [None, None, "1999-01-01"],
        }
    )
    assert [(error.row, error.id, error.problem.code, error.problem.pointer) for error in answer.errors] == [
        (0, "7", "contradiction", "spouse"),
        (1, "8", "given_twice", "applicant.birth_date"),
        (2, "9", "out_of_range", "date"),
    ]
    result = answer.table.drop_columns(["id", "date"]).to_pylist()
    assert all(value is None for row in result for value in row.values())


@pytest.mark.parametrize(
    ("name", "code", "near"),
    [
        ("heating_bil", "unknown_field", "heating_bill"),
        ("aplicant.birth_date", "unknown_field", "applicant.birth_date"),
        ("applicant.birthdate", "unknown_field", "applicant.birth_date"),
        ("applicant.heating_bill", "wrong_place", "heating_bill"),
        ("applicant", "unknown_field", None),
        ("spouse1.guild", "unknown_field", "spouse.guild"),
        ("child20.guild", "unknown_field", "child2.guild"),
        ("child0.guild", "unknown_field", None),
        ("members", "unknown_field", None),
        ("申请人出身日期", "unknown_field", "applicant.birth_date"),
        ("申请人：取暖费", "wrong_place", "heating_bill"),
        ("取暖费（万元）", "wrong_unit", "heating_bill"),
        ("heating bill (thousand yuan)", "wrong_unit", "heating_bill"),
        ("申请人：所属行会（是/否）", "unknown_field", "applicant.guild"),
        ("x" * 500, "unknown_field", None),
    ],
)
def test_a_column_that_is_no_input_refuses_the_table(name, code, near):
    with pytest.raises(InputError) as caught:
        decided({"heating_bill": [1], name: [1]})
    (problem,) = caught.value.problems
    assert (problem.code, problem.pointer[:57]) == (code, name[:57])
    assert len(problem.pointer) <= 60
    if near is not None:
        assert problem.did_you_mean == near


def test_every_column_has_a_key_and_two_labels_that_name_it():
    for heading in headings.every(BOOK.catalogue):
        for written in (
            heading.key,
            *heading.words,
            f" {heading.words.zh.replace('：', ': ')}",
            f"\ufeff{heading.key}",
        ):
            assert naming.find(BOOK.catalogue, written).key == heading.key


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ({"heating_bill": [1], "取暖费": [1]}, "given_twice"),
        (pa.table([[1], [2]], names=["heating_bill", "heating_bill"]), "given_twice"),
        ({"heating_bill": [1], "member_months": [1, 2]}, "wrong_length"),
        ({"heating_bill": 5}, "wrong_type"),
        ({"heating_bill": "12"}, "wrong_type"),
        ({"heating_bill": np.zeros((2, 2))}, "wrong_type"),
        ([{"heating_bill": 1}], "wrong_type"),
        ({"heating_bill": pa.array([[1]])}, "wrong_type"),
        ({"id": pa.array([{"a": 1}])}, "wrong_type"),
        ({"heating_bill": pa.array([b"1"])}, "wrong_type"),
        ({f"x{number}": [1] for number in range(2000)}, "too_many"),
    ],
)
def test_what_is_no_table_is_refused(table, code):
    with pytest.raises(InputError) as caught:
        decided(table)
    assert caught.value.problems[0].code == code
    assert len(caught.value.problems) <= naming.SHOWN_PROBLEMS


@pytest.mark.parametrize(
    ("benefits", "day", "code"),
    [
        ([], None, "missing"),
        ([BENEFIT, BENEFIT], None, "given_twice"),
        (["heating_grand"], None, "not_found"),
        (BENEFIT, "2026-02-31", "not_a_date"),
        (BENEFIT, date(1999, 1, 1), "out_of_range"),
    ],
)
def test_what_is_no_question_is_refused(benefits, day, code):
    with pytest.raises(InputError) as caught:
        decided({"heating_bill": [1]}, benefits, day)
    assert caught.value.problems[0].code == code


def test_arrow_types_are_read_as_what_they_mean():
    shanghai = pa.array(
        [datetime(2026, 1, 31, 23, tzinfo=ZoneInfo("Asia/Shanghai"))], pa.timestamp("ns", "Asia/Shanghai")
    )
    table = pa.table(
        {
            "contract_filing_date": shanghai,
            "grant_date": pa.array([datetime(2026, 1, 31)], pa.timestamp("us")),
            "applicant.joined_date": pa.array([date(2026, 1, 31)], pa.date64()),
            "heating_bill": pa.array([Decimal("1500000.01")], pa.decimal128(12, 2)),
            "member_months": pa.array([2], pa.uint8()),
            "orchard_city": pa.array(["upper"], pa.large_string()).dictionary_encode(),
            "home_zone": pa.array([None], pa.null()),
            "fuel": pa.array(["gas"], pa.string_view()),
        }
    )
    assert read(table).case(0) == {
        "members": [{"role": "applicant", "joined_date": date(2026, 1, 31)}],
        "contract_filing_date": date(2026, 1, 31),
        "grant_date": date(2026, 1, 31),
        "heating_bill": 1500000.01,
        "member_months": 2.0,
        "orchard_city": "upper",
        "fuel": "gas",
    }


@pytest.mark.parametrize("make", [lambda cells: cells, list, pa.array])
@pytest.mark.parametrize("kind", [np.float32, np.float16])
def test_a_float_of_fewer_bits_is_its_own_digits(make, kind):
    """1234.56 of 32 bits is 1234.56005859375 to one of 64, which is finer than a fen."""
    written = ["1234.56", "0.1", "16777216", "3e-05"] if kind is np.float32 else ["12.3", "0.1", "2048"]
    column = columns.read("x", make(np.array(written, kind)), "number")
    read_alone = [columns.read("x", [kind(text)], "number").words[0] for text in written]
    assert read_alone == list(map(float, written))
    assert getattr(column, "values", getattr(column, "words", None)) == pytest.approx(read_alone, rel=0, abs=0)


def test_a_number_of_32_bits_goes_down_to_the_fen():
    bills = np.array([1234.56], np.float32)
    for column in (bills, list(bills), pa.array(bills), pa.array(bills).dictionary_encode()):
        assert read({"heating_bill": column}).case(0)["heating_bill"] == 1234.56


LISTS = pytest.mark.parametrize("make", [list, lambda array: array, lambda array: np.ma.array(array, mask=False)])


@LISTS
@pytest.mark.parametrize("unit", ["Y", "M", "W"])
def test_a_month_or_a_year_is_no_day(make, unit):
    months = make(np.array(["1990-01"], f"M8[{unit}]"))
    households = read({"contract_filing_date": months, "applicant.birth_date": months, "heating_bill": months})
    assert {problem.pointer for _, problem in households.faults} == {
        "contract_filing_date",
        "applicant.birth_date",
        "heating_bill",
    }
    assert f"{np.datetime64('1990-01', unit)} is no calendar day" in [
        problem.message_en for _, problem in households.faults
    ]


@LISTS
@pytest.mark.parametrize("unit", ["Y", "M", "D", "s", "us", "ns", "generic"])
def test_a_span_of_time_is_no_number(make, unit):
    spans = make(np.array([5], "m8" if unit == "generic" else f"m8[{unit}]"))
    households = read({"heating_bill": spans, "member_months": spans, "id": spans})
    assert {problem.pointer for _, problem in households.faults} == {"heating_bill", "member_months", "id"}


def test_a_masked_cell_says_nothing():
    months = np.ma.array(np.array(["1990-01"], "M8[M]"), mask=True)
    assert read({"contract_filing_date": months, "id": months}).faults == []


BROKEN = pa.Array.from_buffers(pa.string(), 1, [None, pa.py_buffer(np.array([0, 1], np.int32)), pa.py_buffer(b"\xff")])


@pytest.mark.parametrize(
    "name", ["heating_bill", "contract_filing_date", "orchard_city", "id", "spouse", "date", "applicant.age"]
)
@pytest.mark.parametrize(
    "make", [lambda array: array, lambda array: pa.DictionaryArray.from_arrays(pa.array([0]), array)]
)
def test_text_that_is_no_text_refuses_its_column(name, make):
    with pytest.raises(InputError) as caught:
        decided({name: make(BROKEN)})
    (problem,) = caught.value.problems
    assert (problem.code, problem.pointer) == ("unreadable_column", name)


def instants(*milliseconds):
    return pa.Array.from_buffers(pa.date64(), len(milliseconds), [None, pa.py_buffer(np.array(milliseconds, np.int64))])


@pytest.mark.parametrize("name", ["contract_filing_date", "date", "heating_bill", "orchard_city"])
@pytest.mark.parametrize(
    "make", [lambda array: array, lambda array: pa.DictionaryArray.from_arrays(pa.array([0]), array)]
)
@pytest.mark.parametrize("odd", [1, 86_400_000 * 10**11, 2**62, -(2**62)])
def test_a_date64_that_is_no_day_is_a_mistake_of_its_row(name, make, odd):
    ((row, problem),) = read({name: make(instants(odd))}).faults
    assert (row, problem.pointer) == (0, name)


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
@pytest.mark.parametrize("zone", [None, "UTC", "America/New_York"])
@pytest.mark.parametrize("number", [2**62, -(2**62), 2**63 - 1, -(2**63)])
def test_no_point_in_time_is_counted_round_to_a_day(unit, zone, number):
    array = pa.array([number], pa.timestamp(unit, zone))
    day = np.datetime64(number, unit).astype("datetime64[D]")
    households = read({"contract_filing_date": array, "orchard_city": array, "id": array})
    pointers = {problem.pointer for _, problem in households.faults}
    assert {"orchard_city", "id"} <= pointers
    assert "contract_filing_date" in pointers, day


@pytest.mark.parametrize("days", [[10**7], [-(10**6)], [2**31 - 1]])
def test_days_outside_of_the_calendar_are_mistakes(days):
    strange = pa.array(days, pa.date32())
    households = read({"date": strange, "contract_filing_date": strange, "heating_bill": strange, "id": strange})
    assert {problem.pointer for _, problem in households.faults} == {
        "date",
        "contract_filing_date",
        "heating_bill",
        "id",
    }
    assert households.id_of(0) is None


@pytest.mark.parametrize(
    ("given", "texts"),
    [
        ([1, 2], ["1", "2"]),
        (["a", None], ["a", None]),
        ([" 0012 ", "  "], ["0012", None]),
        ([1, "a"], ["1", "a"]),
        ([1.0, float("nan")], ["1", None]),
        (np.array([1.0, np.nan]), ["1", None]),
        (pa.array([1.5, 2.0]), ["1.5", "2"]),
        (pa.array([date(2026, 1, 1), None]), ["2026-01-01", None]),
        (pa.array([True, False]), ["true", "false"]),
        (pa.array([None, None]), [None, None]),
        (pa.array(["b", "a"]).dictionary_encode(), ["b", "a"]),
    ],
)
def test_ids_are_repeated_as_text(given, texts):
    answer = decided({"id": given, "fuel": ["gas", "wood"]})
    assert answer.table["id"].to_pylist() == texts
    assert not answer.errors


@pytest.mark.parametrize("make", [list, pa.array, np.array, lambda cells: pa.array(cells).dictionary_encode()])
@pytest.mark.parametrize(
    ("cells", "code"), [(["x" * 201, "y"], "too_long"), (["5.1E+17", "y"], "not_text"), ([10**15, 7], "not_text")]
)
def test_an_id_that_is_too_long_or_may_have_lost_digits_is_a_mistake(make, cells, code):
    answer = decided({"id": make(cells), "fuel": ["gas"] * 2})
    assert [(error.row, error.problem.code, error.problem.pointer) for error in answer.errors] == [(0, code, "id")]
    assert answer.table["id"].to_pylist() == [None, str(cells[1])]


@pytest.mark.parametrize("odd", ["a\nb", "a\tb", "\x7f", "a\u200bb", "\ufeffa", "\u202eab", "a\u2028b", "a\x85b"])
@pytest.mark.parametrize("make", [list, pa.array, np.array, lambda cells: pa.array(cells).dictionary_encode()])
def test_an_id_that_cannot_be_shown_is_a_mistake(make, odd):
    answer = decided({"id": make([odd, "张　三-é\ue81e\U0002ebf0"]), "fuel": ["gas"] * 2})
    assert [(error.row, error.problem.code, error.problem.pointer) for error in answer.errors] == [
        (0, "wrong_type", "id")
    ]
    assert answer.table["id"].to_pylist() == [None, "张　三-é\ue81e\U0002ebf0"]


def test_a_large_number_without_a_sign_is_no_id():
    answer = decided({"id": pa.array([2**64 - 1, 10**15 - 1], pa.uint64()), "fuel": ["gas"] * 2})
    assert [(error.row, error.problem.code) for error in answer.errors] == [(0, "not_text")]
    assert answer.table["id"].to_pylist() == [None, "999999999999999"]


def test_a_number_is_shown_as_it_was_written():
    for make in (list, pa.array):
        faults = read({"heating_bill": make(["1E12", "09000000000", "1"])}).faults
        assert [problem.message_en.partition(" ")[0] for _, problem in faults] == ["1E12", "09000000000"]
    ((_, problem),) = read({"heating_bill": [pa.scalar(1)]}).faults
    assert (problem.message_en, problem.message_zh) == (
        "a value of another kind is no number",
        "“其他类型的值”不是数字",
    )


def test_a_long_id_is_a_mistake_of_every_row_that_has_it():
    once = pa.DictionaryArray.from_arrays(pa.array([0, 0, 1]), pa.array(["x" * 10_000, "y"]))
    answer = decided({"id": once, "fuel": ["gas"] * 3})
    assert [(error.row, error.problem.code) for error in answer.errors] == [(0, "too_long"), (1, "too_long")]
    assert answer.table["id"].to_pylist() == [None, None, "y"]


def test_a_cell_below_no_heading_is_a_mistake():
    households = read({"heating_bill": [1, 2], "": [None, "oh"], " ": ["", None]})
    assert [(row, problem.code, problem.pointer) for row, problem in households.faults] == [(1, "unknown_field", "oh")]


def test_an_empty_table_has_the_columns_of_a_full_one():
    full = decided({"fuel": ["gas"]}, [BENEFIT])
    empty = decided({"fuel": []}, [BENEFIT])
    assert empty.table.schema == full.table.schema
    assert len(empty.table) == 0


def test_the_answer_has_the_columns_that_are_promised():
    names = decided({"fuel": ["gas"]}, [BENEFIT]).table.schema.names
    amounts = [BENEFIT, *BOOK.benefits[BENEFIT].reports]
    expected = ["date", *(f"{BENEFIT}.{part}" for part in ("outcome", "evidence", "failed"))]
    expected += [f"{name}{part}" for name in amounts for part in ("", ".lower", ".upper", ".bound")]
    assert names == expected
