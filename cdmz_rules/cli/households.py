"""Folders of cases that say which benefit they ask for and on which day."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cdmz_rules.cli.language import N_

if TYPE_CHECKING:
    from cdmz_rules.decisions.impact import Household
    from cdmz_rules.rulebook import Rulebook

MAX_CASES = 1000

Cases = Annotated[
    Path | None,
    typer.Option("--cases", metavar="FOLDER", help=N_("A folder of cases; the examples of this project if left out.")),
]


def examples(rulebook: Rulebook) -> Path:
    """The folder of the examples that stand beside a law in a checkout."""
    return rulebook.content.parameters.parent / "examples"


def households(rulebook: Rulebook, folder: Path | None) -> Iterator[Household]:
    """Every case of a folder, of the examples without one.

    Raises:
        InputError: if it holds none or too many, or one of them is wrong.
    """
    from cdmz_rules.cli import files
    from cdmz_rules.decisions.impact import Household
    from cdmz_rules.decisions.situation import check_day
    from cdmz_rules.errors import InputError, Problem

    source = folder or examples(rulebook)
    cases = sorted(source.glob("*.yaml"))
    if not 0 < len(cases) <= MAX_CASES:
        message = f"该文件夹中应有1至{MAX_CASES}个案例", f"the folder should hold 1 to {MAX_CASES} cases (*.yaml)"
        raise InputError([Problem("out_of_range", str(source), *message)])
    for file in cases:
        case = files.case(str(file))
        benefit, day = case.get("benefit"), case.get("date")
        if not isinstance(benefit, str) or day is None:
            message = "案例应写明 benefit 和 date", "the case does not say its benefit and date"
            raise InputError([Problem("missing", str(file), *message)])
        rulebook.catalogue.benefit(benefit)
        yield Household(file.stem, benefit, check_day(day), case)
