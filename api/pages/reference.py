"""The page that explains the HTTP interface, made from its own description."""

from __future__ import annotations

import json
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from cdmz_rules import Rulebook, decide

from .. import queries
from ..rulebook import Book
from ..schema import CASE, EXAMPLE_REQUEST, MEMBER
from .render import language, page

router = queries.pages()


@router.get("/docs")
def reference(request: Request, rulebook: Book) -> HTMLResponse:
    """Every route with what it takes and gives, and an example to copy."""
    described = request.app.openapi()
    example = _example(rulebook)
    routes = [
        {"method": method.upper(), "path": path, **operation}
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]
    schemas = described["components"]["schemas"]
    return page(
        request,
        "reference.html",
        language(request),
        title=described["info"]["title"],
        routes=routes,
        example=_pretty(example),
        answer=_pretty(_answer(rulebook, example)),
        members=schemas[MEMBER]["properties"],
        household={key: value for key, value in schemas[CASE]["properties"].items() if key != "members"},
    )


def _example(rulebook: Rulebook) -> dict[str, Any]:
    """The request to copy; under another law than the shipped one, the least that can be asked."""
    if all(name in rulebook.benefits for name in EXAMPLE_REQUEST["benefits"]):
        return EXAMPLE_REQUEST
    return {"benefits": [next(iter(rulebook.benefits))], "case": {"members": [{"role": rulebook.catalogue.roles[0]}]}}


def _answer(rulebook: Rulebook, asked: dict[str, Any]) -> dict[str, Any]:
    day = asked.get("date")
    answers = [decide(asked["case"], name, day, rulebook=rulebook, detail="compact") for name in asked["benefits"]]
    return {"decisions": [answer.model_dump(mode="json") for answer in answers]}


def _pretty(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)
