"""Bed subsidies: a great many elders of a month beside openfisca-core's run of the same formulas, and stays settled across cities."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from benchmarks.agreement import Disagreement
from benchmarks.book import BOOK, PACKED
from benchmarks.goals import Found, Median
from benchmarks.names import CITIES, DAY, Array, Columns
from benchmarks.rows.applicants import Applicants, beside_stock, choose, days, presumed
from benchmarks.sizes import Sizes
from benchmarks.timing import Contender, in_turns
from cdmz_rules.settlement.beds import Clearing
from cdmz_rules.settlement.beds.clearing import clear
from cdmz_rules.settlement.beds.columns import BENEFIT, FROM, PLACE, UNTIL
from cdmz_rules.settlement.beds.screening import screen
from cdmz_rules.settlement.beds.table import StayTable
from cdmz_rules.settlement.runs import wide
from cdmz_rules.tables.cells import Known

ELIGIBLE = f"{BENEFIT}_eligible"
MONTHS = [date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1)]
"""The quarter that is settled."""
FIRST, LAST = np.datetime64("2025-07-01"), np.datetime64("2026-09-30")
SHARES = dict(zip(CITIES, (0.55, 0.17, 0.15, 0.13), strict=True))
BEDS = 120
"""Elders of an institution, on average."""


def drawn(rng: np.random.Generator, count: int) -> Columns:
    """Facts of elders and of their institutions; two in three are in their home city."""
    home = choose(rng, count, "hukou_city", SHARES)
    ability = {"intact": 0.2, "mild": 0.2, "moderate": 0.25, "severe": 0.2, "complete": 0.15}
    return {
        "birth_date": days(rng, count, np.datetime64("1930-01-01"), np.datetime64("1970-01-01")),
        "hukou_city": home,
        "hukou_in_central_districts": rng.random(count) < 0.5,
        "ability_level": choose(rng, count, "ability_level", ability),
        "assessment_city": choose(rng, count, "assessment_city", SHARES),
        PLACE: np.where(rng.random(count) < 0.65, home, choose(rng, count, PLACE, SHARES)),
        **of_institutions(rng, count),
    }


def of_institutions(rng: np.random.Generator, count: int) -> Columns:
    """Facts of so many institutions."""
    owner = {"private": 0.7, "public_privately_run": 0.2, "public": 0.1}
    return {
        "institution_owner": choose(rng, count, "institution_owner", owner),
        "institution_filed": rng.random(count) < 0.9,
        "institution_in_pilot_area": rng.random(count) < 0.3,
    }


class Elders(Applicants):
    """Elders who were in an institution for a month, most of them the whole of it."""

    def __init__(self, count: int, seed: int = 20261015) -> None:
        rng = np.random.default_rng(seed)
        month = np.datetime64(DAY, "M")
        first, last = month.astype("datetime64[D]"), (month + 1).astype("datetime64[D]") - 1
        partly = rng.random(count) < 0.2
        ends = np.where(partly, days(rng, count, first, last), last)
        inputs = drawn(rng, count) | {FROM: np.full(count, first), UNTIL: ends}
        columns = {wide(BOOK.catalogue, name): column for name, column in inputs.items()}
        super().__init__(columns | presumed(BENEFIT, columns), (ELIGIBLE, BENEFIT))


def table(count: int, seed: int = 20261015) -> StayTable:
    """Stays in no order, as they are read from a file: up to three of an elder, one after the other; a third go on.

    Elders and institutions are text, elders of eighteen digits, as numbers of identity are.
    """
    rng = np.random.default_rng(seed)
    owner, begins, ends = _one_after_the_other(rng, count)
    facts = {name: column[owner] for name, column in drawn(rng, int(owner.max()) + 1).items()}
    institution = facts[PLACE].astype(np.int64) * 1000 + rng.integers(0, max(count // (4 * BEDS), 1), count)
    # All rows say the same of an institution: what contradicts itself is refused.
    houses, house = np.unique(institution, return_inverse=True)
    facts |= {name: column[house] for name, column in of_institutions(rng, len(houses)).items()}
    number = 510_100_000_000_000_000 + np.random.default_rng(seed).permutation(10 * count)[: int(owner.max()) + 1]
    order = rng.permutation(count)
    return StayTable(
        {"elder": _text(number[owner][order]), "institution": _text(institution[order])},
        {"from": begins[order], "to": ends[order]},
        {name: Known(facts[name][order], np.ones(count, bool)) for name in facts},
        np.arange(2, count + 2),
        [],
    )


def _one_after_the_other(rng: np.random.Generator, count: int) -> tuple[Array, Array, Array]:
    """Whose each stay is, its first and last day; a third of the last stays go on."""
    each = rng.choice([1, 2, 3], count, p=[0.7, 0.2, 0.1])
    owner = np.repeat(np.arange(count), each)[:count]
    first = np.r_[True, owner[1:] != owner[:-1]]
    length = rng.integers(20, 200, count)
    run = np.cumsum(length)
    starts = np.maximum.accumulate(np.where(first, run - length, 0))
    begins = days(rng, count, FIRST, FIRST + 300)[owner] + (run - length - starts).astype("timedelta64[D]")
    # What would begin only after the quarter begins with its last day; whoever has such stays has moved that day.
    begins = np.minimum(begins, LAST)
    ends = np.minimum(begins + length.astype("timedelta64[D]"), LAST)
    last = np.r_[owner[1:] != owner[:-1], True]
    return owner, begins, np.where(last & (rng.random(count) < 1 / 3), np.datetime64("NaT"), ends)


def _text(numbers: Array) -> pa.Array:
    return pa.array(numbers, pa.int64()).cast(pa.string())


def settled(table: StayTable) -> Clearing:
    """Our settling, under the law with the assumption pack."""
    screening = screen(PACKED.catalogue, table, date(2026, 10, 15), PACKED.law)
    return clear(PACKED.benefit(BENEFIT), screening.stays, MONTHS, table.count)


def hold(found: Clearing) -> None:
    """Hold a settlement against itself: institutions, stays and cities come to one sum, and positions to nothing.

    Raises:
        Disagreement: if they do not.
    """
    sums = {found.total, int(found.stay_fen.sum()), sum(each.fen for each in found.institutions)}
    if len(sums) > 1 or found.positions.sum() or not found.total:
        raise Disagreement(f"sums of {sorted(sums)} fen, positions of {found.positions}")


def beds(sizes: Sizes) -> Found:
    """Ours beside openfisca-core running our formulas."""
    return beside_stock(Elders(sizes.households), "beds_stock", f"{sizes.households:,} elders in institutions", sizes)


def clearing(sizes: Sizes) -> Found:
    """A quarter of stays settled; the reading of files is not timed, telling elders apart by their text is."""
    stays = table(sizes.stays)
    hold(settled(stays))
    taken = in_turns({"ours": Contender(lambda _: settled(stays))}, sizes.settle_rounds)["ours"]
    return Found({"clearing": taken}, [Median(f"{stays.count:,} stays, a quarter cleared", "ours", taken, "s")])
