"""The page that explains the HTTP interface, made from its own description."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from cdmz_rules import Rulebook, decide

from ..rulebook import Book
from ..schema import EXAMPLE_REQUEST
from .render import language, page

router = APIRouter(include_in_schema=False)


@router.get("/docs")
def reference(request: Request, rulebook: Book) -> HTMLResponse:
    """Every route with what it takes and gives, and an example to copy."""
    described = request.app.openapi()
    routes = [
        {"method": method.upper(), "path": path, **operation}
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]
    inputs = described["components"]["schemas"]["DecisionRequest"]["properties"]["case"]
    return page(
        request,
        "reference.html",
        language(request),
        title=described["info"]["title"],
        routes=routes,
        example=_pretty(EXAMPLE_REQUEST),
        answer=_pretty(_answer(rulebook)),
        members=inputs["properties"]["members"]["items"]["properties"],
        household={key: value for key, value in inputs["properties"].items() if key != "members"},
    )


def _answer(rulebook: Rulebook) -> dict[str, Any]:
    asked = EXAMPLE_REQUEST
    answers = [
        decide(asked["case"], name, asked["date"], rulebook=rulebook, detail="compact") for name in asked["benefits"]
    ]
    return {"decisions": [answer.model_dump(mode="json") for answer in answers]}


def _pretty(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)
