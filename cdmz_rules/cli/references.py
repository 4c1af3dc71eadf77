"""The numbers by which reasons point to their sources: values of the law, put together by document."""

from __future__ import annotations

from collections.abc import Iterable

from cdmz_rules.decisions.decision import Decision, Source

Document = tuple[tuple[str, str | None], ...]


class References:
    """The sources of a decision in the order in which they are listed, document by document.

    Attributes:
        by_document: The sources below each document; below None what rests on none.
    """

    def __init__(self, decision: Decision) -> None:
        self.by_document: dict[Document | None, list[Source]] = {}
        for source in decision.sources:
            document = tuple(source.document.items()) if source.document else None
            self.by_document.setdefault(document, []).append(source)
        listed = [source for sources in self.by_document.values() for source in sources]
        number = {id(source): position for position, source in enumerate(listed, start=1)}
        self._numbers = [number[id(source)] for source in decision.sources]

    def number(self, index: int) -> int:
        """The number that the source of this index is listed under."""
        return self._numbers[index]

    def marks(self, indices: Iterable[int]) -> str:
        """The numbers of some sources: ``[1][4]``."""
        return "".join(f"[{number}]" for number in sorted(map(self.number, indices)))
