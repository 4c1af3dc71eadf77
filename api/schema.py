"""What a request may hold, and the schema of a case, generated from the inputs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import FastAPI
from fastapi.encoders import jsonable_encoder
from fastapi.openapi.models import Schema
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from cdmz_rules.decisions import identity
from cdmz_rules.decisions.decision import Compact, CompactWithTrial, Decision
from cdmz_rules.decisions.interactions import Interaction
from cdmz_rules.decisions.situation import MAX_MEMBERS
from cdmz_rules.decisions.totals import Group, Total
from cdmz_rules.i18n.phrases import N_
from cdmz_rules.i18n.problems import Misfit
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.rulebook.infos import InputInfo

from .reform_choice import ReformChoice

EXAMPLE_CASE: dict[str, Any] = {
    "members": [
        {
            "role": "applicant",
            "provident_fund_contribution": "employee",
            "provident_fund_balance": 40_000,
            "deposits_unbroken_months": 24,
            "deposit_centre": "chengdu",
            "retirement_date": "2057-05-01",
        }
    ],
    "property_city": "chengdu",
    "home_kind": "new_commercial",
    "completed_home": False,
    "price": 1_500_000,
    "household_monthly_income": 15_000,
    "term_months": 360,
    "children": 0,
    "minor_children": 0,
    "homes_owned": 0,
    "provident_fund_loans_taken": 0,
    "outstanding_provident_fund_loan": False,
}

EXAMPLE_REQUEST: dict[str, Any] = {
    "benefits": ["provident_fund_loan"],
    "date": "2026-04-01",
    "case": EXAMPLE_CASE,
    "detail": "compact",
}


BESIDE = ("date", "benefit")
"""What files say within a case, and requests beside it."""


def _alone(case: dict[str, Any]) -> dict[str, Any]:
    for name in BESIDE:
        if name in case:
            raise Misfit(N_("in a request this stands beside the case, not in it"), (name,))
    return case


CaseAlone = Annotated[dict[str, Any], AfterValidator(_alone)]
"""A case as it is sent."""


class Strict(BaseModel):
    """Nothing but what is named here is accepted, and nothing is converted."""

    model_config = ConfigDict(extra="forbid", strict=True)


CASE, MEMBER = "Case", "Member"
"""What the description of the interface calls a case and a member; until the rulebook says what a case may hold, its title marks it."""
_SCHEMAS = "#/components/schemas/"


def mark_case(schema: dict[str, Any]) -> None:
    """Mark the place of a case."""
    schema.clear()
    schema.update({"title": CASE})


def describe(app: FastAPI, catalogue: Catalogue) -> None:
    """Let the description of the interface say what a case may hold."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            described = plain()
            _refer(described)
            described["components"]["schemas"] |= {name: _encoded(each) for name, each in schemas(catalogue).items()}
        return plain()

    app.openapi = openapi  # type: ignore[method-assign]


def _encoded(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A schema as FastAPI writes those of its own."""
    encoded: dict[str, Any] = jsonable_encoder(Schema(**schema), by_alias=True, exclude_none=True)
    return encoded


def _refer(part: Any) -> None:
    """Refer to the schema of a case where one is marked."""
    if isinstance(part, list):
        for each in part:
            _refer(each)
    elif isinstance(part, dict):
        if part == {"title": CASE}:
            part.clear()
            part["$ref"] = _SCHEMAS + CASE
        else:
            for each in part.values():
                _refer(each)


def schemas(catalogue: Catalogue) -> dict[str, dict[str, Any]]:
    """The JSON schemas of a case and its members: every input of every benefit, each optional (null: not known), with its range and words.

    Every value may be text as well, as people write it (``docs/reading.md``): ``150万``, ``2026年3月5日``, ``是``, ``成都市``.
    """
    inputs = catalogue.inputs.values()
    person = {info.name: _of(info) for info in inputs if info.entity == "person"}
    person |= {
        name: {
            "type": ["integer", "string", "null"],
            "minimum": 0,
            "maximum": alias.most,
            "title": f"{alias.words.zh} · {alias.words.en}",
        }
        for name, alias in catalogue.aliases.items()
    }
    if catalogue.identity:
        person[identity.NAME] = {"type": ["string", "null"], "title": f"{identity.LABEL.zh} · {identity.LABEL.en}"}
    member = {
        "type": "object",
        "title": MEMBER,
        "required": ["role"],
        "properties": {"role": {"type": "string", "enum": list(catalogue.roles)}, **person},
        "additionalProperties": False,
    }
    household = {info.name: _of(info) for info in inputs if info.entity == "household"}
    members = {"type": "array", "minItems": 1, "maxItems": MAX_MEMBERS, "items": {"$ref": _SCHEMAS + MEMBER}}
    case = {
        "type": "object",
        "title": CASE,
        "required": ["members"],
        "properties": {"members": members, **household},
        "additionalProperties": False,
        "examples": [EXAMPLE_CASE],
    }
    return {CASE: case, MEMBER: member}


def _of(info: InputInfo) -> dict[str, Any]:
    title = {"title": f"{info.label.zh} · {info.label.en}"}
    if info.about:
        title["description"] = f"{info.about.zh} · {info.about.en}"
    low, high = info.bounds
    number = {"type": ["number", "string", "null"], "minimum": low, "maximum": high}
    shapes: dict[str, dict[str, Any]] = {
        "number": number,
        "money": number,
        "yes_no": {"type": ["boolean", "integer", "string", "null"], "minimum": 0, "maximum": 1},
        "date": {"type": ["string", "integer", "null"], "examples": [info.example]},
        "choice": {"anyOf": [{"enum": [*(info.choices or ()), None]}, {"type": "string"}]},
    }
    return {**shapes[info.kind], **title}


KnownOn = Annotated[
    str | None,
    Field(
        max_length=20,
        description="按当日所知的规定：不含此后录入或更正的内容 · by the law as known on this day: without what was written into it or "
        "corrected later",
        examples=["2026-11-25"],
    ),
]


class DecisionRequest(Strict):
    """A case, and the benefits and the day it is to be decided for."""

    model_config = ConfigDict(extra="forbid", strict=True, json_schema_extra={"examples": [EXAMPLE_REQUEST]})

    benefits: Annotated[
        list[str],
        Field(
            min_length=1,
            max_length=20,
            description="要判断的事项；领域名称或 all 代表其全部事项 · ids of benefits; a domain or all stands for every one of it",
        ),
    ]
    case: Annotated[CaseAlone, Field(description="家庭情况 · the household", json_schema_extra=mark_case)]
    date: Annotated[str | None, Field(description="决定日，默认今天 · the day decided for, today if not given")] = None
    known_on: KnownOn = None
    reform: ReformChoice = None
    illustrate: Annotated[
        str | None,
        Field(
            min_length=1,
            max_length=1000,
            description="试算用的假设包：在答复之外另列其结果，不计入答复 · an assumption pack: what the answer would be under it, "
            "beside the answer and no part of it",
            examples=["assumptions_2026"],
        ),
    ] = None
    detail: Annotated[Literal["full", "compact"], Field(description="详细程度 · how much to answer")] = "full"


class DecisionResponse(BaseModel):
    """One decision for each benefit asked for, in that order; where each stands, what they come to, and what they do to each other."""

    decisions: list[Decision | CompactWithTrial | Compact]
    groups: dict[Group, list[str]]
    totals: list[Total]
    interactions: list[Interaction] = []
