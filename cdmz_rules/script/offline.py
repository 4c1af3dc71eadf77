"""Offline rules: the rules of some benefits in one language, as an ES module that answers like the service."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from cdmz_rules.i18n.words import Language
from cdmz_rules.model.dates import back
from cdmz_rules.rulebook.rulebook import Rulebook
from cdmz_rules.script.book import written
from cdmz_rules.script.metadata import Metadata, names_of
from cdmz_rules.script.modules import SCRIPT

MONTHS_BACK = 12
"""They hold the law from so many months before it is made."""
HEAD = "// cdmz-rules, AGPL-3.0-or-later; the law {hash} from {since} on"
CALLS = """const book = engine.bookOf(PROGRAMS, METADATA);
export const law = book.law;
export const interview = (request) => engine.interviewed(book, request);
export const decide = (request) => engine.decided(book, request);
"""


def offline_rules(rulebook: Rulebook, benefits: Sequence[str], language: Language, today: date) -> str:
    """The rules of some benefits as the text of an ES module.

    Args:
        rulebook: The rules.
        benefits: The benefits, by id.
        language: The language of its words.
        today: The day on which it is made.

    Raises:
        NotFound: if a benefit does not exist.
    """
    since = back(today, months=MONTHS_BACK)
    head = HEAD.format(hash=rulebook.law.fingerprint[:12], since=since)
    constants = "\n".join(
        f"const {name} = {json.dumps(value, ensure_ascii=False, separators=(',', ':'))};"
        for name, value in data(rulebook, benefits, language, since, today).items()
    )
    # The engine last: compressed it is the shorter for what it has in common with what stands before it.
    return f"{head}\n{constants}\n{SCRIPT.read_text('utf-8')}{CALLS}"


def data(rulebook: Rulebook, benefits: Sequence[str], language: Language, since: date, today: date) -> dict[str, Any]:
    """What they hold beside the engine, by the name that it has there: formulas and law, and what is said of them."""
    programs = written(rulebook, benefits, since, names_of(rulebook, benefits)).data
    return {
        "PROGRAMS": programs,
        "METADATA": Metadata(rulebook, benefits, language, list(programs["inputs"])).written(today),
    }
