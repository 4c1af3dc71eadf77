"""The steps of a program for bounds as a browser takes them: operations by name, on earlier steps and constants.

They are data and not code: which of its steps a row needs a script finds out as it goes, and where a step is needed in several branches
it stands once. Written out as code, the same programs are six times as long; and which way results go is told from data alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from cdmz_rules.plan.bounds.dialect import Program
from cdmz_rules.plan.bounds.graph import CHOICE
from cdmz_rules.plan.symbols import Symbol

MOST_MEMBERS = 31
"""A script keeps what a choice can be in so many bits."""
DAY, MONTH, YEAR = (np.dtype(f"<M8[{unit}]") for unit in "DMY")
CALENDAR = {(DAY, MONTH): "month_of", (MONTH, DAY): "first_of", (DAY, YEAR): "year_of", (YEAR, DAY): "new_year"}
PLAIN = {
    *("add", "subtract", "excess", "multiply", "divide", "remainder", "negative", "absolute", "copysign"),
    *("isfinite", "less", "less_equal", "greater", "greater_equal", "equal", "not_equal", "invert"),
    *("minimum", "maximum", "floor", "ceil", "rint", "expm1", "log1p", "sqrt"),
    *("bitwise_and", "bitwise_or", "logical_and", "logical_or"),
}
"""Operations on numbers, days and truths that a script knows by the names they have here."""
COMPOSITIONS = {
    *("months_between", "years_between", "years_begun", "calendar_months_after", "add_months"),
    *("month_start", "month_end", "round_down", "round_up", "round_half_up"),
    *("annuity_factor", "instalment", "repaid"),
    *("interest_of_equal_principal", "interest_of_instalments", "interest_of_first"),
}
"""Several steps as the one they are, by name; see `cdmz_rules.model.composed`."""
ON_CHOICES = {"equal": "chosen_equal", "not_equal": "chosen_not_equal"}
SAME = {"logical_not": "invert", "logical_and": "bitwise_and", "logical_or": "bitwise_or"}
"""What is one operation where all are truths."""
OPERATIONS = {
    *PLAIN,
    *COMPOSITIONS,
    *CALENDAR.values(),
    *ON_CHOICES.values(),
    *("input", "there", "day", "given", "join", "where", "chosen_where", "entry", "among", "at_most", "at_least"),
    *("chosen_number", "choice_numbered", "whole", "truth"),
}
"""By name, every operation that a step can be."""


class Unwritten(NotImplementedError):
    """A step has no way to be written for a script."""


class LookUp(NamedTuple):
    """How a step looks the law up.

    Attributes:
        look: The number of the look-up in its plan.
        offset: Where it begins among its choices.
        strides: By choice, what one more of it adds.
        always: Whether it applies to every row whatever else, so that nothing it takes waits for that.
        dated: Whether the row has a day of its own.
        listed: Whether a list of places is searched.
        ends: Whether something else stands where the item is not in force.
    """

    look: int
    offset: int
    strides: tuple[int, ...]
    always: bool
    dated: bool
    listed: bool
    ends: bool


class Constant(NamedTuple):
    """A constant, or a constant table: its numbers."""

    numbers: tuple[float, ...]


Argument = int | Constant
"""The number of an earlier step, or a constant."""


class Step(NamedTuple):
    """A step.

    Attributes:
        operation: Its name.
        args: What it takes.
        number: Of an input, the number of what is asked; of a member's place, that; of a look-up, which.
    """

    operation: str
    args: tuple[Argument, ...] = ()
    number: int | None = None


@dataclass
class Steps:
    """A program's steps.

    Attributes:
        steps: The steps, in their order.
        looks: The ways in which some of them look the law up.
        results: By name of the household's variable, what is computed.
    """

    steps: list[Step] = field(default_factory=list)
    looks: list[LookUp] = field(default_factory=list)
    results: dict[str, Argument] = field(default_factory=dict)


def steps_of(program: Program) -> Steps:
    """A program as a script takes it.

    Raises:
        Unwritten: if a formula uses a step that a script does not know.
    """
    written = Steps()
    known: dict[int, Argument] = {}
    for symbol in program.steps:
        known[id(symbol)] = _written(written, symbol, known)
    for (name, place), value in program.results.items():
        if place is None:
            written.results[name] = known[id(value)] if isinstance(value, Symbol) else _constant(value)
    return written


def _written(written: Steps, symbol: Symbol, known: dict[int, Argument]) -> Argument:
    args = tuple(
        known[id(arg)] if isinstance(arg, Symbol) else _constant(arg) for arg in symbol.args if arg is not None
    )
    if symbol.op == "cast" and _same_numbers(symbol.args[0].dtype, symbol.dtype):
        return args[0]
    written.steps.append(_step(written, symbol, args))
    return len(written.steps) - 1


def _step(written: Steps, symbol: Symbol, args: tuple[Argument, ...]) -> Step:
    if symbol.op in ("input", "there", "given"):
        return Step(symbol.op, args, symbol.extra)
    if symbol.op == "day":
        return Step("day")
    if symbol.op == "join":
        return Step("join", args, _look(written, symbol))
    if symbol.op == "cast":
        return Step(_cast(symbol.args[0].dtype, symbol.dtype), args)
    if symbol.op == "composed":
        return Step(_known(symbol.extra.name, COMPOSITIONS), args)
    if symbol.op in ("where", "part"):
        if symbol.op == "part" and isinstance(symbol.args[2], Symbol):
            raise Unwritten("a part with another computed value elsewhere")
        return _where(symbol, args)
    if symbol.op == "of":
        if symbol.dtype == CHOICE:
            raise Unwritten("a table of choices")
        return Step("entry", args)
    if symbol.op == "among":
        return Step("among", (args[0], Constant((float(symbol.extra & _every()),)), *_when(args[1:])))
    if symbol.op in ("at_most", "at_least"):
        slack, scale = (Constant((float(each),)) for each in symbol.extra)
        return Step(symbol.op, (*args[:2], slack, scale, *_when(args[2:])))
    return _plain(symbol, args)


def _where(symbol: Symbol, args: tuple[Argument, ...]) -> Step:
    if symbol.dtype != CHOICE:
        return Step("where", args)
    if any(number >= MOST_MEMBERS for arg in args if isinstance(arg, Constant) for number in arg.numbers):
        raise Unwritten(f"a choice of more than {MOST_MEMBERS} members")
    return Step("chosen_where", args)


def _plain(symbol: Symbol, args: tuple[Argument, ...]) -> Step:
    choices = [_is_choice(arg) for arg in symbol.args]
    if symbol.op in ON_CHOICES and any(choices) and all(_is_choice(arg) or not _is_step(arg) for arg in symbol.args):
        return Step(ON_CHOICES[symbol.op], args)
    truths = [np.asarray(getattr(arg, "sample", arg)).dtype == np.bool_ for arg in symbol.args]
    if all(truths) and symbol.op in ("add", "subtract", "negative"):
        raise Unwritten(f"{symbol.op} of truths")
    return Step(_known(SAME.get(symbol.op, symbol.op) if all(truths) else symbol.op, PLAIN), args)


def _known(name: str, names: set[str]) -> str:
    if name not in names:
        raise Unwritten(name)
    return name


def _is_step(arg: Any) -> bool:
    return isinstance(arg, Symbol)


def _is_choice(arg: Any) -> bool:
    return isinstance(arg, Symbol | np.ndarray) and arg.dtype == CHOICE


def _every() -> int:
    return (1 << MOST_MEMBERS) - 1


def _when(args: Sequence[Argument]) -> Iterator[Argument]:
    """Where a condition tells something: everywhere, if it is not said."""
    yield args[0] if args else Constant((1.0,))


def _look(written: Steps, symbol: Symbol) -> int:
    look, ends, offset, strides = symbol.extra
    dated, listed = (symbol.args[place] is not None for place in (2, 3))
    way = LookUp(look, offset, strides, symbol.args[0] is True, dated, listed, ends)
    if way not in written.looks:
        written.looks.append(way)
    return written.looks.index(way)


def _constant(value: Any) -> Constant:
    array = np.asarray(value).reshape(-1)
    numbers = array.astype(np.int64) if array.dtype.kind in "mM" else array
    return Constant(tuple(numbers.astype(np.float64).tolist()))


def _same_numbers(before: np.dtype[Any], after: np.dtype[Any]) -> bool:
    """Whether a cast changes no number, as a script has but one kind of them."""
    if CHOICE in (before, after):
        return False
    if before.kind in "M" and after.kind in "M":
        return before == after
    if before.kind == "f":
        return after.kind == "f"
    return after.kind != "b" or before.kind == "b"


def _cast(before: np.dtype[Any], after: np.dtype[Any]) -> str:
    if before == CHOICE:
        return "chosen_number"
    if after == CHOICE:
        return "choice_numbered"
    if before.kind == after.kind == "M":
        if (before, after) not in CALENDAR:
            raise Unwritten(f"{before} to {after}")
        return CALENDAR[before, after]
    return "truth" if after.kind == "b" else "whole"
