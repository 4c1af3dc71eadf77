"""Stays to try: what the HTTP interface shows and the page offers."""

from __future__ import annotations

from typing import Any

EXAMPLE_STAY: dict[str, Any] = {
    "elder": "A",
    "institution": "X",
    "from": "2025-12-20",
    "to": "2026-03-31",
    "birth_date": "1944-05-01",
    "hukou_city": "chengdu",
    "ability_level": "severe",
    "assessment_city": "chengdu",
    "institution_city": "deyang",
    "institution_owner": "private",
    "institution_filed": True,
    "institution_in_pilot_area": True,
}


def _stay(elder: str, institution_city: str, **changes: Any) -> dict[str, Any]:
    """Another stay like the first."""
    return {**EXAMPLE_STAY, "elder": elder, "to": None, "institution_city": institution_city, **changes}


EXAMPLE_REQUEST: dict[str, Any] = {
    "stays": [
        EXAMPLE_STAY,
        _stay("A", "meishan", **{"from": "2026-03-31", "to": None, "institution": "Z"}),
        _stay("B", "chengdu", hukou_city="deyang", institution="Y"),
        _stay("C", "chengdu", hukou_city="ziyang", institution="Y", ability_level="moderate"),
        _stay("D", "chengdu", institution="Y", ability_level="complete"),
        _stay("E", "ziyang", hukou_city="meishan", institution="W", to="2026-02-14"),
    ],
    "month": "2026-01",
    "until": "2026-03",
    "date": "2026-04-10",
    "reform": "assumptions_2026",
}
