"""``cdmz decide``: the answer for one household."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_

if TYPE_CHECKING:
    from cdmz_rules.decisions.decision import Decision
    from cdmz_rules.law.reform import Reform

Case = Annotated[
    str, typer.Argument(metavar="CASE", help=N_("The case as a YAML or JSON file; - reads standard input."))
]
Chosen = Annotated[
    str | None,
    typer.Option(
        "--reform",
        metavar="NAME|FILE",
        help=N_("Apply an assumption pack or reform, e.g. assumptions_2026; several in order are joined by +."),
        autocompletion=options.reforms,
    ),
]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="NAME=VALUE",
        help=N_(
            "Set an input of the case, e.g. price=900000 or members\\[0].sex=female; an empty value takes it away."
        ),
    ),
]
Detail = Annotated[options.Detail, typer.Option("--detail", metavar="compact|full", help=N_("How much to show."))]
Schedule = Annotated[
    options.Repaid | None,
    typer.Option(
        "--schedule",
        metavar="METHOD",
        help=N_("Of a loan, add the repayment schedule: equal_instalments or equal_principal."),
    ),
]
Months = Annotated[bool, typer.Option("--months", help=N_("Print every month of the schedule."))]
Receipt = Annotated[
    Path | None,
    typer.Option("--receipt", metavar="FILE", help=N_("Write the receipt, for replaying the answer.")),
]


def decide(
    benefit: options.Benefit,
    case: Case,
    date: options.Day = None,
    reform: Chosen = None,
    settings: Settings = None,
    detail: Detail = options.Detail.FULL,
    as_json: options.Json = False,
    schedule: Schedule = None,
    months: Months = False,
    receipt: Receipt = None,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command."""
    from cdmz_rules.cli import files, repayment

    repayment.check_options(schedule, months, as_json)
    found, pack = _decision(benefit, files.case(case), date, reform, settings or [])
    if receipt is not None:
        files.write_json(receipt, found.receipt.model_dump(mode="json"))
    if as_json:
        _data(found, detail)
        return
    _show(found, detail, pack)
    if schedule is not None:
        repayment.show(found, schedule, months)
    if receipt is not None:
        files.wrote(receipt)


def _decision(
    benefit: str, case: dict[str, Any], date: str | None, reform: str | None, settings: list[str]
) -> tuple[Decision, Reform | None]:
    from cdmz_rules.cli import engine

    engine.ready()
    from cdmz_rules.decisions.decide import decide as decide_case
    from cdmz_rules.decisions.situation import with_settings
    from cdmz_rules.rulebook import catalogue

    catalogue.benefit(benefit)
    pack = engine.reform(reform) if reform is not None else None
    changed = with_settings(case, settings) if settings else case
    return decide_case(changed, benefit, date, reform=pack), pack


def _data(found: Decision, detail: options.Detail) -> None:
    from cdmz_rules.cli import screen

    shown = found.compact() if detail is options.Detail.COMPACT else found
    screen.data(shown.model_dump(mode="json"))


def _show(found: Decision, detail: options.Detail, pack: Reform | None) -> None:
    from cdmz_rules import law
    from cdmz_rules.cli import answer, screen

    in_force = pack.apply(law.current()) if pack is not None else law.current()
    screen.show(answer.compact(found) if detail is options.Detail.COMPACT else answer.full(found, in_force))
