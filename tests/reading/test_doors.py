"""One case, however it is spelled, is decided alike at every door."""

import codecs
import csv
import io
import json
from datetime import date
from decimal import Decimal

import numpy as np
import openpyxl
import pyarrow as pa
import pytest
from cdmz_rules.api import create_app
from cdmz_rules.api.pages import forms
from fastapi.testclient import TestClient
from generators import rows
from generators.rows import DAY
from generators.shipped import BOOK
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH
from pyarrow import parquet
from sampling import dear
from table_cases import flat
from terminal import cdmz

from cdmz_rules import decide
from cdmz_rules.files import yaml as yamls
from cdmz_rules.reading import numbers
from cdmz_rules.tables.batch import Batch
from cdmz_rules.tables.decide_table import question
from cdmz_rules.tables.sources import open_source

BENEFIT = "provident_fund_rent_withdrawal"
CATALOGUE = BOOK.catalogue
CLIENT = TestClient(create_app(), raise_server_exceptions=False)
WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


def number(value):
    """Ways to write a number."""
    plain = format(Decimal(str(value)), "f")
    commas = format(Decimal(plain), ",f")
    return [plain, f"{commas} ", plain.translate(WIDE), commas.translate(WIDE), f"{Decimal(plain) / 10_000:f}万"]


def day(value):
    """Ways to write a day."""
    year, month, of_month = value.year, value.month, value.day
    apart = [f"{year:04}{mark}{month}{mark}{of_month}" for mark in "-/."]
    return [
        value.isoformat(),
        *apart,
        f"{year:04}年{month}月{of_month}日",
        f"{year:04}{month:02}{of_month:02}",
        f"{value}T00:00:00",
    ]


def spelled(info, value):
    """Ways to write a value of an input."""
    if info is None:
        return [str(value), f" {value} "]
    if info.kind == "date":
        return day(value)
    if info.kind == "yes_no":
        return ["是", "yes", "TRUE", "１"] if value else ["否", "no", "False", "０"]
    if info.kind == "choice":
        words = info.choices[value]
        alike = [each for each in info.choices.values() if {each.zh, each.en} & {words.zh, words.en}]
        return [value, value.upper(), *([words.zh, words.en] if len(alike) == 1 else [])]
    if info.unit in numbers.SHARES:
        return [f"{Decimal(str(value)) * 100:f}%", f"{Decimal(str(value)) * 100:f}％"]
    return [*number(value), *([f"{value:,}元", f"¥{value}"] if info.kind == "money" else [])]


@st.composite
def written(draw, case):
    """A case as text, each value written in some way."""

    def text(name, value):
        return value if name == "role" else draw(st.sampled_from(spelled(CATALOGUE.inputs.get(name), value)))

    members = [{name: text(name, value) for name, value in member.items()} for member in case["members"]]
    return {"members": members, **{name: text(name, case[name]) for name in case if name != "members"}}


def by_yaml(case, folder):
    file = folder / "case.yaml"
    file.write_text(yamls.dump({"date": str(DAY), **case}), encoding="utf-8")
    return compact(json.loads(cdmz("decide", BENEFIT, file, "--json").stdout))


def by_settings(case, folder):
    file = folder / "members.yaml"
    roles = [{"role": member["role"]} for member in case["members"]]
    file.write_text(yamls.dump({"date": str(DAY), "members": roles}), encoding="utf-8")
    values = {name: value for name, value in case.items() if name != "members"} | {
        f"members[{number}].{name}": value
        for number, member in enumerate(case["members"])
        for name, value in member.items()
        if name != "role"
    }
    settings = [part for name, value in values.items() for part in ("--set", f"{name}={value}")]
    return compact(json.loads(cdmz("decide", BENEFIT, file, *settings, "--json").stdout))


def by_json(case, _):
    request = {"benefits": [BENEFIT], "date": str(DAY), "case": case}
    return compact(CLIENT.post("/v1/decisions", json=request).json()["decisions"][0])


def by_lines(case, _):
    line = json.dumps({"id": "A", "date": str(DAY), **case}, ensure_ascii=False).encode()
    headers = {"content-type": "application/x-ndjson"}
    sent = CLIENT.post("/v1/decisions/batch", params={"benefit": BENEFIT}, content=line, headers=headers)
    return compact(sent.json()["decisions"][0])


def by_form(case, _):
    groups = forms.fields(BOOK, BENEFIT)
    sent = {f"household.{name}": value for name, value in case.items() if name != "members"}
    sent |= {f"{member['role']}.{name}": value for member in case["members"] for name, value in member.items()}
    spouse = any(member["role"] == "spouse" for member in case["members"])
    return by_python(forms.case(forms.filled(groups, sent), spouse))


def by_python(case):
    return compact(decide(case, BENEFIT, DAY, rulebook=BOOK).model_dump(mode="json"))


def by_csv(case, _):
    row = flat(CATALOGUE, case)
    text = io.StringIO()
    csv.writer(text).writerows([row, row.values()])
    with_mark, without = (by_table("csv", mark + text.getvalue().encode()) for mark in (codecs.BOM_UTF8, b""))
    assert with_mark == without
    return without


def by_xlsx(case, _):
    book, row = openpyxl.Workbook(), flat(CATALOGUE, case)
    book.active.append(list(row))
    book.active.append([_cell(value) for value in row.values()])
    stream = io.BytesIO()
    book.save(stream)
    return by_table("xlsx", stream.getvalue())


def _cell(value):
    """A value as a workbook can hold it: it knows no days before 1900."""
    return str(value) if isinstance(value, date) and value < date(1900, 3, 1) else value


def by_parquet(case, _):
    stream = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist([flat(CATALOGUE, case)]), stream)
    return by_table("parquet", stream.getvalue())


def by_table(kind, data):
    batch = Batch(open_source(kind, io.BytesIO(data), "the file"), question(BOOK, BENEFIT), DAY)
    (piece,) = batch.pieces()
    assert not list(piece.errors())
    return piece.compact(0)[0]


def compact(decision):
    """What every door says of a case."""
    amounts = [
        {name: each[name] for name in ("id", "unit", "bound", "value", "lower", "upper")}
        for each in decision["amounts"]
    ]
    said = {name: decision.get(name) for name in ("benefit", "date", "outcome", "evidence", "reform")}
    failed = (
        decision["failed"]
        if "failed" in decision
        else [each["id"] for each in decision["conditions"] if each["status"] == "fails"]
    )
    return {**said, "failed": failed, "amounts": amounts}


CASES = {"yaml": by_yaml, "settings": by_settings, "json": by_json, "lines": by_lines, "form": by_form}
TABLES = {"csv": by_csv, "xlsx": by_xlsx, "parquet": by_parquet}
HOUSEHOLDS = rows.household(BOOK.benefit(BENEFIT), 0)


@pytest.mark.parametrize("door", [*CASES, *TABLES])
@dear(4)
@given(data=st.data())
def test_a_case_is_decided_alike_however_it_is_spelled(tmp_path, door, data):
    case = data.draw(HOUSEHOLDS)
    if door == "form":
        known = [member for member in case["members"] if member["role"] in ("applicant", "spouse")]
        case["members"] = [{name: member[name] for name in member if name not in CATALOGUE.aliases} for member in known]
    expected, text = by_python(case), data.draw(written(case))
    if door in CASES:
        assert CASES[door](text, tmp_path) == expected
    else:
        rows.check_row(TABLES[door](text, tmp_path), expected)


@pytest.mark.parametrize("door", ["xlsx", "parquet"])
@dear(4)
@given(case=HOUSEHOLDS)
def test_cells_that_are_no_text_are_decided_as_the_case_is(tmp_path, door, case):
    rows.check_row(TABLES[door](case, tmp_path), by_python(case))


@pytest.mark.parametrize(("epoch", "serial"), [(WINDOWS_EPOCH, 45_698), (MAC_EPOCH, 44_236)])
def test_the_number_of_a_day_is_counted_as_its_workbook_counts(epoch, serial):
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.epoch = epoch
    book.active.append(["applicant.deposits_unbroken_since"])
    book.active.append([serial])
    book.save(stream)
    (piece,) = Batch(open_source("xlsx", stream, "the file"), question(BOOK, BENEFIT), DAY).pieces()
    assert piece.households.case(0)["members"][0]["deposits_unbroken_since"] == date(2025, 2, 10)


@dear(4)
@given(case=HOUSEHOLDS)
def test_scalars_of_numpy_are_decided_as_pythons_are(case):
    def scalar(value):
        return (
            np.datetime64(value)
            if isinstance(value, date)
            else value
            if isinstance(value, str)
            else np.array(value)[()]
        )

    members = [{name: scalar(value) for name, value in member.items()} for member in case["members"]]
    assert by_python({**{name: scalar(case[name]) for name in case}, "members": members}) == by_python(case)
