"""By whatever door households come in, and however their values are spelled there, the decisions are the same."""

import io
from datetime import date
from random import Random

import openpyxl
import pytest
from cdmz_rules.api import create_app
from cdmz_rules.api.pages.render import large
from fastapi.testclient import TestClient
from generators import doors, truths
from generators.shipped import BOOK, PACK, PACKED, SHIPPED
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH
from table_cases import compact

from cdmz_rules import decide
from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.tables import naming
from cdmz_rules.tables.batch import Batch
from cdmz_rules.tables.decide_table import question
from cdmz_rules.tables.sources import open_source

CLIENT = TestClient(create_app(), raise_server_exceptions=False)
SINGLE = {
    "Python": doors.by_python,
    "YAML": doors.by_yaml,
    "JSON": doors.by_json,
    "--set": doors.by_set,
    "HTTP": doors.by_http(CLIENT),
}
TABLES = {
    "CSV in UTF-8": doors.by_csv("utf-8-sig"),
    "CSV in UTF-16": doors.by_csv("utf-16"),
    "CSV in GB18030": doors.by_csv("gb18030"),
    "workbook": doors.by_sheet,
    "Parquet": doors.by_parquet,
}
ONE_ANSWER = ("benefit", "date", "outcome", "failed", "evidence", "reform")
"""What a table says as a single answer does; its bounds may be wider."""
HOUSEHOLDS = truths.households(SHIPPED, 20 * 12)


def of(household, book):
    """What the benefit asks of an applicant and a spouse: what a form has fields for."""
    rules = book.benefit(household.benefit)
    members = [member for member in household.truth["members"] if member["role"] in ("applicant", "spouse")]
    case = {"members": [{"role": member["role"]} for member in members]}
    for info in rules.inputs:
        for position, holder in truths.holders({**household.truth, "members": members}, info):
            if holder.get(info.name) is not None:
                value = holder[info.name]
                truths.tell(case, info.name, position, value.isoformat() if isinstance(value, date) else value)
    return case


def without_some(case, random):
    """Mostly the case as it is, else with a few things left out."""
    told = [(holder, name) for holder in (case, *case["members"]) for name in holder if name not in ("members", "role")]
    for holder, name in random.sample(told, random.choice([0, 0, 1, min(3, len(told))])):
        del holder[name]
    return case


@pytest.mark.sampled(8)
@pytest.mark.parametrize("law", ["today", "pack"])
@pytest.mark.parametrize("number", range(20 * 4))
def test_the_same_households_are_decided_alike_by_every_door(number, law, tmp_path):
    book, reform = {"today": (BOOK, None), "pack": (PACKED, PACK.name)}[law]
    some = HOUSEHOLDS[number :: 20 * 4]
    random, benefit, day = Random(f"{number} {law}"), some[0].benefit, max(each.day for each in some)
    cases = [without_some(of(each, book), random) for each in some]
    asked = doors.Asked(book, benefit, day, cases, random, tmp_path, reform)

    full = [decide(case, benefit, day, rulebook=book) for case in cases]
    expected = [each.compact().model_dump(mode="json") for each in full]
    for name, door in SINGLE.items():
        assert door(asked) == expected, name

    lines = doors.by_lines(CLIENT)(asked)
    assert [only(each) for each in lines] == [only(each) for each in expected]
    for name, door in TABLES.items():
        table = door(asked)
        assert [compact(book, table, row, benefit) for row in range(len(cases))] == lines, name

    for page, each in zip(doors.by_page(CLIENT)(asked), full, strict=True) if law == "today" else ():
        assert f"verdict {each.outcome.value}" in page
        if each.outcome is Outcome.ELIGIBLE and each.amount.upper is not None:
            assert large(each.amount.upper, each.amount.unit).en in page


def only(decision):
    return {name: decision[name] for name in ONE_ANSWER}


@pytest.mark.parametrize(("epoch", "serial"), [(WINDOWS_EPOCH, 45_698), (MAC_EPOCH, 44_236)])
def test_the_number_of_a_day_is_counted_as_its_workbook_counts(epoch, serial):
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.epoch = epoch
    book.active.append(["applicant.deposits_unbroken_since"])
    book.active.append([serial])
    book.save(stream)
    source = open_source("xlsx", stream, "the file", lambda text: naming.knows(BOOK.catalogue, text))
    (piece,) = Batch(source, question(BOOK, "provident_fund_rent_withdrawal"), date(2026, 4, 1)).pieces()
    assert piece.households.case(0)["members"][0]["deposits_unbroken_since"] == date(2025, 2, 10)
