"""What days to come bring to the law, as a calendar: always in Chinese, for the offices that keep it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from cdmz_rules.cli import language, law_coming
from cdmz_rules.cli.language import _, labelled, say
from cdmz_rules.cli.law_coming import Ahead
from cdmz_rules.files import calendars
from cdmz_rules.files.calendars import Event
from cdmz_rules.rulebook import Rulebook


def calendar(rulebook: Rulebook, coming: Sequence[Ahead], today: date) -> str:
    """The text of the calendar file."""
    with language.spoken("zh"):
        return calendars.calendar(_events(rulebook, coming), today)


def _events(rulebook: Rulebook, coming: Sequence[Ahead]) -> Iterator[Event]:
    for day, group in groupby(coming, key=lambda each: each.coming.day):
        of_the_day = list(group)
        yield from (_turn(rulebook, each) for each in of_the_day if each.coming.kind != "stale")
        for source, stale in law_coming.by_source(each for each in of_the_day if each.coming.kind == "stale").items():
            yield _stale(rulebook, day, source, stale)


def _turn(rulebook: Rulebook, each: Ahead) -> Event:
    day, kind, place, before, _after = each.coming
    words, _style = law_coming.KINDS[kind]
    name = f"{say(rulebook.places[place].words)} · {say(rulebook.law[before.path].label)}"
    document = rulebook.law.documents.get(before.source or "")
    lines = [
        law_coming.said(rulebook, before) + law_coming.follows(rulebook, each.coming),
        law_coming.touched(rulebook, [each]),
        *([document.title, document.href or ""] if document else []),
        before.path,
    ]
    return Event(f"{before.path} {place} {before.start}", day, labelled(name, _(words)), _text(lines))


def _stale(rulebook: Rulebook, day: date, source: str, stale: Sequence[Ahead]) -> Event:
    document = rulebook.law.documents.get(source)
    verified = stale[0].coming.before.last_verified
    lines = [
        _("last verified on {day}", day=verified),
        law_coming.touched(rulebook, stale),
        (document.href or "") if document else "",
        *(law_coming.value_line(rulebook, each.coming.before).plain for each in stale),
    ]
    summary = labelled(_(law_coming.KINDS["stale"][0]), document.title if document else source)
    return Event(f"stale {source} {verified}", day, summary, _text(lines))


def _text(lines: Sequence[str]) -> str:
    return "\n".join(filter(None, lines))
