"""The command ``cdmz``: which commands there are, and what their help says."""

from __future__ import annotations

from typing import Annotated

import typer

from cdmz_rules.cli import options, shell
from cdmz_rules.cli.benefits import benefits
from cdmz_rules.cli.decide import decide
from cdmz_rules.cli.inputs import inputs
from cdmz_rules.cli.language import N_
from cdmz_rules.cli.law_check import check
from cdmz_rules.cli.law_coverage import coverage
from cdmz_rules.cli.law_set import set_value
from cdmz_rules.cli.law_show import show
from cdmz_rules.cli.law_snapshot import snapshot
from cdmz_rules.cli.replay import replay

# A traceback with the values of local variables would print what a household has told.
app = typer.Typer(
    name="cdmz",
    cls=shell.Root,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help=N_("What residents of Chengdu, Deyang, Meishan and Ziyang are entitled to, and by which rule."),
)
law = typer.Typer(cls=shell.Group, no_args_is_help=True, help=N_("The law itself: look it up, check it, add to it."))

for command, words in (
    (decide, N_("Decide a case: entitled or not, how much, why, and what would change it.")),
    (benefits, N_("List the benefits.")),
    (inputs, N_("List what a benefit asks for, or print an empty case to fill in.")),
    (replay, N_("Give the answer of a receipt again, and say what differs.")),
):
    app.command(cls=shell.Command, help=words)(command)

app.add_typer(law, name="law")
for command, name, words in (
    (show, "show", N_("Show an item of the law: its values, who says so, and which formulas use it.")),
    (coverage, "coverage", N_("Show what is known, by item and place.")),
    (check, "check", N_("Check the files of the law: file, line, what is wrong, how to mend it.")),
    (set_value, "set", N_("Write a bureau's own figure into an overlay folder.")),
    (snapshot, "snapshot", N_("Pack the law into an archive that can be loaded again.")),
):
    law.command(name, cls=shell.Command, help=words)(command)


def _print_version(wanted: bool) -> None:
    if wanted:
        from cdmz_rules.version import __version__

        typer.echo(f"cdmz {__version__}")
        raise typer.Exit


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
