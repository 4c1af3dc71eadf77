"""A calendar file is read back as what was written, and is as RFC 5545 wants it."""

import re
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cdmz_rules.files.calendars import LINE_OCTETS, Event, calendar

TODAY = date(2026, 12, 1)
UNESCAPED = {"\\n": "\n", "\\\\": "\\", "\\;": ";", "\\,": ","}
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n;,\\"), max_size=200)


def lines(text):
    """The lines of a calendar, unfolded."""
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def events(text):
    """The events of a calendar, each by the names of its lines."""
    found = []
    for line in lines(text):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found:
            found[-1][name] = re.sub(r"\\[n\\;,]", lambda match: UNESCAPED[match[0]], value)
    return found


@given(st.lists(st.builds(Event, TEXT, st.dates(date(2000, 1, 1), date(2100, 1, 1)), TEXT, TEXT), max_size=5))
def test_what_is_written_is_read_back(given_events):
    text = calendar(given_events, TODAY)
    assert max(len(line.encode()) for line in text.split("\r\n")) <= LINE_OCTETS
    assert lines(text)[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    back = events(text)
    assert [(each["SUMMARY"], each["DESCRIPTION"]) for each in back] == [
        (event.summary, event.description) for event in given_events
    ]
    for event, each in zip(given_events, back, strict=True):
        assert each["DTSTART;VALUE=DATE"] == f"{event.day:%Y%m%d}"
        assert each["DTEND;VALUE=DATE"] == f"{event.day + timedelta(days=1):%Y%m%d}"
        assert re.fullmatch(r"\d{8}T\d{6}Z", each["DTSTAMP"])


def test_an_event_keeps_its_name_when_it_is_moved_or_said_otherwise_and_shares_it_with_none():
    one, moved, other = (
        events(calendar([Event(key, TODAY + timedelta(days=days), words, "")], TODAY))[0]["UID"]
        for key, days, words in (("a", 1, "x"), ("a", 2, "y"), ("b", 1, "x"))
    )
    assert one == moved != other


def test_no_character_is_broken_where_a_line_is_folded():
    text = calendar([Event("a", TODAY, "公积金" * 60, "")], TODAY)
    assert all(part.encode().decode() for part in text.split("\r\n")[:-1])
    assert events(text)[0]["SUMMARY"] == "公积金" * 60
