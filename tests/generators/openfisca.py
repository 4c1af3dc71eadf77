"""Law tests as stock OpenFisca reads them: without our keys, and of the expected figures those it can compute.

OpenFisca knows no unknown, no range and no presumption, and compares in float32: what passes here is the rough check.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from cdmz_rules.decisions.situation import parse
from cdmz_rules.errors import InputMissing, LawUnknown
from cdmz_rules.files import paths
from cdmz_rules.rulebook.catalogue import Catalogue
from generators.lawtests import LawTest

MARGIN = 0.01


def subset(tests: Sequence[LawTest]) -> list[dict[str, Any]]:
    """The tests that OpenFisca can run, in its own shape."""
    return [entry for test in tests if not test.pack for entry in _converted(test)]


def text(tests: Sequence[dict[str, Any]]) -> str:
    """A file for ``openfisca test``."""
    return str(yaml.safe_dump(list(tests), allow_unicode=True, sort_keys=False))


def with_wrong_figure(tests: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """One of the tests, its figures doubled."""
    wrong = next(test for test in tests if any(isinstance(value, float) for value in test["output"].values()))
    doubled = {name: value * 2 if isinstance(value, float) else value for name, value in wrong["output"].items()}
    return [{**wrong, "output": doubled}]


def run(country: str, folder: Path, **tests: Sequence[dict[str, Any]]) -> subprocess.CompletedProcess[str]:
    """What ``openfisca test`` says of files of tests, for a country package that can be imported from a folder."""
    for name, entries in tests.items():
        (folder / f"{name}.yaml").write_text(text(entries), encoding="utf-8")
    command = [sys.executable, "-m", "openfisca_core.scripts.openfisca_command", "test", "--country-package", country]
    roots = os.pathsep.join([str(folder), str(paths.PACKAGE.parent), *filter(None, sys.path)])
    return subprocess.run(
        [*command, *(f"{name}.yaml" for name in tests)],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": roots},
        check=False,
    )


def _converted(test: LawTest) -> Iterator[dict[str, Any]]:
    entry = {"name": f"{test.file.stem}: {test.name}", "period": test.day.isoformat(), "input": _situation(test)}
    output = _computable(test.subject.rulebook.system, entry, _expected(test))
    if output:
        yield {**entry, "absolute_error_margin": MARGIN, "output": output}


def _expected(test: LawTest) -> dict[str, Any]:
    single = {
        name: value for name, value in (test.expected.get("amounts") or {}).items() if not isinstance(value, dict)
    }
    given = single | (test.expected.get("output") or {})
    return {name: value for name, value in given.items() if value is not None and not isinstance(value, dict)}


def _situation(test: LawTest) -> dict[str, Any]:
    """The case with canonical inputs, and with what is presumed written out."""
    catalogue = test.subject.rulebook.catalogue
    case, keys = parse(catalogue, test.case, test.day), role_keys(catalogue)
    presumed = {name: info.presumed for name, info in catalogue.inputs.items() if info.presumed is not None}
    mine = {name: value for name, value in presumed.items() if catalogue.inputs[name].entity == "household"}
    theirs = {name: value for name, value in presumed.items() if name not in mine}
    persons = {f"{role}{n}": _plain(theirs | dict(case.persons[n])) for n, role in enumerate(case.roles)}
    roles: dict[str, list[str]] = {}
    for n, role in enumerate(case.roles):
        roles.setdefault(keys[role], []).append(f"{role}{n}")
    inputs = {name: value for name, value in (mine | dict(case.household)).items() if name not in keys.values()}
    return {"persons": persons, "household": {**_plain(inputs), **roles}}


def role_keys(catalogue: Catalogue) -> dict[str, str]:
    """How OpenFisca wants each role written."""
    return {role.key: role.plural or role.key for role in catalogue.system.group_entities[0].roles}


def _plain(inputs: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in inputs.items()}


def _computable(system: TaxBenefitSystem, entry: dict[str, Any], expected: dict[str, Any]) -> dict[str, Any]:
    builder = SimulationBuilder()
    builder.set_default_period(entry["period"])
    simulation = builder.build_from_dict(system, entry["input"])
    computable = {}
    for name, value in expected.items():
        try:
            simulation.calculate(name, entry["period"])
        except (LawUnknown, InputMissing):
            simulation.invalidate_cache_entry(name, entry["period"])
        else:
            computable[name] = value
    return computable
