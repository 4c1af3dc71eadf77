"""The pages: server-rendered from the inputs' own metadata, whole without JavaScript, live with it."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from cdmz_rules.files.paths import PACKAGE

from . import (
    calculator,
    clearing,
    embedding,
    gaps,
    home,
    interview,
    law,
    matrix,
    prospects,
    reference,
    reforms,
    repayment,
    rule,
    together,
    what_if,
)

HERE = PACKAGE / "api" / "pages" if (PACKAGE / "api").is_dir() else PACKAGE.parent / "api" / "pages"


def add(app: FastAPI) -> None:
    """Add the pages and their static files."""
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    for module in (
        home,
        calculator,
        rule,
        prospects,
        interview,
        together,
        clearing,
        repayment,
        what_if,
        law,
        matrix,
        gaps,
        reforms,
        embedding,
    ):
        app.include_router(module.router)
    app.include_router(reference.router)
