"""The members of a household, as columns name them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from cdmz_rules.decisions.situation import MAX_MEMBERS
from cdmz_rules.i18n.words import Words
from cdmz_rules.rulebook.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Slot:
    """A member of the household, as columns name one: ``applicant``, ``spouse``, ``child2``.

    Attributes:
        role: The role in a case.
        number: Which of several; 0 where there can be only one.
    """

    role: str
    number: int = 0

    @property
    def name(self) -> str:
        """The key in front of the dot."""
        return f"{self.role}{self.number or ''}"


@lru_cache(maxsize=16)
def slots(catalogue: Catalogue) -> tuple[Slot, ...]:
    """Every member that columns can name; the first is in every household."""
    several = range(1, MAX_MEMBERS)
    return tuple(
        Slot(role, number)
        for role in catalogue.roles
        for number in ((0,) if role in catalogue.single_roles else several)
    )


@lru_cache(maxsize=16)
def by_name(catalogue: Catalogue) -> dict[str, Slot]:
    """The same by name."""
    return {slot.name: slot for slot in slots(catalogue)}


def words_of(catalogue: Catalogue, slot: Slot) -> Words:
    """Who it is."""
    zh, en = catalogue.role_words[slot.role]
    return Words(f"{zh}{slot.number}", f"{en} {slot.number}") if slot.number else Words(zh, en)
