"""Asking a household what matters, one question after the other, with what is certain so far."""
