"""``cdmz law snapshot``: the law as an archive that can be loaded again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_, _

Archive = Annotated[Path, typer.Argument(metavar="FILE.zip", help=N_("The archive to write."))]


def snapshot(file: Archive, lang: options.Lang = options.SPOKEN) -> None:
    """Run the command."""
    from rich.text import Text

    from cdmz_rules.cli import engine, screen
    from cdmz_rules.cli.failures import near_path
    from cdmz_rules.cli.files import writing, wrote

    engine.ready()
    from cdmz_rules.law.snapshot import write

    with writing(file):
        manifest = write(file)
    wrote(file)
    rows = screen.pairs()
    rows.add_row(_("law"), manifest.law)
    rows.add_row(_("formulas"), manifest.formulas)
    rows.add_row(_("version"), manifest.version)
    rows.add_row(_("files"), str(len(manifest.files)))
    overlaid = any(name.startswith("overlay/") for name in manifest.files)
    rows.add_row(_("overlay"), _("included") if overlaid else _("none"))
    terminal = screen.screen()
    terminal.print(rows)
    terminal.print(
        Text(_("To replay under it: cdmz replay RECEIPT --law {file}", file=near_path(file)), style="dim"),
        soft_wrap=True,
    )
