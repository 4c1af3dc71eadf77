"""One row of a workbook as an answer: every cell read, and every mistake named with its cell and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from cdmz_rules.enquiry import values
from cdmz_rules.enquiry.answers import DOCUMENT, Answer
from cdmz_rules.enquiry.columns import BY_KEY, EVIDENCE, EXPIRY, NEAR, NO_RULE
from cdmz_rules.enquiry.rows import Row
from cdmz_rules.errors import Problem
from cdmz_rules.i18n.words import Words
from cdmz_rules.law.item import Item
from cdmz_rules.reading import days, ids
from cdmz_rules.reading.addresses import is_address
from cdmz_rules.reading.plain import plain

NEEDED = ("value", "first", "title", "evidence", "checked")
"""What nobody may leave out who answers."""
EARLIEST = date(1949, 10, 1)
AHEAD = timedelta(days=3653)
"""No rule is known for longer before it begins."""
PART_OF_A_DAY = re.compile(r"[12][0-9]{3}(?:-(?:0[1-9]|1[0-2]))?")
"""A month or a year, where no more is known of when a document was issued."""


class RowReading:
    """Reads one row.

    Attributes:
        problems: What is wrong with it.
    """

    def __init__(self, row: Row, item: Item) -> None:
        self.problems: list[Problem] = []
        self._row, self._item = row, item

    def answer(self) -> Answer:
        """What the row says; of what cannot be read, nothing."""
        in_force, value = self._value()
        return Answer(
            in_force=in_force,
            value=value,
            first=self._day("first") or "",
            document=self._document(),
            until=self._day("until"),
            on_expiry=self._choice("on_expiry", EXPIRY),
            article=self._text("article"),
            evidence=self._choice("evidence", EVIDENCE, NEAR),
            checked=self._day("checked"),
            by=self._text("by"),
            note=self._text("note"),
        )

    def check(self, answer: Answer, today: date) -> None:
        """Hold what the row says against what an answer needs."""
        for key in NEEDED:
            if key not in self._row.cells:
                words = BY_KEY[key].words
                self._fault(
                    key, "missing", f"填了这一行，就须填写“{words.zh}”", f"a row with an answer needs “{words.en}”"
                )
        if (answer.until is None) != (answer.on_expiry is None) and not self.problems:
            key = "until" if answer.until is None else "on_expiry"
            message = "“截止日”与“到期后”须同时填写", "“to” and “on expiry” go together"
            self._fault(key, "bad_combination", *message)
        self._in_order(answer, today)

    def _in_order(self, answer: Answer, today: date) -> None:
        first, until, checked = answer.first, answer.until, answer.checked
        as_before = first == self._row.cells.get("since")
        latest = (today + AHEAD).isoformat()
        if first and not as_before and not EARLIEST.isoformat() <= first <= latest:
            self._fault(
                "first", "out_of_range", f"{first}不合常理", f"{first} is no likely day", f"{EARLIEST}–{latest}"
            )
        last = str(self._row.cells.get("last", first))
        if first > last:
            zh = f"{first}在这一行所问期间（至{last}）之后：请填在所问期间含该日的那一行；没有该行的，由 `cdmz law workbook --all` 取得"
            en = f"{first} lies beyond the period of this row (until {last}): fill in the row whose period holds that day"
            self._fault("first", "out_of_range", zh, f"{en}; `cdmz law workbook --all` has every row", f"≤ {last}")
        if first and until and until < first:
            self._fault("until", "out_of_range", f"{until}早于起始日{first}", f"{until} lies before {first}")
        if checked and checked > max(today.isoformat(), first):
            self._fault("checked", "out_of_range", f"{checked}尚未到来", f"{checked} is yet to come", f"≤ {today}")

    def _value(self) -> tuple[bool, Any]:
        raw = self._row.cells.get("value")
        if isinstance(raw, str) and raw.strip().casefold() in (NO_RULE.zh, NO_RULE.en):
            return False, None
        return True, self._read("value", values.found(self._item, raw)) if raw is not None else None

    def _document(self) -> Mapping[str, str]:
        told = {name: self._text(name) for name in DOCUMENT if name != "date"}
        told["date"] = self._date_of_document()
        href = told["href"]
        if href is not None and not is_address(href):
            words = f"“{href[:60]}”不是网址", f"{href[:60]} is no address of a page"
            self._fault("href", "wrong_type", *words, "https://…")
        return {name: told[name] for name in DOCUMENT if told[name] is not None}  # type: ignore[misc]

    def _date_of_document(self) -> str | None:
        raw = plain(self._row.cells.get("date"))
        written = str(raw) if isinstance(raw, int) and not isinstance(raw, bool) else raw
        if isinstance(written, str) and PART_OF_A_DAY.fullmatch(written):
            return written
        return self._day("date")

    def _day(self, key: str) -> str | None:
        raw = self._row.cells.get(key)
        day = None if raw is None else self._read(key, days.read(raw, self._row.door))
        return day.isoformat() if day else None

    def _choice(self, key: str, options: Mapping[str, Words], near: Mapping[str, str] | None = None) -> str | None:
        raw = self._row.cells.get(key)
        return None if raw is None else self._read(key, values.choice(raw, options, near))

    def _text(self, key: str) -> str | None:
        raw, longest = plain(self._row.cells.get(key)), BY_KEY[key].longest
        if raw is None:
            return None
        text = one_line(raw) if isinstance(raw, str) else self._read(key, ids.read(raw, self._row.door))
        if text is None or (len(text) <= longest and ids.can_be_shown(text)):
            return text
        words = (
            f"文字超过{longest}个字，或含有不可显示的字符",
            f"more than {longest} characters, or some that cannot be shown",
        )
        self._fault(key, "too_long", *words, f"≤ {longest}")
        return None

    def _read(self, key: str, found: Any) -> Any:
        if isinstance(found, Problem):
            self.problems.append(replace(found, pointer=self._row.where(key)))
            return None
        return found

    def _fault(self, key: str, code: str, zh: str, en: str, expected: str | None = None) -> None:
        self.problems.append(Problem(code, self._row.where(key), zh, en, expected))


def one_line(text: str) -> str:
    """A text as it stands in one line."""
    return " ".join(text.split("\n")).strip() if "\n" in text else text.strip()
