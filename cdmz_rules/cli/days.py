"""Days as they are typed."""

from __future__ import annotations

from datetime import date

from cdmz_rules.errors import InputError, Problem


def day(text: str | None, option: str) -> date | None:
    """A calendar day, or nothing if none is given.

    Raises:
        InputError: if there is no such day.
    """
    from cdmz_rules.decisions.acceptors import calendar_day

    if text is None:
        return None
    found = calendar_day(text)
    if found is None:
        message = f"“{text}”不是有效日期", f"{text} is no calendar day"
        raise InputError([Problem("not_a_date", option, *message, "2026-01-31")])
    return found
