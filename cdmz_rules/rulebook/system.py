"""The OpenFisca country package: entities, variables and parameters, loaded by path from where the content stands."""

from __future__ import annotations

import inspect
import sys
import traceback
import weakref
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from cdmz_rules.errors import LawFileError, LawProblem, meant
from cdmz_rules.files import paths
from cdmz_rules.files.paths import Content
from cdmz_rules.law.law import read
from cdmz_rules.model import places
from cdmz_rules.model.entities import Household, Person
from cdmz_rules.model.variable import facts
from cdmz_rules.rulebook import never_check


class CountryTaxBenefitSystem(TaxBenefitSystem):  # type: ignore[misc]
    """A law as an OpenFisca tax and benefit system; by default the one that is shipped.

    Attributes:
        planned: Whether its formulas can be planned.
        content: The folders from which it was loaded.
        law: The same law with evidence, unknowns and places: what formulas look up.
    """

    planned = True

    def __init__(self, content: Content | None = None) -> None:
        """Read the law and take its variables: who changes the parameters of a system of their own changes no other's.

        Raises:
            LawFileError: if a file cannot be read or run, or a variable names another that there is not.
        """
        super().__init__([Person, Household])
        self.content = content or paths.shipped()
        self.parameters, self.law = read(self.content)
        for folder in sorted(self.content.variables.iterdir()):
            if folder.is_dir() and folder.name[0] not in "._":
                self.add_variables_from_directory(str(folder))
        problems = list(_wrong_declarations(self))
        if problems:
            raise LawFileError(problems)

    def add_variables_from_file(self, file_path: str) -> None:
        """Run a file of formulas and take its variables.

        Its module is forgotten with the system.

        OpenFisca's own way parses each file a second time, to know where its classes begin; here a variable looks that up
        when somebody asks: a fresh process is there 70 ms of 1,080 earlier.
        """
        name = f"{id(self)}_{file_path}"
        spec = spec_from_file_location(name, file_path)
        if spec is None or spec.loader is None:
            raise ImportError(f"no Python file: {file_path}", path=file_path)
        module = sys.modules[name] = module_from_spec(spec)
        weakref.finalize(self, sys.modules.pop, name, None)
        try:
            spec.loader.exec_module(module)
            for value in vars(module).values():
                if inspect.isclass(value) and issubclass(value, Variable) and value.__module__ == name:
                    places.take_up(value, self.law.places)
                    self.add_variable(value)
        except LawFileError:
            raise
        except (Exception, SystemExit) as error:
            raise LawFileError([_problem(Path(file_path), error)]) from error

    def domain_of(self, variable: Variable) -> str:
        """The folder in which a variable stands: its domain."""
        file = Path(inspect.getfile(type(variable)))
        return file.relative_to(self.content.variables).parts[0]


def _problem(file: Path, error: BaseException) -> LawProblem:
    """What went wrong while a file of formulas was read: at the last line of it that was at work."""
    if isinstance(error, SyntaxError):
        return LawProblem(file, error.lineno or 1, f"SyntaxError: {error.msg}")
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename) == file]
    message = " ".join(str(error).split())
    return LawProblem(file, lines[-1] if lines and lines[-1] else 1, f"{type(error).__name__}: {message}")


def _wrong_declarations(system: TaxBenefitSystem) -> Iterator[LawProblem]:
    """The variables that a variable declares to rest on and that do not exist, and what else it declares wrongly."""
    for variable in system.variables.values():
        declared = facts(variable)
        parts = (declared.eligible, declared.payer, declared.within, declared.holds, declared.applies)
        unknown = [
            name for name in (*filter(None, parts), *declared.of, *declared.reports) if name not in system.variables
        ]
        faults = [(f"there is no variable {name}", meant(name, system.variables)) for name in unknown]
        if declared.never:
            faults += never_check.mistakes(variable, system.variables)
        for message, mend in faults:
            kind = type(variable)
            line = inspect.getsourcelines(kind)[1]
            yield LawProblem(Path(inspect.getfile(kind)), line, f"{variable.name}: {message}", mend)
