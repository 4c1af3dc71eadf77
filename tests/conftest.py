"""What every test shares: how much of what is generated is run, the collector of law tests, and the order in which tests run."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

pytest.register_assert_rewrite("generators")

from hypothesis import settings  # noqa: E402
from sampling import Sampling  # noqa: E402

if TYPE_CHECKING:
    from generators.lawtests import LawTest
    from generators.subject import Subject

TESTS = Path(__file__).parent
LAW, TOY = TESTS / "law", TESTS / "toy_law" / "tests"
SAMPLING = pytest.StashKey[Sampling]()
ORDER = (
    "reading",
    "engine",
    "law tests",
    "docs",
    "api",
    "tables",
    "benchmarks",
    "law",
    "cli",
    "browser",
    "installations",
)
"""The fast tests first: folders, and what stands out of its own."""

# openfisca-core says at every start that a package run from its folder has no metadata.
logging.getLogger("openfisca_core").setLevel(logging.ERROR)


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--full``: the one switch between the sample and the proof."""
    parser.addoption("--full", action="store_true", help="run all that is generated, with ten times the examples")


def pytest_configure(config: pytest.Config) -> None:
    """Take the sample or all; the examples that hypothesis draws follow, unless a profile is named."""
    config.addinivalue_line("markers", "sampled(most): run a seeded sample of so many cases, and all with --full")
    full = bool(config.getoption("full"))
    config.stash[SAMPLING] = Sampling(full)
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "proof" if full else "sample"))


@pytest.fixture(scope="session")
def sampling(pytestconfig: pytest.Config) -> Sampling:
    """What takes some of many things."""
    return pytestconfig.stash[SAMPLING]


def pytest_report_header(config: pytest.Config) -> str:
    """Say which it is."""
    examples = f"{settings.default.max_examples:,} examples"
    if config.stash[SAMPLING].full:
        return f"in full: every generated test, {examples} each"
    return f"sample: of generated tests that are slow a seeded one, counted below; {examples} each; all with --full"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what was run in part, and how much was drawn of what is drawn many at once."""
    held, lines = config.stash[SAMPLING].held(), config.stash[SAMPLING].lines()
    if held:
        terminalreporter.section("drawn and held")
        for line in held:
            terminalreporter.write_line(f"held: {line}")
    if lines:
        terminalreporter.section("run in part; all with --full")
        for line in lines:
            terminalreporter.write_line(f"sample: {line}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Of a worker of pytest-xdist: tell what was run in part, and what was drawn."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["sampling"] = session.config.stash[SAMPLING].counts
        session.config.workeroutput["tallies"] = session.config.stash[SAMPLING].tallies


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Hear it."""
    output, sampling = getattr(node, "workeroutput", {}), node.config.stash[SAMPLING]
    sampling.counts.update({name: tuple(count) for name, count in output.get("sampling", {}).items()})
    for name, count in output.get("tallies", {}).items():
        sampling.tally(name, count)


def pytest_collect_file(parent: pytest.Collector, file_path: Path) -> pytest.Collector | None:
    """Collect the files of law tests."""
    if file_path.suffix == ".yaml" and (file_path.parent.parent == LAW or file_path.parent == TOY):
        return LawTestFile.from_parent(parent, path=file_path)
    return None


class LawTestFile(pytest.File):
    """A file of law tests."""

    def collect(self) -> Iterator[LawTestItem]:
        """Every test of the file; a mistake in one is an error with its line."""
        from generators import lawtests

        try:
            tests = lawtests.read(self.subject(), self.path)
        except (lawtests.LawTestError, ValueError) as error:
            raise self.CollectError(str(error)) from error
        for test in tests:
            yield LawTestItem.from_parent(self, name=test.name, test=test)

    def subject(self) -> Subject:
        """The law that it tests: the other one is not even loaded."""
        if self.path.parent == TOY:
            from generators import toy

            return toy.TOY
        from generators.shipped import SHIPPED

        return SHIPPED


class LawTestItem(pytest.Item):
    """One law test."""

    def __init__(self, *, test: LawTest, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.test = test

    def runtest(self) -> None:
        """Decide it and compare."""
        from generators import lawtests

        faults = lawtests.faults(self.test)
        if faults:
            raise LawTestFailed(faults)

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


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is not sampled, and run the fast tests first."""
    left = set(config.stash[SAMPLING].left_out(items))
    if left:
        config.hook.pytest_deselected(items=list(left))
        items[:] = [item for item in items if item not in left]
    items.sort(key=rank)


def rank(item: pytest.Item) -> int:
    """Where a test stands in the order of running."""
    if isinstance(item, LawTestItem):
        return ORDER.index("law tests")
    return ORDER.index("installations" if item.path.stem == "test_wheel" else item.path.relative_to(TESTS).parts[0])
