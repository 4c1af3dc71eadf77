"""The documents that the answers of a workbook name: each found in the register, or registered once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from cdmz_rules.enquiry.answers import Answer, told_of
from cdmz_rules.errors import Problem
from cdmz_rules.law import entry
from cdmz_rules.law.documents import Document


class Statement(NamedTuple):
    """A document that a row tells of: what is told, and where."""

    facts: Mapping[str, str]
    where: str


class Documents:
    """The register, with what the rows of a workbook add to it.

    Attributes:
        changed: What an overlay has to register, by key.
    """

    def __init__(self, known: Mapping[str, Document]) -> None:
        self._known = dict(known)
        self._stated: dict[str, Statement] = {}
        self.changed: dict[str, Mapping[str, str] | None] = {}

    def key(self, answer: Answer, where: str) -> str | Problem:
        """The key of the document of an answer; or what is wrong, if another row tells otherwise of it.

        Args:
            answer: The answer, which names it.
            where: The cell in which its title stands.
        """
        facts, evidence = answer.document, answer.evidence or "reported"
        key = self._found(facts) or self._new(facts)
        before = self._stated.get(key)
        differing = [name for name in facts if before and before.facts.get(name, facts[name]) != facts[name]]
        if before and differing:
            zh = f"同一文件在{before.where}写得不同：{'、'.join(differing)}"
            en = f"the same document is told of otherwise in {before.where}: {', '.join(differing)}"
            return Problem("contradiction", where, zh, en, others=(before.where,))
        told = {**(before.facts if before else {}), **facts}
        self._stated[key] = Statement(told, before.where if before else where)
        registered = entry.registered(self._known.get(key), told, evidence)
        if registered is not None:
            self.changed[key] = registered
            self._known[key] = Document.model_validate(registered)
        return key

    def _found(self, facts: Mapping[str, str]) -> str | None:
        """A document that is told of as it is registered; else one of the same title and number, of which more is told now."""
        exact = [key for key, document in self._known.items() if told_of(document) == facts]
        alike = [key for key, document in self._known.items() if _is_same(told_of(document), facts)]
        return next(iter(exact or alike), None)

    def _new(self, facts: Mapping[str, str]) -> str:
        base = entry.document_key(facts["title"])
        tries = [base, *(f"{base}-{number}" for number in range(2, len(self._known) + 3))]
        return next(key for key in tries if key not in self._known)


def _is_same(known: Mapping[str, str], told: Mapping[str, str]) -> bool:
    """Whether two tell of one document: of one title and number, and of no two dates."""
    dates = {facts["date"] for facts in (known, told) if "date" in facts}
    return all(known.get(name) == told.get(name) for name in ("title", "number")) and len(dates) <= 1
