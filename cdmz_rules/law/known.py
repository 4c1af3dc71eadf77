"""The law as it was known on an earlier day: what was written into it later is left out, what was changed later reads as it did."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache

from cdmz_rules.errors import InputError, Problem
from cdmz_rules.law import tree
from cdmz_rules.law.item import Item, Written
from cdmz_rules.law.law import Law
from cdmz_rules.law.past import Past
from cdmz_rules.law.superseded import Record

MAX_KEPT = 16
"""So many earlier states are kept: days between which nothing was written share one."""
ORIGINS = ("law", "overlay")


def check(past: Past | None, day: date, today: date, pointer: str = "known_on") -> None:
    """Whether anything can be said of what was known on a day.

    Args:
        past: What is registered of the law's earlier states; None of a law that comes without.
        day: The day.
        today: The day on which the question is asked.
        pointer: Where the day stands in what was sent.

    Raises:
        InputError: if it lies before the first release or after today, or the law does not say since when it is recorded.
    """
    first = past.first if past is not None else None
    if first is None:
        words = (
            "这套规定没有登记发布日，无法按以前所知回答",
            "this law registers no release, so that nothing can be said of what was known earlier",
        )
    elif day < first:
        words = (
            f"{day}早于首次发布日{first}，此前没有收录任何规定",
            f"{day} lies before the first release, {first}: nothing was recorded then",
        )
    elif day > today:
        words = f"{day}在今天（{today}）之后，届时所知尚无从得知", f"{day} lies after today, {today}: nobody knows yet"
    else:
        return
    raise InputError([Problem("out_of_range", pointer, *words, f"{first}–{today}" if first else None)])


def as_known_on(law: Law, day: date) -> Law:
    """A law as it was known on a day; itself, if nothing was written into it since.

    An item's values at a place are those of the earliest record that holds up to the day, else those of today; of either what was encoded
    later is left out. Items, documents, places and formulas are today's: an item that had no value then is unknown.
    """
    law = law.later or law
    changes = _days_of_change(law)
    then = bisect_right(changes, day)
    return law if then == len(changes) else _before(law, changes[then])


@lru_cache(maxsize=MAX_KEPT)
def _days_of_change(law: Law) -> Sequence[date]:
    """The days on which something was written into the law or changed, the earliest first."""
    records = [record for each in (law.past.records.values() if law.past is not None else ()) for record in each]
    written = [values for item in law.values() for values in item.written.values()]
    found = {value.encoded for values in (*written, *(record.values for record in records)) for value in values}
    found |= {record.until + timedelta(days=1) for record in records}
    return sorted(day for day in found if day is not None)


@lru_cache(maxsize=MAX_KEPT)
def _before(law: Law, change: date) -> Law:
    """The law as it was known on the eve of a day of change."""
    eve = change - timedelta(days=1)
    changed = {path: then for path, item in law.items() if (then := _item_on(law, item, eve)) is not item}
    return law.earlier(changed)


def _item_on(law: Law, item: Item, day: date) -> Item:
    records = law.past.records if law.past is not None else {}
    places = [*item.written, *(place for path, place in records if path == item.path and place not in item.written)]
    written = {
        place: tuple(_on(item.written.get(place, ()), records.get((item.path, place), ()), day)) for place in places
    }
    return item if written == dict(item.written) else tree.with_written(item, written)


def _on(written: Sequence[Written], records: Sequence[Record], day: date) -> Iterator[Written]:
    """The values of a place as they were known on a day, those of the law and those of an overlay each by their own records."""
    for origin in ORIGINS:
        record = next((each for each in records if each.origin == origin and each.until >= day), None)
        values = record.values if record is not None else [value for value in written if value.origin == origin]
        yield from (value for value in values if value.encoded is None or value.encoded <= day)
