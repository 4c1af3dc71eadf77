"""``GET /v1/benefits``: what can be asked, and what each benefit needs to know."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from cdmz_rules.rulebook import catalogue
from cdmz_rules.rulebook.catalogue import BenefitInfo, InputInfo

from ..errors import REFUSALS

router = APIRouter(prefix="/v1", tags=["benefits"])


class Benefits(BaseModel):
    """Every benefit."""

    benefits: list[BenefitInfo]


class BenefitWithInputs(BaseModel):
    """A benefit and its inputs: enough to generate a form."""

    benefit: BenefitInfo
    inputs: list[InputInfo]


@router.get("/benefits", summary="全部事项 · every benefit")
def benefits() -> Benefits:
    """Every benefit, with its id, names, conditions and what is not encoded."""
    return Benefits(benefits=list(catalogue.benefits().values()))


@router.get("/benefits/{name}", responses={404: REFUSALS[404]}, summary="一个事项及其输入项 · a benefit and its inputs")
def benefit(name: str) -> BenefitWithInputs:
    """One benefit and everything it may ask: labels, units, ranges, choices, examples, and what each is for."""
    return BenefitWithInputs(benefit=catalogue.benefit(name), inputs=catalogue.inputs(name))
