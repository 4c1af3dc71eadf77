"""The repayment schedule of a decided loan: on the screen by years or by months, as data, or in a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from cdmz_rules.cli.language import _
from cdmz_rules.errors import InputError, Problem

if TYPE_CHECKING:
    from rich.table import Table

    from cdmz_rules.cli.options import Repaid
    from cdmz_rules.decisions.decision import Decision
    from cdmz_rules.decisions.explanation import Amount
    from cdmz_rules.repayment import Payment

RATE, TERM = "provident_fund_loan_rate", "provident_fund_loan_term"


def check_options(method: Repaid | None, months: bool, output: Path | None) -> None:
    """Refuse what does not go together.

    Raises:
        InputError: if months or a file are asked for without a schedule, or a file of another kind.
    """
    for asked, name in ((months, "--months"), (output is not None, "--output")):
        if asked and method is None:
            message = "须与 --schedule 同用", "this goes with --schedule"
            raise InputError([Problem("bad_combination", name, *message, f"--schedule equal_instalments {name}")])
    if output is not None:
        from cdmz_rules.repayment.files import kind_of

        kind_of(output, "--output")


def show(decision: Decision, method: Repaid, by_month: bool) -> None:
    """Print the schedule of the loan that was decided."""
    from rich.text import Text

    from cdmz_rules.cli.screen import heading
    from cdmz_rules.cli.screen import show as show_parts

    titles = {
        "equal_instalments": _("Repayment by equal instalments"),
        "equal_principal": _("Repayment by equal principal"),
    }
    show_parts(["", heading(titles[method])])
    terms = _terms(decision)
    if terms is None:
        show_parts([Text(_("There is no loan to draw up a schedule of."))])
        return
    show_parts([Text(_sentence(terms)), _table(payments(decision, method), by_month)])


def payments(decision: Decision, method: Repaid) -> list[Payment]:
    """Every payment of the loan that was decided; nothing, if there is none whose upper end is known."""
    from cdmz_rules.repayment import schedule

    terms = _terms(decision)
    if terms is None:
        return []
    loan, rate, months = (amount.upper or 0.0 for amount in terms)
    return schedule(loan, rate, int(months), method.value)


def as_data(decision: Decision, method: Repaid) -> dict[str, Any]:
    """The schedule as data."""
    terms = _terms(decision)
    exact = terms is not None and all(term.bound == "exact" for term in terms)
    rows = [payment.model_dump(mode="json") for payment in payments(decision, method)]
    return {"method": method.value, "exact": exact, "payments": rows}


def write(file: Path, decision: Decision, method: Repaid) -> None:
    """Write the schedule to a file, whole or not at all."""
    from cdmz_rules.cli import files
    from cdmz_rules.repayment.files import kind_of, write_schedule

    with files.replacing(file) as stream:
        write_schedule(payments(decision, method), kind_of(file, "--output"), stream)


def _terms(decision: Decision) -> tuple[Amount, Amount, Amount] | None:
    """Loan, rate and term, if there is a loan whose upper end is known."""
    by_id = {amount.id: amount for amount in decision.amounts}
    if decision.outcome not in ("eligible", "undetermined") or not {RATE, TERM} <= by_id.keys():
        return None
    terms = decision.amount, by_id[RATE], by_id[TERM]
    return terms if all(amount.upper for amount in terms) else None


def _sentence(terms: tuple[Amount, Amount, Amount]) -> str:
    """For which loan the schedule is drawn up: what is not certain yet is taken at its highest."""
    from cdmz_rules.cli.figures import amount

    loan, rate, months = (amount(term.upper, term.unit) for term in terms)
    line = _("Loan {loan}, yearly rate {rate}, {months}", loan=loan, rate=rate, months=months)
    certain = all(term.bound == "exact" for term in terms)
    return line if certain else f"{line}{_('; not certain yet, taken at the highest')}"


def _table(payments: list[Payment], by_month: bool) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, show_footer=True, pad_edge=True)
    total = _money(sum(p.payment for p in payments)), _money(sum(p.principal for p in payments))
    footers = [_("Total"), *total, _money(sum(p.interest for p in payments)), ""]
    names = [_("Month") if by_month else _("Year"), _("Payment"), _("Principal"), _("Interest"), _("Still owed")]
    for name, footer in zip(names, footers, strict=True):
        table.add_column(name, footer, justify="right", no_wrap=True)
    for row in payments if by_month else _by_year(payments):
        table.add_row(str(row.month), *map(_money, (row.payment, row.principal, row.interest, row.balance)))
    return table


def _by_year(payments: list[Payment]) -> list[Payment]:
    """The payments of each year of the loan added up; the month is the number of the year."""
    from cdmz_rules.repayment import Payment

    years = [payments[first : first + 12] for first in range(0, len(payments), 12)]
    return [
        Payment(
            month=number,
            payment=sum(p.payment for p in year),
            principal=sum(p.principal for p in year),
            interest=sum(p.interest for p in year),
            balance=year[-1].balance,
        )
        for number, year in enumerate(years, start=1)
    ]


def _money(yuan: float) -> str:
    return f"{yuan:,.2f}"
