"""``GET /v1/benefits``: what can be asked, and what each benefit needs to know."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from cdmz_rules.rulebook.infos import BenefitInfo, InputInfo

from ..errors import REFUSALS
from ..rulebook import Book

router = APIRouter(prefix="/v1", tags=["benefits"])


class Benefits(BaseModel):
    """Every benefit."""

    benefits: list[BenefitInfo]


class BenefitWithInputs(BaseModel):
    """A benefit and its inputs: enough to generate a form."""

    benefit: BenefitInfo
    inputs: list[InputInfo]


@router.get("/benefits", operation_id="list_benefits", summary="全部事项 · every benefit")
def benefits(rulebook: Book) -> Benefits:
    """Every benefit, with its id, names, conditions and what is not encoded."""
    return Benefits(benefits=list(rulebook.benefits.values()))


@router.get(
    "/benefits/{name}",
    operation_id="get_benefit",
    responses={404: REFUSALS[404]},
    summary="一个事项及其输入项 · a benefit and its inputs",
)
def benefit(name: str, rulebook: Book) -> BenefitWithInputs:
    """One benefit and everything it may ask: labels, units, ranges, choices, examples, and what each is for."""
    rules = rulebook.benefit(name)
    return BenefitWithInputs(benefit=rules.info, inputs=list(rules.inputs))
