"""Where formulas switch: a clause compares, or a limit takes the lesser. What rounds an amount as the law says is no switch."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from cdmz_rules.plan.symbols import Symbol
from cdmz_rules.plan.trace import Trace

COMPARISONS = ("less", "less_equal", "greater", "greater_equal", "equal", "not_equal")
CHOOSES = ("minimum", "maximum")


def rounds(symbol: Symbol) -> Any:
    """What a step rounds as the law says (see `cdmz_rules.model.money`); None if it does nothing of the kind."""
    ops = [arg.op if isinstance(arg, Symbol) else "" for arg in symbol.args]
    if symbol.op == "rint":
        return symbol.args[0] if ops[0] else None
    if symbol.op == "copysign" and ops[0] == "floor":
        return symbol.args[1] if ops[1] else None
    if symbol.op == "where" and ops[1] == "rint" and ops[2] in ("floor", "ceil"):
        return symbol.args[1].args[0]
    return None


def _of_rounding(symbol: Symbol) -> bool:
    """Whether a comparison is part of rounding: whether an amount is as good as whole."""
    off = symbol.args[0]
    if not (isinstance(off, Symbol) and off.op == "absolute" and isinstance(off.args[0], Symbol)):
        return False
    nearest = off.args[0].args[-1]
    return off.args[0].op == "subtract" and isinstance(nearest, Symbol) and nearest.op == "rint"


@lru_cache(maxsize=128)
def switches(trace: Trace) -> dict[int, str]:
    """The steps at which formulas switch, each with the variable in whose formula it stands."""
    owner = _owners(trace)
    kept = [symbol for symbol in trace.graph.symbols if symbol.op in (*COMPARISONS, *CHOOSES)]
    return {id(symbol): owner.get(id(symbol), "") for symbol in kept if not _of_rounding(symbol)}


def _owners(trace: Trace) -> dict[int, str]:
    """By step, the variable that was the first to need it."""
    owner: dict[int, str] = {}
    for (name, _), result in trace.values.items():
        queue = [result]
        while queue:
            step = queue.pop()
            if isinstance(step, Symbol) and id(step) not in owner:
                owner[id(step)] = name
                queue += step.args
    return owner
