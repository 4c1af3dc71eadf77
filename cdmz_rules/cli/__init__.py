"""The command ``cdmz``: decide a case, look into the law, keep a bureau's own figures."""


def main() -> None:
    """Run the command line."""
    from cdmz_rules.cli.app import app
    from cdmz_rules.cli.screen import never_fail

    never_fail()
    app()
