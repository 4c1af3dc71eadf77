"""``cdmz repay``: a loan's whole life, from a file that says what was lent and repaid early."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_, _, say

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    from cdmz_rules.repayment import Repayment
    from cdmz_rules.repayment.report import Sums

LoanFile = Annotated[
    str, typer.Argument(metavar="LOAN", help=N_("The loan as a YAML or JSON file; - reads standard input."))
]
Months = Annotated[bool, typer.Option("--months", help=N_("Print every payment."))]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help=N_("Write every payment to a file: .csv or .xlsx.")),
]
PARTS = {"fund": N_("Provident fund loan"), "commercial": N_("Commercial loan"), "all": N_("Together")}
SHORT = {"fund": N_("fund"), "commercial": N_("commercial")}
SUMS = {
    "payment": N_("Payment"),
    "principal": N_("Principal"),
    "interest": N_("Interest"),
    "prepayment": N_("Prepayment"),
}
YEARLY = tuple(SUMS)
MONTHLY = ("payment", "interest", "prepayment")
PROJECTED = "*"


def repay(
    loan: LoanFile,
    months: Months = False,
    date: options.Day = None,
    reform: options.Reform = None,
    output: Output = None,
    as_json: options.Json = False,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command."""
    from cdmz_rules.cli import engine, files, screen

    rulebook = engine.rulebook()
    reformed = rulebook.under(engine.reform(rulebook, reform))
    from cdmz_rules.decisions.case_file import data_of
    from cdmz_rules.repayment import files as tables
    from cdmz_rules.repayment import read_request, repayment

    kind = tables.kind_of(output, "--output") if output is not None else "csv"
    said = data_of(files.text(loan), loan)
    given = {"date": date} if date is not None else {}
    answer = repayment(read_request({**said, **given} if isinstance(said, dict) else said), reformed)
    if output is not None:
        with files.replacing(output) as stream:
            tables.write(answer, kind, stream)
    if as_json:
        screen.data(answer.model_dump(mode="json"))
        return
    from cdmz_rules.cli.headline import other_law

    screen.show([*other_law(reformed.reform), *_parts(answer, months)])
    if output is not None:
        files.wrote(output)


def _parts(answer: Repayment, by_month: bool) -> Iterator[RenderableType]:
    from rich.text import Text

    from cdmz_rules.cli import figures

    for total in answer.totals:
        line = _(
            "{part}: {loan} yuan, {payments} payments to {day}, interest {interest} yuan",
            part=_(PARTS[total.part]),
            loan=_money(total.loan),
            payments=total.payments,
            day=total.last_date,
            interest=_money(total.interest),
        )
        yield Text(line, style="bold" if total.part == "all" else "")
    if answer.interest_saved is not None:
        yield Text(_("Early repayment saves {yuan} yuan of interest.", yuan=_money(answer.interest_saved)))
    for rate in answer.rates:
        share = f"{rate.rate * 100:.6f}".rstrip("0").rstrip(".")
        words = _("{part}: {rate}% a year from {day}", part=_(PARTS[rate.part]), rate=share, day=rate.start)
        grade = figures.evidence(rate.evidence) if rate.evidence else ""
        known = [each for each in (grade, rate.document, say(rate.caution) if rate.caution else "") if each]
        yield Text(f"{words}  {' · '.join(known)}".rstrip(), style="dim")
    if answer.projected_from is not None:
        words = _(
            "{mark} From {day} on projected: nobody knows the rate yet, the last one is carried on.",
            mark=PROJECTED,
            day=answer.projected_from,
        )
        yield Text(words, style="yellow")
    for remark in answer.remarks:
        yield Text(f"{remark.pointer}  {say(remark.message)}", style="yellow")
    yield _by_month(answer) if by_month else _by_year(answer)


def _by_year(answer: Repayment) -> Table:
    table = _table(answer, [_("Year")], YEARLY)
    for year in answer.years:
        table.add_row(_marked(year.year, year.projected), *_sums(year, YEARLY), _money(year.balance))
    return table


def _by_month(answer: Repayment) -> Table:
    table = _table(answer, [_("Day"), _("Part")], MONTHLY)
    for row in answer.rows:
        day = _marked(row.date, row.projected)
        table.add_row(day, _(SHORT[row.part]), *_sums(row, MONTHLY), _money(row.balance))
    return table


def _table(answer: Repayment, names: Sequence[str], sums: Sequence[str]) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, show_footer=True, pad_edge=False)
    for name, footer in zip(names, [_("Total"), ""], strict=False):
        table.add_column(name, footer, no_wrap=True)
    footers = [*_sums(answer.totals[-1], sums), ""]
    for name, footer in zip([*(_(SUMS[each]) for each in sums), _("Still owed")], footers, strict=True):
        table.add_column(name, footer, justify="right", no_wrap=True)
    return table


def _sums(sums: Sums, names: Sequence[str]) -> list[str]:
    return [_money(getattr(sums, name)) for name in names]


def _marked(when: object, projected: bool) -> str:
    return f"{when}{PROJECTED if projected else ''}"


def _money(yuan: float) -> str:
    return f"{yuan:,.2f}"
