"""``cdmz decide``: the answer for one household."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_

if TYPE_CHECKING:
    from cdmz_rules.decisions.decision import Decision
    from cdmz_rules.law import Law
    from cdmz_rules.rulebook import Rulebook

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
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help=N_("Write every payment of the schedule to a file: .csv or .xlsx.")
    ),
]
Illustrate = Annotated[
    str | None,
    typer.Option(
        "--illustrate",
        metavar="NAME",
        help=N_("Add a trial figure under an assumption pack, beside the answer and no part of it."),
        autocompletion=options.reforms,
    ),
]
Receipt = Annotated[
    Path | None,
    typer.Option("--receipt", metavar="FILE", help=N_("Write the receipt, for replaying the answer.")),
]


def decide(
    benefit: options.Benefit,
    case: options.Case,
    date: options.Day = None,
    known_on: options.KnownOn = None,
    reform: options.Reform = None,
    illustrate: Illustrate = None,
    settings: options.Settings = None,
    detail: Detail = options.Detail.FULL,
    as_json: options.Json = False,
    schedule: Schedule = None,
    months: Months = False,
    output: Output = None,
    receipt: Receipt = None,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command."""
    from cdmz_rules.cli import engine, files, repayment

    repayment.check_options(schedule, months, output)
    household = files.case(case, settings)
    rulebook = engine.rulebook(known_on)
    rulebook.catalogue.benefit(benefit)
    reformed = rulebook.under(engine.reform(rulebook, reform))
    from cdmz_rules.decisions.decide import decide as decide_case

    decision = decide_case(household, benefit, date, rulebook=reformed)
    if illustrate is not None:
        decision = _illustrated(decision, household, reformed, illustrate)
    if receipt is not None:
        files.write_json(receipt, decision.receipt.model_dump(mode="json"))
    if schedule is not None and output is not None:
        repayment.write(output, decision, schedule)
    if as_json:
        _print_data(decision, detail, schedule)
        return
    _show(reformed.law, decision, detail)
    if schedule is not None:
        repayment.show(decision, schedule, months)
    for written in (receipt, output):
        if written is not None:
            files.wrote(written)


def _illustrated(decision: Decision, household: Mapping[str, Any], rulebook: Rulebook, pack: str) -> Decision:
    from cdmz_rules.decisions.illustration import illustrated, pack_of
    from cdmz_rules.decisions.situation import parse

    case = parse(rulebook.catalogue, household, decision.date)
    return illustrated(decision, case, rulebook, pack_of(rulebook, pack, "--illustrate"))


def _print_data(decision: Decision, detail: options.Detail, schedule: options.Repaid | None) -> None:
    from cdmz_rules.cli import repayment, screen

    answer = decision.compact() if detail is options.Detail.COMPACT else decision
    drawn_up = {} if schedule is None else {"schedule": repayment.as_data(decision, schedule)}
    screen.data({**answer.model_dump(mode="json"), **drawn_up})


def _show(law: Law, decision: Decision, detail: options.Detail) -> None:
    from cdmz_rules.cli import answer, screen

    screen.show(answer.compact(decision) if detail is options.Detail.COMPACT else answer.full(law, decision))
