"""What follows ``--vary`` and ``--scenario``, read."""

from __future__ import annotations

from typing import Any

from cdmz_rules.cli import engine
from cdmz_rules.errors import InputError, LawFileError, Problem
from cdmz_rules.files import yaml as yamls
from cdmz_rules.whatif.scenarios import Scenario
from cdmz_rules.whatif.sweep import Axis


def axis(text: str, option: str, count: int = 5) -> Axis:
    """An input with its ends: ``household_annual_income=0..200000``; without ends they are chosen.

    Raises:
        InputError: if it is written in another way.
    """
    name, equals, ends = text.partition("=")
    low, dots, high = ends.partition("..")
    if equals and not (dots and low and high):
        message = "应写成 名称=起点..终点", "write input=low..high"
        raise InputError([Problem("bad_setting", option, *message, "household_annual_income=0..200000")])
    return Axis(name.strip(), _value(low, option), _value(high, option), count) if equals else Axis(name.strip())


def scenario(text: str) -> Scenario:
    """A scenario: ``raise:household_annual_income=60000,reform=NAME,date=2027-01-01``; an empty value takes an input away.

    Raises:
        InputError: if it is written in another way.
    """
    name, colon, rest = text.partition(":")
    settings = [part.partition("=") for part in rest.split(",")] if rest else []
    if not colon or not name.strip() or not all(key.strip() and equals for key, equals, _ in settings):
        message = "应写成 名称:输入项=值,…", "write name:input=value,…"
        raise InputError([Problem("bad_setting", "--scenario", *message, "raise:household_annual_income=60000")])
    given = {key.strip(): _value(value, "--scenario") for key, _, value in settings}
    reform, day = given.pop("reform", None), given.pop("date", None)
    return Scenario(name.strip(), given, engine.reform(str(reform)) if reform else None, day)


def _value(text: str, option: str) -> Any:
    try:
        return yamls.parse(text.strip()) if text.strip() else None
    except LawFileError as error:
        message = "值无法识别", "the value cannot be read"
        raise InputError([Problem("bad_setting", option, *message)]) from error
