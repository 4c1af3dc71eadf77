"""In which words to ask an office for a rule that no text at hand gives: the item's own question, or one made of its label."""

from __future__ import annotations

from cdmz_rules.i18n.phrases import N_, in_both
from cdmz_rules.i18n.words import Words
from cdmz_rules.law.item import Item
from cdmz_rules.places import Jurisdiction

IS_QUESTION = ("是否", "可否", "Whether ")
"""What makes a label a question already."""
WORDS = {
    "asked": N_("Please tell me: {question} In which document?"),
    "boolean": N_("Please tell me: does {place} rule “{name}”? In which document?"),
    "question": N_("Please tell me: in {place}, “{name}”, yes or no? In which document?"),
    "choice": N_("Please tell me: which of these is “{name}” in {place}: {choices}? In which document?"),
    "places": N_("Please tell me: which places are “{name}” in {place}? In which document?"),
    "date": N_("Please tell me: which day is “{name}” in {place}? In which document?"),
    "number": N_("Please tell me: how much is “{name}” in {place}? In which document?"),
}
"""How one asks, by the kind of the item."""
WITHOUT_RULE = N_(
    "Please tell me: {place} has no rule “{name}”; what stands where it would be needed? In which document?"
)
"""How one asks what follows, where it is known already that there is no such rule."""
NATION = N_("the whole country")
POOL = N_("the {name}")
"""What a place is called within a sentence, where not by its name."""


def question(item: Item, where: Jurisdiction) -> Words:
    """The words in which to ask for an item at a place."""
    place = _called(where)
    if item.question is not None:
        asked = Words(item.question.zh.format(place=place.zh), item.question.en.format(place=place.en))
        return in_both(WORDS["asked"], question=asked)
    kind = "question" if item.kind == "boolean" and any(mark in item.label.zh for mark in IS_QUESTION) else item.kind
    choices = Words(
        " / ".join(each.zh for each in item.choices.values()), " / ".join(e.en for e in item.choices.values())
    )
    return in_both(WORDS[kind], place=place, name=item.label, choices=choices)


def without_rule(item: Item, where: Jurisdiction) -> Words:
    """The words in which to ask what stands instead of an item that is not in force at a place: whether it is has been answered."""
    return in_both(WITHOUT_RULE, place=_called(where), name=item.label)


def _called(place: Jurisdiction) -> Words:
    if place.level == "national":
        return in_both(NATION)
    return in_both(POOL, name=place.words) if place.level == "pool" else place.words
