"""A FastAPI endpoint that takes the body of ``POST /v1/decisions``, checks it as ours does, and computes nothing."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field


class Request(BaseModel):
    """What ours takes: the case is a dictionary."""

    model_config = ConfigDict(extra="forbid", strict=True)

    benefits: Annotated[list[str], Field(min_length=1, max_length=20)]
    case: dict[str, Any]
    date: str | None = None
    reform: Annotated[str | None, Field(max_length=64)] = None
    detail: Literal["full", "compact"] = "full"


def create_app() -> FastAPI:
    """The service."""
    app = FastAPI()

    @app.post("/v1/decisions")
    async def decisions(request: Request) -> JSONResponse:
        return JSONResponse({"decisions": []})

    return app
