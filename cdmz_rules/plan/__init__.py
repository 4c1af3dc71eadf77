"""Running OpenFisca's formulas unmodified on a light population, without periods, holders and traces."""

from cdmz_rules.plan.run import LightRun

__all__ = ["LightRun"]
