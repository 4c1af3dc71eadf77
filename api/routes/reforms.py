"""``GET /v1/reforms`` and ``GET /healthz``."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from cdmz_rules import __version__
from cdmz_rules.i18n.text import Text, text

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


@router.get("/healthz", operation_id="health", tags=["service"], summary="服务状态 · health")
def health(rulebook: Book) -> Health:
    """Whether the service can answer."""
    return Health(status="ok", version=__version__, law=rulebook.law.fingerprint)
