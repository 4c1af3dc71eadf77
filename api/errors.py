"""One shape for every mistake: where it is, what is wrong in both languages, what was expected."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from cdmz_rules.errors import CdmzError, InputError, NotFound, Problem, nearest
from cdmz_rules.i18n.problems import problems

from .media import Refused
from .pages.render import language, page

log = logging.getLogger(__name__)


class Faults(BaseModel):
    """Everything that is wrong with a request."""

    errors: list[Problem]


REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"model": Faults, "description": "请求有误 · the request is wrong"},
    404: {"model": Faults, "description": "没有这一项 · there is no such thing"},
    413: {"model": Faults, "description": "请求过大 · the request is too large"},
    415: {"model": Faults, "description": "不支持这种内容类型 · the content type is not read here"},
    422: {"model": Faults, "description": "内容有误 · the content is wrong"},
}


class Json(JSONResponse):
    """JSON that may repeat what was sent."""

    def render(self, content: Any) -> bytes:
        """The content as bytes."""
        return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode(
            "utf-8", "replace"
        )


def answer(status: int, problems: Iterable[Problem]) -> JSONResponse:
    """An answer that says what is wrong."""
    return Json({"errors": [asdict(problem) for problem in problems]}, status)


def add_handlers(app: FastAPI) -> None:
    """Give every mistake the one shape."""

    @app.exception_handler(InputError)
    async def _input(request: Request, error: InputError) -> Response:
        return _said(request, 404 if isinstance(error, NotFound) else 422, error.problems)

    @app.exception_handler(RequestValidationError)
    async def _validation(request: Request, error: RequestValidationError) -> JSONResponse:
        return answer(422, _problems(request, error))

    @app.exception_handler(Refused)
    async def _refused(request: Request, error: Refused) -> Response:
        return _said(request, error.status, [error.problem])

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:
        codes = {404: "not_found", 405: "method_not_allowed"}
        messages = {
            404: ("没有这个地址", "there is nothing at this address"),
            405: ("不支持该方法", "this method is not served here"),
        }
        words = messages.get(error.status_code, ("请求无法处理", "the request cannot be read"))
        near = nearest(request.url.path, request.app.openapi()["paths"]) if error.status_code == 404 else None
        problem = Problem(codes.get(error.status_code, "bad_request"), "", *words, did_you_mean=near)
        refusal = _said(request, error.status_code, [problem])
        refusal.headers.update(error.headers or {})
        return refusal

    @app.exception_handler(CdmzError)
    async def _law(_: Request, error: CdmzError) -> JSONResponse:
        # Nothing of the request is logged: it is about a person.
        log.error("the law could not be applied: %s", type(error).__name__)
        return answer(
            503, [Problem("law_unavailable", "", "法规数据有误，暂时无法答复", "the law files are in disorder")]
        )


def _said(request: Request, status: int, problems: Sequence[Problem]) -> Response:
    """What is wrong with a request: a page for a person's browser, the one shape for programs."""
    wants_page = "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/v1/")
    if wants_page:
        return page(request, "error.html", language(request), status, problems=problems, missing=status == 404)
    return answer(status, problems)


def _problems(request: Request, error: RequestValidationError) -> list[Problem]:
    """What is wrong with a body, with the place in it; and with the address."""
    route = request.scope["route"]
    model = route.body_field.field_info.annotation if route.body_field else None
    body: list[dict[str, Any]] = []
    address: list[dict[str, Any]] = []
    for fault in error.errors():
        where, *steps = fault["loc"]
        (body if where == "body" else address).append({**fault, "loc": steps if where == "body" else fault["loc"]})
    sent = {"query": request.query_params}
    return [*problems(body, error.body, model), *problems(address, sent)]
