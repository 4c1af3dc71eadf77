"""The pages: server-rendered from the inputs' own metadata, whole without JavaScript, live with it."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from cdmz_rules.files.paths import PACKAGE

from . import calculator, clearing, embedding, gaps, home, interview, matrix, reference, repayment, together, what_if

HERE = PACKAGE / "api" / "pages" if (PACKAGE / "api").is_dir() else PACKAGE.parent / "api" / "pages"


def add(app: FastAPI) -> None:
    """Add the pages and their static files."""
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    for module in (
        home,
        calculator,
        interview,
        together,
        clearing,
        repayment,
        what_if,
        matrix,
        gaps,
        embedding,
        reference,
    ):
        app.include_router(module.router)
