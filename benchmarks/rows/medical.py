"""Medical claims: a great many single ones beside openfisca-core's run of the same formulas, and a year of them in order."""

from __future__ import annotations

import numpy as np

from benchmarks.agreement import Disagreement
from benchmarks.book import PACKED
from benchmarks.goals import Found, Median
from benchmarks.names import DAY, Columns
from benchmarks.rows import claims
from benchmarks.rows.applicants import Applicants, beside_stock
from benchmarks.sizes import Sizes
from benchmarks.timing import Contender, in_turns
from cdmz_rules.settlement.claims import ClaimTable, adds_up, adjudicate
from cdmz_rules.settlement.claims.columns import BENEFIT

ELIGIBLE = "medical_reimbursement_eligible"
OUTPUTS = (ELIGIBLE, BENEFIT, "medical_paid_in_all", "patient_pays")
FIRST, LAST = np.datetime64("2025-01-01"), np.datetime64("2025-12-31")
"""The year that is settled."""


class Bills(Applicants):
    """Claims of one person each, with what the claims before them carried over."""

    def __init__(self, count: int, seed: int = 20261015) -> None:
        rng = np.random.default_rng(seed)
        drawn = claims.drawn(rng, np.arange(count), np.datetime64("2024-01-01"), np.datetime64(DAY, "D"))
        super().__init__(claims.begun(rng, drawn), OUTPUTS)


def year(count: int, seed: int = 20261015) -> ClaimTable:
    """A year of claims, in no order; people are told apart by text of eighteen digits, as numbers of identity are."""
    rng = np.random.default_rng(seed)
    owner = claims.owners(rng, count)
    number = (510_100_000_000_000_000 + rng.integers(0, 10**14, int(owner.max()) + 1)).astype("U18")[owner]
    drawn = claims.fresh(claims.drawn(rng, owner, FIRST, LAST))
    return ClaimTable(number, {name.rpartition(".")[2]: column for name, column in drawn.items()})


def settled(table: ClaimTable) -> Columns:
    """Our settling, under the law with the assumption pack."""
    return adjudicate(PACKED, table, DAY)


def medical(sizes: Sizes) -> Found:
    """Ours beside openfisca-core running our formulas."""
    label = f"{sizes.households:,} medical claims"
    return beside_stock(Bills(sizes.households), "medical_stock", label, sizes)


def settling(sizes: Sizes) -> Found:
    """A year of claims settled; the reading of files is not timed.

    Raises:
        Disagreement: if the layers and the patient's share of a claim do not come to its bill.
    """
    table = year(sizes.claims)
    wrong = np.flatnonzero(~adds_up(settled(table), table.inputs["total_cost"]))
    if wrong.size:
        raise Disagreement(f"claim {wrong[0]}: its parts do not add up")
    taken = in_turns({"ours": Contender(lambda _: settled(table))}, sizes.settle_rounds)["ours"]
    label = f"{table.count:,} claims of {len(np.unique(table.person)):,} people, settled in order"
    return Found({"settle": taken}, [Median(label, "ours", taken, "s")])
