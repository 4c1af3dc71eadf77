"""What tests are made from: a law, with the pack that fills its gaps, the folder of its example cases and the files of its law tests."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cdmz_rules import Rulebook
from cdmz_rules.law.reform import Reform


@dataclass(frozen=True, eq=False)
class Subject:
    """A law that tests are made from.

    Attributes:
        name: What it is called.
        rulebook: The law, its unknowns unknown.
        pack: The pack of assumptions that fills them.
        examples: The folder of its example cases.
        law_tests: The files of its law tests.
    """

    name: str
    rulebook: Rulebook
    pack: Reform
    examples: Path
    law_tests: tuple[Path, ...]

    @cached_property
    def packed(self) -> Rulebook:
        """The law with the pack."""
        return self.rulebook.under(self.pack)

    @cached_property
    def books(self) -> dict[str, Rulebook]:
        """The law without and with the pack, by these words."""
        return {"without the pack": self.rulebook, "with the pack": self.packed}
