"""The columns of tables about the shipped law: each has a key and two labels, and an answer has those that are promised."""

from datetime import date

import pyarrow as pa
import pytest
from generators.shipped import BOOK

from cdmz_rules import InputError, decide_table
from cdmz_rules.tables import headings, naming, slots, spellings

DAY = date(2026, 4, 1)
NOBODY = {"applicant.sex": []}


def test_every_column_has_a_key_and_two_labels_that_name_it():
    for heading in headings.every(BOOK.catalogue):
        colon = heading.words.zh.replace("：", ": ")
        for written in (heading.key, *heading.words, f" {colon}", f"\ufeff{heading.key}"):
            assert naming.find(BOOK.catalogue, written).key == heading.key


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("家庭年收入", "household_annual_income"),
        ("家庭年收入（元）", "household_annual_income"),
        ("家庭年收入（元/年）", "household_annual_income"),
        ("参保年度", "coverage_date"),
        ("决定日", "date"),
        ("决定日期", "date"),
        ("年龄", "applicant.age"),
        ("周岁年龄", "applicant.age"),
        ("配偶：年龄", "spouse.age"),
        ("连续缴存月数", "applicant.deposits_unbroken_months"),
        ("公民身份号码", "applicant.id_number"),
        ("配偶：身份证号码", "spouse.id_number"),
    ],
)
def test_a_column_is_headed_as_people_head_it(written, key):
    assert naming.find(BOOK.catalogue, written).key == key


def test_a_label_without_its_remark_means_one_input_only():
    """Where two inputs would be called alike without their remarks, neither is."""
    catalogue = BOOK.catalogue
    bare = {}
    for info in catalogue.inputs.values():
        for words in info.label.words:
            if (name := spellings.without_remark(words)) is not None:
                bare.setdefault(name, set()).add(info.name)
    for name, inputs in bare.items():
        found = naming.find(catalogue, name)
        assert found is None or len(inputs) == 1 or found.info.name not in inputs


@pytest.mark.parametrize("name", ["合计", "总 计", "小计：", "Total"])
def test_a_row_of_totals_is_no_household(name):
    answer = decide_table({"id": ["A", name], "price": [1_000_000, 1_000_000]}, "provident_fund_deposit")
    assert [(error.row, error.problem.code, error.problem.pointer) for error in answer.errors] == [
        (1, "row_of_totals", "id")
    ]


def test_the_nearest_column_is_named_by_its_label_too():
    with pytest.raises(InputError) as refusal:
        naming.resolve(BOOK.catalogue, ["公民身份号"])
    (problem,) = refusal.value.problems
    assert "申请人：身份证号" in problem.message_zh
    assert problem.did_you_mean == "applicant.id_number"


def test_there_is_room_for_twenty_members():
    assert len(slots.slots(BOOK.catalogue)) >= 20


@pytest.mark.parametrize(
    ("name", "code", "near"),
    [
        ("prise", "unknown_field", "price"),
        ("applicant.birthdate", "unknown_field", "applicant.birth_date"),
        ("月租金（万元）", "wrong_unit", "monthly_rent"),
        ("住房公积金提取比例(%)", "unknown_field", None),
        ("applicant.price", "wrong_place", "price"),
        ("spouse1.sex", "unknown_field", "spouse.sex"),
        ("申请人出身日期", "unknown_field", "applicant.birth_date"),
        ("家庭年收入（万元）", "wrong_unit", "household_annual_income"),
        ("家庭年收人", "unknown_field", "household_annual_income"),
    ],
)
def test_a_column_that_is_no_input_refuses_the_table_and_names_the_nearest(name, code, near):
    with pytest.raises(InputError) as refusal:
        decide_table({"price": [1], name: [1]}, "provident_fund_deposit")
    (problem,) = refusal.value.problems
    assert (problem.code, problem.did_you_mean) == (code, near)


def test_the_labels_of_a_city_are_read_with_and_without_its_suffix():
    cities = ["chengdu", "CHENGDU", "成都市", "成都", "Chengdu", None, "chengdoo", "sichuan_provincial"]
    answer = decide_table({"property_city": pa.array(cities)}, "provident_fund_loan", DAY)
    assert [(error.row, error.problem.code) for error in answer.errors] == [(6, "unknown_value"), (7, "unknown_value")]


@pytest.mark.parametrize("benefit", BOOK.benefits)
def test_an_answer_has_the_columns_that_are_promised(benefit):
    amounts = [benefit, *BOOK.benefits[benefit].reports]
    expected = ["date", *(f"{benefit}.{part}" for part in ("outcome", "evidence", "failed"))]
    expected += [f"{name}{part}" for name in amounts for part in ("", ".lower", ".upper", ".bound")]
    assert decide_table(NOBODY, benefit, DAY).table.schema.names == expected
