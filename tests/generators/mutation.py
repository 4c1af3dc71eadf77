"""Mutation of the law: each known value is nudged and each first day moved; some law test must notice.

A mutant is a law that shares everything with the real one but a single item. Only the law tests whose answer rested on the
mutated value are decided again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from cdmz_rules import Rulebook
from cdmz_rules.files import yaml as yamls
from cdmz_rules.law.item import Cell, Item, State
from cdmz_rules.law.law import Law
from cdmz_rules.law.schema import UNITS
from generators import lawtests
from generators.lawtests import LawTest
from generators.subject import Subject

MONTH = timedelta(days=32)
FIRST_DAY = date(2000, 1, 1)
"""Nobody can ask for a day before this one."""


@dataclass(frozen=True)
class Mutant:
    """One nudged value.

    Attributes:
        cell: The value as the law has it.
        change: How it was changed, in words.
        item: Its item with the change.
        day: The only day on which it says something else, if its first day was moved.
    """

    cell: Cell
    change: str
    item: Item
    day: date | None = None

    @property
    def name(self) -> str:
        """Its name in the list of survivors."""
        return f"{self.cell.path} {self.cell.place} {self.cell.start} {self.change}"


def mutants(law: Law) -> Iterator[Mutant]:
    """Every mutant of a law."""
    for path in law:
        yield from mutants_of(law, path)


def mutants_of(law: Law, path: str) -> Iterator[Mutant]:
    """The mutants of an item: known values nudged, and first days moved, of unknowns and ends too."""
    item = law[path]
    for cells in item.versions.values():
        for cell in cells:
            if cell.state is State.KNOWN:
                yield from _values(item, cell)
            yield from _days(law, item, cell)


def _values(item: Item, cell: Cell) -> Iterator[Mutant]:
    for change, value in nudged(item, cell.value):
        yield Mutant(cell, change, _with(item, cell, replace(cell, value=value, number=item.number(value))))


def nudged(item: Item, value: object) -> Iterator[tuple[str, object]]:
    """The values next to a value that a rule of this kind could say."""
    if item.kind == "boolean":
        yield "negated", not value
    elif item.kind == "choice":
        yield from ((f"to {other}", other) for other in item.choices if other != value)
    elif item.kind == "places":
        assert isinstance(value, list)
        yield from ((f"without {name}", [other for other in value if other != name]) for name in value)
    elif item.kind == "date":
        day = date.fromisoformat(str(value))
        yield from (("a month earlier", str(day - MONTH)), ("a month later", str(day + MONTH)))
    else:
        assert isinstance(value, int | float)
        low, high = item.bounds
        for change, number in (("raised", value + step_of(item)), ("lowered", value - step_of(item))):
            if (low is None or low <= number) and (high is None or number <= high):
                yield change, round(number, 6)


def step_of(item: Item) -> float:
    """The least difference that could matter: a fen, a basis point, a month."""
    decimals = int(UNITS[item.unit]["decimals"])
    if decimals == 2 or item.unit == "m2":
        return 0.01
    return 0.0001 if item.unit in ("ratio", "annual_rate") else 1


def _days(law: Law, item: Item, cell: Cell) -> Iterator[Mutant]:
    if cell.start <= FIRST_DAY:
        return
    for change, day in (
        ("begun a day earlier", cell.start - timedelta(1)),
        ("begun a day later", cell.start + timedelta(1)),
    ):
        moved = _with(item, cell, replace(cell, start=day))
        if any(_differs(item, moved, place, min(day, cell.start)) for place in law.places.below(cell.place)):
            yield Mutant(cell, change, moved, min(day, cell.start))


def _differs(item: Item, moved: Item, place: str, day: date) -> bool:
    old, new = item.at(place, day), moved.at(place, day)
    return (old.state, old.value) != (new.state, new.value)


def _with(item: Item, cell: Cell, changed: Cell) -> Item:
    cells = [changed if other is cell else _ended(other, cell, changed) for other in item.versions[cell.place]]
    return replace(item, versions={**item.versions, cell.place: tuple(cells)})


def _ended(other: Cell, cell: Cell, changed: Cell) -> Cell:
    """The version before a moved one ends a day before it."""
    before = other.until is not None and other.until == cell.start - timedelta(1) and changed.start != cell.start
    return replace(other, until=changed.start - timedelta(1)) if before else other


def listed(file: Path) -> dict[str, str]:
    """The mutants that no law test can notice, each with the reason, as a file lists them."""
    groups = yamls.read(file)
    reasons = {name: group["reason"] for group in groups for name in group["mutants"]}
    assert all(reasons.values())
    assert len(reasons) == sum(len(group["mutants"]) for group in groups), "a mutant stands twice"
    return reasons


def survivors(subject: Subject, path: str) -> set[str]:
    """The mutants of an item that no law test notices."""
    return {mutant.name for mutant in mutants_of(subject.rulebook.law, path) if survives(subject, mutant)}


def listed_of(names: Iterable[str], path: str) -> set[str]:
    """Those of a list of mutants that are of an item."""
    return {name for name in names if name.partition(" ")[0] == path}


def check_values(law: Law) -> None:
    """Every known value has mutants, unless its bounds leave no other, or it is a list of nothing."""
    cells = [cell for item in law.values() for cells in item.versions.values() for cell in cells]
    mutated = {mutant.cell.key for mutant in mutants(law)}
    fixed = {item.path for item in law.values() if item.bounds[0] is not None and item.bounds[0] == item.bounds[1]}
    known = [cell for cell in cells if cell.state is State.KNOWN and cell.value != []]
    assert {cell.path for cell in known if cell.key not in mutated} <= fixed
    assert mutated <= {cell.key for cell in cells}


def unread(subject: Subject) -> list[str]:
    """The items of the law that no law test reads."""
    read = {path for test in lawtests.all_tests(subject) for path in lawtests.touched(test).days}
    return sorted(set(subject.rulebook.law) - read)


def survives(subject: Subject, mutant: Mutant, tests: Sequence[LawTest] | None = None) -> bool:
    """Whether no law test notices a mutant; by default of all there are."""
    plain, packed = with_mutant(subject, mutant)
    tests = concerned(lawtests.all_tests(subject) if tests is None else tests, mutant)
    return all(lawtests.comes_out(test, packed if test.pack else plain) for test in tests)


def concerned(tests: Sequence[LawTest], mutant: Mutant) -> list[LawTest]:
    """The tests that could notice: those that took the value, or asked for the day that was moved; the nearest first."""
    cell, path = mutant.cell, mutant.cell.path
    tests = [test for test in tests if path in lawtests.touched(test).days]
    if mutant.day is not None:
        return [test for test in tests if mutant.day in lawtests.touched(test).days[path]]
    mine = [test for test in tests if cell.key in lawtests.touched(test).cells]
    return sorted(mine, key=lambda test: abs((test.day - cell.start).days))


def with_mutant(subject: Subject, mutant: Mutant) -> tuple[Rulebook, Rulebook]:
    """The law with a mutant, without and with the pack; the item is mutated before the pack fills it."""
    item, book, pack = mutant.item, subject.rulebook, subject.pack
    changes = {path: change for path, change in pack.body.parameters.items() if path == item.path}
    only = replace(pack, body=pack.body.model_copy(update={"parameters": changes}))
    filled = only.apply(Law({item.path: item}, book.places, {}))[item.path]
    return _with_item(book, item), _with_item(subject.packed, filled)


def _with_item(rulebook: Rulebook, item: Item) -> Rulebook:
    law = rulebook.law.with_items({item.path: item}, "mutant")
    # For one look: hashing all of a law for a receipt that nobody keeps would cost more than deciding.
    vars(law)["fingerprint"] = "not computed"
    return replace(rulebook, base=law, law=law, reform=None)
