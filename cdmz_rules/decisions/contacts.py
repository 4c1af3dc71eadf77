"""In which words it is said how to reach an office."""

from __future__ import annotations

from collections.abc import Iterator

from cdmz_rules.i18n import grades
from cdmz_rules.i18n.phrases import N_, in_both
from cdmz_rules.i18n.words import Words
from cdmz_rules.rulebook.offices import Contact
from cdmz_rules.rulebook.rulebook import Rulebook

LABELS = {
    "telephone": N_("telephone {value} ({grade})"),
    "address": N_("address {value} ({grade})"),
    "hours": N_("open {value} ({grade})"),
    "href": N_("on the web {value} ({grade})"),
}
HOTLINE = N_("telephone {value} (the short number for such matters, {grade})")


def said(contact: Contact, *, page: bool = True) -> Iterator[Words]:
    """What is known of an office, a phrase for each detail with how well it is known.

    Args:
        contact: What is known.
        page: Whether to say its page too.
    """
    for name, label in LABELS.items():
        value = getattr(contact, name)
        if value is not None and (page or name != "href"):
            phrase = HOTLINE if name == "telephone" and contact.hotline else label
            grade = in_both(grades.NAMES[contact.evidence[name]])
            yield in_both(phrase, value=value, grade=grade)


def line(rulebook: Rulebook, office: str, domain: str) -> Words:
    """An office, and how to reach it, in one line."""
    known = rulebook.contact(office, domain)
    phrases = list(said(known)) if known is not None else []
    if not phrases:
        return Words(office, office)
    return Words(
        "，".join([office, *(each.zh for each in phrases)]), ", ".join([office, *(each.en for each in phrases)])
    )
