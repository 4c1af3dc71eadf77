"""The command ``cdmz``: which commands there are, and what their help says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from cdmz_rules.cli import options, shell, whatif
from cdmz_rules.cli.batch import batch
from cdmz_rules.cli.catalogue import benefits, inputs
from cdmz_rules.cli.compare import compare
from cdmz_rules.cli.decide import decide
from cdmz_rules.cli.interview import interview
from cdmz_rules.cli.language import N_
from cdmz_rules.cli.law_check import check
from cdmz_rules.cli.law_gaps import gaps
from cdmz_rules.cli.law_import import import_workbook
from cdmz_rules.cli.law_letter import letter
from cdmz_rules.cli.law_links import links
from cdmz_rules.cli.law_matrix import coverage, matrix
from cdmz_rules.cli.law_outlook import outlook, stale
from cdmz_rules.cli.law_set import set_value
from cdmz_rules.cli.law_show import show
from cdmz_rules.cli.law_snapshot import impact, snapshot
from cdmz_rules.cli.law_workbook import workbook
from cdmz_rules.cli.reform_check import check as check_reforms
from cdmz_rules.cli.reform_diff import diff
from cdmz_rules.cli.reform_show import list_reforms
from cdmz_rules.cli.reform_show import show as show_reform
from cdmz_rules.cli.repay import repay
from cdmz_rules.cli.replay import replay
from cdmz_rules.cli.script import script
from cdmz_rules.cli.serve import serve
from cdmz_rules.cli.settle import settle_beds, settle_claims

# A traceback with the values of local variables would print what is known of a household.
app = typer.Typer(
    name="cdmz",
    cls=shell.Root,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help=N_("What residents of Chengdu, Deyang, Meishan and Ziyang are entitled to, and by which rule."),
)
law = typer.Typer(cls=shell.Group, no_args_is_help=True, help=N_("The law itself: look it up, check it, add to it."))
reform = typer.Typer(
    cls=shell.Group, no_args_is_help=True, help=N_("Reforms: proposed changes of the law, and what they would do.")
)

what_if = typer.Typer(cls=shell.Group, no_args_is_help=True, help=N_("What if: other inputs, other days, another law."))


def _add(group: typer.Typer, name: str, command: Callable[..., None], words: str) -> None:
    group.command(name, cls=shell.Command, help=words)(command)


_add(app, "decide", decide, N_("Decide a case: entitled or not, how much, why, and what would change it."))
_add(
    app, "interview", interview, N_("Ask in this terminal what decides, question by question, with the answer so far.")
)
_add(app, "batch", batch, N_("Decide a file of households, one a row, or write an empty one to fill in."))
_add(app, "benefits", benefits, N_("List the benefits."))
_add(app, "inputs", inputs, N_("List what a benefit asks for, or print an empty case to fill in."))
_add(app, "replay", replay, N_("Give the answer of a receipt again, and say what differs."))
_add(app, "repay", repay, N_("Draw up a loan's whole life, payment by payment."))
_add(app, "settle-claims", settle_claims, N_("Settle a year of medical claims in order."))
_add(
    app,
    "settle-beds",
    settle_beds,
    N_("Settle bed subsidies of elders across cities: who owes whom, what each institution gets."),
)
_add(app, "compare", compare, N_("Decide a case under the law of the four cities, today's and a reform's."))
app.add_typer(what_if, name="what-if")
_add(what_if, "scenarios", whatif.scenarios, N_("Compare named scenarios with the answer as things stand."))
_add(what_if, "sweep", whatif.sweep, N_("Vary an input and find every cliff and kink of the amount."))
_add(
    what_if,
    "least-change",
    whatif.least_change,
    N_("Find the least change that makes a household entitled, or lifts the amount."),
)
_add(
    what_if,
    "when",
    whatif.when,
    N_("Find the first day on which a household qualifies, and the day on which that ends."),
)
_add(app, "script", script, N_("Write the rules of benefits as an ES module, for pages that answer without a server."))
_add(app, "serve", serve, N_("Serve the calculator and the HTTP interface."))
app.add_typer(law, name="law")
_add(law, "show", show, N_("Show an item of the law: its values, who says so, and which formulas use it."))
_add(law, "coverage", coverage, N_("Show what is known, by item and place."))
_add(law, "gaps", gaps, N_("List the rules that no text gives, whom to ask, and what it is worth to know them."))
_add(law, "workbook", workbook, N_("Write what a place's law lacks as a spreadsheet, for a bureau to fill in."))
_add(
    law,
    "import",
    import_workbook,
    N_("Write what a bureau filled into a workbook as its overlay, and show what changes."),
)
_add(law, "letter", letter, N_("Write to a place's offices: the questions worth most, with room for the answers."))
_add(
    law,
    "outlook",
    outlook,
    N_("Show what days to come bring: what ends, reverts, becomes unknown, changes or goes stale."),
)
_add(law, "stale", stale, N_("List the values that nobody has verified for long, the oldest first."))
_add(
    law,
    "links",
    links,
    N_("Compare fetched pages with what was fetched before, and show which values rest on what changed."),
)
_add(law, "matrix", matrix, N_("Show what each item says in each place, or write it to a file."))
_add(law, "check", check, N_("Check the files of the law: file, line, what is wrong, how to mend it."))
_add(law, "set", set_value, N_("Write a bureau's own figure into an overlay folder."))
_add(law, "snapshot", snapshot, N_("Pack the law into an archive that can be loaded again."))
_add(law, "impact", impact, N_("Show whose answer changes between two snapshots of the law, and why."))
app.add_typer(reform, name="reform")
_add(reform, "list", list_reforms, N_("List the packs and reforms that are shipped."))
_add(
    reform,
    "check",
    check_reforms,
    N_("Check reforms: whether they fit the law, each other and what is expected of them."),
)
_add(reform, "show", show_reform, N_("Show what a reform is for, and what it changes by which rule."))
_add(
    reform,
    "diff",
    diff,
    N_("Show which values a reform changes, for whom and from when, and which cities it leaves alone."),
)


def _print_version(asked: bool) -> None:
    if asked:
        from cdmz_rules.version import __version__

        typer.echo(f"cdmz {__version__}")
        raise typer.Exit


@what_if.callback()
def what_if_root(lang: options.Lang = options.SPOKEN) -> None:
    """What every what-if command shares."""


@reform.callback()
def reform_root(lang: options.Lang = options.SPOKEN) -> None:
    """What every command about reforms shares."""


@law.callback()
def law_root(lang: options.Lang = options.SPOKEN) -> None:
    """What every command about the law shares."""


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help=N_("Print the version."))
    ] = False,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """What every command shares."""
