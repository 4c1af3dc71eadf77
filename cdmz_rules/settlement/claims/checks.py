"""What is wrong with claims: what is not told, what lies ahead, and what cannot be, all of it at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from cdmz_rules.decisions.contradictions import RowContradictions
from cdmz_rules.decisions.stated import Said, StatedInRows
from cdmz_rules.errors import Problem
from cdmz_rules.i18n.words import both
from cdmz_rules.rulebook.rulebook import BenefitRules
from cdmz_rules.settlement import contradictions, identity, totals
from cdmz_rules.settlement.claims.columns import ALWAYS, PERSON, SOMETIMES
from cdmz_rules.settlement.order import Array, Bools, Ints
from cdmz_rules.settlement.refusals import Refusals
from cdmz_rules.tables.cells import Fault, Known

VISIT, BIRTH = "discharge_date", "birth_date"
TWO_BIRTHS = "同一人的出生日期不一致", "one person has two dates of birth"


@dataclass(frozen=True)
class Claims:
    """Claims as they were read.

    Attributes:
        rules: Those of the benefit.
        person: Whose each is; empty where nobody is named.
        known: What is told, by input.
        values: The same as variables store it.
        totals: The rows that are no claims but add up others.
        day: The day of settling.
    """

    rules: BenefitRules
    person: Array
    known: Mapping[str, Known]
    values: Mapping[str, Array]
    totals: Bools
    day: date

    def told(self, name: str) -> Bools:
        """The claims of which an input is told."""
        known = self.known.get(name)
        return np.zeros(len(self.person), bool) if known is None else known.known


def refused(claims: Claims, found: Sequence[Fault], called: Mapping[str, str], private: Collection[str]) -> Refusals:
    """The claims that cannot be settled.

    Args:
        claims: They.
        found: What is known to be wrong before.
        called: The columns of inputs that stand in another one's place.
        private: Columns of which no figure may be repeated.
    """
    left = ~claims.totals
    sums = totals.faults(claims.totals, PERSON, "费用", "claim")
    refusals = Refusals(len(claims.person), [*sums, *totals.without(found, claims.totals)])
    refusals.add(_missing(PERSON, "个人标识 | whose claim it is"), (claims.person == "") & left & ~refusals.at(PERSON))
    for name, words, rows in _needed(claims.rules, claims.values):
        unread = refusals.at(name) | (
            refusals.at(identity.NAME) if name in claims.rules.catalogue.identity.values() else False
        )
        refusals.add(_missing(name, words), rows & left & ~claims.told(name) & ~unread)
    refusals.add(_to_come(claims.day), claims.values[VISIT] > np.datetime64(claims.day, "D"))
    for problem, where in _contradictions(claims, called, private):
        refusals.add(problem, where[left[where]])
    births, first = _two_births(claims)
    refusals.add(Problem("contradiction", called.get(BIRTH, BIRTH), *TWO_BIRTHS), births, first)
    return refusals


def _missing(name: str, words: str) -> Problem:
    pair = both(words)
    return Problem("missing", name, f"缺少此项（{pair.zh}须填）", f"this is missing, and needed for {pair.en}")


def _to_come(day: date) -> Problem:
    words = f"晚于结算日{day}", f"lies after the day of settling, {day}"
    return Problem("in_the_future", VISIT, *words, f"≤ {day}")


def _needed(rules: BenefitRules, values: Mapping[str, Array]) -> Iterator[tuple[str, str, Bools]]:
    """Inputs that must be told, for what, and of which claims: always, or for claims of that kind."""
    for name in ALWAYS:
        yield name, "每条 | every claim", np.ones(len(values[name]), bool)
    kinds = _kinds(rules, values)
    for name, words in SOMETIMES.items():
        yield name, words, kinds[name]


def _kinds(rules: BenefitRules, values: Mapping[str, Array]) -> dict[str, Bools]:
    """For each input of `SOMETIMES` the claims for which it must be told."""

    def says(name: str, member: str) -> Bools:
        return np.asarray(values[name] == rules.catalogue.codes(name)[member])

    pool, city, beside = values["insurance_pool"], values["treatment_city"], rules.places.beside
    home = (pool == city) | ((beside[pool] != 0) & (beside[pool] == city))
    stay = says("claim_kind", "inpatient")
    return {
        "employee_status": says("insurance_scheme", "employee"),
        "contribution_tier": says("insurance_scheme", "resident") & stay,
        "supplement_insured": stay,
        "remote_status": ~home,
        "two_disease_kind": says("claim_kind", "two_diseases"),
        "chronic_certified": says("claim_kind", "chronic"),
    }


def _contradictions(
    claims: Claims, called: Mapping[str, str], private: Collection[str]
) -> Iterator[tuple[Problem, Ints]]:
    """Claims that say what cannot be."""
    catalogue = claims.rules.catalogue
    said = {
        (name, 0 if name in catalogue.personal else None): Said(column.values, column.known)
        for name, column in claims.known.items()
    }
    days = np.array([claims.day], "datetime64[D]")
    stated = StatedInRows(catalogue, len(claims.person), catalogue.roles[:1], (None,), said, days)
    every = RowContradictions(stated, lambda key: called.get(key[0], key[0]), lambda _: PERSON)
    return contradictions.told(every, private)


def _two_births(claims: Claims) -> tuple[Ints, Ints]:
    """Claims of one person with another date of birth than the first of them, and the first of each."""
    rows = np.flatnonzero((claims.person != "") & claims.told(BIRTH) & ~claims.totals)
    every = len(rows) == len(claims.person)
    person, born = (each if every else each[rows] for each in (claims.person, claims.values[BIRTH]))
    _, first, number = np.unique(person, return_index=True, return_inverse=True)
    other = np.flatnonzero(born != born[first][number])
    return rows[other], rows[first[number[other]]]
