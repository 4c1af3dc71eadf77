"""Everything that is held against everything else: files against the schema, formulas and reforms against the law."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from cdmz_rules import places
from cdmz_rules.cli import registers
from cdmz_rules.decisions import plan_check
from cdmz_rules.errors import LawFileError, LawProblem, meant
from cdmz_rules.files import paths
from cdmz_rules.files import yaml as yamls
from cdmz_rules.files.paths import Content
from cdmz_rules.law import check, from_tree, imports, mentions, read, tree
from cdmz_rules.law.documents import load_documents
from cdmz_rules.law.law import Law
from cdmz_rules.law.population import FILE as POPULATION
from cdmz_rules.law.reforms import Reforms
from cdmz_rules.repayment import rates
from cdmz_rules.rulebook import Rulebook, register_check
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.rulebook.offices import FILE as OFFICES

OTHER_PARTS = ("variables", "reforms", "registry")
FOLDERS = "name a folder of parameters, an overlay, or a law: parameters/, variables/, reforms/ and registry/"


@dataclass
class Audit:
    """What came of a check.

    Attributes:
        files: How many files were read.
        problems: What is wrong.
        unused: The items that neither a formula uses nor the life of a loan.
    """

    files: int = 0
    problems: list[LawProblem] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)


def audit(folder: Path | None) -> Audit:
    """Check the law in use, or a folder: a rulebook or checkout, an overlay, or parameter files.

    A folder with registers or formulas of its own is a rulebook: its own formulas are loaded. Any other is held against formulas and
    registers in use.
    """
    result, in_use = Audit(), paths.shipped()
    if folder is None:
        _rulebook(result, in_use)
    elif not folder.is_dir():
        result.problems.append(LawProblem(folder, 0, "there is no such folder"))
    elif (folder / "parameters").is_dir():
        _with_parameters(result, folder, in_use)
    elif any((folder / name).is_file() for name in (registers.PLACES, registers.DOCUMENTS, OFFICES, POPULATION)):
        _overlay(result, replace(in_use, overlay=folder))
    elif not any((folder / part).is_dir() for part in OTHER_PARTS):
        _law(result, replace(in_use, parameters=folder, overlay=None))
    if folder is not None and not result.files and not result.problems:
        result.problems.append(LawProblem(folder, 0, "the folder holds no parameters", FOLDERS))
    return result


def _with_parameters(result: Audit, folder: Path, in_use: Content) -> None:
    if (folder / "registry").is_dir() or _has_formulas(folder):
        _rulebook(result, paths.at(folder))
    elif (folder / "variables").is_dir():
        _rulebook(result, replace(in_use, parameters=folder / "parameters", reforms=folder / "reforms", overlay=None))
    else:
        _overlay(result, replace(in_use, overlay=folder))


def _has_formulas(folder: Path) -> bool:
    """Whether a folder has formulas that are its own; those of a checkout go with the registers of its package."""
    return any((folder / "variables").rglob("*.py")) and not (folder / "cdmz_rules" / "registry").is_dir()


def _rulebook(result: Audit, content: Content) -> None:
    law = _law(result, content)
    if law is not None:
        for file in sorted(content.reforms.glob("*.yaml")):
            result.files += 1
            result.problems += _reform(Reforms(content.reforms, law), file)


def _law(result: Audit, content: Content) -> Law | None:
    """Check parameters, and the formulas that go with them; the law, if it is sound and whole enough to hold reforms against it."""
    _files(result, content)
    if result.problems:
        return None
    try:
        # Only now: OpenFisca and everything behind it loads only what is sound.
        rulebook = _formulas(content)
    except LawFileError as error:
        result.problems += error.problems
        return None
    result.problems += _names(rulebook.catalogue, content.parameters)
    if content.parameters.name != "parameters" or result.problems:
        return None
    if rulebook.content != content:
        rulebook = rulebook.with_law(from_tree(tree.read(content.parameters), rulebook.places, content.registry))
    result.problems += [*register_check.names(rulebook), *register_check.earlier(rulebook.base, content.registry)]
    result.problems += _fit(rulebook)
    beside = (rates.KEPT_YEARS, rates.REPRICING_MONTH)  # read by the life of a loan
    unread = [path for path in rulebook.law if not mentions.of(path, content.variables)]
    result.unused = [path for path in unread if path not in beside]
    return rulebook.law


def _files(result: Audit, content: Content) -> None:
    """Hold every file against its schema: registers first, for parameters name their places and documents."""
    result.files += _count(content.parameters)
    result.problems += register_check.gaps(content.registry) or registers.problems(content.registry)
    if not result.problems:
        known, documents = places.read(content.registry, content.overlay), load_documents(content.registry)
        result.problems += register_check.population(content.registry, known, documents)
        result.problems += check.check(content.parameters, known, documents)
    if content.overlay is not None and not result.problems:
        _overlay(result, content)
    result.problems += [*register_check.shapes(content.registry), *register_check.units(content.registry)]
    # Formulas are looked at before they are loaded, for that runs them.
    result.problems += imports.problems(content.variables)


def _overlay(result: Audit, content: Content) -> None:
    folder = content.overlay or Path()
    parameters = folder / "parameters"
    result.files += _count(folder)
    result.problems += [*registers.problems(folder, content.registry), *register_check.units(folder)]
    result.problems += register_check.offices(folder)
    if parameters.is_dir() and not result.problems:
        known = places.read(content.registry, folder)
        result.problems += check.check(parameters, known, load_documents(content.registry, folder), overlay=True)
    if (folder / POPULATION).is_file() and not result.problems:
        known = places.read(content.registry, folder)
        result.problems += register_check.population(folder, known, load_documents(content.registry, folder))
    if not result.problems:
        try:
            _, law = read(content)
            result.problems += register_check.earlier(law, folder)
            result.problems += register_check.office_names(folder, law)
        except LawFileError as error:
            result.problems += error.problems


def _count(folder: Path) -> int:
    return sum(1 for _file in folder.rglob("*.yaml")) if folder.is_dir() else 0


def _formulas(content: Content) -> Rulebook:
    """The rulebook whose formulas go with some parameters."""
    in_use = Rulebook.shipped()
    return in_use if content.variables == in_use.content.variables else Rulebook.load(content.variables.parent)


def _fit(rulebook: Rulebook) -> list[LawProblem]:
    """Whether law and formulas fit each other; formulas are planned only where every path in them leads somewhere."""
    variables = rulebook.content.variables
    return (
        [*_ungoverned(rulebook.law, variables), *_broken_mentions(rulebook.law, variables)]
        or plan_check.problems(rulebook)
        or plan_check.unit_problems(rulebook)
    )


def _names(catalogue: Catalogue, parameters: Path) -> Iterator[LawProblem]:
    """Whether the variables that files name exist: whose rule applies, and which day selects the version."""
    for file in sorted(parameters.rglob("*.yaml")):
        lines = yamls.lines(file.read_text(encoding="utf-8"))
        facts = yamls.read(file).get("metadata") or {}
        named = {"governed_by": facts.get("governed_by")}
        if facts.get("date_anchor"):
            named["date_anchor"] = f"{facts['date_anchor']}_date"
        for key, name in named.items():
            if name is not None and name not in catalogue.variables:
                mend = meant(name, catalogue.variables)
                yield LawProblem(file, lines[("metadata", key)], f"there is no variable {name}", mend)


def _ungoverned(law: Law, variables: Path) -> Iterator[LawProblem]:
    """Items that name no variable for the place whose rule applies, and look-ups that name none either."""
    for path, item in law.items():
        if item.governed_by is None and not all(each.placed for each in mentions.of(path, variables)):
            mend = "write `governed_by: <variable>` here or in the folder's index.yaml"
            yield LawProblem(Path(item.file or path), 1, "nothing says whose rule applies", mend)


def _broken_mentions(law: Law, variables: Path) -> Iterator[LawProblem]:
    """Formulas that name a path which the law does not have."""
    tops = {path.partition(".")[0] for path in law}
    for mention in mentions.mentions(variables):
        is_path = mention.path.partition(".")[0] in tops and mention.path not in law.nodes
        if is_path and not any(mention.names(path) for path in law):
            mend = meant(mention.path, law)
            yield LawProblem(mention.file, mention.line, f"the law has no item {mention.path}", mend)


def _reform(reforms: Reforms, file: Path) -> list[LawProblem]:
    try:
        reforms.parse(file)
    except LawFileError as error:
        return list(error.problems)
    return []
