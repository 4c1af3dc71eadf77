"""What can be asked: the benefits, and the inputs that each needs. Forms, help and validation derive from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from openfisca_core.indexed_enums import Enum
from openfisca_core.variables import Variable

from cdmz_rules.errors import NotFound
from cdmz_rules.i18n.text import Text, text
from cdmz_rules.i18n.words import Words, both
from cdmz_rules.law.law import Law
from cdmz_rules.model.never import Below, Beside, Fewer, Never
from cdmz_rules.model.variable import Facts, dtype_of, facts, label
from cdmz_rules.places import OUTSIDE
from cdmz_rules.rulebook.dependencies import Dependencies
from cdmz_rules.rulebook.infos import BenefitInfo, InputAlias, InputInfo, InputKind, VariableWords
from cdmz_rules.rulebook.memo import memoised
from cdmz_rules.rulebook.never_words import described
from cdmz_rules.rulebook.system import CountryTaxBenefitSystem


@dataclass(frozen=True, eq=False)
class Catalogue:
    """The benefits and inputs of a system, read off the declarations of its variables.

    Attributes:
        system: OpenFisca's system, with the law for which its formulas are written.
    """

    system: CountryTaxBenefitSystem

    @property
    def law(self) -> Law:
        """The law for which the formulas are written: what is read of it here, every law of its shape shares."""
        return self.system.law

    @property
    def variables(self) -> Mapping[str, Variable]:
        """Every variable, by name."""
        return self.system.variables  # type: ignore[no-any-return]

    @cached_property
    def dependencies(self) -> Dependencies:
        """What rests on what."""
        return Dependencies(self.system)

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """The roles of a household's members; there is always one with the first."""
        return tuple(role.key for role in self.system.group_entities[0].flattened_roles)

    @cached_property
    def single_roles(self) -> tuple[str, ...]:
        """The roles of which a household has one member at most."""
        return tuple(role.key for role in self.system.group_entities[0].flattened_roles if role.max == 1)

    @cached_property
    def role_words(self) -> dict[str, Words]:
        """The name of each role."""
        return {role.key: both(role.label or role.key) for role in self.system.group_entities[0].flattened_roles}

    @memoised
    def facts(self, name: str) -> Facts:
        """What a variable declares."""
        return facts(self.variables[name])

    @memoised
    def unit(self, name: str) -> str:
        """The unit of a variable."""
        return str(self.variables[name].unit)

    @memoised
    def words(self, name: str) -> VariableWords:
        """The words of a variable: most of an explanation is said again and again."""
        declared = self.facts(name)
        paper = text(declared.paper) if declared.paper else None
        return VariableWords(text(label(self.variables[name])), text(declared.words or ""), paper)

    @cached_property
    def dtypes(self) -> dict[str, np.dtype[Any]]:
        """The type of every variable's values."""
        return {name: dtype_of(variable) for name, variable in self.variables.items()}

    @memoised
    def members(self, name: str) -> tuple[str, ...]:
        """The values of an enumeration, by their number."""
        return tuple(self.variables[name].possible_values.__members__)

    @memoised
    def codes(self, name: str) -> dict[str, int]:
        """The numbers of an enumeration's values."""
        return {member: code for code, member in enumerate(self.members(name))}

    @cached_property
    def benefits(self) -> dict[str, BenefitInfo]:
        """Every benefit, by id."""
        names = [name for name in self.variables if self.facts(name).kind == "benefit"]
        return {name: self._benefit(name) for name in sorted(names)}

    def benefit(self, name: str) -> BenefitInfo:
        """The benefit of that id.

        Raises:
            NotFound: with the nearest id, if there is none.
        """
        if name not in self.benefits:
            raise NotFound("事项", "benefit", name, self.benefits, "benefit")
        return self.benefits[name]

    def _benefit(self, name: str) -> BenefitInfo:
        variable, declared = self.variables[name], self.facts(name)
        return BenefitInfo(
            id=name,
            domain=self.system.domain_of(variable),
            label=text(label(variable)),
            unit=variable.unit,
            flow=declared.flow,  # type: ignore[arg-type]
            in_all=declared.in_all or name,
            about=text(declared.words or ""),
            conditions=list(self.clauses(name)),
            reports=list(declared.reports),
            not_encoded=[text(words) for words in declared.not_encoded],
        )

    @cached_property
    def inputs(self) -> dict[str, InputInfo]:
        """Every input of every domain, by name: one vocabulary."""
        names = [name for name in self.variables if self.facts(name).kind == "input"]
        return {name: self._input(self.variables[name]) for name in sorted(names)}

    def _input(self, variable: Variable) -> InputInfo:
        declared, derived = facts(variable), _derived(variable)
        return InputInfo(
            name=variable.name,
            entity="person" if variable.entity.is_person else "household",
            kind=_kind(variable),
            label=text(label(variable)),
            about=text(declared.about) if declared.about else None,
            unit=variable.unit,
            bounds=declared.bounds,
            choices=self.choices(variable.name),
            favours=declared.favours,  # type: ignore[arg-type]
            example=declared.example,
            presumed=declared.presumed,
            derived=derived,
            roles=declared.roles,
            future=declared.future,
            rare=declared.presumed is not None or derived if declared.rare is None else declared.rare,
            dated=variable.name.removesuffix("_date") if variable.name in self._anchors else None,
            never=[
                described(never, lambda name: label(self.variables[name]), self.choices, self.role_words)
                for never in declared.never
            ],
        )

    @cached_property
    def personal(self) -> frozenset[str]:
        """The inputs of persons."""
        return frozenset(name for name, info in self.inputs.items() if info.entity == "person")

    @cached_property
    def whereabouts(self) -> frozenset[str]:
        """The inputs that say whose rules apply: places that lie within none that another input offers."""
        levels = {name: facts.levels for name in self.inputs if (facts := self.facts(name)).levels}
        offered = {level for some in levels.values() for level in some}
        places = self.law.places
        within = {each.level for each in places.values() if each.parent and places[each.parent].level in offered}
        return frozenset(name for name, some in levels.items() if not within.issuperset(some))

    @cached_property
    def nevers(self) -> dict[str, tuple[Never, ...]]:
        """What can never be, by the input for which it is declared."""
        return {name: never for name in self.inputs if (never := self.facts(name).never)}

    @cached_property
    def counts(self) -> dict[str, Fewer]:
        """The inputs that count members, and how."""
        return {name: each for name, never in self.nevers.items() for each in never if isinstance(each, Fewer)}

    @cached_property
    def follows(self) -> dict[str, dict[str, Any]]:
        """The inputs that are nothing, or not so, where others have a value: of each, these others and their values.

        A part is nothing where its total is, and what is never true beside a value is not where that is said.
        """
        found: dict[str, dict[str, Any]] = {}
        for name, nevers in self.nevers.items():
            for never in nevers:
                if isinstance(never, Below):
                    for part in never.inputs:
                        found.setdefault(part, {})[name] = 0
                elif isinstance(never, Beside):
                    found.setdefault(name, {})[never.name] = never.value
        return {
            name: others
            for name, others in found.items()
            if self.inputs[name].presumed is None
            and not self.inputs[name].derived
            and self.inputs[name].kind != "choice"
        }

    @cached_property
    def aliases(self) -> dict[str, InputAlias]:
        """The other ways to give an input, by their names."""
        declared = {name: self.facts(name).alias for name in self.inputs}
        return {
            alias.name: InputAlias(name, both(alias.words), alias.most, alias.months)
            for name, alias in declared.items()
            if alias is not None
        }

    @cached_property
    def identity(self) -> dict[str, str]:
        """The inputs that an identity number says: by ``birth`` and ``sex``, the input; none, if the law asks for none of them."""
        return {says: name for name in self.inputs if (says := self.facts(name).identity) is not None}

    @cached_property
    def _anchors(self) -> frozenset[str]:
        return frozenset(f"{item.date_anchor}_date" for item in self.law.values())

    @memoised
    def choices(self, name: str) -> dict[str, Text] | None:
        """The values that an enumeration offers, with their words; ``unknown`` is not one of them."""
        variable = self.variables[name]
        if variable.value_type is not Enum:
            return None
        places = self.law.places
        if variable.possible_values is not places.enum:
            offered = [member for member in variable.possible_values if member.name != "unknown"]
            return {member.name: text(member.value) for member in offered}
        levels = self.facts(name).levels or ()
        # A city that an overlay adds stands at the end of the register, but not after what says "elsewhere".
        offered_places = sorted(places.items(), key=lambda each: each[1].level == OUTSIDE)
        return {key: text(place.words) for key, place in offered_places if place.level in levels}

    @memoised
    def inputs_of(self, benefit: str) -> tuple[InputInfo, ...]:
        """The inputs that can matter to a benefit, in the order in which its conditions and then its amounts need them."""
        names = [key for key in self.reached(benefit) if key in self.inputs]
        # Whether all members are listed says of counts what they are, if they are not told themselves.
        listed = [(self.counts[name].listed_all, name) if name in self.counts else (name,) for name in names]
        infos = [self.inputs[key] for key in dict.fromkeys(key for keys in listed for key in keys)]
        examples = dict(self.facts(benefit).examples)
        return tuple(
            info.model_copy(update={"example": examples[info.name]}) if info.name in examples else info
            for info in infos
        )

    @memoised
    def reached(self, benefit: str) -> tuple[str, ...]:
        """The variables on which an answer about a benefit rests, in the order in which they are needed."""
        self.benefit(benefit)
        declared = self.facts(benefit)
        return self.dependencies.reached((str(declared.eligible), benefit, str(declared.payer), *declared.reports))

    @memoised
    def outputs(self, benefit: str) -> tuple[str, ...]:
        """What an answer about a benefit rests on: amount, entitlement, payer, reports with what they lie within, clauses."""
        declared = self.facts(benefit)
        within = [most for report in declared.reports if (most := self.facts(report).within)]
        entitlement = (str(declared.eligible), str(declared.payer))
        return tuple(dict.fromkeys((benefit, *entitlement, *declared.reports, *within, *self.clauses(benefit))))

    @memoised
    def beside(self, benefit: str) -> tuple[str, ...]:
        """What a benefit's further results directly vary with: it tells whether they can be bounded."""
        reports = self.facts(benefit).reports
        return tuple(dict.fromkeys(other for report in reports for other in self.dependencies.of(report)))

    @memoised
    def clauses(self, benefit: str) -> tuple[str, ...]:
        """The conditions of a benefit."""
        return tuple(self.facts(str(self.facts(benefit).eligible)).of)


def _derived(variable: Variable) -> bool:
    return any("stand_ins" not in formula.__code__.co_names for formula in variable.formulas.values())


def _kind(variable: Variable) -> InputKind:
    if variable.value_type is Enum:
        return "choice"
    if variable.value_type is bool:
        return "yes_no"
    if variable.value_type is date:
        return "date"
    return "money" if str(variable.unit).startswith("CNY") else "number"
