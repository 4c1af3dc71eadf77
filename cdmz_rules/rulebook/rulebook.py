"""The rulebook: one immutable value that holds all rules, handed down from the public API to the last formula; and a benefit of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType

from cdmz_rules import collector
from cdmz_rules.errors import LawFileError, LawProblem, NotPlanned
from cdmz_rules.files import paths
from cdmz_rules.files.paths import Content
from cdmz_rules.law import known
from cdmz_rules.law.law import Law
from cdmz_rules.law.reform import MAX_APPLIED, Reform, compose
from cdmz_rules.law.reforms import Reforms
from cdmz_rules.model.variable import Facts
from cdmz_rules.places import Places
from cdmz_rules.plan import Plan, plan_for
from cdmz_rules.reading import china
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.rulebook.infos import BenefitInfo, InputInfo, VariableWords
from cdmz_rules.rulebook.memo import memoised
from cdmz_rules.rulebook.offices import Contact
from cdmz_rules.rulebook.registry import Registry
from cdmz_rules.rulebook.system import CountryTaxBenefitSystem

LINES = ("step", "limit")
"""Kinds of variables that have a line of their own on the way to an amount."""
FORMULA_LANGUAGE = paths.PACKAGE / "model"
"""What formulas are written in: it is part of what they mean."""
FOLDERS = "a rulebook is a folder that holds parameters/, variables/, reforms/ and registry/"


@dataclass(frozen=True, eq=False)
class Rulebook:
    """A law with its formulas, places, reforms and registers.

    Attributes:
        content: The folders from which it was loaded.
        system: OpenFisca's system: the law as formulas.
        base: The law as data, before any reform.
        law: The law in force.
        reforms: The packs and reforms that come with it.
        registry: Its registers.
        catalogue: What can be asked.
        reform: What was applied to the law; None if nothing was.
        known_on: The day as known on which the law reads; None for all that is known today.
    """

    content: Content
    system: CountryTaxBenefitSystem
    base: Law
    law: Law
    reforms: Reforms
    registry: Registry
    catalogue: Catalogue
    reform: Reform | None = None
    known_on: date | None = None

    @staticmethod
    def shipped() -> Rulebook:
        """The rulebook that comes with this package, with the overlay that ``CDMZ_LAW_OVERLAY`` names; read once a process.

        Raises:
            LawFileError: if the overlay does not fit.
        """
        return _shipped()

    @staticmethod
    def load(folder: Path | str, overlay: Path | None = None) -> Rulebook:
        """The rulebook of a folder that holds ``parameters/``, ``variables/``, ``reforms/`` and ``registry/``.

        Its formulas are Python and are run: load only what you trust.

        Raises:
            LawFileError: if one of them is missing, a file of the law cannot be read, or the overlay does not fit.
        """
        content = paths.at(Path(folder), overlay)
        return Rulebook.of(content)

    @staticmethod
    def of(content: Content) -> Rulebook:
        """The rulebook of some folders; see `load`."""
        missing = [each for each in content.folders if not each.is_dir()]
        if missing:
            raise LawFileError(LawProblem(each, 0, "there is no such folder", FOLDERS) for each in missing)
        return _read(content)

    @property
    def places(self) -> Places:
        """The places there are."""
        return self.law.places

    @property
    def benefits(self) -> Mapping[str, BenefitInfo]:
        """Every benefit, by id."""
        return MappingProxyType(self.catalogue.benefits)

    @memoised
    def benefit(self, name: str) -> BenefitRules:
        """The rules of a benefit.

        Raises:
            NotFound: with the nearest id, if there is none.
        """
        self.catalogue.benefit(name)
        return BenefitRules(self, name)

    def under(self, reform: Reform | str | Iterable[Reform | str] | None) -> Rulebook:
        """This rulebook with a pack or reform applied to the law, or several in order; itself without one.

        Args:
            reform: The reform, or the name of one that comes with the rulebook (several joined by ``+``); or several, in order.

        Raises:
            NotFound: if there is no reform of that name, or it names an item that the law does not have.
        """
        if reform is None:
            return self
        asked = (reform,) if isinstance(reform, Reform | str) else reform
        steps = tuple(self.reforms.shipped(each) if isinstance(each, str) else each for each in asked)
        return _reformed(self, steps) if steps else self

    def contact(self, office: str | None, domain: str) -> Contact | None:
        """How to reach an office; None if nothing is known, or nobody is named.

        Args:
            office: The office, by its name.
            domain: What it is asked about: of an office of several domains, whose short number stands where it has none of its own.
        """
        return self._contact(office, domain) if office else None

    @memoised
    def _contact(self, office: str, domain: str) -> Contact | None:
        served = self.places.domains(office)
        return self.registry.offices.contact(office, domain if domain in served else next(iter(served), ""))

    def with_law(self, law: Law | None) -> Rulebook:
        """The same formulas under another state of the law, e.g. of a snapshot or before any reform; itself without one."""
        return self if law is None or (law is self.base and self.reform is None) else _of_law(self, law)

    def as_known_on(self, day: date | None, today: date | None = None, pointer: str = "known_on") -> Rulebook:
        """The same formulas under the law as it was known on a day, with the same packs and reforms on top; itself without a day.

        Args:
            day: The day, from the first release of the law up to today.
            today: The day on which the question is asked.
            pointer: Where the day stands in what was sent.

        Raises:
            InputError: if nothing can be said of what was known on that day.
        """
        if day is None or day == self.known_on:
            return self
        known.check(self.base.past, day, today or china.today(), pointer)
        return _as_known_on(self, day)

    def plan(self, day: date, roles: Sequence[str], outputs: Sequence[str], beside: Sequence[str] = ()) -> Plan:
        """The plan of some variables; see `plan_for`.

        Raises:
            NotPlanned: if OpenFisca runs the formulas.
        """
        if not self.system.planned:
            raise NotPlanned
        return plan_for(self.system, self.law, day, roles, outputs, beside)

    @property
    def formulas(self) -> str:
        """A hash of the formulas and of what they are written in."""
        return _formulas(self.system)


@dataclass(frozen=True, eq=False)
class BenefitRules:
    """A benefit under the law of a rulebook.

    Attributes:
        rulebook: The rulebook.
        id: The benefit's id.
    """

    rulebook: Rulebook
    id: str

    @cached_property
    def catalogue(self) -> Catalogue:
        """What can be asked."""
        return self.rulebook.catalogue

    @cached_property
    def law(self) -> Law:
        """The law in force, with what was applied to it."""
        return self.rulebook.law

    @cached_property
    def places(self) -> Places:
        """The places there are."""
        return self.law.places

    @property
    def reform(self) -> Reform | None:
        """The pack or reform that was applied."""
        return self.rulebook.reform

    @cached_property
    def info(self) -> BenefitInfo:
        """Its id, names and what an answer about it holds."""
        return self.catalogue.benefit(self.id)

    @cached_property
    def declared(self) -> Facts:
        """What its variable declares."""
        return self.catalogue.facts(self.id)

    @cached_property
    def inputs(self) -> tuple[InputInfo, ...]:
        """The inputs that can matter, in the order in which they are needed."""
        return self.catalogue.inputs_of(self.id)

    @property
    def planned(self) -> bool:
        """Whether its formulas can be planned; if not, OpenFisca runs them."""
        return self.catalogue.system.planned

    @cached_property
    def eligible(self) -> str:
        """The variable that says whether one is entitled."""
        return str(self.declared.eligible)

    @cached_property
    def payer(self) -> str:
        """The variable that names the place whose office pays."""
        return str(self.declared.payer)

    @cached_property
    def clauses(self) -> tuple[str, ...]:
        """Its conditions."""
        return self.catalogue.clauses(self.id)

    @cached_property
    def discretion(self) -> frozenset[str]:
        """Those of its conditions that the office judges."""
        return frozenset(clause for clause in self.clauses if self.catalogue.facts(clause).discretion)

    @cached_property
    def strict(self) -> tuple[str, ...]:
        """Those that must hold."""
        return tuple(clause for clause in self.clauses if clause not in self.discretion)

    @cached_property
    def judged(self) -> tuple[str, ...]:
        """Those that the office judges, in their order."""
        return tuple(clause for clause in self.clauses if clause in self.discretion)

    @cached_property
    def words(self) -> VariableWords:
        """Its name and what is said of it, in both languages."""
        return self.catalogue.words(self.id)

    @cached_property
    def reports(self) -> tuple[str, ...]:
        """The further results that an answer gives beside its own amount."""
        return tuple(self.declared.reports)

    @cached_property
    def amounts(self) -> tuple[str, ...]:
        """The amounts that an answer gives: its own first, then what else is reported."""
        return (self.id, *self.reports)

    @cached_property
    def steps(self) -> frozenset[str]:
        """The amounts that have a line of their own on the way to its own."""
        behind = self.catalogue.dependencies.behind(self.id, self.eligible)
        return frozenset(name for name in behind if self.catalogue.facts(name).kind in LINES)

    @cached_property
    def decisive(self) -> frozenset[str]:
        """The variables on which entitlement and its own amount rest, and not only what is reported beside it."""
        needed = self.catalogue.dependencies.behind
        return frozenset((self.id, *self.clauses)).union(*(needed(name, "") for name in (self.id, *self.clauses)))

    @cached_property
    def outputs(self) -> tuple[str, ...]:
        """The variables that an answer rests on."""
        return self.catalogue.outputs(self.id)

    @cached_property
    def beside(self) -> tuple[str, ...]:
        """What its further results directly vary with."""
        return self.catalogue.beside(self.id)

    def plan(self, day: date, roles: Sequence[str], beside: Sequence[str] = ()) -> Plan:
        """The plan of its outputs on a day, for households with members of these roles.

        Args:
            day: The day decided for.
            roles: The role of each member.
            beside: Variables to keep beside the outputs, if they are computed.

        Raises:
            FormulaError: with the place, if a formula cannot be planned.
        """
        return self.rulebook.plan(day, roles, self.outputs, beside)


def load_reform(name: str) -> Reform:
    """A pack or reform of the shipped rulebook; see `Reforms.load`."""
    return Rulebook.shipped().reforms.load(name)


@lru_cache(maxsize=1)
def _shipped() -> Rulebook:
    collector.freeze_at_exit()
    return _read(paths.shipped())


def _read(content: Content) -> Rulebook:
    with collector.paused():
        system = CountryTaxBenefitSystem(content)
        law = system.law
        registry = Registry(content.registry, content.overlay)
        if content.overlay is not None:
            registry.offices  # noqa: B018 - read now, so that what a bureau wrote wrongly is said before anything is answered
        return Rulebook(
            content,
            system,
            law,
            law,
            Reforms(content.reforms, law),
            registry,
            Catalogue(system),
        )


@lru_cache(maxsize=MAX_APPLIED)
def _formulas(system: CountryTaxBenefitSystem) -> str:
    # By system, which every reform of a rulebook shares: to read the files again takes a tenth of the first answer under a new reform.
    digest = hashlib.sha256()
    for folder in (system.content.variables, FORMULA_LANGUAGE):
        for file in sorted(folder.rglob("*.py")):
            digest.update(file.relative_to(folder).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=MAX_APPLIED)
def _reformed(rulebook: Rulebook, steps: tuple[Reform, ...]) -> Rulebook:
    # What two of them include is applied once, where it comes first.
    reform = compose(steps if rulebook.reform is None else (rulebook.reform, *steps))
    return replace(rulebook, law=reform.apply(rulebook.base), reform=reform)


@lru_cache(maxsize=MAX_APPLIED)
def _of_law(rulebook: Rulebook, law: Law) -> Rulebook:
    return replace(rulebook, base=law, law=law, reform=None, known_on=None)


@lru_cache(maxsize=MAX_APPLIED)
def _as_known_on(rulebook: Rulebook, day: date) -> Rulebook:
    law = known.as_known_on(rulebook.base, day)
    return replace(rulebook, base=law, law=law, reform=None, known_on=day).under(rulebook.reform)
