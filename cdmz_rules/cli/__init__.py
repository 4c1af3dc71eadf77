"""The command ``cdmz``: decide a case, look into the law, keep a bureau's own figures."""

import sys

STOPPED = 130
"""The exit code of a command that was stopped with Ctrl-C."""


def main() -> None:
    """Run the command line."""
    try:
        from cdmz_rules.cli.app import app
        from cdmz_rules.cli.screen import never_fail

        never_fail()
        app()
    except KeyboardInterrupt:  # while modules are loaded, before a command can tell it itself
        sys.exit(STOPPED)
