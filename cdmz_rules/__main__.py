"""``python -m cdmz_rules``."""

from cdmz_rules.cli import main

main()
