"""Functions that are one step where it is asked what a value can be: taken apart, they would forget that their parts belong together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")
Ends = tuple[Any, Any]
"""The least and greatest values that something can have, row by row."""


@dataclass(frozen=True)
class Composition:
    """A function whose least and greatest results follow from the least and greatest values of what it is given.

    Attributes:
        name: What it is called.
        function: The function, on arrays.
        directions: By argument: 1 if the result never falls as it rises, -1 if it never rises.
        between: The least and greatest result, where more is to be said than the directions tell.
    """

    name: str
    function: Callable[..., Any]
    directions: Sequence[int]
    between: Callable[[Sequence[Ends]], Ends] | None = None

    def __repr__(self) -> str:
        return f"Composition({self.name})"


def composed(*directions: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare how a function of arrays goes with each of its arguments; a property test holds it to that."""

    def declare(function: Callable[P, R]) -> Callable[P, R]:
        rule = Composition(function.__name__, function, directions)

        @wraps(function)
        def call(*args: P.args, **options: P.kwargs) -> R:
            return cast("R", noted(rule, function(*args, **options), args))

        call.composition = rule  # type: ignore[attr-defined]
        return call

    return declare


def noted(rule: Composition, result: Any, args: Sequence[Any]) -> Any:
    """The result of a composition; of traced arguments, as the one step that it is."""
    note = getattr(result, "composed", None)
    return result if note is None else note(rule, args)
