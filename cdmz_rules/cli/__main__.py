"""``python -m cdmz_rules.cli``."""

from cdmz_rules.cli import main

main()
