"""What the page of bed subsidies shows of a settlement: a heat map, tables, and what is wrong with rows, by the labels of columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from cdmz_rules import Rulebook
from cdmz_rules.i18n.phrases import N_
from cdmz_rules.i18n.words import Words
from cdmz_rules.places import Places
from cdmz_rules.settlement import beds
from cdmz_rules.settlement.beds.columns import stay_columns
from cdmz_rules.settlement.beds.report import tables

SHOWN = 100
"""So many rows of a long table are shown; the download holds all."""
SHADES = 5


def column_of(rulebook: Rulebook, key: str) -> Words:
    """A column by its label, with the key behind it; a heading that is none as it was sent."""
    columns = stay_columns(rulebook.catalogue)
    if key not in columns.extras and key not in columns.inputs:
        return Words(key, key)
    zh, en = columns.words_of(key)
    return Words(f"{zh}（{key}）", en if en.casefold() == key else f"{en} ({key})")


def parts(rulebook: Rulebook, settlement: beds.Settlement) -> dict[str, Any]:
    """What the page shows of a settlement."""
    shown = {name: table.slice(0, SHOWN).to_pylist() for name, table in tables(settlement).items() if name != "stays"}
    places = rulebook.places
    return {
        "cities": [places[name].words for name in places.cities],
        "heat": list(_heat(places, settlement.clearing)),
        "tables": shown,
        "wrong": list(islice(settlement.refused(), SHOWN)),
        "words_of": lambda place: places[place].words if place in places else N_("unknown"),
    }


def _heat(places: Places, clearing: beds.Clearing) -> Iterator[Mapping[str, Any]]:
    """The rows of the heat map: a city, and its cells with fen and shade, from 0 for nothing to the darkest for the most."""
    most = int(clearing.matrix.max()) or 1
    for number, (name, row) in enumerate(zip(places.cities, clearing.matrix, strict=True)):
        cells = [
            {"fen": int(fen), "shade": -(-int(fen) * SHADES // most), "own": number == place}
            for place, fen in enumerate(row)
        ]
        yield {"city": places[name].words, "cells": cells}
