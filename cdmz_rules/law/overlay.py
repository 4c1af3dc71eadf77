"""An overlay: a folder in which a bureau writes its own figures, without touching the package.

It mirrors the repository: ``parameters/…/item.yaml`` (places and values only), ``sources.yaml``, ``jurisdictions.yaml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openfisca_core.parameters import Parameter, ParameterNode

from cdmz_rules import places
from cdmz_rules.errors import InputError, LawFileError, LawProblem, NotFound, Problem
from cdmz_rules.files import yaml as yamls
from cdmz_rules.law import check, schema, sources

if TYPE_CHECKING:
    from cdmz_rules.law.item import Item
    from cdmz_rules.law.law import Law


def merge(root: ParameterNode, folder: Path) -> Mapping[int, str]:
    """Merge an overlay into OpenFisca's tree: a value of the same place and day is replaced, others are added.

    Returns:
        Which values of the tree come from the overlay, by their identity.

    Raises:
        LawFileError: if the folder does not exist or a file does not fit.
    """
    if not folder.is_dir():
        raise LawFileError(
            [LawProblem(folder, 1, "the overlay folder does not exist", "create it or unset CDMZ_LAW_OVERLAY")]
        )
    parameters = folder / "parameters"
    problems = check.check(parameters, sources.load(folder), overlay=True) if parameters.is_dir() else []
    if problems:
        raise LawFileError(problems)
    origins: dict[int, str] = {}
    for file in sorted(parameters.rglob("*.yaml")):
        node = _node(root, file, parameters)
        for place, block in yamls.read(file).items():
            origins |= {id(value): "overlay" for value in _merge_place(node, place, block, file)}
    return origins


def _node(root: ParameterNode, file: Path, parameters: Path) -> ParameterNode:
    steps = file.relative_to(parameters).with_suffix("").parts
    node = root
    for step in steps:
        if step not in getattr(node, "children", {}):
            known = [".".join((*steps[:-1], name)) for name in getattr(node, "children", {})]
            raise LawFileError(
                [LawProblem(file, 1, f"the law has no item {'.'.join(steps)}", f"known here: {', '.join(known)}")]
            )
        node = node.children[step]
    return node


def _merge_place(node: ParameterNode, place: str, block: dict[str, Any], file: Path) -> list[Any]:
    added = Parameter(f"{node.name}.{place}", block, str(file))
    if place not in node.children:
        node.add_child(place, added)
        return list(added.values_list)
    theirs = {value.instant_str: value for value in node.children[place].values_list}
    ours = {value.instant_str: value for value in added.values_list}
    node.children[place].values_list = [value for _, value in sorted((theirs | ours).items(), reverse=True)]
    return list(ours.values())


def set_value(
    law: Law,
    folder: Path,
    path: str,
    *,
    where: str,
    start: str,
    value: object,
    source: str,
    evidence: str = "reported",
    until: str | None = None,
    on_expiry: str | None = None,
    today: date | None = None,
) -> Path:
    """Write one figure of a bureau into an overlay folder.

    Args:
        law: The law that the overlay stands on.
        folder: The overlay folder; made if it does not exist.
        path: The item.
        where: The place.
        start: The first day.
        value: The figure, as YAML reads it.
        source: A key of the register, or the title of the document.
        evidence: official, reported or recalled.
        until: The last day, if the document names one.
        on_expiry: What happens then: reverts, ends or unknown.
        today: The day of verification.

    Returns:
        The file written.

    Raises:
        InputError: if the item, place, date, value or evidence is not valid.
    """
    item = law.item(path)
    if where not in places.JURISDICTIONS:
        raise NotFound("地区", "place", where, places.JURISDICTIONS, "--where")
    documents = dict(sources.load(folder))
    key = source if source in documents else _document_key(source)
    facts: dict[str, object] = {
        "evidence": evidence,
        "source": key,
        "last_verified": str(max(str(today or date.today()), start)),
    }
    facts |= {"until": until, "on_expiry": on_expiry} if until else {}
    entry = {"value": value, "metadata": facts}
    _refuse_misfit(item, start, entry)
    if key not in documents:
        _add_document(folder, key, source)
    file = folder / "parameters" / Path(*path.split(".")).with_suffix(".yaml")
    data = yamls.read(file) if file.is_file() else {}
    values = data.setdefault(where, {}).setdefault("values", {})
    values[start] = entry
    data[where]["values"] = dict(sorted(values.items()))
    yamls.write_text(file, yamls.dump(data))
    return file


def _refuse_misfit(item: Item, start: str, entry: dict[str, Any]) -> None:
    faults = check.validate(schema.PlaceValues, {"values": {start: entry}}, Path(item.path), {(): 1})
    messages = [fault.message for fault in faults]
    facts = schema.ItemFacts.model_construct(kind=item.kind, choices=dict(item.choices) or None)
    misfit = check._misfit(entry["value"], facts)
    low, high = item.bounds
    if misfit:
        messages.append(misfit)
    elif item.kind == "number" and not (
        (low is None or low <= entry["value"]) and (high is None or entry["value"] <= high)
    ):
        messages.append(f"{entry['value']} lies outside {low}..{high}")
    if messages:
        raise InputError([Problem("invalid_value", item.path, message, message) for message in messages])


def _document_key(title: str) -> str:
    return "overlay-" + "".join(letter if letter.isalnum() else "-" for letter in title)[:60]


def _add_document(folder: Path, key: str, title: str) -> None:
    file = folder / "sources.yaml"
    register = yamls.read(file) if file.is_file() else {}
    register[key] = {"title": title, "read_as": "official_text"}
    yamls.write_text(file, yamls.dump(register))
