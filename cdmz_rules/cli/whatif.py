"""``cdmz what-if``: scenarios, sweeps, the least change that helps, and when a household qualifies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_
from cdmz_rules.errors import InputError, LawFileError, Problem

if TYPE_CHECKING:
    from rich.console import RenderableType

    from cdmz_rules.i18n.text import Part
    from cdmz_rules.rulebook import Rulebook
    from cdmz_rules.whatif.question import Question
    from cdmz_rules.whatif.scenarios import Scenario
    from cdmz_rules.whatif.sweep import Axis

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
    str | None, typer.Option("--goal", metavar="AMOUNT", help=N_("The amount to reach; else entitlement alone."))
]
Years = Annotated[int, typer.Option("--years", metavar="NUMBER", help=N_("How many years ahead to look."))]


def scenarios(
    benefit: options.Benefit,
    case: options.Case,
    named: Named,
    date: options.Day = None,
    reform: options.Reform = None,
    settings: options.Settings = None,
    as_json: options.Json = False,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command ``scenarios``."""
    from cdmz_rules.cli import engine

    question = _question(benefit, case, date, reform, settings)
    from cdmz_rules.cli import whatif_view
    from cdmz_rules.whatif.scenarios import scenarios as compared

    answer = compared(question, [_scenario(engine.rulebook(), text) for text in named])
    _print(answer, as_json, whatif_view.scenarios(answer))


def sweep(
    benefit: options.Benefit,
    case: options.Case,
    vary: Vary,
    by: By = None,
    count: Count = 5,
    date: options.Day = None,
    reform: options.Reform = None,
    settings: options.Settings = None,
    as_json: options.Json = False,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command ``sweep``."""
    question = _question(benefit, case, date, reform, settings)
    from cdmz_rules.cli import whatif_view
    from cdmz_rules.whatif.sweep import sweep as swept

    first = _axis(vary, "--vary")
    other = _axis(by, "--by", count) if by is not None else None
    answer = swept(question, first, other)
    _print(answer, as_json, whatif_view.sweep(answer))


def least_change(
    benefit: options.Benefit,
    case: options.Case,
    goal: Goal = None,
    date: options.Day = None,
    reform: options.Reform = None,
    settings: options.Settings = None,
    as_json: options.Json = False,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command ``least-change``."""
    question = _question(benefit, case, date, reform, settings)
    from cdmz_rules.cli import arguments, whatif_view
    from cdmz_rules.whatif.least_change import least_change as least

    answer = least(question, arguments.money(goal, "--goal"))
    _print(answer, as_json, whatif_view.least(question.rules.catalogue, answer))


def when(
    benefit: options.Benefit,
    case: options.Case,
    years: Years = 10,
    date: options.Day = None,
    reform: options.Reform = None,
    settings: options.Settings = None,
    as_json: options.Json = False,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command ``when``."""
    question = _question(benefit, case, date, reform, settings)
    from cdmz_rules.cli import whatif_view
    from cdmz_rules.whatif.first_day import when as first_day

    answer = first_day(question, years)
    _print(answer, as_json, whatif_view.when(answer))


def _question(benefit: str, case: str, date: str | None, reform: str | None, settings: list[str] | None) -> Question:
    from cdmz_rules.cli import engine, files

    rulebook = engine.rulebook()
    from cdmz_rules.whatif.question import question

    household = files.case(case, settings)
    return question(household, benefit, date, reform=engine.reform(rulebook, reform), rulebook=rulebook)


def _print(answer: Part, as_json: bool, parts: Iterable[RenderableType]) -> None:
    from cdmz_rules.cli import screen

    if as_json:
        screen.data(answer.model_dump(mode="json"))
    else:
        screen.show(parts)


def _axis(text: str, option: str, count: int = 5) -> Axis:
    """An input with its ends: ``household_annual_income=0..200000``; without ends they are chosen.

    Raises:
        InputError: if it is written in another way.
    """
    from cdmz_rules.whatif.sweep import Axis

    name, equals, ends = text.partition("=")
    low, dots, high = ends.partition("..")
    if equals and not (dots and low and high):
        message = "应写成 名称=起点..终点", "write input=low..high"
        raise InputError([Problem("bad_setting", option, *message, "household_annual_income=0..200000")])
    return Axis(name.strip(), _value(low, option), _value(high, option), count) if equals else Axis(name.strip())


def _scenario(rulebook: Rulebook, text: str) -> Scenario:
    """A scenario: ``raise:household_annual_income=60000,reform=NAME,date=2027-01-01``; an empty value takes an input away.

    Raises:
        InputError: if it is written in another way.
    """
    from cdmz_rules.cli import engine
    from cdmz_rules.whatif.scenarios import Scenario

    name, colon, rest = text.partition(":")
    settings = [part.partition("=") for part in rest.split(",")] if rest else []
    if not colon or not name.strip() or not all(key.strip() and equals for key, equals, _ in settings):
        message = "应写成 名称:输入项=值,…", "write name:input=value,…"
        raise InputError([Problem("bad_setting", "--scenario", *message, "raise:household_annual_income=60000")])
    given = {key.strip(): _value(value, "--scenario") for key, _, value in settings}
    reform, day = given.pop("reform", None), given.pop("date", None)
    return Scenario(name.strip(), given, engine.reform(rulebook, str(reform)) if reform else None, day)


def _value(text: str, option: str) -> Any:
    from cdmz_rules.files import yaml as yamls

    try:
        return yamls.parse(text.strip()) if text.strip() else None
    except LawFileError as error:
        message = "值无法识别", "the value cannot be read"
        raise InputError([Problem("bad_setting", option, *message)]) from error
