"""What every test shares: hypothesis settings, the collector of law tests, and the order in which tests run."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from generators import lawtests
from hypothesis import HealthCheck, settings

LAW = Path(__file__).parent / "law"

settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("search", settings.get_profile("ci"), derandomize=False, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

# openfisca-core says at every start that a package run from its folder has no metadata.
logging.getLogger("openfisca_core").setLevel(logging.ERROR)


def pytest_collect_file(parent: pytest.Collector, file_path: Path) -> pytest.Collector | None:
    """Collect the files of law tests."""
    if file_path.suffix == ".yaml" and file_path.parent != LAW and LAW in file_path.parents:
        return LawTestFile.from_parent(parent, path=file_path)
    return None


class LawTestFile(pytest.File):
    """A file of law tests."""

    def collect(self) -> Iterator[LawTestItem]:
        """Every test of the file; a mistake in one is an error with its line."""
        try:
            tests = list(lawtests.read(self.path))
        except (lawtests.LawTestError, ValueError) as error:
            raise self.CollectError(str(error)) from error
        for test in tests:
            yield LawTestItem.from_parent(self, name=test.name, test=test)


class LawTestItem(pytest.Item):
    """One law test."""

    def __init__(self, *, test: lawtests.LawTest, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.test = test

    def runtest(self) -> None:
        """Decide it and compare."""
        found = lawtests.faults(self.test)
        if found:
            raise LawTestFailed(found)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The place of the test and what differs; of an unexpected exception the traceback."""
        if not isinstance(excinfo.value, LawTestFailed):
            return super().repr_failure(excinfo, style)
        head = f"{self.test.file}:{self.test.line}: {self.test.name}"
        return "\n".join([head, *(f"  {fault}" for fault in excinfo.value.faults)])

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the test stands."""
        return self.test.file, self.test.line - 1, self.test.name


class LawTestFailed(Exception):
    """A law test did not come out."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("; ".join(faults))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the fast tests first: those of single parts, then law tests, then what is generated, then whole installations."""
    ranks = {"test_generated": 2, "test_wheel": 4, "test_fifth": 3, "test_generated_openfisca": 3}

    def rank(item: pytest.Item) -> int:
        if isinstance(item, LawTestItem):
            return 1
        return next((number for name, number in ranks.items() if item.path.name.startswith(name)), 0)

    items.sort(key=rank)
