"""What grades of evidence are called: one name each, on every screen, page and sheet, and in the glossary."""

from __future__ import annotations

from cdmz_rules.i18n.phrases import N_, in_both
from cdmz_rules.i18n.words import Words

NAMES = {
    "official": N_("official text"),
    "reported": N_("reported"),
    "recalled": N_("recalled"),
    "assumed": N_("assumed"),
    "proposed": N_("proposed"),
}
"""Best first."""
MEANINGS = {
    "reported": N_("not read in the official text"),
    "recalled": N_("no text at hand"),
    "assumed": N_("not policy"),
    "proposed": N_("not the law"),
}
"""What a name leaves open, for where there is room to say it."""
CAUTIONS = {"weak_reprint": N_("weak reprint")}
"""What is said beside a document that was read in a form not to be relied upon, by `Document.read_as`."""


def in_words(grade: str | None) -> Words:
    """A grade by its name, with what that leaves open; that there is none, without one."""
    if grade not in NAMES:
        return in_both("none")
    name = in_both(NAMES[grade])
    return in_both("{name} ({meaning})", name=name, meaning=in_both(MEANINGS[grade])) if grade in MEANINGS else name


def caution(read_as: str | None) -> Words | None:
    """What to mind of a document that was read in some form; None where nothing is."""
    words = CAUTIONS.get(read_as or "")
    return in_both(words) if words else None
