"""``cdmz what-if``: scenarios, sweeps, the least change that helps, and when a household qualifies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.decide import Case, Chosen, Settings
from cdmz_rules.cli.language import N_

if TYPE_CHECKING:
    from cdmz_rules.whatif.question import Question

Named = Annotated[
    list[str],
    typer.Option(
        "--scenario",
        metavar="NAME:INPUT=VALUE,…",
        help=N_("A scenario, e.g. raise:household_annual_income=60000; reform=NAME and date=DAY change law and day."),
    ),
]
Vary = Annotated[
    str, typer.Option("--vary", metavar="INPUT[=LOW..HIGH]", help=N_("The input to vary, and from where to where."))
]
By = Annotated[
    str | None,
    typer.Option(
        "--by", metavar="INPUT=LOW..HIGH", help=N_("A second input to vary; one line for each of its values.")
    ),
]
Count = Annotated[int, typer.Option("--count", metavar="NUMBER", help=N_("How many values of the second input."))]
Goal = Annotated[
    float | None, typer.Option("--goal", metavar="AMOUNT", help=N_("The amount to reach; else entitlement alone."))
]
Years = Annotated[int, typer.Option("--years", metavar="NUMBER", help=N_("How many years ahead to look."))]


def scenarios(
    benefit: options.Benefit,
    case: Case,
    named: Named,
    date: options.Day = None,
    reform: Chosen = None,
    settings: Settings = None,
    as_json: options.Json = False,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command."""
    asked = _asked(benefit, case, date, reform, settings)
    from cdmz_rules.cli import whatif_arguments
    from cdmz_rules.cli import whatif_view as whatif_shown
    from cdmz_rules.whatif.scenarios import scenarios as compared

    _out(compared(asked, [whatif_arguments.scenario(text) for text in named]), as_json, whatif_shown.scenarios)


def sweep(
    benefit: options.Benefit,
    case: Case,
    vary: Vary,
    by: By = None,
    count: Count = 5,
    date: options.Day = None,
    reform: Chosen = None,
    settings: Settings = None,
    as_json: options.Json = False,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command."""
    asked = _asked(benefit, case, date, reform, settings)
    from cdmz_rules.cli import whatif_arguments
    from cdmz_rules.cli import whatif_view as whatif_shown
    from cdmz_rules.whatif.sweep import sweep as swept

    first = whatif_arguments.axis(vary, "--vary")
    other = whatif_arguments.axis(by, "--by", count) if by is not None else None
    _out(swept(asked, first, other), as_json, whatif_shown.sweep)


def least_change(
    benefit: options.Benefit,
    case: Case,
    goal: Goal = None,
    date: options.Day = None,
    reform: Chosen = None,
    settings: Settings = None,
    as_json: options.Json = False,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command."""
    asked = _asked(benefit, case, date, reform, settings)
    from cdmz_rules.cli import whatif_view as whatif_shown
    from cdmz_rules.whatif.least_change import least_change as least

    _out(least(asked, goal), as_json, whatif_shown.least)


def when(
    benefit: options.Benefit,
    case: Case,
    years: Years = 10,
    date: options.Day = None,
    reform: Chosen = None,
    settings: Settings = None,
    as_json: options.Json = False,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command."""
    asked = _asked(benefit, case, date, reform, settings)
    from cdmz_rules.cli import whatif_view as whatif_shown
    from cdmz_rules.whatif.first_day import when as found

    _out(found(asked, years), as_json, whatif_shown.when)


def _asked(benefit: str, case: str, date: str | None, reform: str | None, settings: list[str] | None) -> Question:
    from cdmz_rules.cli import engine, files

    engine.ready()
    from cdmz_rules.decisions.situation import with_settings
    from cdmz_rules.whatif.question import question

    read = files.case(case)
    changed = with_settings(read, settings) if settings else read
    return question(changed, benefit, date, reform=engine.reform(reform) if reform is not None else None)


def _out(found: Any, as_json: bool, shown: Any) -> None:
    from cdmz_rules.cli import screen

    if as_json:
        screen.data(found.model_dump(mode="json"))
    else:
        screen.show(shown(found))
