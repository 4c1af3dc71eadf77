"""What engine tests share: the toy law, a country small enough to be read at a sitting."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def toy():
    """The toy law, loaded once."""
    from cdmz_rules.rulebook import Rulebook

    return Rulebook.load(Path(__file__).parents[1] / "toy_law")
