"""Everything that is held against everything else: files against the schema, formulas and reforms against the law."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from cdmz_rules import places
from cdmz_rules.cli import registers
from cdmz_rules.decisions import plan_check
from cdmz_rules.errors import LawFileError, LawProblem, nearest
from cdmz_rules.files import paths
from cdmz_rules.files import yaml as yamls
from cdmz_rules.files.paths import Content
from cdmz_rules.law import check, from_tree, mentions, read, reform_check, tree
from cdmz_rules.law.documents import load_documents
from cdmz_rules.law.law import Law
from cdmz_rules.law.reforms import Reforms
from cdmz_rules.rulebook import Rulebook
from cdmz_rules.rulebook.catalogue import Catalogue


@dataclass
class Audit:
    """What came of a check.

    Attributes:
        files: How many files were read.
        problems: What is wrong.
        unused: The items that no formula uses.
    """

    files: int = 0
    problems: list[LawProblem] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)


def audit(folder: Path | None) -> Audit:
    """Check the law in use, or a folder: a rulebook or checkout, an overlay, or parameter files.

    A folder with registers of its own is a rulebook: its own formulas are loaded. Any other is held against formulas and registers in use.
    """
    result, in_use = Audit(), paths.shipped()
    if folder is None:
        _rulebook(result, in_use)
    elif not (folder / "parameters").is_dir():
        _law(result, replace(in_use, parameters=folder, overlay=None))
    elif (folder / "registry").is_dir():
        _rulebook(result, paths.at(folder))
    elif (folder / "variables").is_dir():
        _rulebook(result, replace(in_use, parameters=folder / "parameters", reforms=folder / "reforms", overlay=None))
    else:
        _overlay(result, replace(in_use, overlay=folder))
    return result


def _rulebook(result: Audit, content: Content) -> None:
    law = _law(result, content)
    if law is not None:
        for file in sorted(content.reforms.glob("*.yaml")):
            result.files += 1
            result.problems += _reform(Reforms(content.reforms, law.places), file, law)


def _law(result: Audit, content: Content) -> Law | None:
    """Check parameters, and the formulas that go with them; the law, if it is sound and whole enough to hold reforms against it."""
    _files(result, content)
    if result.problems:
        return None
    # Only now: OpenFisca and everything behind it loads only what is sound.
    rulebook = _formulas(content)
    result.problems += _names(rulebook.catalogue, content.parameters)
    if content.parameters.name != "parameters" or result.problems:
        return None
    if rulebook.content != content:
        rulebook = rulebook.with_law(from_tree(tree.read(content.parameters), rulebook.places, content.registry))
    result.problems += _fit(rulebook)
    result.unused = [path for path in rulebook.law if not mentions.of(path, content.variables)]
    return rulebook.law


def _files(result: Audit, content: Content) -> None:
    """Hold every file against its schema: registers first, for parameters name their places and documents."""
    result.files += _count(content.parameters)
    result.problems += registers.problems(content.registry)
    if not result.problems:
        known = places.read(content.registry, content.overlay)
        result.problems += check.check(content.parameters, known, load_documents(content.registry))
    if content.overlay is not None and not result.problems:
        _overlay(result, content)


def _overlay(result: Audit, content: Content) -> None:
    folder = content.overlay or Path()
    parameters = folder / "parameters"
    result.files += _count(folder)
    result.problems += registers.problems(folder, content.registry)
    if parameters.is_dir() and not result.problems:
        known = places.read(content.registry, folder)
        result.problems += check.check(parameters, known, load_documents(content.registry, folder), overlay=True)
    if not result.problems:
        try:
            read(content)
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
                near = nearest(name, catalogue.variables)
                mend = f"did you mean {near}?" if near else ""
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
            near = nearest(mention.path, law)
            mend = f"did you mean {near}?" if near else ""
            yield LawProblem(mention.file, mention.line, f"the law has no item {mention.path}", mend)


def _reform(reforms: Reforms, file: Path, law: Law) -> list[LawProblem]:
    try:
        return reform_check.check_against(reforms.parse(file), law, file)
    except LawFileError as error:
        return list(error.problems)
