"""The law tests that come with the source code of a rulebook: their names and sources. A wheel does not hold them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from cdmz_rules.files import yaml
from cdmz_rules.files.paths import Content


class LawTest(NamedTuple):
    """A law test: what it is called, and the documents from which its figures follow."""

    name: str
    sources: tuple[str, ...]


def folder(content: Content) -> Path:
    """Where the tests stand, if they can be read here: one folder a domain."""
    return content.parameters.parent / "tests" / "law"


def of(content: Content, domain: str, benefit: str) -> tuple[LawTest, ...]:
    """The tests of a benefit; none where they cannot be read."""
    return _of_domain(folder(content) / domain).get(benefit, ())


@lru_cache(maxsize=16)
def _of_domain(tests: Path) -> dict[str, tuple[LawTest, ...]]:
    found: dict[str, list[LawTest]] = {}
    for file in sorted(tests.glob("*.yaml")):
        for test in yaml.read(file) or ():
            if isinstance(test, dict) and "benefit" in test:
                found.setdefault(str(test["benefit"]), []).append(_test(test))
    return {benefit: tuple(some) for benefit, some in found.items()}


def _test(test: dict[str, Any]) -> LawTest:
    sources = test.get("source") or ()
    return LawTest(str(test.get("name", "")), tuple(map(str, [sources] if isinstance(sources, str) else sources)))
