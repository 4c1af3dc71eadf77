"""Decisions: from a case to an answer with reasons, bounds, evidence and a receipt."""
