"""The law matrix: what each item says in each place on a day, who says so, and where two places cannot be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import combinations
from typing import Literal

from cdmz_rules.decisions.decision import Day, KnownOn
from cdmz_rules.errors import InputError, NotFound, Problem
from cdmz_rules.i18n.phrases import N_, in_both
from cdmz_rules.i18n.text import Part, Text, text
from cdmz_rules.i18n.words import Words
from cdmz_rules.law import mentions
from cdmz_rules.law.item import Cell, Item, State
from cdmz_rules.law.law import Law
from cdmz_rules.places import Places
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.rulebook.rulebook import Rulebook
from cdmz_rules.whatif.matrix_cells import MatrixCell, listed, matrix_cell

MAX_PLACES = 20
Only = Literal["differences", "unknown"]
"""The rows that somebody asks for, of all: those in which two places differ, or in which something is not known."""
READ = ("fact", "yes_no")
"""Kinds of variables through which a formula reads how an item is to be read."""
GRADES = {
    "assumed": N_("the figure of {place} is assumed, the other's is not"),
    "proposed": N_("the figure of {place} is proposed by a reform, the other's is not"),
}
"""Grades of evidence of figures that no office has set."""


class Apart(Part):
    """Two places of an item that cannot be compared, and why."""

    places: list[str]
    reasons: list[Text]


class MatrixRow(Part):
    """An item: what it says in each place.

    Attributes:
        differs: Whether two places are known to say something else.
        unlike: The places that do not say what most do; all that are known, where none is said by most.
    """

    path: str
    domain: str
    label: Text
    unit: str
    kind: str
    cells: list[MatrixCell]
    differs: bool
    unlike: list[str]
    apart: list[Apart]


class Matrix(Part):
    """Items by places on a day.

    Attributes:
        known_on: The day as known on which the law was asked for; None for all that is known.
    """

    date: Day
    known_on: KnownOn = None
    reforms: list[str]
    places: dict[str, Text]
    rows: list[MatrixRow]


def matrix(
    rulebook: Rulebook, day: date, *, under: str = "", places: Sequence[str] = (), only: Only | None = None
) -> Matrix:
    """What items of the law say in places on a day.

    Args:
        rulebook: The rules, with what was applied to them.
        day: The day.
        under: A domain or folder of items; all if empty.
        places: The places; by default the cities that have agreed to compare.
        only: The rows to leave, if not all.

    Raises:
        InputError: if there is no such folder or place, or too many places are named.
    """
    law, register = rulebook.law, rulebook.places
    names = list(places) or list(register.agreed_cities)
    if under and under not in law.nodes:
        raise NotFound("领域或目录", "domain or folder", under[:200], law.nodes, "domain")
    if len(names) > MAX_PLACES or len(set(names)) != len(names):
        words = f"应为1至{MAX_PLACES}个不同的地方", f"name 1 to {MAX_PLACES} places, each once"
        raise InputError([Problem("out_of_range", "places", *words)])
    for name in names:
        if name not in register:
            raise NotFound("地方", "place", name[:80], register, "places")
    paths = [path for path in sorted(law) if not under or path == under or path.startswith(f"{under}.")]
    rows = [_row(rulebook, law[path], day, names) for path in paths]
    return Matrix(
        date=day,
        known_on=rulebook.known_on,
        reforms=list(law.applied),
        places={name: text(register[name].words) for name in names},
        rows=[row for row in rows if only is None or CHOSEN[only](row)],
    )


CHOSEN: Mapping[Only, Callable[[MatrixRow], bool]] = {
    "differences": lambda row: row.differs,
    "unknown": lambda row: any(cell.state == "unknown" for cell in row.cells),
}


def _row(rulebook: Rulebook, item: Item, day: date, names: Sequence[str]) -> MatrixRow:
    cells = {name: item.at(name, day) for name in names}
    says = {name: repr((cell.state, cell.value)) for name, cell in cells.items() if cell.state is not State.UNKNOWN}
    apart = [(pair, _reasons(rulebook, item, day, pair, cells)) for pair in combinations(names, 2)]
    return MatrixRow(
        path=item.path,
        domain=item.domain,
        label=text(item.label),
        unit=item.unit,
        kind=item.kind,
        cells=[matrix_cell(rulebook, item, name, cell) for name, cell in cells.items()],
        differs=len(set(says.values())) > 1,
        unlike=_unlike(says),
        apart=[Apart(places=list(pair), reasons=reasons) for pair, reasons in apart if reasons],
    )


def _unlike(says: Mapping[str, str]) -> list[str]:
    """The places that do not say what most do."""
    (most, number), *others = Counter(says.values()).most_common(2) or [("", 0)]
    if others and others[0][1] == number:
        return list(says)
    return [name for name, said in says.items() if said != most]


def _reasons(rulebook: Rulebook, item: Item, day: date, pair: tuple[str, str], cells: Mapping[str, Cell]) -> list[Text]:
    """Why what an item says in two places cannot be compared; empty if it can."""
    one, other = (cells[name] for name in pair)
    if one.key == other.key and one.state is other.state and one.state is not State.UNKNOWN:
        return []
    reasons = [*_unknown(rulebook.places, pair, cells), *_of_another_kind(rulebook, item, day, pair)]
    if State.UNKNOWN not in (one.state, other.state):
        reasons += _of_no_office(rulebook.places, pair, one, other)
    return [text(words) for words in reasons]


def _of_no_office(places: Places, pair: tuple[str, str], one: Cell, other: Cell) -> Iterator[Words]:
    """A figure that no office has set, held against one that stands; what a reform has made equal is what it proposes to be compared."""
    equal = one.state is other.state and one.value == other.value
    for grade, phrase in GRADES.items():
        if equal and grade == "proposed":
            continue
        if (one.evidence == grade) != (other.evidence == grade):
            place = places[pair[0] if one.evidence == grade else pair[1]].words
            yield in_both(phrase, place=place)


def _unknown(places: Places, pair: tuple[str, str], cells: Mapping[str, Cell]) -> Iterator[Words]:
    names = [name for name in pair if cells[name].state is State.UNKNOWN]
    if names:
        yield in_both("not known of {places}", places=listed(places, names))


def _of_another_kind(rulebook: Rulebook, item: Item, day: date, pair: tuple[str, str]) -> Iterator[Words]:
    """A rule by which the figure is read that is of another kind in the other place."""
    for path in _read_by(rulebook.catalogue, rulebook.base, item.path):
        rule = rulebook.law[path]
        cells = [rule.at(name, day) for name in pair]
        if all(cell.state is State.KNOWN for cell in cells) and cells[0].value != cells[1].value:
            ways = [rule.choices[cell.value] for cell in cells]
            yield in_both("{rule} differs: {one}; {other}", rule=rule.label, one=ways[0], other=ways[1])


@lru_cache(maxsize=4096)
def _read_by(catalogue: Catalogue, law: Law, path: str) -> tuple[str, ...]:
    """The items that choose among rules and say how an item is read: the formulas that use it look them up, or what these name does."""
    variables = catalogue.system.content.variables
    users = [mention.variable for mention in mentions.of(path, variables)]
    near = {name for user in users for name in (user, *catalogue.dependencies.of(user))}
    near |= {other for name in near for other in catalogue.dependencies.of(name) if catalogue.facts(other).kind in READ}
    choices = [
        key for key, item in law.items() if item.kind == "choice" and key != path and item.domain == law[path].domain
    ]
    return tuple(key for key in choices if any(mention.variable in near for mention in mentions.of(key, variables)))
