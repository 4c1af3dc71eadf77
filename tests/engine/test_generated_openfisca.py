"""A subset of the law tests passes stock ``openfisca test`` too."""

import os
import subprocess
import sys
from collections import Counter

import pytest
from generators import lawtests, openfisca
from generators.shipped import BOOK

from cdmz_rules.files import paths

EACH = 3
"""Every third law test: OpenFisca takes seconds for what the plan does in one, and every file has many."""


@pytest.fixture(scope="module")
def subset():
    return openfisca.subset(lawtests.all_tests()[::EACH])


def test_no_input_of_a_household_is_called_like_a_role():
    assert set(openfisca.role_keys().values()) & set(BOOK.catalogue.inputs) == set()


def run(file, folder):
    command = [
        sys.executable,
        "-m",
        "openfisca_core.scripts.openfisca_command",
        "test",
        "--country-package",
        "cdmz_rules",
    ]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(paths.PACKAGE.parent), *filter(None, sys.path)])}
    return subprocess.run(
        [*command, str(file)], capture_output=True, text=True, cwd=folder, env=environment, check=False
    )


def test_the_subset_is_large_and_holds_nothing_but_openfiscas_keys(subset):
    assert len(subset) > 100
    assert set().union(*subset) == {"name", "period", "input", "output", "absolute_error_margin"}
    assert [name for name, count in Counter(test["name"] for test in subset).items() if count > 1] == []


def test_stock_openfisca_passes_the_subset(subset, tmp_path):
    (tmp_path / "subset.yaml").write_text(openfisca.text(subset), encoding="utf-8")
    result = run(tmp_path / "subset.yaml", tmp_path)
    assert result.returncode == 0, result.stdout[-4000:] + result.stderr[-4000:]
    assert f"{len(subset)} passed" in result.stdout


def test_stock_openfisca_notices_a_wrong_figure(subset, tmp_path):
    wrong = next(test for test in subset if any(isinstance(value, float) for value in test["output"].values()))
    output = {name: value * 2 if isinstance(value, float) else value for name, value in wrong["output"].items()}
    (tmp_path / "wrong.yaml").write_text(openfisca.text([{**wrong, "output": output}]), encoding="utf-8")
    assert run(tmp_path / "wrong.yaml", tmp_path).returncode != 0
