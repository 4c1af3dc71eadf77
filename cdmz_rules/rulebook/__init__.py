"""The rulebook: one immutable value that holds system, law, places, reforms and registry, and its benefits."""
