"""Everything that is held against everything else: files against the schema, formulas and reforms against the law."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cdmz_rules.cli import registers
from cdmz_rules.errors import LawFileError, LawProblem, nearest
from cdmz_rules.files import paths
from cdmz_rules.files import yaml as yamls
from cdmz_rules.law import Law, check, load, reform, reform_check, sources
from cdmz_rules.law import uses as law_uses


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
    """Check the law in use, or a folder: a checkout, an overlay, or parameter files."""
    found = Audit()
    if folder is None:
        _law(found, paths.content("parameters"), paths.content("reforms"), paths.overlay())
    elif (folder / "variables").is_dir() and (folder / "parameters").is_dir():
        _law(found, folder / "parameters", folder / "reforms")
    elif (folder / "parameters").is_dir():
        _overlay(found, folder)
    else:
        _law(found, folder, None)
    return found


def _law(found: Audit, parameters: Path, reforms: Path | None, overlay: Path | None = None) -> None:
    """Check files first: OpenFisca and everything behind it loads only what is sound."""
    found.files += _count(parameters)
    found.problems += registers.documents() or check.check(parameters, sources.load())
    if overlay is not None and not found.problems:
        _overlay(found, overlay)
    if found.problems:
        return
    found.problems += _names(parameters)
    if parameters.name != "parameters" or found.problems:
        return
    law = load(parameters)
    found.problems += [*_ungoverned(law), *_broken_uses(law)]
    if not found.problems:
        from cdmz_rules.decisions import plan_check as planned

        found.problems += planned.problems(law) or _units(law)
    found.unused = [path for path in law if not law_uses.of(path)]
    for file in sorted(reforms.glob("*.yaml")) if reforms is not None else ():
        found.files += 1
        found.problems += _reform(file, law)


def _overlay(found: Audit, folder: Path) -> None:
    parameters = folder / "parameters"
    found.files += _count(folder)
    found.problems += registers.problems(folder)
    if parameters.is_dir() and not found.problems:
        found.problems += check.check(parameters, sources.load(folder), overlay=True)
    if not found.problems:
        try:
            load(overlay=folder)
        except LawFileError as error:
            found.problems += error.problems


def _count(folder: Path) -> int:
    return sum(1 for _file in folder.rglob("*.yaml")) if folder.is_dir() else 0


def _names(parameters: Path) -> Iterator[LawProblem]:
    """Whether the variables that files name exist: whose rule applies, and which day selects the version."""
    from cdmz_rules.rulebook.system import system

    variables = system().variables
    for file in sorted(parameters.rglob("*.yaml")):
        lines = yamls.lines(file.read_text(encoding="utf-8"))
        told = yamls.read(file).get("metadata") or {}
        named = {"governed_by": told.get("governed_by")}
        if told.get("date_anchor"):
            named["date_anchor"] = f"{told['date_anchor']}_date"
        for key, name in named.items():
            if name is not None and name not in variables:
                near = nearest(name, variables)
                mend = f"did you mean {near}?" if near else ""
                yield LawProblem(file, lines[("metadata", key)], f"there is no variable {name}", mend)


def _ungoverned(law: Law) -> Iterator[LawProblem]:
    """Items that name no variable for the place whose rule applies, and look-ups that name none either."""
    for path, item in law.items():
        if item.governed_by is None and not all(use.placed for use in law_uses.of(path)):
            mend = "write `governed_by: <variable>` here or in the folder's index.yaml"
            yield LawProblem(Path(item.file or path), 1, "nothing says whose rule applies", mend)


def _broken_uses(law: Law) -> Iterator[LawProblem]:
    """Formulas that name a path which the law does not have."""
    tops = {path.partition(".")[0] for path in law}
    for use in law_uses.uses():
        is_path = use.path.partition(".")[0] in tops and use.path not in law.nodes
        if is_path and not any(use.names(path) for path in law):
            near = nearest(use.path, law)
            mend = f"did you mean {near}?" if near else ""
            yield LawProblem(use.file, use.line, f"the law has no item {use.path}", mend)


def _units(law: Law) -> list[LawProblem]:
    """Formulas, those behind settlements too, whose units do not go together."""
    from cdmz_rules.decisions import plan_check as planned
    from cdmz_rules.plan import units
    from cdmz_rules.rulebook.system import system

    of_households = [name for name, variable in system().variables.items() if not variable.entity.is_person]
    return units.problems(system(), law, of_households, planned.days())


def _reform(file: Path, law: Law) -> list[LawProblem]:
    try:
        return reform_check.check_against(reform.parse(file), law, file)
    except LawFileError as error:
        return list(error.problems)
