"""The packs and reforms of a rulebook, by name; and how one is read from a file, a request or a receipt."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from cdmz_rules.errors import InputError, LawFileError, NotFound, Problem
from cdmz_rules.files import yaml as yamls
from cdmz_rules.i18n.words import both
from cdmz_rules.law import check
from cdmz_rules.law.reform import JOINT, MAX_APPLIED, Reform, compose, joint
from cdmz_rules.law.reform_schema import ReformFile
from cdmz_rules.law.schema import names
from cdmz_rules.places import Places

ASKED = "--reform"


@dataclass(frozen=True, eq=False)
class Reforms:
    """The packs and reforms of a folder.

    Attributes:
        folder: Where they stand, one a file.
        places: The places that they may speak of.
    """

    folder: Path
    places: Places

    @cached_property
    def names(self) -> list[str]:
        """The names of those in the folder."""
        return sorted(file.stem for file in self.folder.glob("*.yaml"))

    def load(self, name: str) -> Reform:
        """One of the folder by name, one from a YAML file by path, or several in order, joined by ``+``.

        Raises:
            NotFound: if there is none of that name.
            LawFileError: if the file does not fit the schema or names what does not exist.
        """
        if name in self.names:
            return self._of_folder(name)
        if Path(name).is_file():
            return self.parse(Path(name))
        parts = [part.strip() for part in name.split(JOINT)]
        if len(parts) > 1:
            return compose([self.load(part) for part in parts])
        raise NotFound("改革方案", "reform", name, self.names, ASKED)

    def shipped(self, name: str, pointer: str = "reform") -> Reform:
        """One of the folder by name, or several joined by ``+``; never a path.

        Raises:
            NotFound: if there is none of that name.
        """
        return compose([self._named(part, pointer) for part in name.split(JOINT)])

    def _named(self, name: str, pointer: str) -> Reform:
        if name not in self.names:
            raise NotFound("改革方案", "reform", name, self.names, pointer)
        return self._of_folder(name)

    @cached_property
    def _read(self) -> dict[str, Reform]:
        return {}

    def _of_folder(self, name: str) -> Reform:
        if name not in self._read:
            self._read.setdefault(name, self.parse(self.folder / f"{name}.yaml"))
        return self._read[name]

    def parse(self, file: Path) -> Reform:
        """Read a reform file; see `load`."""
        data = yamls.read(file)
        try:
            return self.from_body(data)
        except ValidationError:
            # Lines are looked up only for somebody who has to mend them: it takes as long as reading the file.
            where = yamls.lines(file.read_text(encoding="utf-8"))
            raise LawFileError(check.validate(ReformFile, data, file, where, self.places)) from None

    def from_body(self, data: object, included: Callable[[str], Reform] | None = None) -> Reform:
        """A reform from its body, as a file or a request holds it.

        Args:
            data: The body.
            included: Finds what it includes; by default what stands in the folder.

        Raises:
            ValidationError: if it does not fit the schema.
            NotFound: if it includes what does not stand in the folder.
        """
        body = self._body(data)
        return self._of(body, tuple(self._included(body) if included is None else map(included, body.includes)))

    def _body(self, data: object) -> ReformFile:
        return ReformFile.model_validate(data, context=names(self.places))

    def _of(self, body: ReformFile, first: tuple[Reform, ...] = ()) -> Reform:
        title, rationale = both(body.title.model_dump()), both(body.rationale.model_dump())
        return Reform(body.name, title, body.mode, rationale, body, self.places, first)

    def from_receipt(self, data: Mapping[str, Any], shipped: Callable[[str], Reform]) -> Reform:
        """A reform, or several in order, as a receipt keeps them: what is shipped by name and hash, all else whole.

        Raises:
            ValidationError: if a step does not fit the schema.
            KeyError: if it is no such record.
        """
        if "steps" not in data:
            return self.from_body(data)
        steps = tuple(
            shipped(step["name"]) if step.keys() == {"name", "hash"} else self._of(self._body(step))
            for step in data["steps"]
        )
        return joint(str(data["name"]), both(data["title"]), both(data["rationale"]), steps)

    def _included(self, body: ReformFile) -> Iterator[Reform]:
        self._refuse_cycle(body.includes, (body.name,))
        for name in body.includes:
            yield self._of_folder(name)

    def _refuse_cycle(self, included: Sequence[str], chain: tuple[str, ...]) -> None:
        for position, name in enumerate(included):
            if name in chain:
                way = " → ".join((*chain, name))
                message = f"相互包含：{way}", f"reforms include each other: {way}"
                raise InputError([Problem("cycle", f"includes[{position}]", *message)])
            if name not in self.names:
                raise NotFound("改革方案", "reform", name, self.names, f"includes[{position}]")
            self._refuse_cycle(self._includes_of(name), (*chain, name))

    def _includes_of(self, name: str) -> tuple[str, ...]:
        data = yamls.read(self.folder / f"{name}.yaml")
        return tuple(data.get("includes") or ()) if isinstance(data, dict) else ()

    def inline(self, data: Mapping[str, Any]) -> Reform:
        """A reform from a body that came with a request; who sends the same again shares what was resolved of it."""
        return _inline(self, json.dumps(data, sort_keys=True))


@lru_cache(maxsize=MAX_APPLIED)
def _inline(reforms: Reforms, body: str) -> Reform:
    return reforms.from_body(json.loads(body))
