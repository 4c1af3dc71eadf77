"""Remembering what a method of an immutable value gave."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

S = TypeVar("S")
R = TypeVar("R")
P = ParamSpec("P")


def memoised(method: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
    """Keep what a method gives, by its arguments, as long as its value: for names, of which there are but few."""
    name = f"_{method.__name__}_given"

    @wraps(method)
    def call(self: S, /, *args: P.args, **kwargs: P.kwargs) -> R:
        results: dict[tuple[object, ...], R] = self.__dict__.setdefault(name, {})
        result = results.get(args)
        if result is None:
            result = results.setdefault(args, method(self, *args, **kwargs))
        return result

    return call
