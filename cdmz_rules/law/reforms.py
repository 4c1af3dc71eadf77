"""The packs and reforms of a rulebook, by name; and how one is read from a file, a request or a receipt."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from cdmz_rules.errors import InputError, LawFileError, NotFound, Problem, below
from cdmz_rules.files import json_text
from cdmz_rules.files import yaml as yamls
from cdmz_rules.i18n.problems import problems
from cdmz_rules.i18n.words import both
from cdmz_rules.law import check, reform_check, reform_reading
from cdmz_rules.law.law import Law
from cdmz_rules.law.reform import JOINT, MAX_APPLIED, Reform, compose, joint
from cdmz_rules.law.reform_check import SHOWN_FAULTS
from cdmz_rules.law.reform_schema import ReformFile
from cdmz_rules.law.schema import names
from cdmz_rules.places import Places


@dataclass(frozen=True, eq=False)
class Reforms:
    """The packs and reforms of a folder.

    Attributes:
        folder: Where they stand, one a file.
        law: The law that they change.
    """

    folder: Path
    law: Law

    @property
    def places(self) -> Places:
        """The places that they may speak of."""
        return self.law.places

    @cached_property
    def names(self) -> list[str]:
        """The names of those in the folder."""
        return sorted(file.stem for file in self.folder.glob("*.yaml"))

    def load(self, name: str) -> Reform:
        """One of the folder by name, one from a YAML or JSON file by path, or several in order, joined by ``+``.

        Raises:
            NotFound: if there is none of that name.
            InputError: if they are too many, or two that differ have one name; or if a JSON file does not fit.
            LawFileError: if a YAML file does not fit the schema or the law.
        """
        if name in self.names:
            return self._of_folder(name)
        if _is_file(name):
            return self.parse(Path(name))
        parts = [part.strip() for part in name.split(JOINT)]
        if len(parts) > 1:
            return compose([self.load(part) for part in parts])
        raise NotFound("改革方案", "reform", name, self.names, "reform")

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
        if file.suffix == json_text.SUFFIX:
            try:
                return self.from_body(json_text.read(yamls.text(file)))
            except InputError as error:
                raise below(error, str(file), ": ") from None
        data = reform_reading.canonical(yamls.read(file), self.law.get)
        try:
            reform = self._whole(data)
        except ValidationError:
            # Lines are looked up only for somebody who has to mend them: it takes as long as reading the file.
            where = yamls.lines(file.read_text(encoding="utf-8"))
            raise LawFileError(check.validate(ReformFile, data, file, where, self.places)) from None
        wrong = reform_check.check_against(reform, self.law, file, data)
        if wrong:
            raise LawFileError(wrong)
        return reform

    def from_body(self, data: object) -> Reform:
        """A reform from its body, as a file or a request holds it.

        Raises:
            InputError: with the place of every mistake (the first of many), if it does not fit the schema or the law, is larger or
                nests deeper than a file may, or includes reforms in a circle.
            NotFound: if it includes what does not stand in the folder.
        """
        data = self._canonical(data)
        try:
            reform = self._whole(data)
        except ValidationError as error:
            raise InputError(problems(error.errors(), data, ReformFile)[:SHOWN_FAULTS]) from None
        wrong = reform_check.problems(reform, self.law, data)
        if wrong:
            raise InputError(wrong)
        return reform

    def _canonical(self, data: object) -> Any:
        """A body as it is kept, see `reform_reading`; it is no larger than a file may be."""
        if not yamls.bounded(data):
            message = "方案过大或嵌套过深", "the reform is too large or nests too deeply"
            raise InputError([Problem("too_large", "", *message)])
        return reform_reading.canonical(data, self.law.get)

    def _whole(self, data: object) -> Reform:
        """A reform that fits the schema, with what it includes."""
        body = self._body(data)
        return self._of(body, tuple(self._included(body)))

    def _body(self, data: object) -> ReformFile:
        return ReformFile.model_validate(data, context=names(self.places))

    def _of(self, body: ReformFile, first: tuple[Reform, ...] = ()) -> Reform:
        return Reform.of(body, self.places, first)

    def from_receipt(self, data: Mapping[str, Any], shipped: Callable[[str], Reform]) -> Reform:
        """A reform, or several in order, as a receipt keeps them: what is shipped by name and hash, all else whole.

        Raises:
            ValidationError: if a step does not fit the schema.
            KeyError: if it is no such record.
        """
        if "steps" not in data:
            return self._whole(self._canonical(data))
        steps = tuple(
            shipped(step["name"]) if step.keys() == {"name", "hash"} else self._of(self._body(self._canonical(step)))
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

    def inline(self, data: Mapping[str, Any], pointer: str = "reform") -> Reform:
        """A reform from a body that came with a request; who sends the same again shares what was resolved of it.

        Args:
            data: The body, as JSON holds it.
            pointer: Where it stands in the request.

        Raises:
            InputError: as `from_body` does.
        """
        try:
            return _inline(self, json.dumps(self._canonical(data)))
        except InputError as error:
            # What is not found stays what it is: it is answered with another status.
            error.problems = below(error, pointer).problems
            raise


@lru_cache(maxsize=MAX_APPLIED)
def _inline(reforms: Reforms, body: str) -> Reform:
    return reforms.from_body(json.loads(body))


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except OSError:  # no file can have such a name
        return False
