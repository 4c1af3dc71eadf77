"""Random households: who tells some of what a benefit asks, who tells all of it, and many of a kind as a table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
from hypothesis import strategies as st
from table_cases import flat

from cdmz_rules.rulebook.infos import InputInfo
from cdmz_rules.rulebook.rulebook import BenefitRules
from generators import values
from generators.coherent import mended

Plain = dict[str, Any]


@st.composite
def telling_some(draw: st.DrawFn, rules: BenefitRules) -> tuple[Plain, date]:
    """A couple with others that tells most of what it is asked, decided for on some day."""
    day = draw(st.dates(date(2015, 1, 1), date(2028, 12, 31)))
    roles = ["applicant", *draw(st.lists(st.sampled_from(["child", "other"]), max_size=2))]
    roles.insert(draw(st.integers(0, len(roles))), "spouse")
    case: Plain = {"members": [{"role": role} for role in roles]}
    for info, holder in _asked(rules, case):
        # Mostly told: with everything untold, worlds are many and all alike.
        if draw(st.integers(0, 24)) > 0:
            holder[info.name] = draw(values.of(info, day))
    return mended(rules.catalogue, case, day), day


@st.composite
def telling_all(draw: st.DrawFn, rules: BenefitRules, day: date) -> Plain:
    """A household that tells everything it is asked."""
    others = draw(st.lists(st.sampled_from(["child", "other"]), max_size=1))
    spouse = ["spouse"] if draw(st.booleans()) else []
    case: Plain = {"members": [{"role": role} for role in ("applicant", *others, *spouse)]}
    for info, holder in _asked(rules, case):
        holder[info.name] = draw(values.of(info, day))
    return mended(rules.catalogue, case, day)


@st.composite
def couples(draw: st.DrawFn, rules: BenefitRules, day: date, count: int) -> Plain:
    """Couples as a table, who all made the same choices, of different ages and means."""
    random = np.random.default_rng(draw(st.integers(0, 2**31)))
    case: Plain = {"members": [{"role": "applicant"}, {"role": "spouse"}]}
    for info, holder in _asked(rules, case):
        each = 1 if info.kind in ("choice", "yes_no") else 12
        drawn = np.array(draw(st.lists(values.of(info, day), min_size=each, max_size=each)), object)
        holder[info.name] = drawn[random.integers(0, each, count)].tolist()
    return {**flat(rules.catalogue, case), "spouse": [True] * count}


def _asked(rules: BenefitRules, case: Plain) -> Iterator[tuple[InputInfo, Plain]]:
    """What is asked, and of whom."""
    for info in rules.inputs:
        members = [member for member in case["members"] if info.roles is None or member["role"] in info.roles]
        for holder in [case] if info.entity == "household" else members:
            yield info, holder
