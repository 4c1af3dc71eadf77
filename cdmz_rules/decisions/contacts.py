"""How to reach an office that an answer names: `contact`, and the words in which it is said."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from cdmz_rules.decisions.explanation import Contact
from cdmz_rules.decisions.figure import Evidence
from cdmz_rules.i18n import grades
from cdmz_rules.i18n.phrases import N_, in_both
from cdmz_rules.i18n.text import text
from cdmz_rules.i18n.words import Words
from cdmz_rules.places import Places
from cdmz_rules.rulebook.offices import Known, Said
from cdmz_rules.rulebook.registry import Registry
from cdmz_rules.rulebook.rulebook import Rulebook

LABELS = {
    "telephone": N_("telephone {value} ({grade})"),
    "address": N_("address {value} ({grade})"),
    "hours": N_("open {value} ({grade})"),
    "href": N_("on the web {value} ({grade})"),
}
HOTLINE = N_("telephone {value} (the short number for such matters, {grade})")


def contact(rulebook: Rulebook, office: str | None, domain: str) -> Contact | None:
    """How to reach an office; None if nothing is known, or nobody is named.

    Args:
        rulebook: The rules with their registers.
        office: The office, by its name.
        domain: What it is asked about: of an office of several domains, whose short number stands where it has none of its own.
    """
    return _contact(rulebook.registry, rulebook.places, office, domain) if office else None


@lru_cache(maxsize=1024)
def _contact(registry: Registry, places: Places, office: str, domain: str) -> Contact | None:
    details: dict[str, Known] = dict(registry.offices.by_name.get(office, {}))
    served = places.domains(office)
    hotline = registry.offices.hotlines.get(domain if domain in served else next(iter(served), ""))
    own = "telephone" in details
    if hotline is not None and not own:
        details["telephone"] = hotline
    if not details:
        return None
    values = {name: _value(known) for name, known in details.items()}
    evidence: dict[str, Evidence] = {name: known.evidence for name, known in details.items()}
    return Contact(**values, hotline="telephone" in details and not own, evidence=evidence)


def _value(known: Any) -> Any:
    return text(Words(known.value.zh, known.value.en)) if isinstance(known, Said) else known.value


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
    known = contact(rulebook, office, domain)
    phrases = list(said(known)) if known is not None else []
    if not phrases:
        return Words(office, office)
    return Words(
        "，".join([office, *(each.zh for each in phrases)]), ", ".join([office, *(each.en for each in phrases)])
    )
