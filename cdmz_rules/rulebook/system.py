"""The OpenFisca country package: entities, variables and parameters, loaded by path from where the law stands."""

from __future__ import annotations

import inspect
import sys
from functools import lru_cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from openfisca_core.parameters import ParameterNode
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from cdmz_rules import collector as garbage
from cdmz_rules.files import paths
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

    def add_variables_from_file(self, file_path: str) -> None:
        """Run a file of formulas and take its variables.

        OpenFisca's own way parses each file a second time, to know where its classes begin; here a variable looks that up
        when somebody asks: a fresh process is there 70 ms of 1,080 earlier.
        """
        name = f"{id(self)}_{file_path}"
        spec = spec_from_file_location(name, file_path)
        if spec is None or spec.loader is None:
            raise ImportError(f"no Python file: {file_path}", path=file_path)
        module = sys.modules[name] = module_from_spec(spec)
        spec.loader.exec_module(module)
        for found in vars(module).values():
            if inspect.isclass(found) and issubclass(found, Variable) and found.__module__ == name:
                self.add_variable(found)


def _variable_folders() -> list[Path]:
    return sorted(
        folder for folder in paths.content("variables").iterdir() if folder.is_dir() and folder.name[0] not in "._"
    )


@lru_cache(maxsize=1)
def system() -> CountryTaxBenefitSystem:
    """The system of this process, built once."""
    garbage.stays_to_the_end()
    with garbage.kept():
        return CountryTaxBenefitSystem(shared())
