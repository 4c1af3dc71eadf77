"""The rulebook that tests of the shipped law decide by."""

from cdmz_rules import Rulebook

BOOK = Rulebook.shipped()
PACK = BOOK.reforms.load("assumptions_2026")
PACKED = BOOK.under(PACK)
