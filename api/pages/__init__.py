"""The pages: server-rendered from the inputs' own metadata, whole without JavaScript, live with it."""

from __future__ import annotations

from fastapi import FastAPI

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
    static_files,
    together,
    what_if,
)


def add(app: FastAPI) -> None:
    """Add the pages and their static files."""
    app.include_router(static_files.router)
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
