"""The rulebook: one immutable value that holds system, law, places, reforms and registers, and the rules of each benefit."""

from cdmz_rules.rulebook.rulebook import BenefitRules, Rulebook

__all__ = ["BenefitRules", "Rulebook"]
