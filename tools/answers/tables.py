"""Tables of households, some cells of which make no sense."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tools.answers.cases import Draw
from tools.answers.questions import TODAY, Plain, Question
from tools.answers.subject import PACK, STANDARD

WRONG_COLUMNS: Sequence[dict[str, list[Any]]] = (
    {"pricce": [1, 2]},
    {"price": [1], "age": [1, 2]},
    {"applicant.price": [1]},
    {"spouse2.age": [1]},
)


def tables(draw: Draw, _: int) -> Iterator[Question]:
    """Two tables of every benefit, some with a second benefit; and columns that are refused."""
    for number, benefit in enumerate(draw.subject.benefits):
        benefits = [benefit] if number % 4 else [benefit, draw.subject.benefits[number - 1]]
        for reform in (None, draw.rng.choice((PACK, f"{PACK}+{STANDARD}"))):
            columns = _columns(draw, benefits, draw.rng.randint(200, 400))
            yield "table", {"columns": columns, "benefits": benefits, "date": str(draw.day()), "reform": reform}
    for columns in WRONG_COLUMNS:
        yield "table", {"columns": columns, "benefits": ["provident_fund_loan"], "date": str(TODAY), "reform": None}


def _columns(draw: Draw, benefits: Sequence[str], count: int) -> dict[str, list[Any]]:
    rows = []
    for number in range(count):
        day = draw.day()
        # Of rows that tell nearly nothing a few are enough: each takes as long as a hundred others.
        fullness = draw.rng.uniform(0.3, 1) if number % 20 else None
        case = draw.case(draw.subject.inputs_of(benefits), day, fullness)
        rows.append({"id": number, "date": str(day), **_row(case)})
    for row in draw.rng.sample(rows, count // 20):
        row[draw.rng.choice(list(row))] = draw.rng.choice(("nonsense", -5, 1e12, "2026-02-30", True, ""))
    names = list(dict.fromkeys(name for row in rows for name in row))
    as_text = draw.rng.random() < 0.3
    return {name: [_cell(row.get(name), as_text) for row in rows] for name in names}


def _cell(value: Any, as_text: bool) -> Any:
    return str(value).lower() if as_text and value is not None else value


def _row(case: Plain) -> Plain:
    """A case as a row of a table."""
    row = {name: value for name, value in case.items() if name != "members"}
    children = 0
    for member in case["members"]:
        children += member["role"] == "child"
        prefix = {"child": f"child{children}", "other": "other1"}.get(member["role"], member["role"])
        row |= {prefix: True} if prefix != "applicant" else {}
        row |= {f"{prefix}.{name}": value for name, value in member.items() if name != "role"}
    return row
