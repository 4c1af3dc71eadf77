"""What units say against formulas, each with the file and line of the formula."""

from __future__ import annotations

import inspect
import linecache
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openfisca_core.periods import period as period_of

from cdmz_rules.errors import LawFileError, LawProblem
from cdmz_rules.law.law import Law
from cdmz_rules.law.schema import UNITS
from cdmz_rules.model.variable import facts
from cdmz_rules.plan.symbols import Symbol
from cdmz_rules.plan.trace import Trace, trace
from cdmz_rules.plan.units.inference import KINDS, Clash, Inference, Wrong, declared, infer
from cdmz_rules.plan.units.measure import YES_OR_NO, Measure
from cdmz_rules.plan.units.operations import Refused
from cdmz_rules.plan.units.unit import TRUTH, Unit, names

CONVERT = "convert one of them, or mend the unit that is wrong"
TEACH = "say it in cdmz_rules/plan/units/operations.py"


def problems(system: Any, law: Law, outputs: Sequence[str], days: Iterable[date]) -> list[LawProblem]:
    """The formulas behind some variables whose units do not go together, each mistake once.

    Args:
        system: OpenFisca's system.
        law: The law that the formulas look up.
        outputs: Variables of the household; on a day on which one has no formula it is left out.
        days: The days whose formulas are checked.
    """
    roles = [role.key for role in system.group_entities[0].flattened_roles]
    listed: dict[LawProblem, None] = {}
    inferences: list[tuple[list[str], Inference]] = []
    for day in days:
        of_day = [name for name in outputs if system.variables[name].get_formula(period_of(day.isoformat()))]
        if not any(of_day == others and _covers(known.trace, day) for others, known in inferences):
            try:
                inferences.append((of_day, infer(trace(system, law, day, roles, of_day))))
            except LawFileError as error:
                listed |= dict.fromkeys(error.problems)
    for _, inference in inferences:
        listed |= dict.fromkeys(_of(inference))
    return [*listed, *_idle([inference for _, inference in inferences])]


def units_of(traced: Trace) -> dict[str, Unit | None]:
    """The inferred unit of every variable of a trace; None where something before it is wrong."""
    inference = infer(traced)
    return {name: inference.unit(name, value) for (name, _), value in traced.values.items()}


def _covers(traced: Trace, day: date) -> bool:
    return traced.since <= day and (traced.until is None or day < traced.until)


def _of(inference: Inference) -> Iterator[LawProblem]:
    for name in dict.fromkeys(name for name, _ in inference.trace.values):
        yield from _declaration(inference, name)
    for clash in inference.clashes:
        yield from _clash(inference, clash)
    for wrong in inference.wrong:
        yield _wrong(inference.trace, wrong)


def _declaration(inference: Inference, name: str) -> Iterator[LawProblem]:
    """What a declaration says that its type of value rules out, or that the register does not have."""
    variable = inference.trace.system.variables[name]
    kind = KINDS.get(variable.value_type)
    if kind is not None and variable.unit not in (None, str(kind)):
        yield _problem(inference.trace, name, _differs(variable.unit, kind), f"write unit = {kind}")
    if declared(variable) is None:
        yield _problem(inference.trace, name, f"{variable.unit!r} is no unit; known: {', '.join(UNITS)}")


def _idle(inferences: Sequence[Inference]) -> Iterator[LawProblem]:
    """Excuses that no formula of any day needs."""
    excused = {name for inference in inferences for name in inference.excused}
    traces = {name: inference.trace for inference in inferences for name, _ in inference.trace.values}
    for name, traced in traces.items():
        if name not in excused and facts(traced.system.variables[name]).counts_as is not None:
            yield _problem(traced, name, "nothing needs `counts_as`")


def _clash(inference: Inference, clash: Clash) -> Iterator[LawProblem]:
    message, mend = f"what {clash.why} does to units is not known", TEACH
    if isinstance(clash.why, Refused):
        one, other = (_operand(inference, arg, unit) for arg, unit in clash.why.operands)
        message, mend = clash.why.operation.format(one=one, other=other), CONVERT
    for name in inference.formulas.holding(clash.step):
        yield _problem(inference.trace, name, message, mend)


def _wrong(traced: Trace, wrong: Wrong) -> LawProblem:
    fitting = names(wrong.inferred) if isinstance(wrong.inferred, Unit) else []
    message = _differs(traced.system.variables[wrong.variable].unit, wrong.inferred)
    return _problem(traced, wrong.variable, message, f"write unit = {' | '.join(fitting)}" if fitting else "")


def _differs(unit: str, inferred: Measure) -> str:
    return f"the unit declared is {unit}, and the formula gives {_unit_words(inferred)}"


def _operand(inference: Inference, arg: Any, unit: Measure) -> str:
    name = _name(inference, arg)
    return f"{_unit_words(unit)} ({name})" if name else _unit_words(unit)


def _name(inference: Inference, arg: Any) -> str | None:
    """The variable, or the item of the law, whose unit this is, if there is only one."""
    while isinstance(arg, Symbol):
        named = inference.formulas.valued(arg)
        if named or arg.op == "look":
            return named[0] if named else inference.trace.looks[arg.extra].path
        unit = inference.measure(arg)
        same = [each for each in arg.args if isinstance(each, Symbol) and inference.measure(each) == unit]
        arg = same[0] if len(same) == 1 else None
    return None


def _unit_words(unit: Measure) -> str:
    return str(TRUTH if unit == YES_OR_NO else unit)


def _problem(traced: Trace, name: str, message: str, mend: str = "") -> LawProblem:
    """A problem where a variable's formula stands; of one that is derived from the declaration, where that begins."""
    variable = traced.system.variables[name]
    code, file = variable.get_formula(traced.period.of).__code__, inspect.getfile(type(variable))
    line = code.co_firstlineno if code.co_filename == file else _first_line(file, name)
    return LawProblem(Path(file), line, f"{name}: {message}", mend)


def _first_line(file: str, name: str) -> int:
    lines = enumerate(linecache.getlines(file), 1)
    return next((number for number, line in lines if line.lstrip().startswith(f"class {name}(")), 1)
