"""Remembering what a method of an immutable value gave."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial, update_wrapper
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

S = TypeVar("S")
R = TypeVar("R")
P = ParamSpec("P")


class memoised(Generic[S, P, R]):  # noqa: N801 — it is used as a decorator
    """Keep what a method gives, by its arguments, as long as its value: for names, of which there are but few.

    Like `functools.cached_property` it steps aside once it was asked: what is kept is an attribute of the value, looked up as fast as any.
    """

    def __init__(self, method: Callable[Concatenate[S, P], R]) -> None:
        self.method = method
        update_wrapper(self, method)  # type: ignore[arg-type]

    def __get__(self, value: S, _: Any = None) -> Callable[P, R]:
        """The method of a value, remembering."""
        if value is None:
            return self.method  # type: ignore[return-value]
        kept = lru_cache(maxsize=None)(partial(self.method, value))
        value.__dict__[self.method.__name__] = kept
        return kept  # type: ignore[return-value]
