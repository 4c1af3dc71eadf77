"""A cell is read by itself: the fast way of a column gives what the reader gives of each cell alone, whatever stands beside it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from generators.toy import BOOK
from hypothesis import example, given
from hypothesis import strategies as st
from reading.examples import EVERYWHERE

from cdmz_rules.decisions import inputs
from cdmz_rules.errors import Problem
from cdmz_rules.reading import days, ids
from cdmz_rules.reading.doors import SHEET, TABLE
from cdmz_rules.reading.plain import plain, says_nothing
from cdmz_rules.tables import cells, columns
from cdmz_rules.tables import ids as id_columns
from cdmz_rules.tables.headings import of_input

CATALOGUE = BOOK.catalogue
NAMES = ("heating_bill", "stove_inspected", "contract_filing_date", "orchard_city")
WRITTEN = sorted({each.raw for examples in EVERYWHERE.values() for each in examples if isinstance(each.raw, str)})
NUMBER_LIKE = st.from_regex(r"\A[ ]?[-+]?[0-9]{0,4}[.,_]?[0-9]{0,4}(e[-+]?[0-9]{1,3})?[ ]?\Z")
IN_THOUSANDS = st.from_regex(r"\A[ ]?[-+]?[0-9]{1,4}(,[0-9]{2,4}){1,2}(\.[0-9]{0,2})?\Z")
DAY_LIKE = st.from_regex(r"\A[0-9]{4}[-/.]?[0-9]{1,2}[-/.]?[0-9]{1,2}([T ][0-9]{2}:[0-9]{2})?\Z")
WORDS = st.sampled_from(
    ["nan", "NaN", "-nan", "nan(1)", "inf", "-Infinity", "unknown", "未知", "", " ", "\t1\x1c", "\x1e", "0000-01-01"]
)
TEXTS = st.one_of(
    st.sampled_from(WRITTEN),
    WORDS,
    NUMBER_LIKE,
    IN_THOUSANDS,
    DAY_LIKE,
    st.dates().map(str),
    st.integers().map(str),
    st.floats().map(str),
    st.text(max_size=6),
)


def alone(name, cell, door=TABLE):
    """What the reader makes of one cell: a value, None or the code of the problem."""
    word = plain(cell)
    if says_nothing(word, door):
        return None
    value = inputs.checked(CATALOGUE, CATALOGUE.inputs[name], word, name, date(2026, 4, 1), door)
    return value.code if isinstance(value, Problem) else value


def together(name, column, door=TABLE):
    """What each cell of a column comes to."""
    heading = of_input(CATALOGUE, name)
    plain_column = columns.read(name, column, cells.form_of(heading))
    day = np.full(len(column), "2026-04-01", "datetime64[D]")
    known, faults = cells.read(CATALOGUE, heading, plain_column, day, door)
    codes = {row: problem.code for row, problem in faults}
    return [codes[row] if row in codes else _value(name, known, row) for row in range(len(column))]


def _value(name, known, row):
    if not known.known[row]:
        return None
    value = known.values[row].item()
    return (
        list(CATALOGUE.codes(name))[list(CATALOGUE.codes(name).values()).index(value)]
        if name == "orchard_city"
        else value
    )


@given(st.sampled_from(NAMES), st.lists(TEXTS, min_size=1, max_size=5))
@example("heating_bill", ["-0"])
@example("heating_bill", ["1", "-nan"])
@example("heating_bill", ["nan(1)", ""])
@example("heating_bill", [" 1,234.5", "unknown", "-12"])
@example("heating_bill", ["1,234", "12,34"])
@example("contract_filing_date", ["0000-01-01", "2026-01-31"])
def test_text_is_read_in_a_column_as_it_is_alone(name, texts):
    expected = [str(alone(name, text)) for text in texts]
    utf8 = [text.encode("utf-8", "replace").decode() for text in texts]
    if utf8 == texts:
        assert [str(value) for value in together(name, pa.array(texts))] == expected
        assert [str(value) for value in together(name, pa.array(texts).dictionary_encode())] == expected
        assert [
            str(value) for value in together(name, pa.array([*texts, "x", "12,34"]).dictionary_encode()[: len(texts)])
        ] == expected
    assert [str(value) for value in together(name, list(texts))] == expected


@given(st.lists(DAY_LIKE | WORDS | st.dates().map(str), min_size=1, max_size=5))
@example(["0000-01-01", "2026-01-31"])
def test_a_column_of_days_beside_the_inputs_is_read_cell_by_cell(texts):
    found, known, faults = cells.days_of(columns.read("from", pa.array(texts), "day"))
    codes = {row: problem.code for row, problem in faults}
    read = [codes.get(row, found[row].item() if known[row] else None) for row in range(len(texts))]
    alone = [None if says_nothing(plain(text), TABLE) else days.read(text) for text in texts]
    assert read == [each.code if isinstance(each, Problem) else each for each in alone]


ANY = TEXTS | st.floats() | st.integers() | st.booleans() | st.none() | st.dates() | st.datetimes() | st.decimals()


@given(st.sampled_from(NAMES), st.sampled_from([TABLE, SHEET]), st.lists(ANY, min_size=1, max_size=5))
def test_whatever_stands_in_a_cell_is_read_as_it_is_alone(name, door, mixed):
    assert together(name, mixed, door) == [alone(name, cell, door) for cell in mixed]


INSTANTS = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1))
ZONES = st.sampled_from(["UTC", "Asia/Shanghai", "America/New_York", "+05:30"])


@given(
    st.lists(INSTANTS | st.dates(date(1900, 1, 1), date(2200, 1, 1)), min_size=1, max_size=5),
    st.sampled_from(["s", "ms", "us"]),
)
def test_times_without_a_zone_are_days_at_midnight_alone(instants, unit):
    each = [
        instant if isinstance(instant, datetime) else datetime.combine(instant, datetime.min.time())
        for instant in instants
    ]
    array = pa.array(each, pa.timestamp("us")).cast(pa.timestamp(unit), safe=False)
    expected = [alone("contract_filing_date", instant) for instant in array.to_pylist()]
    assert together("contract_filing_date", array) == expected
    assert together("contract_filing_date", array.to_numpy(zero_copy_only=False)) == expected


@given(st.lists(INSTANTS, min_size=1, max_size=5), ZONES)
@example([datetime(1988, 6, 30, 15, 30)], "UTC")
def test_instants_with_a_zone_are_days_in_china(instants, zone):
    array = pa.array([each.replace(tzinfo=UTC) for each in instants], pa.timestamp("us", "UTC")).cast(
        pa.timestamp("us", zone)
    )
    assert together("contract_filing_date", array) == [
        alone("contract_filing_date", each) for each in array.to_pylist()
    ]
    texts = [each.replace(tzinfo=UTC).isoformat() for each in instants]
    assert [days.read(text) for text in texts] == [days.read(each.replace(tzinfo=UTC)) for each in instants]


@given(st.lists(st.decimals(-(10**12), 10**12, places=4) | st.none(), min_size=1, max_size=5))
def test_decimals_are_the_nearest_numbers(decimals):
    assert together("heating_bill", pa.array(decimals, pa.decimal128(20, 4))) == [
        alone("heating_bill", each) for each in decimals
    ]


@pytest.mark.parametrize("kind", [pa.float32(), pa.float64(), pa.int8(), pa.uint64(), pa.bool_()])
def test_numbers_of_any_make_are_read_alike(kind):
    array = pa.array([0, 1, None], pa.int64()).cast(kind)
    for name in NAMES:
        assert together(name, array) == [alone(name, each) for each in array.to_pylist()]


@given(st.lists(ANY.filter(lambda cell: not isinstance(cell, Decimal)), min_size=1, max_size=5))
def test_an_id_is_read_in_a_column_as_it_is_alone(mixed):
    _check_ids(mixed, mixed)


@given(st.lists(TEXTS | st.sampled_from(["x" * 200, "x" * 201, "5.10E+17"]), min_size=1, max_size=5))
def test_an_id_of_text_is_read_in_a_column_as_it_is_alone(texts):
    whole = [text.encode("utf-8", "replace").decode() for text in texts]
    _check_ids(whole, pa.array(whole))
    _check_ids(whole, pa.array(whole).dictionary_encode())
    _check_ids(whole, pa.array([*whole, "x", "y" * 201]).dictionary_encode()[: len(whole)])


@given(st.lists(st.integers(-(2**63), 2**63 - 1) | st.none(), min_size=1, max_size=5))
def test_an_id_of_digits_is_read_in_a_column_as_it_is_alone(numbers):
    _check_ids(numbers, pa.array(numbers, pa.int64()))


def _check_ids(each, column):
    expected = [ids.read(cell, TABLE) for cell in each]
    texts, faults = id_columns.read("id", column)
    assert texts.to_pylist() == [None if isinstance(one, Problem) else one for one in expected]
    assert {row: problem.code for row, problem in faults} == {
        row: one.code for row, one in enumerate(expected) if isinstance(one, Problem)
    }


def test_a_serial_number_is_a_day_of_the_workbook_alone():
    assert together("contract_filing_date", [46053], SHEET) == [date(1899, 12, 30) + timedelta(46053)]
    assert together("contract_filing_date", [46053], TABLE) == ["not_a_date"]
