"""The folders of the law by their names: what lies in what."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from openfisca_core.parameters import ParameterNode

from cdmz_rules.i18n.words import Words, both
from cdmz_rules.rulebook.rulebook import Rulebook

MAX_KEPT = 8


class Folder(NamedTuple):
    """A folder of items.

    Attributes:
        path: Its path; empty for that of all.
        words: Its name.
        items: The paths of the items that lie in it directly.
        folders: The folders in it.
    """

    path: str
    words: Words
    items: tuple[str, ...]
    folders: tuple[Folder, ...]

    def below(self) -> Iterator[Folder]:
        """This folder and all below it."""
        yield self
        for folder in self.folders:
            yield from folder.below()

    @property
    def all_items(self) -> list[str]:
        """The paths of every item in it and below."""
        return [path for folder in self.below() for path in folder.items]


def root(rulebook: Rulebook) -> Folder:
    """The folder of all items."""
    return _root(rulebook)


def by_path(rulebook: Rulebook) -> dict[str, Folder]:
    """Every folder by its path."""
    return _by_path(rulebook)


@lru_cache(maxsize=MAX_KEPT)
def _by_path(rulebook: Rulebook) -> dict[str, Folder]:
    return {folder.path: folder for folder in _root(rulebook).below()}


@lru_cache(maxsize=MAX_KEPT)
def _root(rulebook: Rulebook) -> Folder:
    return _folder(rulebook, rulebook.system.parameters, "")


def _folder(rulebook: Rulebook, node: ParameterNode, path: str) -> Folder:
    named = {f"{path}.{key}" if path else key: child for key, child in sorted(node.children.items())}
    items = tuple(key for key in named if key in rulebook.base)
    folders = tuple(
        _folder(rulebook, child, key)
        for key, child in named.items()
        if key not in rulebook.base and isinstance(child, ParameterNode)
    )
    label = node.metadata.get("label")
    return Folder(path, both(label) if label else Words(path, path), items, folders)
