"""The form of a loan's life: its fields, what they say of a request, and what the places of a request are called on it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cdmz_rules.i18n.phrases import N_, in_both
from cdmz_rules.i18n.words import Words
from cdmz_rules.repayment.request import MAX_PREPAYMENTS

LOANS = {
    "fund": ("amount", "months", "home", "method"),
    "commercial": ("amount", "months", "rate", "method"),
    "conversion": ("date", "amount", "months", "home", "method"),
}
PREPAYMENT = ("date", "amount", "part", "then")
ALWAYS = ("home", "method", "part", "then")
"""Fields that are chosen from a list: alone they say nothing."""
NAMES = (
    *("start", "lang"),
    *(f"{group}.{name}" for group, names in LOANS.items() for name in names),
    *(f"prepayment{number}.{name}" for number in range(MAX_PREPAYMENTS) for name in PREPAYMENT),
)
OFFERED: Mapping[str, Sequence[str]] = {
    "home": ("first", "second"),
    "method": ("equal_instalments", "equal_principal"),
    "part": ("fund", "commercial"),
    "then": ("shorter_term", "smaller_payment"),
}
CHOICES: Mapping[str, Sequence[str]] = {
    "lang": ("zh", "en"),
    **{name: OFFERED[name.rpartition(".")[2]] for name in NAMES if name.rpartition(".")[2] in OFFERED},
}
EXAMPLE = {
    "start": "2024-03-15",
    "fund.amount": "800000",
    "fund.months": "360",
    "commercial.amount": "400000",
    "commercial.months": "240",
    "commercial.rate": "3.95%",
    "prepayment0.date": "2026-03-15",
    "prepayment0.amount": "100000",
    "prepayment0.part": "fund",
    "prepayment0.then": "shorter_term",
}
SPARE, FEWEST = 1, 2
"""So many empty rows for early repayments follow what was filled in, and so many rows there are at least."""
GROUPS = {
    "fund": N_("Provident fund loan"),
    "commercial": N_("Commercial loan"),
    "conversion": N_("Commercial loan turned into a provident fund one"),
}
FIELDS = {
    "start": N_("Day on which the loan is granted"),
    "amount": N_("Loan"),
    "months": N_("Term (months)"),
    "rate": N_("Yearly rate"),
    "home": N_("Which home"),
    "method": N_("How it is repaid"),
    "date": N_("Day"),
    "part": N_("Of which loan"),
    "then": N_("What it changes"),
}


@dataclass(frozen=True)
class Sent:
    """What the form said: texts by the names of its fields, without those left empty."""

    texts: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.texts.get(name, "")

    def says(self, group: str, names: Sequence[str]) -> dict[str, str]:
        """What was said of a group of fields; nothing, if no more than choices that always stand there."""
        said = {name: self[f"{group}.{name}"] for name in names if self[f"{group}.{name}"]}
        return said if set(said) - set(ALWAYS) else {}

    def prepayments(self) -> list[tuple[int, dict[str, str]]]:
        """The early repayments that were filled in, each with the number of its row."""
        rows = ((number, self.says(f"prepayment{number}", PREPAYMENT)) for number in range(MAX_PREPAYMENTS))
        return [(number, said) for number, said in rows if said]

    def dated(self) -> list[str]:
        """The fields with a day that were filled in."""
        return [name for name in self.texts if name.endswith(".date")]

    def rows(self) -> int:
        """How many rows for early repayments the form shows."""
        last = max((number for number, _ in self.prepayments()), default=-1)
        return min(max(last + 1 + SPARE, FEWEST), MAX_PREPAYMENTS)


def request(sent: Sent) -> dict[str, Any]:
    """The request that the fields describe; what is left empty is left out."""
    groups = {group: said for group, names in LOANS.items() if (said := sent.says(group, names))}
    start = {"start": sent["start"]} if sent["start"] else {}
    return {**start, **groups, "prepayments": [said for _, said in sent.prepayments()]}


def anchor(sent: Sent, pointer: str) -> str:
    """The field in which what stands at a place of a request is given."""
    group, _, name = pointer.partition(".")
    number = _row(sent, group)
    whose = group if number is None else f"prepayment{number}"
    if whose in LOANS and not name:
        name = LOANS[whose][0]
    return f"{whose}.{name}" if name else whose


def called(sent: Sent, _groups: object, pointer: str) -> Words:
    """What the form calls a place of a request."""
    group, _, name = pointer.partition(".")
    number = _row(sent, group)
    if number is not None:
        whose = Words(f"第{number + 1}笔提前还款", f"Early repayment {number + 1}")
    elif group in GROUPS:
        whose = in_both(GROUPS[group])
    else:
        return in_both(FIELDS[group]) if group in FIELDS else Words(pointer, pointer)
    field = in_both(FIELDS[name]) if name in FIELDS else None
    return Words(f"{whose.zh}：{field.zh}", f"{whose.en}: {field.en}") if field else whose


def _row(sent: Sent, group: str) -> int | None:
    """The row of an early repayment: a request does not count those that were left empty."""
    found = re.fullmatch(r"prepayments\[(\d+)\]", group)
    return sent.prepayments()[int(found[1])][0] if found else None
