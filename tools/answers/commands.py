"""Commands: what the command line says and no function or request does."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tools.answers.cases import Draw
from tools.answers.questions import TODAY, Question, answer
from tools.answers.subject import PACK, STANDARD


def commands(draw: Draw, count: int) -> Iterator[Question]:
    """What each reform changes, what of the law is known, and examples decided again from their receipts."""
    for reform in draw.subject.reforms:
        after = ["--after", PACK] if reform != PACK else []
        yield "command", {"arguments": ["reform", "diff", reform, *after, "--json"]}
    for day in ("2020-01-01", str(TODAY)):
        yield "command", {"arguments": ["law", "coverage", "--date", day, "--json"]}
    for example in draw.rng.sample(draw.subject.examples, count):
        terms = {**example, "reform": draw.rng.choice((None, PACK, f"{PACK}+{STANDARD}"))}
        receipt = answer("decision", terms)["full"]["receipt"]
        yield "command", {"arguments": ["replay", "-", "--json"], "stdin": json.dumps(receipt)}
