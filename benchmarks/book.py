"""The rulebook that benchmarks decide by: the law with the assumption pack, so that nothing is unknown."""

from __future__ import annotations

from benchmarks.names import PACK
from cdmz_rules import Rulebook

BOOK = Rulebook.shipped()
PACKED = BOOK.under(PACK)
