"""The calculator that other websites embed: one script, the rules that a page can run by itself, and what goes with an iframe."""

from __future__ import annotations

from fastapi import FastAPI

from . import rules, scripts


def add(app: FastAPI) -> None:
    """Add what other websites load."""
    for module in (rules, scripts):
        app.include_router(module.router)
