"""Why an answer is another: the clause or step, and the line that it is held against."""

from __future__ import annotations

from cdmz_rules.i18n.text import Part, Text
from cdmz_rules.rulebook.catalogue import Catalogue


class Cause(Part):
    """A clause or step whose formula comes out differently.

    Attributes:
        path: The item of the law that a clause compares with, or asks to say yes; None if it does neither.
    """

    id: str
    label: Text
    path: str | None


def cause(catalogue: Catalogue, name: str) -> Cause:
    """A clause or step by its variable."""
    declared = catalogue.facts(name)
    path = declared.compares[1] if declared.compares else declared.requires
    return Cause(id=name, label=catalogue.words(name).label, path=path)
