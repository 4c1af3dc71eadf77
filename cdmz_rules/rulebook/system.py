"""The OpenFisca country package: entities, variables and parameters, loaded by path from where the content stands."""

from __future__ import annotations

import inspect
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from cdmz_rules.files import paths
from cdmz_rules.files.paths import Content
from cdmz_rules.law.law import read
from cdmz_rules.model import places
from cdmz_rules.model.entities import Household, Person


class CountryTaxBenefitSystem(TaxBenefitSystem):  # type: ignore[misc]
    """A law as an OpenFisca tax and benefit system; by default the one that is shipped.

    Attributes:
        planned: Whether its formulas can be planned.
        content: The folders from which it was loaded.
        law: The same law with evidence, unknowns and places: what formulas look up.
    """

    planned = True

    def __init__(self, content: Content | None = None) -> None:
        """Read the law and take its variables: who changes the parameters of a system of their own changes no other's."""
        super().__init__([Person, Household])
        self.content = content or paths.shipped()
        self.parameters, self.law = read(self.content)
        for folder in sorted(self.content.variables.iterdir()):
            if folder.is_dir() and folder.name[0] not in "._":
                self.add_variables_from_directory(str(folder))

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
        for value in vars(module).values():
            if inspect.isclass(value) and issubclass(value, Variable) and value.__module__ == name:
                places.take_up(value, self.law.places)
                self.add_variable(value)

    def domain_of(self, variable: Variable) -> str:
        """The folder in which a variable stands: its domain."""
        file = Path(inspect.getfile(type(variable)))
        return file.relative_to(self.content.variables).parts[0]
