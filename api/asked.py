"""What bodies of several routes have in common: the case, the day and the law asked about."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from cdmz_rules.law.reform import Reform

from .routes.decisions import shipped_reform
from .schema import describe_case

Case = Annotated[dict[str, Any], Field(description="家庭情况 · the household", json_schema_extra=describe_case)]
Day = Annotated[
    str | None, Field(max_length=20, description="决定日，默认今天 · the day decided for, today if not given")
]
SentReform = Annotated[str | None, Field(max_length=64, description="假设包或改革方案 · an assumption pack or reform")]


def reform_of(sent: str | None) -> Reform | None:
    """The reform that a body asks for: the one place where bodies become reforms.

    Raises:
        NotFound: if there is none of that name.
    """
    return shipped_reform(sent)
