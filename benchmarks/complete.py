"""Random households of which every input of a benefit is told, for any benefit, as an Arrow table in wide form.

Nothing is law: values lie where people's mostly do, around the example that the catalogue shows, one in ten anywhere within what is
accepted. What holds unless somebody reports otherwise is reported of one in ten.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from benchmarks.names import DAY, Array
from benchmarks.population import WITH_SPOUSE
from cdmz_rules.decisions.acceptors import WHOLE
from cdmz_rules.rulebook.infos import InputInfo
from cdmz_rules.rulebook.rulebook import BenefitRules
from cdmz_rules.tables import naming, reader

ROLES = ("applicant", "spouse")
SELDOM = 0.1
YEARS, DAYS_A_YEAR = 12, 365
"""Days lie mostly within so many years."""


def households(rules: BenefitRules, count: int, seed: int = 20261015) -> Any:
    """So many households that ask for a benefit; the same seed gives the same. Those that contradict themselves do not count."""
    import pyarrow

    rng = np.random.default_rng(seed)
    parts: list[Any] = []
    while sum(len(part) for part in parts) < count:
        drawn = _drawn(rules, count, rng)
        parts.append(drawn.filter(pyarrow.array(_possible(rules, drawn))))
    return pyarrow.concat_tables(parts).slice(0, count).combine_chunks()


def _possible(rules: BenefitRules, drawn: Any) -> Array:
    """Which rows say nothing that cannot be."""
    headings = naming.resolve(rules.catalogue, drawn.schema.names)
    possible = np.ones(len(drawn), bool)
    for row, _ in reader.read(rules.catalogue, headings, drawn.columns, len(drawn), DAY, ()).faults:
        possible[row] = False
    return possible


def _drawn(rules: BenefitRules, count: int, rng: np.random.Generator) -> Any:
    import pyarrow

    spouse = rng.random(count) < WITH_SPOUSE
    columns = {}
    for info in rules.inputs:
        for name, there in _places(info, spouse):
            told = there & (np.ones(count, bool) if info.presumed is None else rng.random(count) < SELDOM)
            columns[name] = _arrow(info, _values(info, rng, count), told)
    return pyarrow.table(columns)


def _places(info: InputInfo, spouse: Array) -> Iterator[tuple[str, Array]]:
    """The columns of an input, and in which rows there is somebody to tell it; what is computed if nobody does is left out."""
    if info.derived:
        return
    if info.entity == "household":
        yield info.name, np.ones(len(spouse), bool)
        return
    for role, there in zip(ROLES, (np.ones(len(spouse), bool), spouse), strict=True):
        if info.roles is None or role in info.roles:
            yield f"{role}.{info.name}", there


def _arrow(info: InputInfo, values: Array, told: Array) -> Any:
    import pyarrow

    array = pyarrow.array(values, mask=~told)
    if info.kind != "choice":
        return array
    return pyarrow.DictionaryArray.from_arrays(array, pyarrow.array(list(info.choices or ())))


def _values(info: InputInfo, rng: np.random.Generator, count: int) -> Array:
    """Values of an input; of a choice the number."""
    if info.kind == "choice":
        return rng.integers(0, len(info.choices or ()), count).astype(np.int32)
    if info.kind == "yes_no":
        return rng.random(count) < 0.5
    low, high = info.bounds
    if info.kind == "date":
        last = high if info.future else min(high, DAY)
        ends = [(max(low, DAY.replace(year=DAY.year - YEARS)), min(last, DAY.replace(year=DAY.year + 1))), (low, last)]
        near, wide = (_days(rng, count, *pair) for pair in ends)
    else:
        usual = min(high, 3 * max(float(info.example or 0), 1))
        near, wide = (_numbers(info, rng, count, low, end) for end in (usual, high))
    return np.where(rng.random(count) < SELDOM, wide, near)


def _days(rng: np.random.Generator, count: int, first: Any, last: Any) -> Array:
    return np.datetime64(first, "D") + rng.integers(0, (last - first).days + 1, count).astype("timedelta64[D]")


def _numbers(info: InputInfo, rng: np.random.Generator, count: int, low: float, high: float) -> Array:
    """Whole numbers, money to the fen, shares to four decimals."""
    steps = 1 if info.unit in WHOLE else 100 if info.kind == "money" else 10_000
    return rng.integers(round(low * steps), round(high * steps) + 1, count) / steps
