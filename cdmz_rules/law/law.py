"""The law as one immutable value: every item, the register of documents, and a fingerprint."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from openfisca_core.parameters import ParameterNode

from cdmz_rules import places as register
from cdmz_rules.errors import NotFound
from cdmz_rules.files.paths import Content
from cdmz_rules.law import grid as grids
from cdmz_rules.law import overlay as overlays
from cdmz_rules.law import population as populations
from cdmz_rules.law import tree
from cdmz_rules.law.documents import Document, load_documents
from cdmz_rules.law.grid import Grid
from cdmz_rules.law.item import Item
from cdmz_rules.law.past import Past
from cdmz_rules.law.population import Population
from cdmz_rules.places import Places


class RevisedItems(Mapping[str, Item]):
    """Items of which some are revised: each is made when somebody looks, all others are shared."""

    def __init__(self, items: Mapping[str, Item], paths: Set[str], revise: Callable[[Item], Item]) -> None:
        self._items, self._paths, self._revise = items, paths, revise
        self._revised: dict[str, Item] = {}

    def __getitem__(self, path: str) -> Item:
        item = self._revised.get(path)
        if item is None:
            item = self._items[path]
            if path in self._paths:
                item = self._revised.setdefault(path, self._revise(item))
        return item

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)


@dataclass(frozen=True)
class Law(Mapping[str, Item]):
    """The items of the law by path.

    Attributes:
        items_by_path: The items.
        places: The places whose law it is.
        documents: The register of documents, by key.
        population: How many people live where.
        applied: The names of the packs and reforms applied, in order.
        past: What is registered of its earlier states; None if nothing is.
        later: Of a law as it was known earlier: the law as it is known today.
    """

    items_by_path: Mapping[str, Item]
    places: Places
    documents: Mapping[str, Document]
    population: Population = field(default_factory=dict)
    applied: tuple[str, ...] = field(default=())
    past: Past | None = None
    later: Law | None = None

    def __getitem__(self, path: str) -> Item:
        return self.items_by_path[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self.items_by_path)

    def __len__(self) -> int:
        return len(self.items_by_path)

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    def item(self, path: str) -> Item:
        """The item of that path.

        Raises:
            NotFound: with the nearest path, if there is none.
        """
        if path not in self.items_by_path:
            raise NotFound("参数", "parameter", path, self.items_by_path)
        return self.items_by_path[path]

    def one_of(self, path: str) -> Item:
        """The item of a path, or of a path by member (``…{variable}``) any of its items: they agree in all but their values."""
        start, by_member, _ = path.partition("{")
        if not by_member:
            return self.item(path)
        return self.items_by_path[next(key for key in self.items_by_path if key.startswith(start))]

    def with_items(self, changed: Mapping[str, Item], name: str) -> Law:
        """This law with some items replaced; everything else is shared, this law stays as it is."""
        law = self._copy_with({**self.items_by_path, **changed}, changed.keys(), (*self.applied, name))
        if all(_shape(item) == _shape(self[path]) for path, item in changed.items() if path in self):
            vars(law)["shape"] = self.shape
        return law

    def with_revisions(self, paths: Set[str], revise: Callable[[Item], Item], name: str) -> Law:
        """This law with the values of some items revised, each when somebody first looks at it.

        Everything else is shared, and this law stays as it is.
        """
        items = RevisedItems(self.items_by_path, paths, revise)
        law = self._copy_with(items, paths, (*self.applied, name))
        vars(law)["shape"] = self.shape  # a revision changes values, and nothing that formulas know beside them
        return law

    def earlier(self, changed: Mapping[str, Item]) -> Law:
        """This law as it was known earlier: with other values of some items. Everything else is shared, this law stays as it is."""
        law = self._copy_with({**self.items_by_path, **changed}, changed.keys(), self.applied, later=self)
        vars(law)["shape"] = self.shape
        return law

    def _copy_with(
        self, items: Mapping[str, Item], changed: Set[str], applied: tuple[str, ...], later: Law | None = None
    ) -> Law:
        law = replace(self, items_by_path=items, applied=applied, later=later or self.later)
        law._grids.update({key: grid for key, grid in self._grids.copy().items() if grid.paths.isdisjoint(changed)})
        return law

    @cached_property
    def _grids(self) -> dict[tuple[str, ...], Grid]:
        return {}

    def grid(self, path: str, choices: Sequence[Mapping[str, Sequence[str]]] = ()) -> Grid:
        """The items of a path as look-ups take from them; see `cdmz_rules.law.grid.build`."""
        key = (path, *(name for member in choices for names in member.values() for name in names))
        if key not in self._grids:
            self._grids[key] = grids.build(self.items_by_path, path, choices)
        return self._grids[key]

    @cached_property
    def shape(self) -> str:
        """A hash of what formulas know of the law beside its values: laws of one shape share their plans."""
        facts = [(path, _shape(item)) for path, item in sorted(self.items_by_path.items())]
        return hashlib.sha256(repr(facts).encode()).hexdigest()

    @cached_property
    def nodes(self) -> frozenset[str]:
        """Every path that is an item or a folder of items."""
        steps = [path.split(".") for path in self]
        return frozenset(".".join(path[: depth + 1]) for path in steps for depth in range(len(path)))

    def breakpoints(self, anchor: str) -> list[date]:
        """The first days of every version that this event selects."""
        return self._breakpoints.get(anchor, [])

    @cached_property
    def _breakpoints(self) -> dict[str, list[date]]:
        days: dict[str, set[date]] = {}
        for item in self.values():
            days.setdefault(item.date_anchor, set()).update(item.table.starts.tolist())
        return {anchor: sorted(starts) for anchor, starts in days.items()}

    @cached_property
    def fingerprint(self) -> str:
        """A hash of everything the law says: items, values, evidence, documents, places."""
        content = {
            "items": {path: _plain(item) for path, item in sorted(self.items_by_path.items())},
            "documents": {key: document.model_dump() for key, document in sorted(self.documents.items())},
            "places": {name: repr(place) for name, place in self.places.items()},
            "applied": self.applied,
            **({"population": self.population} if self.population else {}),
        }
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


def _shape(item: Item) -> tuple[object, ...]:
    """What formulas know of an item beside its values."""
    choices = tuple(item.choices)
    return item.kind, item.unit, item.comparison, item.governed_by, item.date_anchor, item.rounding, choices


def _plain(item: Item) -> dict[str, object]:
    apart = ("versions", "written", "revision", "file", "places", "bounds_because", "question")
    facts = {each.name: getattr(item, each.name) for each in fields(Item) if each.name not in apart}
    cells = {place: [str(cell) for cell in cells] for place, cells in sorted(item.versions.items())}
    if item.revision is not None:
        facts["revised"] = {place: [str(each) for each in item.timeline(place)] for place in item.places}
    return {**facts, "versions": cells}


def from_tree(root: ParameterNode, places: Places, registry: Path, overlay: Path | None = None) -> Law:
    """The law of an OpenFisca parameter tree; an overlay folder is merged into the tree.

    Args:
        root: The tree.
        places: The places whose law it is.
        registry: The folder of the registers: documents and population.
        overlay: A folder of a bureau's own figures.

    Raises:
        LawFileError: if the overlay does not fit the schema.
    """
    overlaid = overlays.merge(root, places, registry, overlay) if overlay is not None else tree.PLAIN
    documents, counts = load_documents(registry, overlay), populations.load(registry, places, overlay)
    return Law(tree.items(root, places, overlaid), places, documents, counts, past=Past(registry, overlay))


def read(content: Content) -> tuple[ParameterNode, Law]:
    """OpenFisca's tree of the parameters, with the overlay if there is one, and the law read off it.

    Raises:
        LawFileError: if a file cannot be read, or the overlay does not fit the schema.
    """
    root = tree.read(content.parameters)
    places = register.read(content.registry, content.overlay)
    return root, from_tree(root, places, content.registry, content.overlay)
