"""``cdmz replay``: the answer of a receipt once more."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cdmz_rules.decisions.replay import Replay
    from cdmz_rules.law import Law
    from cdmz_rules.law.reform import Reform

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
    as_json: options.Json = False,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command."""
    from cdmz_rules.cli import engine, files, screen

    engine.ready()
    from cdmz_rules.law import snapshot

    content = files.receipt(receipt)
    then = (snapshot.read(law), snapshot.packs(law)) if law is not None else (None, None)
    found = _replay(receipt, content, *then)
    if as_json:
        screen.data(found.model_dump(mode="json"))
    else:
        _show(found)
    if not found.same:
        raise typer.Exit(DIFFERS)


def _replay(name: str, content: Mapping[str, Any], law: Law | None, packs: Mapping[str, Reform] | None) -> Replay:
    from pydantic import ValidationError

    from cdmz_rules.cli import files
    from cdmz_rules.decisions.replay import replay as again

    try:
        return again(content, law, packs)
    except (ValidationError, KeyError, TypeError) as error:
        # A receipt that somebody has changed by hand: its reform or its results are not what a decision writes.
        raise files.not_a_receipt(name) from error


def _show(found: Replay) -> None:
    from rich.text import Text

    from cdmz_rules.cli.answer import compact
    from cdmz_rules.cli.figures import told
    from cdmz_rules.cli.language import _
    from cdmz_rules.cli.screen import heading, marked, show

    words, style = (_("✔ The same answer"), "bold green") if found.same else (_("✘ Another answer"), "bold red")
    show([Text(words, style=style)])
    sections = ((_("What differs"), found.differences), (_("To replay exactly, one needs"), found.needs))
    for title, lines in sections:
        if lines:
            rows = marked()
            for line in lines:
                rows.add_row("•", Text(told(line)))
            show(["", heading(title), rows])
    show(["", heading(_("The answer as it comes out now")), *compact(found.decision)])
