"""Whole numbers as a text that is short and packs well."""

from __future__ import annotations

from collections.abc import Iterable

LAST, BEFORE = 60, 31
"""The last digit of a number is one of so many, those before it one of so many others: the digits tell where a number ends."""
FIRST_SIGN, LEFT_OUT = 35, 92
"""Digits are printable characters from ``#`` on, without the backslash."""


def digits(numbers: Iterable[int]) -> str:
    """Numbers from zero on, one after the other."""
    return "".join(map(_number, numbers))


def _number(number: int) -> str:
    rest, text = divmod(number, LAST)[0], _sign(number % LAST)
    while rest:
        rest, digit = divmod(rest, BEFORE)
        text = _sign(LAST + digit) + text
    return text


def _sign(digit: int) -> str:
    code = digit + FIRST_SIGN
    return chr(code + (code >= LEFT_OUT))
