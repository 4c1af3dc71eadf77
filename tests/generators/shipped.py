"""The shipped law as what tests are made from."""

from pathlib import Path

from cdmz_rules import Rulebook
from generators.subject import Subject

ROOT = Path(__file__).resolve().parents[2]
BOOK = Rulebook.shipped()
PACK = BOOK.reforms.load("assumptions_2026")
PACKED = BOOK.under(PACK)
LAW_TESTS = ROOT / "tests" / "law"
SHIPPED = Subject("shipped law", BOOK, PACK, ROOT / "examples", tuple(sorted(LAW_TESTS.glob("*/*.yaml"))))
