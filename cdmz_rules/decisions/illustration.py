"""What an answer would be under an assumption pack: beside it, never in it."""

from __future__ import annotations

from datetime import date
from typing import overload

from cdmz_rules.decisions.decide import decide
from cdmz_rules.decisions.decision import Compact, CompactWithTrial, Decision
from cdmz_rules.decisions.explanation import Assumed, Illustration
from cdmz_rules.decisions.figure import Figure
from cdmz_rules.decisions.situation import Situation, check_day, parse
from cdmz_rules.errors import InputError, Problem
from cdmz_rules.i18n.text import text
from cdmz_rules.law.reform import Reform
from cdmz_rules.reading import china
from cdmz_rules.rulebook.rulebook import Rulebook


def pack_of(rulebook: Rulebook, name: str, pointer: str = "illustrate") -> Reform:
    """The assumption pack of a name, to show what an answer would be under it.

    Raises:
        InputError: if it is a reform, which is no assumption but another law.
        NotFound: if there is none of that name.
    """
    return _checked(rulebook.reforms.shipped(name, pointer), pointer)


def _checked(pack: Reform, pointer: str) -> Reform:
    if pack.mode != "fill_unknown":
        words = "只能用假设包试算，不能用改革方案", f"{pack.name} is a reform, no assumption pack"
        raise InputError([Problem("unknown_value", pointer, *words)])
    return pack


@overload
def illustrated(
    decision: Decision, case: Situation, rulebook: Rulebook, pack: Reform | str, today: date | None = None
) -> Decision: ...


@overload
def illustrated(
    decision: Decision | Compact, case: Situation, rulebook: Rulebook, pack: Reform | str, today: date | None = None
) -> Decision | Compact: ...


def illustrated(
    decision: Decision | Compact, case: Situation, rulebook: Rulebook, pack: Reform | str, today: date | None = None
) -> Decision | Compact:
    """An answer with what it would be under an assumption pack beside it; itself where the pack was applied already.

    Args:
        decision: The answer.
        case: The household.
        rulebook: The rules by which it was decided.
        pack: The pack, or the name of one that comes with the rulebook.
        today: The day on which the question is asked.

    Raises:
        InputError: if it is a reform, which is no assumption but another law.
        NotFound: if there is none of that name.
    """
    chosen = pack_of(rulebook, pack) if isinstance(pack, str) else _checked(pack, "illustrate")
    if rulebook.reform is not None and chosen.name in rulebook.reform.packs:
        return decision
    trial = decide(case, decision.benefit, decision.date, rulebook=rulebook.under(chosen), today=today)
    assumed = [
        Assumed(**{name: getattr(source, name) for name in Assumed.model_fields})
        for source in trial.sources
        if source.origin == chosen.name
    ]
    amounts = [Figure(**amount.model_dump(include=set(Figure.model_fields))) for amount in trial.amounts]
    beside = Illustration(
        reform=chosen.name,
        title=text(chosen.title),
        outcome=trial.outcome,
        amounts=amounts,
        evidence=trial.evidence,
        assumed=assumed,
    )
    if isinstance(decision, Decision):
        return decision.model_copy(update={"illustration": beside})
    return CompactWithTrial(**dict(decision), illustration=beside)


def decide_illustrated(
    situation: Situation | dict[str, object],
    benefit: str,
    day: date | str,
    pack: Reform | str,
    *,
    rulebook: Rulebook | None = None,
    today: date | None = None,
) -> Decision:
    """`decide`, with what the answer would be under an assumption pack beside it."""
    book, asked = rulebook or Rulebook.shipped(), today or china.today()
    decided = check_day(day)
    case = situation if isinstance(situation, Situation) else parse(book.catalogue, situation, decided)
    decision = decide(case, benefit, decided, rulebook=book, today=asked)
    return illustrated(decision, case, book, pack, asked)
