"""The rules of a benefit as a script, which a page runs by itself. Making one takes a while, and it stays right for a day."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from threading import Lock
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from cdmz_rules import Rulebook
from cdmz_rules.errors import NotFound
from cdmz_rules.i18n.words import Language
from cdmz_rules.reading import china
from cdmz_rules.script.offline import offline_rules

from ..rulebook import Book
from .scripts import sent

KEPT = 100
"""So many are kept: more than there are benefits and languages."""
_making = Lock()

router = APIRouter(prefix="/widget/rules", include_in_schema=False)


@router.get("/{benefit}.{lang}.js")
def rules(request: Request, rulebook: Book, benefit: Annotated[str, Path(max_length=64)], lang: Language) -> Response:
    """The rules of a benefit in one language, as they stand today."""
    if benefit not in rulebook.benefits:
        raise NotFound("事项", "benefit", benefit, rulebook.benefits, "benefit")
    # Who asks while one is made waits for it, and makes no second.
    with _making:
        text = _made(rulebook, benefit, lang, china.today())
    return sent(request, text)


@lru_cache(maxsize=KEPT)
def _made(rulebook: Rulebook, benefit: str, lang: Language, today: date) -> str:
    return offline_rules(rulebook, [benefit], lang, today)
