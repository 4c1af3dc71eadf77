"""Which column a heading names, by key or by label in either language, with whose it is in front and its unit behind or without."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from cdmz_rules.decisions import identity
from cdmz_rules.errors import InputError, Problem, nearest
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.tables import slots, spellings
from cdmz_rules.tables.headings import (
    ALSO,
    BLANK,
    DATE,
    DATE_HEADING,
    ID,
    ID_HEADING,
    Entity,
    Heading,
    OtherHeading,
    names_of,
    of_identity,
    of_input,
    of_member,
    unit_of,
)
from cdmz_rules.tables.slots import Slot

MAX_COLUMNS = 1000
SHOWN_PROBLEMS = 20
LONGEST = 60
"""So many characters of a heading are shown."""
MARKS = ".:"
"""What may stand between whose a fact is and what it is called."""
HOUSEHOLD = ("household", "家庭")
"""What may stand in front of a fact of the household."""


def resolve(catalogue: Catalogue, names: Sequence[str]) -> list[Heading]:
    """What each column of a table says, by its key or by its Chinese or English label.

    Raises:
        InputError: if a column is no input, with the nearest valid name, or if two columns say the same.
    """
    if len(names) > MAX_COLUMNS:
        words = f"列数超过{MAX_COLUMNS}", f"more than {MAX_COLUMNS} columns"
        raise InputError([Problem("too_many", "", *words)])
    headings: list[Heading] = []
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for name in names:
        heading = find(catalogue, name)
        if heading is None:
            problems.append(_unknown(catalogue, name))
        elif heading.key and heading.key in seen:
            words = f"与列“{seen[heading.key]}”重复", f'this column says the same as "{seen[heading.key]}"'
            problems.append(Problem("given_twice", name, *words))
        else:
            seen[heading.key] = name
            headings.append(heading)
        if len(problems) == SHOWN_PROBLEMS:
            break
    if problems:
        raise InputError(problems)
    return headings


def find(catalogue: Catalogue, name: str) -> Heading | None:
    """What a column of that name says; None if it says nothing, or in another unit than that of its input.

    A name is a key or a label in either language, with whose it is in front of it or without; its unit may stand behind it in brackets.
    """
    plain = name.strip().removeprefix("\ufeff").strip()
    if not plain:
        return replace(BLANK, written=plain)
    written = spellings.folded(plain)
    heading = _named(catalogue, written)
    if heading is None and (parts := spellings.unit_behind(written)):
        heading = _named(catalogue, parts[0])
        if heading is None or not spellings.is_unit(parts[1], unit_of(heading)):
            return None
    return replace(heading, written=plain) if heading is not None else None


def knows(catalogue: Catalogue, name: str) -> bool:
    """Whether a column of that name says anything."""
    heading = find(catalogue, name)
    return heading is not None and heading.kind != "blank"


def _named(catalogue: Catalogue, written: str) -> Heading | None:
    """The column of a folded name: one of its own, an input of the household or the first member, or of whoever stands in front."""
    other = _others(catalogue).get(written)
    if other is not None:
        return other
    for slot in (None, slots.slots(catalogue)[0]):
        name = _of_owner(catalogue, slot).get(written)
        if name is not None:
            return _column(catalogue, name, slot)
    for whose, slot in _owners(catalogue).items():
        name = (
            _of_owner(catalogue, slot).get(written.removeprefix(whose).lstrip(MARKS))
            if written.startswith(whose)
            else None
        )
        if name is not None:
            return _column(catalogue, name, slot)
    return None


def _column(catalogue: Catalogue, name: str, slot: Slot | None) -> Heading:
    return of_identity(catalogue, slot) if slot and name == identity.NAME else of_input(catalogue, name, slot)


def _of_owner(catalogue: Catalogue, slot: Slot | None) -> dict[str, str]:
    return _spelled(catalogue, "household" if slot is None else "person")


@lru_cache(maxsize=16)
def _others(catalogue: Catalogue) -> dict[str, Heading]:
    """The columns that give no input, by key and label."""
    members = [of_member(catalogue, slot) for slot in slots.slots(catalogue)[1:]]
    columns: list[OtherHeading] = [ID_HEADING, DATE_HEADING, *members]
    return {spellings.folded(name): one for one in columns for name in (one.key, *one.words, *ALSO.get(one.key, ()))}


@lru_cache(maxsize=16)
def _owners(catalogue: Catalogue) -> dict[str, Slot | None]:
    """Whose a column can be, by key and label; None for the household."""
    named: dict[str, Slot | None] = {spellings.folded(name): None for name in HOUSEHOLD}
    for slot in slots.slots(catalogue):
        named |= {spellings.folded(name): slot for name in (slot.name, *slots.words_of(catalogue, slot))}
    return named


@lru_cache(maxsize=32)
def _spelled(catalogue: Catalogue, entity: Entity) -> dict[str, str]:
    """The names of inputs, and of a person's identity number, by key and label, where a label belongs to one only."""
    names = _names(catalogue, entity)
    spelled: dict[str, str | None] = {}
    for name in names:
        for label in {spellings.folded(words) for words in _words(catalogue, name)}:
            spelled[label] = None if label in spelled else name
    known = {label: name for label, name in _without_remark(catalogue) if name in names}
    return known | {label: name for label, name in spelled.items() if name is not None} | {name: name for name in names}


def _names(catalogue: Catalogue, entity: Entity) -> list[str]:
    return [*names_of(catalogue, entity), *([identity.NAME] if entity == "person" and catalogue.identity else ())]


def _without_remark(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Labels without the remark in brackets behind them, and the input of each, where they fit one only of all inputs."""
    names = [*_names(catalogue, "household"), *_names(catalogue, "person")]
    labels = [(name, words) for name in names for words in _words(catalogue, name)]
    whole, fitting = {spellings.folded(words) for _, words in labels}, dict[str, set[str]]()
    for name, words in labels:
        if bare := spellings.without_remark(words):
            fitting.setdefault(bare, set()).add(name)
    for bare, found in fitting.items():
        if len(found) == 1 and bare not in whole:
            yield bare, found.pop()


def _words(catalogue: Catalogue, name: str) -> tuple[str, ...]:
    """What an input is called, beside its key."""
    also = ALSO.get(name, ())
    if name == identity.NAME:
        return *identity.LABEL, *also
    alias = catalogue.aliases.get(name)
    return *(alias.words if alias else catalogue.inputs[name].label.words), *also


def _unknown(catalogue: Catalogue, name: str) -> Problem:
    """A column that is no input: where it belongs, in which unit it is, or what was probably meant."""
    shown = name if len(name) <= LONGEST else f"{name[: LONGEST - 3]}..."
    written = spellings.folded(name)
    parts = spellings.unit_behind(written)
    meant = _named(catalogue, parts[0]) if parts else None
    if meant is not None and (problem := spellings.wrong_unit(shown, meant.words, unit_of(meant), meant.key)):
        return problem
    first, rest = _parted(catalogue, written)
    misplaced = _spelled(catalogue, "household").get(rest)
    if misplaced is not None and first in _owners(catalogue):
        label = of_input(catalogue, misplaced).words.zh
        message = f"“{label}”属于家庭", f"{misplaced} belongs to the household"
        return Problem("wrong_place", shown, *message, did_you_mean=misplaced)
    near = meant.key if meant is not None else _near(catalogue, parts[0] if parts else written)
    message = f"没有名为“{shown}”的列", f'there is no column "{shown}"'
    problem, heading = Problem("unknown_field", shown, *message, did_you_mean=near), near and find(catalogue, near)
    return spellings.called(problem, heading.words) if heading else problem


def _parted(catalogue: Catalogue, written: str) -> tuple[str, str]:
    """Whose a column is, and what it is called; no name if nobody stands in front."""
    whose = max((each for each in _owners(catalogue) if written.startswith(each)), key=len, default="")
    if whose:
        return whose, written.removeprefix(whose).lstrip(MARKS)
    whose, _, rest = re.sub(f"[{MARKS}]", MARKS[0], written, count=1).partition(MARKS[0])
    return whose, rest


def _near(catalogue: Catalogue, written: str) -> str | None:
    """The key of the column that was probably meant."""
    personal, common = _spelled(catalogue, "person"), _spelled(catalogue, "household")
    first, rest = _parted(catalogue, written)
    if rest and (near := nearest(rest, personal)):
        return f"{_slot_near(catalogue, first)}.{personal[near]}"
    near = nearest(rest or written, common) or nearest(written, common)
    if near is not None:
        return common[near]
    near = nearest(written, [ID, DATE, *catalogue.single_roles[1:]])
    other = nearest(written, personal)
    return near or (f"{catalogue.roles[0]}.{personal[other]}" if other else None)


def _slot_near(catalogue: Catalogue, first: str) -> str:
    owners = _owners(catalogue)
    slot = owners.get(first) or owners.get(nearest(first, owners) or "")
    return slot.name if slot else catalogue.roles[0]
