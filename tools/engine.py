"""The engine of bundles as one short script: its modules joined, without comments, blanks and long names.

``python -m tools.engine`` writes it beside them (``make engine``). It is committed, so that nobody needs a tool to write bundles.
"""

from __future__ import annotations

import sys

import minify

from cdmz_rules.files import atomic
from cdmz_rules.script import modules


def main() -> None:
    """Write the script."""
    atomic.write_text(modules.SCRIPT, written())
    sys.stdout.write(f"{modules.SCRIPT.name}: {modules.SCRIPT.stat().st_size} bytes\n")


def written() -> str:
    """The engine as one short script."""
    calls = ",".join(modules.CALLS)
    short = minify.string("application/javascript", f"(()=>{{\n{modules.joined()}\nreturn{{{calls}}}}})()")
    return f"const engine={short};\n"


if __name__ == "__main__":
    main()
