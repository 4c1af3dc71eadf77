"""``POST /v1/what-if``, ``POST /v1/compare`` and ``GET /v1/law-matrix``: other inputs, other days, other cities, another law."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from cdmz_rules import Rulebook
from cdmz_rules.decisions.situation import check_day, parse
from cdmz_rules.errors import InputError, Problem, below
from cdmz_rules.reading import china
from cdmz_rules.whatif import matrix_files
from cdmz_rules.whatif.cities import MAX_DAYS, Boards, compare_cities
from cdmz_rules.whatif.first_day import When, when
from cdmz_rules.whatif.least_change import Least, least_change
from cdmz_rules.whatif.matrix import Matrix, Only, matrix
from cdmz_rules.whatif.question import Question, question
from cdmz_rules.whatif.scenarios import MAX_SCENARIOS, Scenario, Scenarios, scenarios
from cdmz_rules.whatif.sweep import MAX_LINES, Axis, Sweep, sweep
from cdmz_rules.whatif.timeline import MAX_YEARS

from ..errors import REFUSALS
from ..json_route import JsonRoute
from ..reform_choice import ReformChoice, book_of, reform_of
from ..rulebook import Book
from ..schema import EXAMPLE_CASE, CaseAlone, KnownOn, Strict, mark_case

router = APIRouter(prefix="/v1", tags=["what-if"], route_class=JsonRoute)
Benefit = Annotated[str, Field(max_length=64, description="事项 · a benefit's id")]
Name = Annotated[str, Field(min_length=1, max_length=100)]
Case = Annotated[CaseAlone, Field(description="家庭情况 · the household", json_schema_extra=mark_case)]
Day = Annotated[
    str | None, Field(max_length=20, description="决定日，默认今天 · the day decided for, today if not given")
]
End = str | float | int | None


class ScenarioSent(Strict):
    """A scenario: inputs by name (null takes one away), another law, another day."""

    name: Name
    set: Annotated[dict[Name, str | float | int | bool | None], Field(max_length=50, default_factory=dict)]
    reform: ReformChoice = None
    date: Day = None


class AxisSent(Strict):
    """An input and its ends; without ends, around what the case gives."""

    input: Name
    low: End = None
    high: End = None


class SecondAxisSent(AxisSent):
    """A second input, at some values from end to end."""

    count: Annotated[int, Field(ge=2, le=MAX_LINES)] = 5


class SweepSent(AxisSent):
    """The input that is varied, and perhaps a second one."""

    by: SecondAxisSent | None = None


class LeastSent(Strict):
    """The amount to reach; entitlement alone without one."""

    goal: Annotated[float | None, Field(gt=0, le=1e12)] = None


class WhenSent(Strict):
    """How many years ahead to look."""

    years: Annotated[int, Field(ge=1, le=MAX_YEARS)] = 10


WHAT_IF_EXAMPLE: dict[str, Any] = {
    "benefit": "provident_fund_loan",
    "date": "2026-04-01",
    "case": EXAMPLE_CASE,
    "sweep": {"input": "household_monthly_income", "low": 0, "high": 20_000},
    "least_change": {"goal": 900_000},
    "when": {"years": 1},
}


class WhatIfRequest(Strict):
    """A case, and at least one of the questions."""

    model_config = ConfigDict(extra="forbid", strict=True, json_schema_extra={"examples": [WHAT_IF_EXAMPLE]})

    benefit: Benefit
    case: Case
    date: Day = None
    reform: ReformChoice = None
    scenarios: Annotated[list[ScenarioSent] | None, Field(min_length=1, max_length=MAX_SCENARIOS)] = None
    sweep: SweepSent | None = None
    least_change: LeastSent | None = None
    when: WhenSent | None = None


class WhatIfResponse(BaseModel):
    """The answer to each question that was asked."""

    scenarios: Scenarios | None = None
    sweep: Sweep | None = None
    least_change: Least | None = None
    when: When | None = None


@router.post("/what-if", operation_id="what_if", responses=REFUSALS, summary="如果情况变化 · what if")
def what_if(request: WhatIfRequest, rulebook: Book) -> WhatIfResponse:
    """What another income, another day or another law would make of an answer.

    `scenarios` stand beside the answer as things are; a `sweep` finds every cliff and kink of the amount, to the smallest step in which
    the input is given; `least_change` says what would make the household entitled, or lift the amount, by how little and by which clause;
    `when` is the first day on which it qualifies and the day on which that ends, if the law as known goes on. Where a rule is unknown there
    is no figure.
    """
    asks = [name for name in ANSWERS if getattr(request, name) is not None]
    if not asks:
        raise InputError([Problem("no_question", "", "没有提出任何问题", "no question is asked", ", ".join(ANSWERS))])
    day = check_day(request.date) if request.date is not None else china.today()
    try:
        parse(rulebook.catalogue, request.case, day)
    except InputError as error:
        raise below(error, "case") from error
    book = book_of(rulebook, request.reform)
    asked = question(request.case, request.benefit, day, rulebook=book)
    said: dict[str, Any] = {}
    for name in asks:
        asked.work.check(name)
        said[name] = ANSWERS[name](asked, getattr(request, name), rulebook)
    return WhatIfResponse(**said)


ANSWERS: dict[str, Callable[[Question, Any, Rulebook], Any]] = {
    "scenarios": lambda asked, sent, book: scenarios(asked, list(_scenarios(book, sent))),
    "sweep": lambda asked, sent, _: _swept(asked, sent),
    "least_change": lambda asked, sent, _: least_change(asked, sent.goal),
    "when": lambda asked, sent, _: when(asked, sent.years),
}


def _scenarios(rulebook: Rulebook, sent: Sequence[ScenarioSent]) -> Iterator[Scenario]:
    for position, each in enumerate(sent):
        reform = reform_of(rulebook, each.reform, f"scenarios[{position}].reform")
        yield Scenario(each.name, each.set, reform, each.date)


def _swept(asked: Any, sent: SweepSent) -> Sweep:
    other = sent.by
    by = Axis(other.input, other.low, other.high, other.count) if other else None
    return sweep(asked, Axis(sent.input, sent.low, sent.high), by)


COMPARE_EXAMPLE: dict[str, Any] = {
    "benefit": "provident_fund_loan",
    "dates": ["2026-04-01", "2027-01-01"],
    "case": EXAMPLE_CASE,
    "reform": "assumptions_2026",
}


class CompareRequest(Strict):
    """A case, and the days, cities and laws for which it is decided."""

    model_config = ConfigDict(extra="forbid", strict=True, json_schema_extra={"examples": [COMPARE_EXAMPLE]})

    benefit: Benefit
    case: Case
    dates: Annotated[
        list[Annotated[str, Field(max_length=20)]],
        Field(
            max_length=MAX_DAYS,
            description="决定日，默认今天 · the days decided for, today if none is given",
            default_factory=list,
        ),
    ]
    cities: Annotated[
        list[Annotated[str, Field(max_length=64)]] | None,
        Field(min_length=1, max_length=10, description="城市，默认四市 · the four cities if not given"),
    ] = None
    known_on: KnownOn = None
    reform: ReformChoice = None


@router.post(
    "/compare", operation_id="compare_cities", responses=REFUSALS, summary="四市比较 · the cities side by side"
)
def compare(request: CompareRequest, rulebook: Book) -> Boards:
    """One household under the law of each city, as it is and as a reform would have it, on any days; and what cannot be compared."""
    days = [check_day(day, f"dates[{number}]") for number, day in enumerate(request.dates)] or [china.today()]
    try:
        for day in days:
            parse(rulebook.catalogue, request.case, day)
    except InputError as error:
        raise below(error, "case") from error
    book = book_of(rulebook, None, request.known_on)
    reform = reform_of(book, request.reform)
    return compare_cities(
        request.case, request.benefit, days, cities=request.cities or (), reform=reform, rulebook=book
    )


MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@router.get(
    "/law-matrix",
    operation_id="compare_law",
    response_model=Matrix,
    responses={
        422: REFUSALS[422],
        404: REFUSALS[404],
        200: {
            "content": {
                media.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}} for media in MEDIA.values()
            }
        },
    },
    summary="四市规定对照表 · the law side by side",
)
def law_matrix(
    rulebook: Book,
    domain: Annotated[str, Query(max_length=200, description="领域或目录 · a domain or folder; all if not given")] = "",
    date: Annotated[str | None, Query(max_length=20, description="日期，默认今天 · the day")] = None,
    place: Annotated[
        list[str] | None, Query(max_length=20, description="地方，可重复 · places; the four cities")
    ] = None,
    known_on: KnownOn = None,
    reform: Annotated[
        list[Name] | None, Query(max_length=10, description="假设包或改革方案，可重复 · packs or reforms, in order")
    ] = None,
    only: Annotated[
        Only | None, Query(description="只看不同的或未知的 · the rows that differ, or hold something unknown")
    ] = None,
    format: Annotated[Literal["json", "csv", "xlsx"], Query(description="格式 · the form of the answer")] = "json",
    lang: Annotated[Literal["zh", "en"], Query(description="表格的语言 · the language of a table")] = "zh",
) -> Any:
    """Every item of the law by place on a day: value, document, clause, evidence, and why two places cannot be compared."""
    day = check_day(date) if date is not None else china.today()
    book = book_of(rulebook, list(reform) if reform else None, known_on)
    answer = matrix(book, day, under=domain, places=place or (), only=only)
    if format == "json":
        return answer
    stream = io.BytesIO()
    matrix_files.write(answer, format, stream, lang)
    headers = {"Content-Disposition": f'attachment; filename="law-matrix.{format}"'}
    return Response(stream.getvalue(), media_type=MEDIA[format], headers=headers)
