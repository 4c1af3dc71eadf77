"""Measures what each rule is worth to know, and keeps it for pages and commands: `make worth`, once law, formulas or examples changed."""

from __future__ import annotations

from cdmz_rules import Rulebook
from cdmz_rules.decisions.households import households
from cdmz_rules.enquiry import worth_register
from cdmz_rules.enquiry.worth import measure


def main() -> None:
    """Measure and write."""
    rulebook = Rulebook.shipped()
    worths = measure(rulebook, households(rulebook), worth_register.state(rulebook))
    worth_register.write(worths)
    print(f"{worth_register.FILE.name}: {len(worths.by_rule)} rules, {dict(worths.totals._asdict())}")  # noqa: T201


if __name__ == "__main__":
    main()
