"""Settlements: bills of a year in order, and what cities owe each other for beds."""
