"""The households by which it is measured what a rule is worth to know, and what a figure changes: cases that say what they ask for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cdmz_rules.decisions.case_file import read_case
from cdmz_rules.decisions.compare import home_of, moved, pool_of
from cdmz_rules.decisions.decide import decide
from cdmz_rules.decisions.impact import Household
from cdmz_rules.decisions.situation import check_day
from cdmz_rules.errors import InputError, Problem
from cdmz_rules.places import UNKNOWN
from cdmz_rules.rulebook.rulebook import Rulebook

MAX_CASES = 1000


def households(rulebook: Rulebook, folder: Path | None = None) -> list[Household]:
    """Every case of a folder.

    Args:
        rulebook: The rules, which know the benefits.
        folder: The folder; the examples that come with the rulebook if left out.

    Raises:
        InputError: if there is none or there are too many, or one does not say its benefit and date.
        LawFileError: if one cannot be read.
    """
    source = folder or rulebook.content.examples
    files = sorted(source.glob("*.yaml"))
    if not 0 < len(files) <= MAX_CASES:
        message = f"该文件夹中应有1至{MAX_CASES}个案例", f"the folder should hold 1 to {MAX_CASES} cases (*.yaml)"
        raise InputError([Problem("out_of_range", str(source), *message)])
    return [_household(rulebook, file) for file in files]


def _household(rulebook: Rulebook, file: Path) -> Household:
    case = read_case(file)
    benefit, day = case.get("benefit"), case.get("date")
    if not isinstance(benefit, str) or day is None:
        message = "案例应写明 benefit 和 date", "the case does not say its benefit and date"
        raise InputError([Problem("missing", str(file), *message)])
    rulebook.catalogue.benefit(benefit)
    return Household(file.stem, benefit, check_day(day), case)


def in_cities(rulebook: Rulebook, household: Household, cities: tuple[str, ...]) -> Iterator[Household]:
    """A household as if it were in each of some cities; as it is, if nothing says in which it is."""
    name, benefit, day, case = household
    rules = rulebook.benefit(benefit)
    place = decide(case, benefit, day, rulebook=rulebook, today=day).place
    home, pool = home_of(rules, case, place), pool_of(rulebook.places, place)
    if home == UNKNOWN:
        yield household
        return
    for city in cities:
        there = dict(case) if city == home else moved(rules.catalogue, case, home, city, pool)
        yield Household(f"{name} @ {city}", benefit, day, there)
