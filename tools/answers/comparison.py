"""Differences of answers, but for what may differ, and a report of them by kind and field."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

IGNORED = {
    r"receipt\.version": "names the release, not the answer",
    r"receipt\.law": "hashes the law's files, which may be written differently and say the same",
    r"receipt\.formulas": "hashes the source of the formulas",
    r"body\.fingerprint": "the same hash of the law, over HTTP",
    r"output\.needs": "names the hashes of law and formulas that a receipt was made with",
    r"body\.decisions\[\]\.receipt\.today": "over HTTP the day of asking is that of the clock",
    r"body\.decisions\[\]\.warnings": "over HTTP the age of the law is told as of the clock",
}
"""Fields that may differ, by how their name ends, each with its reason."""
IGNORED_NAME = re.compile(rf"(^|\.)({'|'.join(IGNORED)})$")

Difference = tuple[str, Any, Any]
"""The field, what was said before, and what is said now."""
NOTHING = "(nothing)"


def differences(before: Any, after: Any, name: str = "") -> Iterator[Difference]:
    """Every difference of two answers, but for what may differ."""
    if IGNORED_NAME.search(_anywhere(name)):
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys([*before, *after]):
            yield from differences(before.get(key, NOTHING), after.get(key, NOTHING), f"{name}.{key}".lstrip("."))
    elif isinstance(before, list) and isinstance(after, list):
        for at, (entry_before, entry_after) in enumerate(zip_longest(before, after, fillvalue=NOTHING)):
            yield from differences(entry_before, entry_after, f"{name}[{at}]")
    elif type(before) is not type(after) or before != after:
        yield name, before, after


def _anywhere(name: str) -> str:
    """The name of a field without the places in lists."""
    return re.sub(r"\[\d+\]", "[]", name)


@dataclass
class Group:
    """Differences of one field, whatever the case: how many there are, and the first of them."""

    count: int = 0
    first: list[str] = field(default_factory=list)


@dataclass
class Report:
    """What differs, grouped by kind and field.

    Attributes:
        groups: The differences by the kind of question and the field.
        cases: The numbers of the cases of which anything differs.
    """

    groups: dict[str, Group] = field(default_factory=dict)
    cases: set[int] = field(default_factory=set)

    MOST_GROUPS = 60
    MOST_OF_GROUP = 4

    def add(self, number: int, kind: str, difference: Difference) -> None:
        """Take up a difference."""
        name, before, after = difference
        group = self.groups.setdefault(f"{kind}: {_anywhere(name)}", Group())
        group.count += 1
        self.cases.add(number)
        if len(group.first) < self.MOST_OF_GROUP:
            group.first.append(f"  case {number}  {name}  {_short(before)} → {_short(after)}")

    def lines(self) -> Iterator[str]:
        """The report, the fields that differ most often first."""
        ordered = sorted(self.groups.items(), key=lambda entry: -entry[1].count)
        for name, group in ordered[: self.MOST_GROUPS]:
            yield f"{name} ({group.count})"
            yield from group.first
        if len(ordered) > self.MOST_GROUPS:
            yield f"… and {len(ordered) - self.MOST_GROUPS} more fields"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 120 else f"{text[:117]}…"
