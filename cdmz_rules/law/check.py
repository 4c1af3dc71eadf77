"""Checking the files of the law: what OpenFisca's own reader would let pass is named here, with file, line and mend."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from cdmz_rules.errors import LawFileError, LawProblem, Problem, nearest, pointer_of
from cdmz_rules.files import yaml as yamls
from cdmz_rules.i18n.problems import KEY, Misfit, steps_of
from cdmz_rules.law import reform_schema, schema
from cdmz_rules.law.documents import Document
from cdmz_rules.law.item import BEGINNING
from cdmz_rules.places import Places
from cdmz_rules.reading import numbers
from cdmz_rules.reading.plain import shown

COVERED_LEVELS = ("city", "pool")


def check(
    folder: Path, places: Places, documents: Mapping[str, Document], *, overlay: bool = False
) -> list[LawProblem]:
    """Every mistake in the parameter files below a folder."""
    if not folder.is_dir():
        return [LawProblem(folder, 0, "there is no such folder")]
    problems: list[LawProblem] = []
    for file in sorted(folder.rglob("*")):
        if file.is_dir() or file.name.startswith("."):
            continue
        if file.suffix != ".yaml":
            problems.append(LawProblem(file, 1, "only .yaml files belong here"))
            continue
        try:
            problems += check_file(file, places, documents, overlay=overlay)
        except LawFileError as error:
            problems += error.problems
    return problems


def check_file(
    file: Path, places: Places, documents: Mapping[str, Document], *, overlay: bool = False
) -> list[LawProblem]:
    """Every mistake in one parameter file."""
    data = yamls.read(file)
    where = yamls.lines(file.read_text(encoding="utf-8"))
    if not isinstance(data, dict):
        return [LawProblem(file, 1, "a parameter file is a mapping", "start with `description:`")]
    model: type[BaseModel] = schema.FolderFile if file.name == "index.yaml" else schema.ItemFile
    problems = validate(schema.OverlayFile if overlay else model, data, file, where, places)
    if problems or file.name == "index.yaml":
        return problems
    own = [] if overlay else [*_named(data, file, where), *_item(data, file, where, places)]
    return [*_values(data, file, where, documents), *own]


def validate(
    model: type[BaseModel],
    data: Any,
    file: Path,
    where: Mapping[tuple[str, ...], int],
    places: Places,
) -> list[LawProblem]:
    """Hold data against a schema; each mistake with the line of the nearest key that stands in the file."""
    try:
        model.model_validate(data, context=schema.names(places))
    except ValidationError as error:
        parts = (schema.ItemFacts, schema.ValueFacts, reform_schema.Change, schema.FolderFacts, model)
        return faults(error, file, where, {name for part in parts for name in part.model_fields}, data)
    return []


def faults(
    error: ValidationError, file: Path, where: Mapping[tuple[str, ...], int], keys: Iterable[str], data: object = None
) -> list[LawProblem]:
    """Each mistake that a schema names, with the line of the nearest key that stands in the file.

    Args:
        error: The mistakes.
        file: The file.
        where: The line of each key.
        keys: Which keys there are: a wrong one may be one of them.
        data: What the file holds, where places are named as they are written there.
    """
    found = [(fault, fault["loc"] if data is None else steps_of(fault, data)) for fault in error.errors()]
    return [LawProblem(file, line_of(where, steps), _say(fault, steps), _mend(fault, keys)) for fault, steps in found]


def line_of(where: Mapping[tuple[str, ...], int], loc: tuple[int | str, ...]) -> int:
    """The line of the nearest key that stands in the file."""
    path = tuple(str(step) for step in loc if step != KEY)
    while path not in where:
        path = path[:-1]
    return where[path]


def _say(fault: Any, steps: Iterable[str | int]) -> str:
    place = pointer_of(step for step in steps if step not in (*reform_schema.FORMS, KEY))
    cause = (fault.get("ctx") or {}).get("error")
    # Which class a mapping would become is no word for who writes files.
    message = (
        cause.words.en
        if isinstance(cause, Misfit)
        else str(fault["msg"]).removeprefix("Value error, ").partition(" or instance of ")[0]
    )
    return f"{place}: {message}" if place else message


def _mend(fault: Any, keys: Iterable[str]) -> str:
    if fault["type"] != "extra_forbidden":
        return ""
    near = nearest(str(fault["loc"][-1]), keys)
    return f"did you mean `{near}`?" if near else "this key has no meaning here"


def _values(
    data: Mapping[str, Any], file: Path, where: Mapping[tuple[str, ...], int], documents: Mapping[str, Document]
) -> Iterator[LawProblem]:
    for place, days, day, entry in _entries(data):
        line = where[(place, "values", day)]
        if list(days) != sorted(days):
            yield LawProblem(file, line, f"{place}: the dates do not ascend", "put the oldest first")
            return
        source = entry["metadata"].get("source")
        if source is not None and source not in documents:
            near = nearest(source, documents)
            mend = f"did you mean {near}?" if near else "add the document to sources.yaml"
            yield LawProblem(file, line, f"{place} {day}: no document {source!r} in the register", mend)
        until = entry["metadata"].get("until")
        if until is not None and str(until) < day:
            yield LawProblem(file, line, f"{place} {day}: `until` {until} lies before the first day")


def _named(data: Mapping[str, Any], file: Path, where: Mapping[tuple[str, ...], int]) -> Iterator[LawProblem]:
    """The law that everybody reads names nobody; who checked a figure stands in the overlay of the bureau."""
    for place, _, day, entry in _entries(data):
        if "checked_by" in entry["metadata"]:
            line = where[(place, "values", day, "metadata", "checked_by")]
            yield LawProblem(file, line, f"{place} {day}: checked_by belongs into an overlay", "take the name out")


def _entries(data: Mapping[str, Any]) -> Iterator[tuple[str, Any, str, Any]]:
    for place, block in data.items():
        if place not in ("description", "metadata"):
            for day, entry in block["values"].items():
                yield place, block["values"], str(day), entry


def _item(
    data: Mapping[str, Any], file: Path, where: Mapping[tuple[str, ...], int], places: Places
) -> Iterator[LawProblem]:
    facts = schema.ItemFacts.model_validate(data["metadata"])
    low, high = facts.bounds
    for place, _, day, entry in _entries(data):
        value, line = entry["value"], where[(place, "values", day, "value")]
        fault = None if value is None else misfit(value, facts, places)
        if fault:
            yield LawProblem(file, line, f"{place} {day}: {fault}")
        elif (
            facts.kind == "number"
            and value is not None
            and not ((low is None or low <= value) and (high is None or value <= high))
        ):
            outside = f"{place} {day}: {value} lies outside the item's bounds {span(low, high)}"
            yield LawProblem(file, line, outside)
    yield from _coverage(data, file, places)


def misfit(value: Any, facts: schema.ItemFacts, places: Places) -> str | None:
    """Why a value is not of the kind of its item; None if it is."""
    fits = {
        "number": isinstance(value, int | float) and not isinstance(value, bool),
        "boolean": isinstance(value, bool),
        "choice": isinstance(value, str) and value in (facts.choices or {}),
        "places": isinstance(value, list) and all(name in places for name in value),
        "date": schema.is_day(value),
    }
    if not fits[facts.kind]:
        return f"{shown(value).en} is no {facts.kind}"
    beyond = facts.kind == "number" and isinstance(numbers.read(value), Problem)
    return f"{shown(value).en} is too large" if beyond else None


def span(low: float | None, high: float | None) -> str:
    """Bounds of a number, of which one may be open."""
    if low is None or high is None:
        return f"≤ {high:,g}" if low is None else f"≥ {low:,g}"
    return f"{low:,g}–{high:,g}"


def _coverage(data: Mapping[str, Any], file: Path, places: Places) -> Iterator[LawProblem]:
    """Silence is not allowed: every city and pool has a value, an unknown, or inherits one, from the beginning of time.

    Of a place that an overlay adds, what it does not say is unknown.
    """
    first = {
        place: min(map(str, block["values"]))
        for place, block in data.items()
        if place not in ("description", "metadata")
    }
    for name, place in places.items():
        if place.level in COVERED_LEVELS and name in places.shipped:
            starts = [first[step] for step in places.chain(name) if step in first]
            if not starts or min(starts) != BEGINNING.isoformat():
                yield LawProblem(
                    file,
                    1,
                    f"{name}: nothing is said about the time from {BEGINNING}",
                    "write a value or a null with its reason",
                )
