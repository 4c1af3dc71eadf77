"""``cdmz reform list``: the packs and reforms that are shipped."""

from __future__ import annotations

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_

MODES = {"fill_unknown": N_("assumption pack"), "replace": N_("reform")}


def list_reforms(as_json: options.Json = False, lang: options.Lang = options.SPOKEN) -> None:
    """Run the command."""
    from rich.text import Text

    from cdmz_rules.cli import engine, screen
    from cdmz_rules.cli.figures import told
    from cdmz_rules.cli.language import _

    engine.ready()
    from cdmz_rules.law import reform as reforms

    found = [reforms.load(name) for name in reforms.names()]
    if as_json:
        screen.data([{"name": one.name, "mode": one.mode, "title": one.title._asdict()} for one in found])
        return
    rows = screen.pairs()
    for one in found:
        rows.add_row(one.name, Text.assemble(told(one.title), (f"  {_(MODES[one.mode])}", "dim")))
    screen.show([rows])
