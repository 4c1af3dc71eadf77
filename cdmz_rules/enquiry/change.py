"""From the rows of a workbook to what an overlay is to hold: all mistakes at once, and what stands there already left as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from pathlib import Path

from cdmz_rules.enquiry.answers import Answer, Checkers, checkers, standing
from cdmz_rules.enquiry.documents import Documents
from cdmz_rules.enquiry.row_reading import RowReading, one_line
from cdmz_rules.enquiry.rows import Row
from cdmz_rules.errors import InputError, Problem, nearest
from cdmz_rules.law import entry
from cdmz_rules.law.entry import Entry
from cdmz_rules.law.item import Cell, State
from cdmz_rules.law.law import Law

SAID_NO = {"zh": "经办机构答复：本地无此规定", "en": "the office says that the place has no such rule"}
"""Why an item is not in force, where a bureau says that there is no such rule."""
Key = tuple[str, str, str]
"""An item, a place and a first day."""


@dataclass
class Change:
    """What an overlay is to hold.

    Attributes:
        entries: The values to be written.
        removed: Those that begin on another day now.
        documents: What is to be registered, by key.
        unchanged: How many rows say what stands there already.
    """

    entries: list[Entry] = field(default_factory=list)
    removed: list[Key] = field(default_factory=list)
    documents: Mapping[str, Mapping[str, str] | None] = field(default_factory=dict)
    unchanged: int = 0

    @property
    def paths(self) -> list[str]:
        """The items of which anything is written."""
        return list(dict.fromkeys(each.path for each in self.entries))

    def write(self, folder: Path) -> None:
        """Write it into an overlay folder."""
        if self.entries:
            entry.register(folder, self.documents)
            entry.remove(folder, self.removed)
            entry.write(folder, self.entries)


def change_of(law: Law, overlay: Path | None, rows: Iterable[Row], today: date) -> Change:
    """What an overlay is to hold after the rows of a workbook.

    Args:
        law: The law, with the overlay as it stands.
        overlay: The overlay folder; None without one.
        rows: The rows.
        today: The day of the import.

    Raises:
        InputError: if anything is wrong, with every cell.
    """
    every = list(rows)
    collector = _Collector(law, checkers(overlay), today, _city_of(law, every))
    for row in every:
        collector.take(row)
    collector.check_periods()
    if collector.problems:
        raise InputError(collector.problems)
    return replace(collector.change, documents=collector.documents.changed)


class _Collector:
    """Collects row by row what is to be changed."""

    def __init__(self, law: Law, names: Checkers, today: date, city: str) -> None:
        self.change, self.documents = Change(), Documents(law.documents)
        self.problems: list[Problem] = []
        self._law, self._names, self._today = law, names, today
        self._seen: dict[Key, str] = {}
        self._periods: dict[tuple[str, str], list[tuple[str, str, Row]]] = {}
        self._city = city

    def take(self, row: Row) -> None:
        self.problems += row.faults
        if not row.says_something:
            return
        path, place = str(row.cells.get("path", "")), str(row.cells.get("place", ""))
        if path not in self._law or place not in self._law.places:
            self._refuse(row, [_unknown_rule(row, path, self._law)])
            return
        if (city := self._law.places.city_of(place)) != self._city:
            self._refuse(row, [_another_city(row, self._law, city, self._city)])
            return
        reading = RowReading(row, self._law[path])
        answer = reading.answer()
        before = self._before(path, place, str(row.cells.get("since", ""))) or self._before(path, place, answer.first)
        said = standing(before, self._law, self._names) if before else None
        self._once((path, place, answer.first), row)
        readable = not reading.problems and not row.faults
        if readable and said is not None and _says_no_more(answer, _in_lines(said)):
            self.change.unchanged += 1
            return
        reading.check(answer, self._today)
        self._refuse(row, reading.problems)
        if not reading.problems and not row.faults:
            self._periods.setdefault((path, place), []).append((answer.first, answer.until or answer.first, row))
            self._enter(row, (path, place), answer, before)

    def check_periods(self) -> None:
        """No period of a rule may go on beyond the first day of the next one."""
        for rows in self._periods.values():
            ordered = sorted(rows, key=lambda each: each[0])
            for (before, until, row), (first, _, follows) in pairwise(ordered):
                if before < first <= until:
                    other = follows.where("first")
                    zh, en = (
                        f"{until}不早于{other}的起始日{first}",
                        f"{until} does not lie before {first}, the first day in {other}",
                    )
                    self.problems.append(Problem("overlap", row.where("until"), zh, en, f"< {first}", others=(other,)))

    def _refuse(self, row: Row, problems: Iterable[Problem]) -> None:
        """Keep what is wrong with a row; a cell that is read as nothing is not told a second time, as one that is missing."""
        unread = {fault.pointer for fault in row.faults}
        self.problems += [problem for problem in problems if problem.pointer not in unread]

    def _before(self, path: str, place: str, since: str) -> Cell | None:
        """What the law says at a place from some day on; None of a gap."""
        cells = self._law[path].versions.get(place, ())
        return next((c for c in cells if c.start.isoformat() == since and c.state is not State.UNKNOWN), None)

    def _once(self, key: Key, row: Row) -> None:
        if not key[2]:
            return
        if key in self._seen:
            words = (
                f"与{self._seen[key]}是同一规定、同一起始日",
                f"{self._seen[key]} is of the same rule and the same first day",
            )
            self.problems.append(Problem("given_twice", row.where("first"), *words, others=(self._seen[key],)))
        self._seen.setdefault(key, row.where("first"))

    def _enter(self, row: Row, rule: tuple[str, str], answer: Answer, before: Cell | None) -> None:
        if before is not None and before.start.isoformat() != answer.first:
            if before.origin != "overlay":
                words = (
                    f"规定库中的这一数值起于{before.start}，不能在此改动；请另起一行填写",
                    f"this value of the law begins on {before.start}, which cannot be changed here: write another row",
                )
                self.problems.append(Problem("not_changeable", row.where("first"), *words))
                return
            self.change.removed.append((*rule, before.start.isoformat()))
        key = self.documents.key(answer, row.where("title"))
        if isinstance(key, Problem):
            self.problems.append(key)
            return
        entered = Entry(*rule, answer.first, answer.value, self._facts(answer, key, before))
        faults = entered.faults(self._law[rule[0]])
        self.problems += [Problem("invalid_value", row.where("value"), fault, fault) for fault in faults]
        self.change.entries.append(entered)

    def _facts(self, answer: Answer, document: str, before: Cell | None) -> dict[str, object]:
        first_seen = before is not None and before.first_seen and before.start.isoformat() == answer.first
        facts = {
            "not_in_force": None if answer.in_force else dict(SAID_NO),
            "evidence": answer.evidence,
            "source": document,
            "article": answer.article,
            "last_verified": answer.checked,
            "starts": "first_seen" if first_seen else None,
            "until": answer.until,
            "on_expiry": answer.on_expiry,
            "encoded": self._today.isoformat(),
            "checked_by": answer.by,
            "note": answer.note,
        }
        return {name: value for name, value in facts.items() if value is not None}


def _city_of(law: Law, rows: Iterable[Row]) -> str:
    """The city whose workbook it is: that of most rows, filled in or not."""
    named = (str(row.cells.get("place", "")) for row in rows)
    cities = Counter(law.places.city_of(place) for place in named if place in law.places)
    return cities.most_common(1)[0][0] if cities else ""


def _another_city(row: Row, law: Law, city: str, of_all: str) -> Problem:
    """Whose rule a row is, was changed: the others are another city's."""
    this, others = law.places[city].words, law.places[of_all].words
    zh = f"这一行是{this.zh}的规定，而这份核对表问的是{others.zh}：请恢复“键：地区”，或另用{this.zh}的核对表"
    en = f"this row is of {this.en}, and the workbook asks {others.en}: restore “key: place”, or take the workbook of {this.en}"
    return Problem("another_city", row.where("place"), zh, en)


def _says_no_more(answer: Answer, said: Answer) -> bool:
    """Whether an answer is what is said already: of its document another row may have told more."""
    told, known = answer.document, said.document
    of_one = told.get("title") == known.get("title") and told.get("number") == known.get("number")
    return of_one and told.items() <= known.items() and replace(answer, document=known) == said


def _in_lines(answer: Answer) -> Answer:
    """An answer as a workbook holds it, in which a text has one line."""
    article, by, note = (None if text is None else one_line(text) for text in (answer.article, answer.by, answer.note))
    document = {name: one_line(text) for name, text in answer.document.items()}
    return replace(answer, document=document, article=article, by=by, note=note)


def _unknown_rule(row: Row, path: str, law: Law) -> Problem:
    if not path:
        zh = "这一行没有键，不知所填是哪一项规定；请复制该规定的整行再改"
        en = "this row has no key, so that it is not known which rule is meant: copy the whole row of that rule and change it"
        return Problem("missing", row.where("path"), zh, en)
    words = f"没有“{path[:60]}”这一规定项目或地区", f"there is no item {path[:60]}, or no such place"
    return Problem("not_found", row.where("path"), *words, did_you_mean=nearest(path, law))
