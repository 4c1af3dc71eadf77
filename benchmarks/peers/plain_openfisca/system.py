"""The country package's system."""

from __future__ import annotations

from pathlib import Path

from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from benchmarks.peers.plain_openfisca import parameters
from benchmarks.peers.plain_openfisca.model import Household, Person


class CountryTaxBenefitSystem(TaxBenefitSystem):  # type: ignore[misc]
    """The loan of the four cities, the plain way."""

    def __init__(self) -> None:
        super().__init__([Person, Household])
        self.add_variables_from_directory(str(Path(__file__).parent / "variables"))
        self.parameters = parameters.tree()
