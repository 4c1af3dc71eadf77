"""Days to come as a calendar file (RFC 5545), for any program that keeps a calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from hashlib import sha256
from typing import NamedTuple

LINE_OCTETS = 75
PRODUCT = "-//cdmz-rules//law//ZH"
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


class Event(NamedTuple):
    """Something that a day brings.

    Attributes:
        key: What tells it from every other; the same the next time the calendar is written.
        day: The day.
        summary: What it is, in one line.
        description: More about it.
    """

    key: str
    day: date
    summary: str
    description: str


def calendar(events: Iterable[Event], written_on: date) -> str:
    """A calendar of whole days.

    Args:
        events: What the days bring.
        written_on: The day on which the calendar is written.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}"]
    for event in events:
        lines += _event(event, written_on)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(event: Event, written_on: date) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{sha256(event.key.encode()).hexdigest()[:32]}@cdmz-rules"
    yield f"DTSTAMP:{written_on:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{event.summary.translate(ESCAPED)}"
    yield f"DESCRIPTION:{event.description.translate(ESCAPED)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _folded(line: str) -> Iterator[str]:
    """A line in parts of at most 75 octets, each but the first begun by a blank; no character is broken."""
    part, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LINE_OCTETS:
            yield part
            part, size = " ", 1
        part, size = part + letter, size + octets
    yield part
