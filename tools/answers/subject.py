"""What there is to ask about, as the interface describes it: benefits, their inputs, the law, reforms; and the example cases."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import yaml

from tools.answers.questions import Plain, service

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
FIRST_DAY, LAST_DAY = date(2019, 1, 1), date(2028, 12, 31)
DAY = timedelta(days=1)
PACK, STANDARD = "assumptions_2026", "one_standard"


@dataclass(frozen=True)
class Subject:
    """What there is to ask about.

    Attributes:
        domains: The benefits of each domain.
        inputs: The inputs of each benefit.
        law: Every item of the law.
        days: The days on which anything of the law begins, within the years that are drawn.
        figures: The figures of the law by their unit: what a household tells is compared with them.
        reforms: The packs and reforms that are shipped.
        examples: The project's example cases, with what each asks for.
    """

    domains: Mapping[str, Sequence[str]]
    inputs: Mapping[str, Sequence[Plain]]
    law: Sequence[Plain]
    days: Sequence[date]
    figures: Mapping[str, Sequence[float]]
    reforms: Sequence[str]
    examples: Sequence[Plain]

    @property
    def benefits(self) -> list[str]:
        """Every benefit."""
        return list(self.inputs)

    def inputs_of(self, benefits: Sequence[str]) -> list[Plain]:
        """The inputs of some benefits, each once."""
        return list({info["name"]: info for benefit in benefits for info in self.inputs[benefit]}.values())


def subject() -> Subject:
    """What the service describes, and the examples."""
    domains = _domains()
    benefits = sorted(chain.from_iterable(domains.values()))
    law = [_body(f"/v1/law/{entry['path']}") for entry in _body("/v1/law")["items"]]
    return Subject(
        domains=domains,
        inputs={benefit: _body(f"/v1/benefits/{benefit}")["inputs"] for benefit in benefits},
        law=law,
        days=_days(law),
        figures=_figures(law),
        reforms=[reform["name"] for reform in _body("/v1/reforms")["reforms"]],
        examples=[_example(file) for file in sorted(EXAMPLES.glob("*.yaml"))],
    )


def _body(path: str) -> Any:
    response = service().get(path)
    response.raise_for_status()
    return response.json()


def _domains() -> dict[str, list[str]]:
    domains: dict[str, list[str]] = {}
    for benefit in _body("/v1/benefits")["benefits"]:
        domains.setdefault(benefit["domain"], []).append(benefit["id"])
    return domains


def _days(law: Sequence[Plain]) -> list[date]:
    starts = {date.fromisoformat(value["start"]) for item in law for value in _values(item)}
    return [day for day in sorted(starts) if FIRST_DAY < day < LAST_DAY]


def _figures(law: Sequence[Plain]) -> dict[str, list[float]]:
    figures: dict[str, list[float]] = {}
    for item in law:
        for value in _values(item):
            if is_figure(value["value"]):
                figures.setdefault(item["item"]["unit"], []).append(value["value"])
    return figures


def _values(item: Plain) -> list[Plain]:
    """The values of an item of the law, of all places and days."""
    return [value for values in item["places"].values() for value in values]


def is_figure(value: Any) -> bool:
    """Whether a value of the law is a number: neither a choice, nor yes or no, nor unknown."""
    return type(value) in (int, float)


def _example(file: Path) -> Plain:
    example = json.loads(json.dumps(yaml.safe_load(file.read_text(encoding="utf-8")), default=str))
    case = {key: value for key, value in example.items() if key not in ("title", "benefit", "date")}
    return {"benefit": example["benefit"], "date": example["date"], "case": case}
