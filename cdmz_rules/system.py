"""The OpenFisca country package: entities, variables and parameters, loaded by path from where the law stands."""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path

from openfisca_core.parameters import ParameterNode
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from cdmz_rules import garbage, paths
from cdmz_rules.law.law import Law, read, shared
from cdmz_rules.model.entities import Household, Person


class CountryTaxBenefitSystem(TaxBenefitSystem):  # type: ignore[misc]
    """The four cities' law as an OpenFisca tax and benefit system.

    Attributes:
        law: The same law with evidence, unknowns and places: what formulas look up.
    """

    def __init__(self, of: tuple[ParameterNode, Law] | None = None) -> None:
        """Read the law, unless it was read before (``of``): who changes the parameters of a system of their own changes no other's."""
        super().__init__([Person, Household])
        for folder in _variable_folders():
            self.add_variables_from_directory(str(folder))
        self.parameters, self.law = of or read()

    @cached_property
    def _metadata(self) -> dict[str, str]:
        return dict(super().get_package_metadata())

    def get_package_metadata(self) -> dict[str, str]:
        """OpenFisca's facts about this package, read once: it asks for every file of formulas."""
        return self._metadata


def _variable_folders() -> list[Path]:
    return sorted(
        folder for folder in paths.content("variables").iterdir() if folder.is_dir() and folder.name[0] not in "._"
    )


@lru_cache(maxsize=1)
def system() -> CountryTaxBenefitSystem:
    """The system of this process, built once."""
    with garbage.kept():
        return CountryTaxBenefitSystem(shared())
