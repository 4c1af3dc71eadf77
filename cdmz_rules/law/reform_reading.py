"""The figures and days of a reform, read by the one reader before it is held against schema and law.

Whatever door a reform comes in by, ``70万元`` is kept, compared and fingerprinted as ``700000``, and ``2027年1月1日`` as ``2027-01-01``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from cdmz_rules.errors import Problem
from cdmz_rules.law import figures
from cdmz_rules.law.item import Item
from cdmz_rules.reading import days, money, numbers

Reader = Callable[[Any], Any]
Find = Callable[[str], Item | None]
"""The item of a path; None if the law has none."""


def canonical(data: object, find: Find) -> Any:
    """A reform as it was written, with every figure and day as a file of the law holds it.

    What cannot be read stays as it was written: schema and law refuse it, each with its place.

    Args:
        data: The body.
        find: The items of the law that it changes.
    """
    parts: dict[str, Reader] = {
        "effective": _day,
        "parameters": partial(_by_path, find, lambda item: partial(_each, partial(_change, item))),
        "switches": partial(_by_path, find, lambda item: partial(_figure, item)),
        "expected": partial(_each, _expected),
    }
    return _with(data, parts)


def _with(holder: Any, readers: Mapping[str, Reader]) -> Any:
    """A mapping with some of its entries read."""
    if not isinstance(holder, Mapping):
        return holder
    return {**holder, **{name: read(holder[name]) for name, read in readers.items() if name in holder}}


def _by_path(find: Find, reader: Callable[[Item | None], Reader], holder: Any) -> Any:
    """A mapping of which each entry is read as its item."""
    if not isinstance(holder, Mapping):
        return holder
    return {path: reader(find(path))(entry) for path, entry in holder.items()}


def _each(read: Reader, entries: Any) -> Any:
    """Every entry of a list; one alone may stand without its list."""
    return [read(entry) for entry in entries] if isinstance(entries, list | tuple) else read(entries)


def _change(item: Item | None, change: Any) -> Any:
    parts: dict[str, Reader] = {
        "value": partial(_figure, item),
        "rule": lambda rule: _with(rule, {"scale_by": _number}),
        "from": _day,
        "until": _day,
        "phase_in": lambda steps: _with(steps, {"until": _day, "steps": _number}),
        "round_to": partial(_quantity, item),
    }
    return _with(change, parts)


def _expected(result: Any) -> Any:
    amount: Reader = lambda holder: _with(holder, {"amount": _sum})  # noqa: E731
    return _with(result, {"date": _day, "today": amount, "reformed": amount})


def _figure(item: Item | None, raw: Any) -> Any:
    return raw if item is None else _or_raw(figures.found(item, raw), raw)


def _quantity(item: Item | None, raw: Any) -> Any:
    return raw if item is None else _or_raw(figures.quantity(item, raw), raw)


def _number(raw: Any) -> Any:
    return _or_raw(figures.whole(numbers.read(raw)), raw)


def _sum(raw: Any) -> Any:
    return _or_raw(figures.whole(money.read(raw)), raw)


def _day(raw: Any) -> Any:
    day = days.read(raw)
    return raw if isinstance(day, Problem) else day.isoformat()


def _or_raw(found: Any, raw: Any) -> Any:
    """What was read; what was written, where nothing could be, or where it is a number already: 1.0 has its fingerprint by old receipts."""
    written = type(raw) in (int, float) and not isinstance(found, bool) and found == raw
    return raw if written or isinstance(found, Problem) else found
