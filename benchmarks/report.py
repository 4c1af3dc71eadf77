"""The results as a table in the terminal and as a page in Markdown."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from rich.table import Table

from benchmarks.goals import GOALS, Found, Goal
from benchmarks.sizes import Sizes
from benchmarks.timing import cores

PACKAGES = (
    "numpy",
    "openfisca-core",
    "numba",
    "pyarrow",
    "pydantic",
    "fastapi",
    "uvicorn",
    "uvloop",
    "httptools",
    "gunicorn",
)
MARKS = {True: "✔", False: "✘", None: ""}


def screen(found: Found, goals: list[Goal]) -> Table:
    """For the terminal."""
    table = Table("row", "measured", "must", "", "stretch", "")
    for goal in goals:
        table.add_row(*_cells(goal, found))
    return table


def _cells(goal: Goal, found: Found) -> tuple[str, ...]:
    value = found.values.get(goal.id)
    if value is None:
        return (goal.title, found.missing.get(goal.id, "not measured"), _line(goal, goal.must), "", "", "")
    must, stretch = (MARKS[goal.met(value, line)] for line in (goal.must, goal.stretch))
    return (
        goal.title,
        f"{_figure(value)} {goal.unit}",
        _line(goal, goal.must),
        must,
        _line(goal, goal.stretch),
        stretch,
    )


def _line(goal: Goal, line: float | None) -> str:
    return "" if line is None else f"{'≤' if goal.at_most else '≥'} {_figure(line)}"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def markdown(found: Found, goals: list[Goal], sizes: Sizes, load: str) -> str:
    """The page."""
    return "\n".join([*_head(sizes, load), *_results(found, goals), *_medians(found)])


def _head(sizes: Sizes, load: str) -> Iterator[str]:
    measured, other = cores()
    yield "# What was measured\n"
    yield "Made by `make bench`; what each row means and how it is measured stands in `benchmarks/goals.py` and `benchmarks/rows/`."
    yield "All contenders of a row ran in turns in one run, after every one had given the same answers, to the fen, for every household.\n"
    yield "| | |\n|---|---|"
    yield f"| when | {datetime.now(UTC):%Y-%m-%d %H:%M} UTC |"
    yield f"| machine | {_processor()}, {platform.system()} {platform.machine()} |"
    yield f"| cores | measured on core {measured}, load from core {other} |"
    yield f"| versions | Python {platform.python_version()}, {', '.join(_versions())} |"
    yield f"| load over HTTP | {load} |"
    yield f"| others on the machine | load average {os.getloadavg()[2]:.1f} over the last quarter of an hour |"
    yield f"| sizes | {sizes.households:,} households ({sizes.great:,} for memory), {sizes.cases:,} single ones, {sizes.rounds} rounds |\n"


def _results(found: Found, goals: list[Goal]) -> Iterator[str]:
    yield "## Goals\n"
    yield "| row | measured | must | met | stretch | met |\n|---|--:|--:|:-:|--:|:-:|"
    for goal in goals:
        yield f"| {' | '.join(_cells(goal, found))} |"


def _medians(found: Found) -> Iterator[str]:
    yield "\n## Medians\n"
    yield "| of | by | median |\n|---|---|--:|"
    for median in found.medians:
        yield f"| {median.group} | {median.contender} | {_figure(median.value)} {median.unit} |"
    yield ""


def _versions() -> Iterator[str]:
    for package in PACKAGES:
        try:
            yield f"{package} {version(package)}"
        except PackageNotFoundError:
            yield f"no {package}"


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if not info.is_file():
        return platform.processor() or "unknown processor"
    lines = info.read_text(encoding="utf-8", errors="replace").splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{len(names)} × {names[0]}" if names else platform.processor()


def chosen(groups: list[str]) -> list[Goal]:
    """The rows of some groups."""
    return [goal for goal in GOALS if goal.group in groups]
