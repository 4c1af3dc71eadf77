"""What is missing: what keeps an amount from being exact or an outcome from being certain, and what to ask next."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cdmz_rules.decisions.explanation import Missing, Question
from cdmz_rules.decisions.exploration import Exploration
from cdmz_rules.decisions.situation import Situation
from cdmz_rules.decisions.unknowns import Unknown
from cdmz_rules.i18n.text import Text, text
from cdmz_rules.i18n.words import both
from cdmz_rules.rulebook.rulebook import BenefitRules


def _name_of(unknown: Unknown) -> str:
    """An unknown as one would write it: ``members[0].birth_date``, or the path of an item."""
    _, name, member, *_ = unknown.key
    return str(name) if unknown.is_law or member is None else f"members[{member}].{name}"


def missing(rules: BenefitRules, unknown: Unknown, case: Situation) -> Missing:
    """An unknown, with its reason and whom to ask."""
    if unknown.cell is None or unknown.item is None:
        return Missing(kind="input", name=_name_of(unknown), label=_input_label(rules, unknown, case))
    cell, item = unknown.cell, unknown.item
    reason = cell.reason or both("未知 | unknown")
    return Missing(
        kind="law",
        name=item.path,
        label=text(item.label),
        place=cell.place,
        reason=text(reason),
        ask=cell.ask or rules.places.office(cell.place, item.domain),
    )


def _input_label(rules: BenefitRules, unknown: Unknown, case: Situation) -> Text:
    _, name, member = unknown.key
    words = rules.catalogue.inputs[name].label
    if member is None:
        return words
    role = rules.catalogue.role_words[case.roles[member]]
    return Text(zh=f"{role.zh}：{words.zh}", en=f"{role.en}: {words.en}")


def questions(
    rules: BenefitRules, exploration: Exploration, unknowns: Sequence[Unknown], case: Situation
) -> list[Question]:
    """The missing inputs among the unknowns that matter, the one that narrows the answer most first."""
    eligible, amount = exploration.values(rules.eligible), np.nan_to_num(exploration.values(rules.id))
    matter = {unknown.key for unknown in unknowns if not unknown.is_law}
    ranked = []
    for position, unknown in enumerate(exploration.unknowns):
        if unknown.key not in matter:
            continue
        levels = exploration.worlds.matrix[:, position]
        parts = [levels == level for level in np.unique(levels)]
        open_parts = [bool(eligible[part].any() and not eligible[part].all()) for part in parts]
        width = float(np.mean([np.ptp(amount[part]) for part in parts]))
        ranked.append(((np.mean(open_parts), width, _name_of(unknown)), unknown, not any(open_parts)))
    return [
        _question(rules, unknown, case, decides) for _, unknown, decides in sorted(ranked, key=lambda entry: entry[0])
    ]


def _question(rules: BenefitRules, unknown: Unknown, case: Situation, decides: bool) -> Question:
    info = rules.catalogue.inputs[unknown.key[1]]
    return Question(
        name=_name_of(unknown),
        input=info.name,
        label=_input_label(rules, unknown, case),
        about=info.about,
        unit=info.unit,
        choices=rules.catalogue.choices(info.name),
        decides=decides,
    )
