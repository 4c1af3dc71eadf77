"""A table's answers held against those of `decide`, row by row, whatever is known and however it is written."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from hypothesis import strategies as st
from sampling import Sampling
from table_cases import columns, compact, flat, texts

from cdmz_rules import Rulebook, decide, decide_table
from cdmz_rules.decisions.figure import Figure
from cdmz_rules.rulebook.rulebook import BenefitRules
from cdmz_rules.tables import cases as as_cases
from cdmz_rules.tables import columns as cols
from cdmz_rules.tables import naming, reader
from cdmz_rules.tables.households import Households
from generators import cases, containment, partial, values
from generators.coherent import mended
from generators.subject import Subject

DAY = date(2026, 4, 1)
TODAY = date(2026, 8, 1)
FIRST, DAYS = date(2019, 1, 1), 365 * 12
SEED = 20261130
Plain = dict[str, Any]


@st.composite
def household(draw: st.DrawFn, rules: BenefitRules, most_unknown: int) -> Plain:
    """A household of which all but a few things are known that can matter to a benefit."""
    unknown = draw(st.sets(st.sampled_from([info.name for info in rules.inputs]), max_size=most_unknown))
    case = {info.name: draw(values.of(info, DAY)) for info in rules.inputs if info.entity == "household"}
    members = []
    for role in ("applicant", *draw(st.sampled_from([[], ["spouse"], ["spouse", "child", "child"], ["other"]]))):
        personal = [info for info in rules.inputs if info.entity == "person" and role in (info.roles or (role,))]
        member = {info.name: draw(values.of(info, DAY)) for info in personal if info.name not in unknown}
        for name, alias in rules.catalogue.aliases.items():
            if alias.input in member and draw(st.booleans()):
                del member[alias.input]
                member[name] = draw(st.integers(0, 60))
        members.append({"role": role, **member})
    told = {name: value for name, value in case.items() if name not in unknown}
    return mended(rules.catalogue, {"members": members, **told}, DAY)


@st.composite
def of_some_benefit(draw: st.DrawFn, rulebook: Rulebook) -> list[Plain]:
    """A few households that tell much or little of what some benefit asks."""
    rules = rulebook.benefit(draw(st.sampled_from(sorted(rulebook.benefits))))
    return draw(st.lists(household(rules, 30), min_size=1, max_size=5))


def as_json(case: Plain) -> Plain:
    """A case as JSON holds it."""
    plain: Plain = json.loads(json.dumps(case, default=str))
    return plain


def alone(rulebook: Rulebook, case: Plain, benefit: str, day: date) -> Plain:
    """The compact answer about a case."""
    return decide(case, benefit, day, rulebook=rulebook, today=TODAY).compact().model_dump(mode="json")


def check_row(row: Plain, case: Plain) -> None:
    """A row says what its case does; amounts of which something is unknown it proves by one run, so it may leave more possible."""
    amounts = [(Figure(**one), Figure(**other)) for one, other in zip(row["amounts"], case["amounts"], strict=True)]
    assert all(containment.within(inner, outer) for outer, inner in amounts), amounts
    certain = all(outer.bound == "exact" for outer, _ in amounts)
    assert {name: row[name] for name in row.keys() - {"amounts"}} == {
        name: case[name] for name in case.keys() - {"amounts"}
    }
    if certain:
        assert row == case


def check_rows(rulebook: Rulebook, benefit: str, rows: Sequence[Plain], as_text: bool) -> None:
    """Every row of a table is decided as its case is."""
    table = columns(flat(rulebook.catalogue, row) for row in rows)
    answer = decide_table(texts(table) if as_text else table, benefit, DAY, rulebook=rulebook, today=TODAY)
    assert not answer.errors
    for position, case in enumerate(rows):
        expected = alone(rulebook, as_json(case), benefit, DAY)
        check_row(compact(rulebook, answer.table, position, benefit), expected)


def read(rulebook: Rulebook, table: Any) -> Households:
    """The households that a table holds."""
    names, cells, count = cols.split(table)
    households = reader.read(rulebook.catalogue, naming.resolve(rulebook.catalogue, names), cells, count, DAY)
    assert not households.faults
    return households


def check_survival(rulebook: Rulebook, rows: Sequence[Plain]) -> None:
    """Both ways into the core, by table and by case, give it the same households."""
    by_table = read(rulebook, columns(flat(rulebook.catalogue, row) for row in rows))
    by_case = as_cases.read(rulebook.catalogue, [as_json(row) for row in rows], DAY)
    assert not by_case.faults
    assert by_table.count == len(rows)
    for position, row in enumerate(rows):
        case = by_table.case(position)
        assert case == by_case.case(position)
        assert [member["role"] for member in case["members"]] == [member["role"] for member in row["members"]]


def check_examples(subject: Subject, benefit: str) -> None:
    """The examples of a benefit as one table, each on a day of its own, are answered as each is alone."""
    book = subject.rulebook
    examples = [case for case in cases.examples(subject) if case.benefit == benefit]
    rows = [{"id": case.name, "date": case.day, **flat(book.catalogue, case.inputs)} for case in examples]
    answer = decide_table(columns(rows), benefit, rulebook=book, today=TODAY)
    assert not answer.errors
    assert answer.table["id"].to_pylist() == [case.name for case in examples]
    for position, case in enumerate(examples):
        check_row(compact(book, answer.table, position, benefit), alone(book, case.inputs, benefit, case.day))


def check_company(subject: Subject, which: str, benefit: str, count: int, sampling: Sampling) -> None:
    """Partial households of many days in one table: what is said of each is what is said of it alone, whoever stands beside it."""
    book = subject.books[which]
    rules, random = book.benefit(benefit), np.random.default_rng([SEED, zlib.crc32(f"{which} {benefit}".encode())])
    drawn = [
        replace(each, day=FIRST + timedelta(days=int(random.integers(0, DAYS)))) if random.random() < 0.5 else each
        for each in partial.partials(subject, rules, count, random)
    ]
    asked = [each for each in drawn if partial.accepted(rules, each)]
    rows = [{"date": each.day, **flat(book.catalogue, as_json(each.inputs))} for each in asked]
    answer = decide_table(columns(rows), benefit, rulebook=book, today=TODAY)
    assert not answer.errors
    for position, each in enumerate(asked):
        expected = alone(book, as_json(each.inputs), benefit, each.day)
        check_row(compact(book, answer.table, position, benefit), expected)
    sampling.tally(f"partial households in the company of others, {subject.name}", len(asked))


def check_reform(subject: Subject, case: cases.Case) -> None:
    """The pack is named in every row, and in what the answer says of itself."""
    book, pack = subject.rulebook, subject.pack
    table = columns([flat(book.catalogue, case.inputs)] * 2)
    answer = decide_table(table, case.benefit, case.day, reform=pack, rulebook=book, today=TODAY)
    expected = alone(subject.packed, case.inputs, case.benefit, case.day)
    for row in (0, 1):
        check_row(compact(book, answer.table, row, case.benefit), expected)
    assert answer.table["reform"].to_pylist() == [pack.name] * 2
    assert json.loads(answer.table.schema.metadata[b"cdmz_rules"])["reform"] == pack.name
