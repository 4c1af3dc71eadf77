"""The engine of scripts as one short script: its modules joined, without comments, blanks and long names.

``python -m tools.engine`` writes it beside them (``make engine``). It is committed, so that nobody needs a tool to write scripts.
"""

from __future__ import annotations

import re
import sys

import minify

from cdmz_rules.files import atomic
from cdmz_rules.script import modules

MATH = re.compile(r"\bMath\.(\w+)")


WRONG = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\?\?[^()]*(?:\([^()]*\)[^()]*)*\)\s*(?:[|&^+*/%<>-]|[!=]=)")
"""What `minify` writes otherwise: without its brackets, ``(a ?? b) | c`` is ``a ?? (b | c)``."""


def main() -> None:
    """Write the script."""
    atomic.write_text(modules.SCRIPT, written())
    sys.stdout.write(f"{modules.SCRIPT.name}: {modules.SCRIPT.stat().st_size} bytes\n")


def written() -> str:
    """The engine as one short script."""
    whole = modules.joined()
    wrong = WRONG.search(whole)
    if wrong is not None:
        raise ValueError(f"give this a name of its own, for its brackets would be lost: {wrong.group()}")
    # By other names, as `minify` writes what it knows otherwise: of Math.trunc it makes 32 bits.
    known = ",".join(f"{name}:math_{name}" for name in sorted(set(MATH.findall(whole))))
    code = f"const{{{known}}}=Math;\n" + MATH.sub(r"math_\1", whole)
    short = minify.string("application/javascript", f"(()=>{{{code}\nreturn{{{','.join(modules.CALLS)}}}}})()")
    return f"const engine={short};\n"


if __name__ == "__main__":
    main()
