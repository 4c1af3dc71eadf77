"""The toy law as what tests are made from: a country small enough to be read at a sitting."""

from pathlib import Path

from cdmz_rules import Rulebook
from generators.subject import Subject

FOLDER = Path(__file__).resolve().parents[1] / "toy_law"
BOOK = Rulebook.load(FOLDER)
PACK = BOOK.reforms.load("assumptions_2026")
PACKED = BOOK.under(PACK)
LAW_TESTS = FOLDER / "tests"
TOY = Subject("toy law", BOOK, PACK, FOLDER / "examples", tuple(sorted(LAW_TESTS.glob("*.yaml"))))
