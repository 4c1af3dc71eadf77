"""The peers of a population, and one check that they all say the same."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from benchmarks import agreement, forms, population
from benchmarks.figures import Figures
from benchmarks.names import Columns
from benchmarks.ours import Ours
from benchmarks.peers import numba_by_hand, stock_on_ours, tables
from benchmarks.peers.numpy_by_hand import NumpyByHand, NumpyTuned
from benchmarks.peers.plain_openfisca import CountryTaxBenefitSystem as Plain
from benchmarks.population import Population
from benchmarks.timing import Contender


class Peers:
    """Everybody, for one population.

    Attributes:
        population: The population.
        ours: Our engine.
    """

    def __init__(self, count: int) -> None:
        self.population = population.draw(count)
        self.ours = Ours()

    @cached_property
    def plain(self) -> stock_on_ours.Stock:
        """The loan as an OpenFisca author writes it."""
        return stock_on_ours.Stock("plain_openfisca", Plain())

    @cached_property
    def stock(self) -> stock_on_ours.Stock:
        """openfisca-core running our formulas."""
        return stock_on_ours.peer()

    @cached_property
    def rows(self) -> forms.Rows:
        """Persons and households."""
        return forms.rows(self.population)

    @cached_property
    def reference(self) -> Columns:
        """What openfisca-core's run of our formulas says of every household."""
        return self.stock.run(self.stock.build(self.rows))

    @cached_property
    def by_hand(self) -> dict[str, Callable[[Population], Columns]]:
        """Peers written by hand; numba only where it is installed."""
        kinds: list[Any] = [NumpyByHand, NumpyTuned]
        if numba_by_hand.available():
            kinds.append(numba_by_hand.NumbaByHand)
        figures = tables.build(Figures())
        return {kind.name: _on_columns(kind(figures)) for kind in kinds}

    def agree(self) -> None:
        """Run everybody once and hold each against the reference.

        Raises:
            Disagreement: with the first household of which a peer says something else.
        """
        runs = {"ours": self.ours.run, **self.by_hand}
        runs["plain_openfisca"] = lambda _: self.plain.run(self.plain.build(self.rows))
        for name, run in runs.items():
            agreement.hold(name, run(self.population), self.reference, self.population)

    def contenders(self, slow_every: int) -> dict[str, Contender]:
        """Everybody, to be timed over the whole population."""

        def on_wide(run: Callable[[Population], Columns]) -> Contender:
            return Contender(lambda _: run(self.population))

        def on_rows(peer: stock_on_ours.Stock) -> Contender:
            return Contender(peer.run, lambda: peer.build(self.rows), slow_every)

        found = {"ours": on_wide(self.ours.run), **{name: on_wide(run) for name, run in self.by_hand.items()}}
        return found | {peer.name: on_rows(peer) for peer in (self.plain, self.stock)}


def _on_columns(peer: Any) -> Callable[[Population], Columns]:
    def run(given: Population) -> Columns:
        found: Columns = peer.run(given.columns)
        return found

    return run
