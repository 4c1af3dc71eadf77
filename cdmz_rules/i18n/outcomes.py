"""What outcomes are called: one name each, on every screen, page and sheet."""

from __future__ import annotations

from cdmz_rules.i18n.phrases import N_

NAMES = {
    "eligible": N_("Entitled"),
    "not_eligible": N_("Not entitled"),
    "needs_a_person": N_("For the office to judge"),
    "rule_unknown": N_("The rule is not known"),
    "undetermined": N_("Not certain yet"),
}
