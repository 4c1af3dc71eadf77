"""What is claimed about speed: each row with the line that must be met and the one that is hoped for."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Goal:
    """One row of the results.

    Attributes:
        id: Its key on the command line.
        group: What is measured in one go.
        title: What it says.
        unit: Of the figure; ``×`` for a ratio of speeds, ours over the other's.
        must: The line to meet; None for a row that only informs.
        stretch: The line hoped for.
        at_most: Whether the figure is to lie below the lines.
    """

    id: str
    group: str
    title: str
    unit: str = "×"
    must: float | None = None
    stretch: float | None = None
    at_most: bool = False

    def met(self, value: float, line: float | None) -> bool | None:
        """Whether a figure meets a line; None without one."""
        if line is None:
            return None
        return value <= line if self.at_most else value >= line


@dataclass(frozen=True)
class Median:
    """A median behind the rows: who, how much of what."""

    group: str
    contender: str
    value: float
    unit: str


@dataclass
class Found:
    """What measuring a group found.

    Attributes:
        values: Figures by goal.
        medians: What they were computed from.
        missing: Of a goal without a figure: why.
    """

    values: dict[str, float] = field(default_factory=dict)
    medians: list[Median] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)

    def add(self, other: Found) -> None:
        """Take in what another group found."""
        self.values |= other.values
        self.medians += other.medians
        self.missing |= other.missing


GOALS = (
    Goal("population_plain", "population", "a population, one core: ours ÷ plain OpenFisca", "×", 60, 85),
    Goal("population_stock", "population", "… ÷ openfisca-core running our formulas", "×", 3, 5),
    Goal("population_numpy", "population", "… ÷ NumPy written by hand", "×", 1.0, 1.6),
    Goal("population_tuned", "population", "… ÷ the same with a table of the calendar"),
    Goal("population_numba", "population", "… ÷ numba written by hand"),
    Goal(
        "housing_stock",
        "housing",
        "rent subsidies of a population: ours ÷ openfisca-core running our formulas",
        "×",
        3,
        5,
    ),
    Goal("medical_stock", "medical", "medical claims: ours ÷ openfisca-core running our formulas", "×", 3, 5),
    Goal("settle", "settle", "a year of 3,000,000 medical claims, settled in order", "s", 10, at_most=True),
    Goal("beds_stock", "beds", "bed subsidies of elders: ours ÷ openfisca-core running our formulas", "×", 3, 5),
    Goal("clearing", "clearing", "5,000,000 stays of elders, a quarter cleared across cities", "s", 10, at_most=True),
    Goal("memory", "memory", "memory of a great population beyond its input", "MB", 200, 125, at_most=True),
    Goal("table", "table", "the batch, Arrow in and out", "households/s", 1_000_000, 5_000_000),
    Goal("single_plain", "single", "one compact decision: ours ÷ plain OpenFisca", "×", 20, 100),
    Goal("single_stock", "single", "… ÷ openfisca-core running our formulas", "×", 15, 80),
    Goal("explained", "single", "one decision fully explained", "ms", 3, 1, at_most=True),
    Goal(
        "http_plain", "http", "HTTP, 8 connections, one worker, compact: ours ÷ plain OpenFisca /calculate", "×", 12, 20
    ),
    Goal("http_stock", "http", "… ÷ our formulas on OpenFisca's /calculate", "×", 10, 16),
    Goal("http_empty", "http", "… ÷ a FastAPI endpoint that computes nothing", "×", 0.5, 0.9),
    Goal("http_trace", "http", "HTTP, fully explained: ours ÷ plain OpenFisca /trace", "×", 5, 10),
    Goal("first", "first", "a fresh process: import and first decision", "s", 1, 0.5, at_most=True),
    Goal("plan", "plan", "the plan of a new law or reform", "ms", 50, 10, at_most=True),
    Goal(
        "blank_compact",
        "blank",
        "a case that names nothing but an applicant, compact, the slowest benefit",
        "ms",
        30,
        at_most=True,
    ),
    Goal("blank_full", "blank", "… fully explained", "ms", 100, at_most=True),
    Goal("blank_what_if", "blank", "… every question of /v1/what-if", "s", 1, at_most=True),
    Goal("blank_bounds", "blank", "… one run of bounds", "ms", 10, at_most=True),
    Goal("today_loans", "today", "complete loans under today's law, Arrow in and out", "households/s", 100_000),
    Goal("today_others", "today", "… of the slowest other benefit", "households/s", 50_000),
    Goal("reform_apply", "reform", "a reform never seen before: applying it", "ms", 1, 0.5, at_most=True),
    Goal("reform_first", "reform", "… applying it and the first decision under it", "ms", 60, 20, at_most=True),
    Goal("reform_after", "reform", "… a later decision ÷ the same without the reform", "×", 1.05, 1.0, at_most=True),
)
GROUPS = tuple(dict.fromkeys(goal.group for goal in GOALS))


def groups_of(names: list[str]) -> list[str]:
    """The groups to measure for some rows or groups; all without any.

    Raises:
        KeyError: for a name that is neither.
    """
    by_row = {goal.id: goal.group for goal in GOALS}
    known = by_row | {group: group for group in GROUPS}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise KeyError(f"{', '.join(unknown)}: rows are {', '.join(by_row)}; groups are {', '.join(GROUPS)}")
    chosen = {known[name] for name in names} or set(GROUPS)
    return [group for group in GROUPS if group in chosen]
