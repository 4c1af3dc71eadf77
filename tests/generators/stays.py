"""Stays of elders drawn at random, every kind of trouble among them, and a plain loop that says what each month comes to."""

from __future__ import annotations

import calendar
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations

CITIES = ("chengdu", "deyang", "meishan", "ziyang")
NAMES = (
    *("elder", "institution", "from", "to", "died_on", "birth_date", "hukou_city", "ability_level", "assessment_city"),
    *("institution_city", "institution_owner", "institution_filed", "institution_in_pilot_area"),
    "hukou_in_central_districts",
)
ABILITIES = ("intact", "mild", "moderate", "severe", "complete")
ELDER = {
    "birth_date": "1940-01-01",
    "ability_level": "severe",
    "assessment_city": "chengdu",
    "institution_owner": "private",
    "institution_filed": "yes",
    "institution_in_pilot_area": "yes",
}
"""What makes an elder one whose bed is paid for, in an institution that may be paid."""
OF_HOUSE = ("institution_owner", "institution_filed", "institution_in_pilot_area")
FIRST = date(2025, 10, 1)
DAY = timedelta(days=1)
Row = tuple[str, ...]
Pays = Callable[[dict[str, str], date], tuple[int, str] | None]
"""Fen, and the city that owes them, for the elder of a row in a full month; None if nothing is paid."""


def drawn(count: int, seed: int) -> list[Row]:
    """So many rows; most elders are plain, some are not."""
    rng = random.Random(seed)
    houses = [_house(rng, number) for number in range(300)]
    placed = ("institution", "institution_city")
    vacant = [dict.fromkeys(NAMES, "") | {name: house[name] for name in placed} for house in houses[:5]]
    rows: list[Row] = [tuple(row.values()) for row in vacant]
    number = 0
    while len(rows) < count:
        number += 1
        rows += _elder(rng, f"E{number}", houses)
    rng.shuffle(rows)
    return rows[:count]


def _house(rng: random.Random, number: int) -> dict[str, str]:
    """An institution and what is true of it."""
    return {
        "institution": f"院{number:03}",
        "institution_city": rng.choice(CITIES),
        "institution_owner": rng.choice(("private", "private", "private", "public_privately_run", "public")),
        "institution_filed": rng.choice(("yes", "yes", "yes", "no")),
        "institution_in_pilot_area": rng.choice(("yes", "no")),
    }


def _elder(rng: random.Random, elder: str, houses: Sequence[dict[str, str]]) -> Iterator[Row]:
    born = date(1930, 1, 1) + timedelta(days=rng.randrange(14_200))
    home = rng.choice((*CITIES, *CITIES, "elsewhere", "chongqing"))
    begins = FIRST + timedelta(days=rng.randrange(120))
    house = rng.choice(houses)
    stays = rng.choice((1, 1, 1, 2, 3))
    dies = rng.random() < 0.05
    for number in range(stays):
        ends = begins + timedelta(days=rng.choice((0, 5, 30, 60, 90, 150)))
        last = number == stays - 1
        row = {
            "elder": elder,
            "institution": house["institution"],
            "from": begins.isoformat(),
            "to": "" if last and (dies or rng.random() < 0.4) else ends.isoformat(),
            "died_on": ends.isoformat() if last and dies else "",
            "birth_date": born.isoformat(),
            "hukou_city": home,
            "ability_level": rng.choice(ABILITIES),
            "assessment_city": rng.choice((*CITIES, home)),
            **{name: house[name] for name in ("institution_city", *OF_HOUSE)},
            "hukou_in_central_districts": rng.choice(("yes", "no")) if home == "chengdu" else "",
        }
        if rng.random() < 0.03:
            row |= {"institution": "home", "institution_city": ""}
        yield from _troubled(rng, row)
        begins = ends + rng.choice((0, 1, 1, 1, 2, 20, -3)) * DAY
        house = house if rng.random() < 0.5 else rng.choice(houses)


def _troubled(rng: random.Random, row: dict[str, str]) -> Iterator[Row]:
    trouble = rng.random()
    if trouble < 0.005:
        row |= {"from": row["to"], "to": row["from"]}
    elif trouble < 0.01:
        row |= {"hukou_city": rng.choice(("", "unknown"))}
    elif trouble < 0.015:
        row |= {"birth_date": "1941-01-01"}
    elif trouble < 0.016:
        row |= {"to": "2026-13-01"}
    elif trouble < 0.02:
        row |= {"elder": ""}
    elif trouble < 0.025:
        row |= {"died_on": row["from"]}
    elif trouble < 0.0252:
        row |= {"institution_filed": "no" if row["institution_filed"] == "yes" else "yes"}
    yield tuple(row[name] for name in NAMES)
    if trouble > 0.99:
        yield tuple(row[name] for name in NAMES)


def text(rows: Sequence[Row]) -> bytes:
    """The rows as CSV."""
    return "\n".join(map(",".join, (NAMES, *rows))).encode()


class Oracle:
    """What a table comes to, found row by row.

    Attributes:
        refused: The positions of rows that are refused.
        times: Unbroken times in one institution: their first and last day, and their rows.
        full: For each elder and month in an institution all month long: the position of the row, and the month.
    """

    def __init__(self, rows: Sequence[Row], months: Sequence[date], day: date) -> None:
        self.rows = [dict(zip(NAMES, row, strict=True)) for row in rows]
        self.day = day
        plain = [at for at, row in enumerate(self.rows) if self._plain(row)]
        plain = self._settle_deaths(plain)
        plain = self._agreeing(plain)
        kept = self._of_one_mind(self._apart(plain))
        vacant = [at for at, row in enumerate(self.rows) if self._vacant(row)]
        self.refused = set(range(len(rows))) - set(kept) - set(vacant)
        self.times = list(self._unbroken(kept))
        self.full = [(at, month) for month in months for at in self._full(month)]

    @staticmethod
    def _vacant(row: dict[str, str]) -> bool:
        return not (row["elder"] or row["from"] or row["to"])

    def _plain(self, row: dict[str, str]) -> bool:
        """Whether a row can be read by itself."""
        if self._vacant(row):
            return False
        needed = ["elder", "institution", "from"]
        if row["institution"] != "home":
            needed += NAMES[5:-1]
        if any(row[name] in ("", "unknown") for name in needed) or "-13-" in row["to"]:
            return False
        days = [row[name] for name in ("from", "to", "died_on") if row[name]]
        return all(day <= self.day.isoformat() for day in days) and not ("" < row["to"] < row["from"])

    def _settle_deaths(self, plain: list[int]) -> list[int]:
        """Rows of elders who die once at most and are nowhere afterwards; ``to`` of an open stay becomes the day of death."""
        deaths = defaultdict(set)
        for at in plain:
            if self.rows[at]["died_on"]:
                deaths[self.rows[at]["elder"]].add(self.rows[at]["died_on"])
        kept = []
        for at in plain:
            row = self.rows[at]
            died = sorted(deaths[row["elder"]])
            row["end"] = row["to"] or (died[0] if died else "9999-12-31")
            if len(died) < 2 and not (died and (row["from"] > died[0] or row["end"] > died[0])):
                kept.append(at)
        return kept

    def _agreeing(self, plain: list[int]) -> list[int]:
        """Rows that say no other date of birth, no other place of the institution and not all the same as another."""
        births, places = defaultdict(set), defaultdict(set)
        seen = set()
        for at in plain:
            row = self.rows[at]
            births[row["elder"]].add(row["birth_date"])
            if row["institution"] != "home":
                places[row["institution"]].add(row["institution_city"])
        kept = []
        for at in plain:
            row = self.rows[at]
            said = tuple(value for name, value in row.items() if name not in ("died_on", "to"))
            if len(births[row["elder"]]) < 2 and len(places[row["institution"]]) < 2 and said not in seen:
                kept.append(at)
            seen.add(said)
        return kept

    def _apart(self, plain: list[int]) -> list[int]:
        """Rows that share no more than the day of a move with another of the same elder."""
        wrong = set()
        for stays in self._by_elder(plain).values():
            pairs = list(combinations(stays, 2))
            overlapping = {at for pair in pairs if self._overlap(*self._of(pair)) for at in pair}
            left = [pair for pair in pairs if not overlapping & {*pair}]
            wrong |= overlapping | {at for pair in left if self._at_odds(*self._of(pair)) for at in pair}
        return [at for at in plain if at not in wrong]

    def _of(self, pair: tuple[int, int]) -> tuple[dict[str, str], dict[str, str]]:
        return self.rows[pair[0]], self.rows[pair[1]]

    @staticmethod
    def _overlap(one: dict[str, str], other: dict[str, str]) -> bool:
        """Whether rows of one elder share more than the day of a move, or nobody knows which of two days came first."""
        moved = one["institution"] != other["institution"] and "home" not in (one["institution"], other["institution"])
        same = moved and (one["from"], one["end"]) == (other["from"], other["end"])
        return same or (one["from"] < other["end"] and other["from"] < one["end"])

    @staticmethod
    def _at_odds(one: dict[str, str], other: dict[str, str]) -> bool:
        """Whether rows of one elder share a day in one institution and say different things."""
        there = one["institution"] == other["institution"] != "home"
        return there and Oracle._share_a_day(one, other) and any(one[name] != other[name] for name in NAMES[5:])

    def _of_one_mind(self, plain: list[int]) -> list[int]:
        """Rows of which no other says, of one institution and one day, something else."""
        houses = defaultdict(list)
        for at in plain:
            if self.rows[at]["institution"] != "home":
                houses[self.rows[at]["institution"]].append(at)
        wrong = set()
        for stays in houses.values():
            said = {at: tuple(self.rows[at][name] for name in OF_HOUSE) for at in stays}
            usual = Counter(said.values()).most_common(1)[0][0]
            for one in (at for at in stays if said[at] != usual):
                for other in (at for at in stays if said[at] != said[one]):
                    if self._share_a_day(*self._of((one, other))):
                        wrong |= {one, other}
        return [at for at in plain if at not in wrong]

    @staticmethod
    def _share_a_day(one: dict[str, str], other: dict[str, str]) -> bool:
        return one["from"] <= other["end"] and other["from"] <= one["end"]

    def _by_elder(self, rows: list[int]) -> dict[str, list[int]]:
        found = defaultdict(list)
        for at in rows:
            found[self.rows[at]["elder"]].append(at)
        return found

    def _full(self, month: date) -> Iterator[int]:
        """The row that stands for each elder who was in one institution from the first day of a month to its last."""
        first = month.isoformat()
        last = month.replace(day=calendar.monthrange(month.year, month.month)[1]).isoformat()
        for begins, ends, rows in self.times:
            if begins <= first and ends >= last:
                yield next(at for at in rows if self.rows[at]["end"] >= first)

    def _unbroken(self, kept: list[int]) -> Iterator[tuple[str, str, list[int]]]:
        """Unbroken times in one institution: their first and last day and their rows."""
        for stays in self._by_elder([at for at in kept if self.rows[at]["institution"] != "home"]).values():
            stays.sort(key=lambda at: tuple(self.rows[at][name] for name in ("from", "end", "institution")))
            together: list[int] = []
            for at in stays:
                if together and not self._goes_on(self.rows[together[-1]], self.rows[at]):
                    yield self.rows[together[0]]["from"], self.rows[together[-1]]["end"], together
                    together = []
                together = [*together, at]
            if together:
                yield self.rows[together[0]]["from"], self.rows[together[-1]]["end"], together

    @staticmethod
    def _goes_on(before: dict[str, str], row: dict[str, str]) -> bool:
        if before["institution"] != row["institution"] or before["end"] == "9999-12-31":
            return False
        return row["from"] <= (date.fromisoformat(before["end"]) + DAY).isoformat()

    def matrix(self, pays: Pays) -> dict[tuple[str, str, str], int]:
        """Fen by month, city that owes and city of the institution."""
        found: dict[tuple[str, str, str], int] = defaultdict(int)
        for at, month in self.full:
            row = self.rows[at]
            paid = pays(row, month)
            if paid is not None:
                found[month.isoformat()[:7], paid[1], row["institution_city"]] += paid[0]
        return dict(found)
