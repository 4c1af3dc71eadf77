"""A reform never seen before: applying it, the first answer under it, and the answers after."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cdmz_rules
from benchmarks import forms
from benchmarks.book import BOOK
from benchmarks.goals import Found, Median
from benchmarks.names import BENEFIT, DAY, PACK
from benchmarks.population import draw
from benchmarks.sizes import Sizes
from benchmarks.timing import Contender, in_turns
from cdmz_rules import load_reform
from cdmz_rules.law.reform import Reform, compose

LEVEL_UP = "level_up_provident_fund"


def reform(sizes: Sizes) -> Found:
    """The loan under a levelling up of the provident fund on top of the pack, which is in use already."""
    pack = load_reform(PACK)
    case = forms.cases(draw(1), [0])[0]
    fresh = _fresh()
    kept = compose([pack, next(fresh)])

    def decide(asked: Reform) -> Any:
        return cdmz_rules.decide(case, BENEFIT, DAY, reform=asked)

    first, again = decide(compose([pack, next(fresh)])), decide(kept)
    if first.amounts != again.amounts:
        raise ValueError("a reform answers otherwise the second time")
    taken = in_turns(
        {
            "apply": Contender(lambda asked: asked.apply(BOOK.law), lambda: next(fresh)),
            "first": Contender(lambda asked: decide(compose([pack, asked])), lambda: next(fresh)),
            "after": Contender(lambda _: decide(kept)),
            "baseline": Contender(lambda _: decide(pack)),
        },
        sizes.rounds,
    )
    return Found(
        {
            "reform_apply": 1000 * taken["apply"],
            "reform_first": 1000 * taken["first"],
            "reform_after": taken["after"] / taken["baseline"],
        },
        [Median("a new reform", name, 1000 * value, "ms") for name, value in taken.items()],
    )


def _fresh() -> Iterator[Reform]:
    """The same body under another name each time: nothing of it has been seen."""
    body = load_reform(LEVEL_UP).plain
    number = 0
    while True:
        number += 1
        yield BOOK.reforms.from_body({**body, "name": f"reform_{number}", "effective": "2026-01-01"})
