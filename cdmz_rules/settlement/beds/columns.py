"""What a table of stays holds."""

from __future__ import annotations

from functools import lru_cache

from cdmz_rules.i18n.words import Words
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.settlement.columns import NUMBER, Columns, Extra

BENEFIT = "bed_operating_subsidy"
PLACE, BIRTH = "institution_city", "birth_date"
FROM, UNTIL = "bed_stay_from", "bed_stay_until"
SUPPLIED = (FROM, UNTIL)
"""Inputs of the benefit that come from the stays: the days within a month of the unbroken time in one institution."""
BEHIND_LEVEL = ("ability_score", "care_risk_events", "mental_disorder_diagnosed", "in_coma")
"""Inputs that say nothing more once the assessed level is told, as it must be."""

AT_HOME = frozenset({"home", "在家", "居家"})
"""What stands in place of an institution for an elder who lives at home."""

EXTRAS = (
    Extra("elder", Words("老人", "Elder"), "name"),
    Extra("institution", Words("机构", "Institution"), "name"),
    Extra("from", Words("入住日期", "From"), "day"),
    Extra("to", Words("离开日期", "To"), "day"),
    Extra("died_on", Words("死亡日期", "Died on"), "day"),
    NUMBER,
)
NEEDED = (
    BIRTH,
    "hukou_city",
    "ability_level",
    "assessment_city",
    PLACE,
    "institution_owner",
    "institution_filed",
    "institution_in_pilot_area",
)
"""Inputs that must be told of every stay in an institution."""
OF_INSTITUTION = ("institution_owner", "institution_filed", "institution_in_pilot_area")
"""Inputs that are facts of the institution: on one day all its rows must say the same."""


@lru_cache(maxsize=8)
def stay_columns(catalogue: Catalogue) -> Columns:
    """The columns of a table of stays: who was where from when to when, and what the subsidy rests on."""
    unasked = (*SUPPLIED, *BEHIND_LEVEL)
    return Columns(
        catalogue,
        inputs={info.name: info for info in catalogue.inputs_of(BENEFIT) if info.name not in unasked},
        extras={extra.key: extra for extra in EXTRAS},
        required=("elder", "institution", "from", *NEEDED),
        unknown=Words("没有名为“{}”的列", 'there is no column "{}"'),
        missing=Words("缺少“{}”列", "this column is missing"),
        longest=60,
    )
