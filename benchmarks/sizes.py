"""How much is measured: in full, or small enough for a test."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """Sizes and rounds.

    Attributes:
        households: Of a population run and of a batch.
        great: Households of the run whose memory is measured.
        claims: Medical claims settled in order.
        stays: Stays in institutions settled across cities.
        cases: Single decisions, and bodies sent over HTTP.
        rounds: Of in-process rows.
        settle_rounds: Of settling.
        single_rounds: Of single decisions; each decides every case.
        slow_every: Plain OpenFisca takes part in every so many rounds of a population.
        seconds: For which a server is loaded, in each round.
        http_rounds: Rounds of loading each server.
        starts: Fresh processes.
        blank_rounds: Of cases that name nothing but an applicant.
        today: Households of a table under today's law.
        today_rounds: Of such tables.
    """

    households: int = 1_000_000
    great: int = 5_000_000
    claims: int = 3_000_000
    stays: int = 5_000_000
    cases: int = 100
    rounds: int = 9
    settle_rounds: int = 3
    single_rounds: int = 5
    slow_every: int = 4
    seconds: float = 1.0
    http_rounds: int = 9
    starts: int = 7
    blank_rounds: int = 5
    today: int = 20_000
    today_rounds: int = 5


FULL = Sizes()
QUICK = Sizes(
    households=5_000,
    great=50_000,
    claims=15_000,
    stays=25_000,
    cases=12,
    rounds=3,
    settle_rounds=2,
    single_rounds=2,
    slow_every=2,
    seconds=0.3,
    http_rounds=1,
    starts=1,
    blank_rounds=1,
    today=2_000,
    today_rounds=1,
)
