"""``cdmz replay``: the answer of a receipt once more."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_

if TYPE_CHECKING:
    from cdmz_rules.decisions.replay import Replay
    from cdmz_rules.rulebook import Rulebook

DIFFERS = 1

Receipt = Annotated[
    str, typer.Argument(metavar="RECEIPT", help=N_("The receipt as a JSON file; - reads standard input."))
]
Snapshot = Annotated[
    Path | None,
    typer.Option(
        "--law", metavar="SNAPSHOT", help=N_("Replay under the law of an archive that `cdmz law snapshot` wrote.")
    ),
]


def replay(
    receipt: Receipt,
    law: Snapshot = None,
    known_on: options.KnownOn = None,
    as_json: options.Json = False,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command."""
    from cdmz_rules.cli import arguments, engine, screen

    day = arguments.day(known_on, engine.KNOWN_ON)
    again = _replay(engine.rulebook(), receipt, law, day)
    if as_json:
        screen.data(again.model_dump(mode="json"))
    else:
        _show(again)
    if not again.same:
        raise typer.Exit(DIFFERS)


def _replay(rulebook: Rulebook, name: str, archive: Path | None, known_on: date | None) -> Replay:
    from pydantic import ValidationError

    from cdmz_rules.cli import files
    from cdmz_rules.decisions.replay import replay as give_again
    from cdmz_rules.law import snapshot

    receipt = files.receipt(name)
    law = snapshot.read(archive, rulebook.places, rulebook.content) if archive is not None else None
    packs = snapshot.packs(archive, rulebook.places) if archive is not None else None
    try:
        return give_again(receipt, law, packs, rulebook, known_on)
    except (ValidationError, KeyError, TypeError) as error:
        # A receipt that somebody has changed by hand: its reform or its results are not what a decision writes.
        raise files.not_a_receipt(name) from error


def _show(again: Replay) -> None:
    from rich.text import Text

    from cdmz_rules.cli.answer import compact
    from cdmz_rules.cli.language import _, say
    from cdmz_rules.cli.screen import heading, marked, show

    words, style = (_("✔ The same answer"), "bold green") if again.same else (_("✘ Another answer"), "bold red")
    show([Text(words, style=style)])
    sections = ((_("What differs"), again.differences), (_("To replay exactly, one needs"), again.needs))
    for title, lines in sections:
        if lines:
            rows = marked()
            for line in lines:
                rows.add_row("•", Text(say(line)))
            show(["", heading(title), rows])
    show(["", heading(_("The answer as it comes out now")), *compact(again.decision)])
