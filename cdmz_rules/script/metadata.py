"""What a script says of its benefits and inputs beside formulas and law: how they are asked, what can never be, and the words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from cdmz_rules.decisions import bundle, settings
from cdmz_rules.decisions.boxes import MAX_PARTED, MAX_PARTS, SMALL, WIDE
from cdmz_rules.decisions.combinations import MAX_COMBINED, MAX_DISCOVERING
from cdmz_rules.decisions.narrowing import CLOSED, MAX_FRONTIER, MAX_ROUNDS, MAX_SPLIT, MAX_TRACKED, NEAR
from cdmz_rules.decisions.situation import MAX_MEMBERS
from cdmz_rules.i18n.text import Text
from cdmz_rules.i18n.words import Language, Words, both
from cdmz_rules.interview.choosing import MAX_TOGETHER
from cdmz_rules.interview.openness import TOLERANCE
from cdmz_rules.model.never import Before, Below, Beside, Fewer, Never
from cdmz_rules.rulebook.infos import InputInfo
from cdmz_rules.rulebook.rulebook import BenefitRules, Rulebook
from cdmz_rules.script.phrases import phrases

MAX_BENEFITS, MAX_SKIPPED = 20, 500
"""So many benefits are asked for at once, and so many inputs said not to be known."""
LIMITS: Mapping[str, float] = {
    "split": MAX_SPLIT,
    "frontier": MAX_FRONTIER,
    "rounds": MAX_ROUNDS,
    "near": NEAR,
    "tracked": MAX_TRACKED,
    "closed": CLOSED,
    "parted": MAX_PARTED,
    "parts": MAX_PARTS,
    "wide": WIDE,
    "small": SMALL,
    "tolerance": TOLERANCE,
    "settings": settings.MAX_SETTINGS,
    "steps": settings.MAX_STEPS,
    "combined": MAX_COMBINED,
    "discovering": MAX_DISCOVERING,
    "together": MAX_TOGETHER,
    "members": MAX_MEMBERS,
    "benefits": MAX_BENEFITS,
    "skipped": MAX_SKIPPED,
}
"""The budgets of work, as this package has them: with others a script would answer otherwise."""


def names_of(rulebook: Rulebook, benefits: Sequence[str]) -> list[str]:
    """The inputs that some benefits ask for, and those that say that one of these is nothing."""
    names = dict.fromkeys(info.name for benefit in benefits for info in rulebook.benefit(benefit).inputs)
    follows = rulebook.catalogue.follows
    return list(names | dict.fromkeys(other for name in names for other in follows.get(name, ())))


@dataclass(frozen=True)
class Metadata:
    """What is said of some benefits in one language.

    Attributes:
        rulebook: The rules.
        benefits: The benefits.
        language: The language.
        names: The inputs in their order, by name.
    """

    rulebook: Rulebook
    benefits: Sequence[str]
    language: Language
    names: Sequence[str]

    @cached_property
    def rules(self) -> Sequence[BenefitRules]:
        """The rules of each benefit."""
        return [self.rulebook.benefit(name) for name in self.benefits]

    @cached_property
    def inputs(self) -> Sequence[InputInfo]:
        """The inputs in the order in which the book of the script has them."""
        return [self.rulebook.catalogue.inputs[name] for name in self.names]

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {info.name: place for place, info in enumerate(self.inputs)}

    @cached_property
    def _units(self) -> Sequence[str]:
        return list(dict.fromkeys(info.unit for info in self.inputs))

    def _asking(self, info: InputInfo) -> list[Any]:
        """How an input is asked for: unit and label; where there are any, the question, what it is for, the words of its choices."""
        question = self.rulebook.registry.questions.get(info.name)
        choices = [self._said(words) for words in (info.choices or {}).values()]
        asking = [
            self._units.index(info.unit),
            self._said(info.label),
            self._said(question) if question else 0,
            self._said(info.about) if info.about else 0,
            choices,
        ]
        while not asking[-1]:
            asking.pop()
        return asking

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(info.name for info in self.inputs)

    def written(self, today: date) -> dict[str, Any]:
        """All of it, as data; with the day on which it is written."""
        catalogue = self.rulebook.catalogue
        return {
            "language": self.language,
            "reform": self.rulebook.reform.name if self.rulebook.reform else None,
            "limits": LIMITS,
            "singleRoles": catalogue.single_roles,
            "roleWords": {role: self._said(words) for role, words in catalogue.role_words.items()},
            "units": self._units,
            "asking": [self._asking(info) for info in self.inputs],
            "early": sorted(self.rulebook.registry.asked_early & self._names),
            "whereabouts": sorted(catalogue.whereabouts & self._names),
            "counts": {
                name: self._count(never) for name, never in catalogue.counts.items() if self._holds(never, name)
            },
            "follows": self._follows(),
            "moot": self._moot(),
            "nevers": self._nevers(),
            "aliases": {
                name: {
                    "input": alias.input,
                    "words": self._said(alias.words),
                    "most": alias.most,
                    "months": alias.months,
                }
                for name, alias in catalogue.aliases.items()
                if alias.input in self._names
            },
            "groups": [
                {"words": self._said(both(group)), "inputs": group["inputs"]}
                for group in self.rulebook.registry.asked_together
                if not self._names.isdisjoint(group["inputs"])
            ],
            "hash": self.rulebook.law.fingerprint,
            "made": today.isoformat(),
            "scopes": {
                name: [self.benefits.index(member) for member in members]
                for name, members in bundle.scopes(self.rulebook).items()
                if set(members) <= set(self.benefits)
            },
            "asked": {rules.id: self._of_benefit(rules) for rules in self.rules},
            "phrases": phrases(self.language),
        }

    def _said(self, words: Words | Text) -> str:
        return str(getattr(words, self.language))

    def _of_benefit(self, rules: BenefitRules) -> dict[str, Any]:
        """What is said of a benefit: label, inputs, amounts with unit and label, its conditions, and within which others amounts lie."""
        catalogue = rules.catalogue
        within = {name: most for name in rules.amounts if (most := catalogue.facts(name).within)}
        return {
            "label": self._said(rules.info.label),
            "flow": rules.info.flow,
            "inputs": [self._places[info.name] for info in rules.inputs],
            "figures": [[catalogue.unit(name), self._said(catalogue.words(name).label)] for name in rules.amounts],
            "conditions": [self._said(catalogue.words(name).label) for name in rules.clauses],
            **({"within": within} if within else {}),
        }

    def _holds(self, never: Never, name: str) -> bool:
        """Whether what is declared of an input can be said to this script."""
        tied: Iterable[str] = (never.listed_all,) if isinstance(never, Fewer) else never.inputs
        return name in self._names and (
            not self._names.isdisjoint(tied) if isinstance(never, Below) else self._names.issuperset(tied)
        )

    def _count(self, never: Fewer) -> dict[str, Any]:
        """How an input counts members."""
        return {
            "role": never.role,
            "listed": never.listed_all,
            "born": never.born,
            "years": never.younger_than,
            "besides": never.besides,
        }

    def _follows(self) -> dict[str, dict[str, float]]:
        follows = self.rulebook.catalogue.follows
        return {
            name: {other: self._number(other, value) for other, value in others.items()}
            for name, others in follows.items()
            if name in self._names
        }

    def _moot(self) -> dict[str, dict[str, float]]:
        return {
            name: numbers
            for name, others in self.rulebook.registry.moot.items()
            if name in self._names
            and (
                numbers := {
                    other: self._number(other, value) for other, value in others.items() if other in self._names
                }
            )
        }

    def _number(self, name: str, value: Any) -> float:
        if isinstance(value, str):
            return self.rulebook.catalogue.codes(name)[value]
        return int(value) if isinstance(value, bool) else value

    def _nevers(self) -> dict[str, list[dict[str, Any]]]:
        catalogue = self.rulebook.catalogue
        found = {
            name: [
                {**self._never(never), "words": self._wanted(never, info.words)}
                for never, info in zip(nevers, catalogue.inputs[name].never, strict=True)
                if self._holds(never, name)
            ]
            for name, nevers in catalogue.nevers.items()
        }
        return {name: nevers for name, nevers in found.items() if nevers}

    def _wanted(self, never: Never, words: Text) -> str:
        said = words.words if isinstance(never, Beside) else Words(f"应{words.zh}", f"must be {words.en}")
        return self._said(said)

    def _never(self, never: Never) -> dict[str, Any]:
        if isinstance(never, Below):
            parts = [[name for name in part if name in self._names] for part in never.parts]
            return {"kind": "below", "parts": [part for part in parts if part]}
        if isinstance(never, Before):
            return {"kind": "before", "day": never.day}
        if isinstance(never, Beside):
            return {"kind": "beside", "name": never.name, "value": self._number(never.name, never.value)}
        assert isinstance(never, Fewer)
        return {"kind": "fewer", **self._count(never)}
