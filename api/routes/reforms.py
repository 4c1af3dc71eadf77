"""``GET /v1/reforms`` and ``GET /healthz``."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel

from cdmz_rules import __version__
from cdmz_rules.i18n.text import Text, text
from cdmz_rules.whatif.effects import Effects, OnHouseholds, effects, on_households

from ..errors import REFUSALS
from ..reform_choice import shipped_alone
from ..rulebook import Book

router = APIRouter()


class ReformInfo(BaseModel):
    """A pack or reform."""

    name: str
    title: Text
    mode: str
    rationale: Text
    changes: int


class Reforms(BaseModel):
    """Every pack and reform that is shipped."""

    reforms: list[ReformInfo]


class Health(BaseModel):
    """Whether the service can answer, and by which law."""

    status: str
    version: str
    law: str


@router.get("/v1/reforms", operation_id="list_reforms", tags=["law"], summary="假设包和改革方案 · packs and reforms")
def shipped(rulebook: Book) -> Reforms:
    """Every assumption pack and reform that can be asked for by name."""
    loaded = [rulebook.reforms.load(name) for name in rulebook.reforms.names]
    return Reforms(
        reforms=[
            ReformInfo(
                name=reform.name,
                title=text(reform.title),
                mode=reform.mode,
                rationale=text(reform.rationale),
                changes=sum(1 for step in reform.steps for _ in step.body.changes()),
            )
            for reform in loaded
        ]
    )


class ReformEffects(BaseModel):
    """What a reform changes, and what that means for example households, if that was asked for."""

    effects: Effects
    on_households: OnHouseholds | None


@router.get(
    "/v1/reforms/{reform}",
    operation_id="get_reform",
    tags=["law"],
    responses={404: REFUSALS[404]},
    summary="改革方案前后对比 · before, after the packs, after the reform",
)
def one(
    reform: Annotated[str, Path(max_length=200)],
    rulebook: Book,
    households: Annotated[bool, Query(description="是否推算示例家庭 · with the example households")] = False,
) -> ReformEffects:
    """The rules that a reform changes, each under three laws: as it stands, after the packs that fill what is unknown, after the reform.

    Only what lies between the last two is the reform's own. With `households` the same for the example households in every city, which
    takes some seconds the first time.
    """
    chosen = shipped_alone(rulebook, reform)
    found = on_households(rulebook, chosen) if households else None
    return ReformEffects(effects=effects(rulebook, chosen), on_households=found)


@router.get("/healthz", operation_id="health", tags=["service"], summary="服务状态 · health")
def health(rulebook: Book) -> Health:
    """Whether the service can answer."""
    return Health(status="ok", version=__version__, law=rulebook.law.fingerprint)
