"""A website's own colour for the calculator: legible on light and on dark."""

from __future__ import annotations

Rgb = tuple[int, int, int]

OWN = "#0b625b"
"""The colour that the calculator has by itself."""
WHITE, BLACK = "#ffffff", "#000000"
LEGIBLE = 4.5
"""The least contrast of text (WCAG 2.2, AA)."""
PAPER_IN_THE_DARK = "#1d2522"


def themed(accent: str) -> dict[str, str]:
    """The variables that give the calculator a colour, ``#rrggbb``; none for an empty one."""
    if not accent:
        return {}
    lit = _lightened(accent)
    return {
        "--cdmz-accent": f"light-dark({accent}, {lit})",
        "--cdmz-on-accent": f"light-dark({_upon(accent)}, {_upon(lit)})",
    }


def _lightened(colour: str) -> str:
    """The colour with so much white in it that it can be read in the dark."""
    for percent in range(0, 101, 10):
        mixed = "#" + "".join(f"{round(part + (255 - part) * percent / 100):02x}" for part in _rgb(colour))
        if contrast(mixed, PAPER_IN_THE_DARK) >= LEGIBLE:
            return mixed
    return WHITE


def _upon(colour: str) -> str:
    """What can be read upon a colour."""
    return WHITE if contrast(WHITE, colour) >= LEGIBLE else BLACK


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21, as WCAG defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in _rgb(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rgb(colour: str) -> Rgb:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue
