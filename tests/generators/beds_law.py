"""Both regimes of bed subsidies and all three rules whose rate is paid, and what each would pay for a month, worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any

from cdmz_rules import Rulebook
from cdmz_rules.law.item import BEGINNING, Cell, State
from cdmz_rules.law.law import Law
from generators.shipped import BOOK, PACKED
from generators.stays import CITIES, Pays

FOLDER = "elder_care.bed_operating"
AGE = f"{FOLDER}.age_least"
SWITCH = "elder_care.portability"
NOTICE = f"{SWITCH}.notice"
LAWS = tuple(f"{regime}-{rule}" for regime in ("today", "plan") for rule in ("home", "host", "lower"))


@lru_cache(maxsize=len(LAWS))
def under(name: str) -> Rulebook:
    """The rules with the assumption pack under a regime and a rate rule."""
    regime, rule = name.split("-")
    return thrown(name, {f"{SWITCH}.regime": regime, f"{SWITCH}.rate_rule": rule})


def thrown(name: str, switches: dict[str, str]) -> Rulebook:
    """The rules with the assumption pack and some choices made for every city."""
    law = PACKED.law
    return BOOK.with_law(law.with_items({path: _set(law, path, value) for path, value in switches.items()}, name))


def _set(law: Law, path: str, value: str) -> Any:
    item = law.item(path)
    cell = Cell(path, "national", BEGINNING, State.KNOWN, value=value, number=item.number(value), evidence="assumed")
    return replace(item, versions={"national": [cell]}, revision=None)


def would_pay(name: str) -> Pays:
    """What a full month in an institution is worth, clause by clause; figures alone come from the law."""
    law = under(name).law

    @cache
    def says(path: str, place: str, day: date) -> Any:
        cell = law.item(path).at(place, day)
        assert cell.state is not State.UNKNOWN, (path, place, day)
        return cell.value if cell.state is State.KNOWN else None

    @cache
    def last_day(month: date) -> date:
        return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)

    def pays(row: dict[str, str], month: date) -> tuple[int, str] | None:
        day = last_day(month)
        hukou, host = row["hukou_city"], row["institution_city"]
        home = hukou if hukou in CITIES else host
        if not _entitled(row, day, home, lambda path: says(path, home, day)):
            return None
        rates = [_rate(says, row, place, day) for place in dict.fromkeys((home, host))]
        if _noticed(row, home, lambda path: says(path, home, day)):
            return round(max(rates[0], says(f"{NOTICE}.amount_least", home, day)) * 100), home
        rule = name.partition("-")[2]
        rate = {"home": rates[0], "host": rates[-1], "lower": min(rates)}[rule]
        return round(rate * 100), host if says(f"{SWITCH}.payer", home, day) == "host" else home

    return pays


def _rate(says: Callable[[str, str, date], Any], row: dict[str, str], place: str, day: date) -> float:
    category = says(f"{FOLDER}.category.{row['ability_level']}", place, day)
    return float(says(f"{FOLDER}.rate.{category}", place, day))


def _noticed(row: dict[str, str], home: str, says: Callable[[str], Any]) -> bool:
    """Whether the home city's notice of 2019 pays, where the plan's regime does not."""
    return (
        row["institution_city"] != home
        and says(f"{SWITCH}.regime") != "plan"
        and row["hukou_in_central_districts"] == "yes"
        and row["institution_city"] in (says(f"{NOTICE}.destinations") or ())
        and bool(says(f"{NOTICE}.open_to.{row['institution_owner']}"))
    )


def _entitled(row: dict[str, str], day: date, home: str, says: Callable[[str], Any]) -> bool:
    hukou, host = row["hukou_city"], row["institution_city"]
    pilot, noticed = row["institution_in_pilot_area"] == "yes", _noticed(row, home, says)
    age = says("elder_care.elder_age_least" if noticed else AGE)
    return (
        row["birth_date"] <= f"{day.year - age:04}-{day:%m-%d}"
        and (noticed or says(f"{FOLDER}.open_to.{row['institution_owner']}"))
        and (row["institution_filed"] == "yes" or not says(f"{FOLDER}.filing_required"))
        and (hukou in CITIES or says(f"{FOLDER}.open_to_other_hukou"))
        and (row["assessment_city"] == home or says(f"{SWITCH}.mutual_recognition"))
        and (
            host == home
            or noticed
            or says(f"{SWITCH}.regime") == "plan"
            or (pilot and host in (says(f"{SWITCH}.pilot_destinations") or ()))
        )
    )
