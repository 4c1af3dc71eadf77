"""Places as they are typed."""

from __future__ import annotations

from cdmz_rules.errors import InputError, Problem, nearest


def place(name: str | None) -> str | None:
    """The key of a place, by its key or by its Chinese name; nothing if none is given.

    Raises:
        InputError: with the nearest name, if there is no such place.
    """
    from cdmz_rules.places import JURISDICTIONS

    if name is None or name in JURISDICTIONS:
        return name
    by_name = {words.words.zh.removesuffix("市"): key for key, words in JURISDICTIONS.items()}
    if name.removesuffix("市") in by_name:
        return by_name[name.removesuffix("市")]
    message = f"没有名为“{name}”的地区", f'there is no place "{name}"'
    raise InputError(
        [Problem("not_found", "--where", *message, ", ".join(JURISDICTIONS), nearest(name, JURISDICTIONS))]
    )
