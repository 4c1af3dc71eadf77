"""What is asked about: a household, the rules of a benefit and a day, checked once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from cdmz_rules.decisions.decide import decide
from cdmz_rules.decisions.decision import Decision
from cdmz_rules.decisions.situation import Situation, check_day, parse
from cdmz_rules.law.law import Law
from cdmz_rules.law.reform import Reform
from cdmz_rules.reading import china
from cdmz_rules.rulebook.rulebook import BenefitRules, Rulebook
from cdmz_rules.whatif.growth import grown
from cdmz_rules.whatif.probe import Probe
from cdmz_rules.whatif.work import Work, cost


@dataclass(frozen=True)
class Question:
    """A household, a benefit, a day and the law.

    Attributes:
        raw: The case as it was sent.
        case: The same, checked.
        rules: The benefit asked about, under the law asked about.
        day: The day decided for.
        today: The day on which the question is asked.
        work: The work that is left for it.
    """

    raw: Mapping[str, Any]
    case: Situation
    rules: BenefitRules
    day: date
    today: date
    work: Work = field(default_factory=Work)

    @cached_property
    def probe(self) -> Probe:
        """Answers for variants of the household."""
        return Probe(self.rules, self.case, self.day, self.work)

    @cached_property
    def decision(self) -> Decision:
        """The answer as things stand."""
        return self.decided()

    def decided(self, case: Situation | Mapping[str, Any] | None = None, day: date | None = None) -> Decision:
        """The answer for another case or day, under the same law; what grows with time has grown by then."""
        household = self.case if case is None else case
        if day is not None and isinstance(household, Situation):
            household = grown(self.rules.rulebook, household, self.day, day)
        decision = decide(household, self.rules.id, day or self.day, rulebook=self.rules.rulebook, today=self.today)
        self.work.spend(cost(decision))
        return decision

    def of(self, raw: Mapping[str, Any]) -> Question:
        """The same question about another case."""
        return replace(self, raw=raw, case=parse(self.rules.catalogue, raw, self.day))

    def of_case(self, case: Situation) -> Question:
        """The same question about the household with some inputs changed."""
        return replace(self, case=case, raw=case.raw)

    def on(self, day: date) -> Question:
        """The same question on a later day, by when what grows with time has grown."""
        return replace(self, case=grown(self.rules.rulebook, self.case, self.day, day), day=day)

    def under(self, reform: Reform | None) -> Question:
        """The same question by another reform instead of its own; itself without one."""
        if reform is None:
            return self
        book = self.rules.rulebook
        return replace(self, rules=book.with_law(book.base).under(reform).benefit(self.rules.id))


def question(
    case: Mapping[str, Any],
    benefit: str,
    day: date | str | None = None,
    *,
    reform: Reform | None = None,
    law: Law | None = None,
    rulebook: Rulebook | None = None,
    today: date | None = None,
) -> Question:
    """Check what is asked.

    Args:
        case: ``members`` and the household's inputs.
        benefit: The benefit's id.
        day: The day decided for; by default the ``date`` of the case, else today.
        reform: An assumption pack or reform to apply to the law.
        law: Another state of the law, e.g. of a snapshot.
        rulebook: The rules; by default those that are shipped.
        today: The day on which the question is asked.

    Raises:
        InputError: if the benefit does not exist or the case is wrong, with every place.
    """
    book = (rulebook or Rulebook.shipped()).with_law(law)
    catalogue = book.benefit(benefit).catalogue
    asked = today or china.today()
    given = day if day is not None else case.get("date") if isinstance(case, Mapping) else None
    decided = check_day(given) if given is not None else asked
    situation = parse(catalogue, case, decided)
    return Question(situation.raw, situation, book.under(reform).benefit(benefit), decided, asked)
