"""What engine tests share: the toy law, a country small enough to be read at a sitting."""

import pytest


@pytest.fixture(scope="session")
def toy():
    """The toy law, loaded once."""
    from generators.toy import BOOK

    return BOOK
