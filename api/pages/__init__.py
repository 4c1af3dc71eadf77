"""The pages: server-rendered from the inputs' own metadata, whole without JavaScript, live with it."""

from __future__ import annotations

from fastapi import FastAPI

from . import calculator, clearing, gaps, home, interview, matrix, reference, repayment, static_files, together, what_if


def add(app: FastAPI) -> None:
    """Add the pages and their static files."""
    app.include_router(static_files.router)
    for module in (home, calculator, interview, together, clearing, repayment, what_if, matrix, gaps, reference):
        app.include_router(module.router)
