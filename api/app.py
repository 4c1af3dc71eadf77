"""Putting the service together."""

from __future__ import annotations

import gc

from fastapi import Depends, FastAPI

from cdmz_rules import Rulebook, __version__
from cdmz_rules.decisions import plan_check
from cdmz_rules.errors import LawFileError

from . import errors, pages, queries, widget
from .compression import CompressPages
from .limits import LimitBody
from .origins import Origins
from .routes import batch, benefits, clearing, decisions, interviews, law, reforms, schedules, settlements, what_if
from .schema import describe
from .settings import Settings

DESCRIPTION = """
成都、德阳、眉山、资阳四市公共服务待遇的规则：能不能办、多少钱、为什么、还缺什么。

What residents of Chengdu, Deyang, Meishan and Ziyang are entitled to: whether, how much, why, and what is missing. Nothing
unknown becomes zero; every figure names its document. Every mistake is answered in one shape, with its place.
"""


def create_app(settings: Settings | None = None, rulebook: Rulebook | None = None) -> FastAPI:
    """The service as an ASGI application.

    Args:
        settings: The bounds within which it answers; by default those that the environment names.
        rulebook: The rules by which it answers; by default those that are shipped.

    Raises:
        LawFileError: if a formula cannot be planned.
        InputError: if the environment lists what is no origin.
    """
    app = FastAPI(
        title="cdmz-rules",
        version=__version__,
        description=DESCRIPTION,
        license_info={"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
        docs_url=None,
        redoc_url=None,
    )
    app.state.settings = settings or Settings.of_environment()
    app.state.rulebook = book = rulebook or Rulebook.shipped()
    app.add_middleware(LimitBody, settings=app.state.settings)
    app.add_middleware(Origins, settings=app.state.settings)
    app.add_middleware(CompressPages)
    errors.add_handlers(app)
    for module in (decisions, interviews, batch, benefits, settlements, clearing, schedules, what_if, law, reforms):
        app.include_router(
            module.router, dependencies=[Depends(queries.only_known)], responses={422: errors.REFUSALS[422]}
        )
    pages.add(app)
    widget.add(app)
    describe(app, book.catalogue)
    # The law is loaded, and every formula planned, before the first request, not by it.
    problems = plan_check.problems(book)
    if problems:
        raise LawFileError(problems)
    # What stands now stays: the collector of garbage need not look through all of the law while somebody waits.
    gc.freeze()
    return app
