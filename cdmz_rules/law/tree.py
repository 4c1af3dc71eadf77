"""From the files of the law to OpenFisca's parameter tree, and from the tree to legal items.

Items are read off the tree, not off the files, so that an OpenFisca reform that changes the tree changes the law too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from openfisca_core.errors import ParameterParsingError
from openfisca_core.parameters import Parameter, ParameterAtInstant, ParameterNode

from cdmz_rules.errors import LawFileError, LawProblem
from cdmz_rules.files import yaml as yamls
from cdmz_rules.i18n.words import Words, both
from cdmz_rules.law.item import Cell, Item, State, Written
from cdmz_rules.places import Places

INHERITED = ("governed_by", "date_anchor")


class Overlaid(NamedTuple):
    """What an overlay did to a parameter tree.

    Attributes:
        entered: Which values of the tree come from it, by their identity.
        replaced: The values of the law in whose place some of them stand, by the name of their parameter.
    """

    entered: frozenset[int] = frozenset()
    replaced: Mapping[str, Sequence[ParameterAtInstant]] = MappingProxyType({})


PLAIN = Overlaid()


def read(folder: Path, name: str = "") -> ParameterNode:
    """OpenFisca's tree of a folder of the law, as its own reader makes it, in a third of the time.

    Raises:
        LawFileError: if a file cannot be read.
    """
    index = folder / "index.yaml"
    node = _node(name, (yamls.read(index) if index.is_file() else None) or {}, folder)
    for path in sorted(folder.iterdir()):
        below = f"{name}.{path.stem}" if name else path.stem
        if path.is_dir():
            node.add_child(path.name, read(path, below))
        elif path.suffix == ".yaml" and path != index:
            node.add_child(path.stem, _node(below, yamls.read(path), path))
    return node


def _node(name: str, content: Any, file: Path) -> ParameterNode:
    try:
        return ParameterNode(name, data=content, file_path=str(file))
    except (ParameterParsingError, AttributeError, TypeError) as error:
        raise LawFileError(
            [LawProblem(file, 1, f"this is no item of the law: {' '.join(str(error).split())}")]
        ) from error


def item(path: str, content: Any, file: Path, places: Places) -> Item:
    """One item, from what its file holds.

    Raises:
        LawFileError: if it is no item.
    """
    return _read_off(_node(path, content, file), {}, places, PLAIN)


def items(root: ParameterNode, places: Places, overlaid: Overlaid = PLAIN) -> dict[str, Item]:
    """Every item of a parameter tree, by path; ``overlaid`` says what of it an overlay has entered."""
    by_path: dict[str, Item] = {}

    def walk(node: ParameterNode, inherited: dict[str, Any]) -> None:
        facts = inherited | {key: node.metadata[key] for key in INHERITED if key in node.metadata}
        if node.children and all(isinstance(child, Parameter) for child in node.children.values()):
            item = _read_off(node, facts, places, overlaid)
            by_path[item.path] = item
            return
        for _, child in sorted(node.children.items()):
            if isinstance(child, ParameterNode):
                walk(child, facts)

    walk(root, {})
    return by_path


def _read_off(node: ParameterNode, inherited: dict[str, Any], places: Places, overlaid: Overlaid) -> Item:
    try:
        return _item(node, inherited, places, overlaid)
    except (LookupError, TypeError, ValueError, OverflowError) as error:
        beyond = isinstance(error, OverflowError)
        message = f"{node.name}: " + ("a number is too large" if beyond else f"{type(error).__name__}: {error}")
        raise LawFileError([LawProblem(Path(node.file_path), 1, message)]) from error


def _item(node: ParameterNode, inherited: dict[str, Any], places: Places, overlaid: Overlaid) -> Item:
    meta = inherited | node.metadata
    low, high = meta.get("bounds") or (None, None)
    item = Item(
        path=node.name,
        label=both(meta["label"]),
        unit=meta["unit"],
        places=places,
        kind=meta.get("kind", "number"),
        favours=meta.get("favours", "none"),
        bounds=(None if low is None else float(low), None if high is None else float(high)),
        bounds_because=both(meta["bounds_because"]) if "bounds_because" in meta else None,
        comparison=meta.get("comparison"),
        date_anchor=meta.get("date_anchor", "application"),
        question=both(meta["question"]) if "question" in meta else None,
        governed_by=meta.get("governed_by"),
        choices={str(key): both(words) for key, words in (meta.get("choices") or {}).items()},
        rounding=meta.get("rounding"),
        harmonisable=bool(meta.get("harmonisable", False)),
        restricts=bool(meta.get("restricts", False)),
        description=node.description or "",
        file=node.file_path,
    )
    written = {place: tuple(_written(parameter, overlaid)) for place, parameter in node.children.items()}
    return with_written(item, written)


def _written(parameter: Parameter, overlaid: Overlaid) -> Iterable[Written]:
    for value in (*overlaid.replaced.get(parameter.name, ()), *parameter.values_list):
        origin = "overlay" if id(value) in overlaid.entered else "law"
        yield Written(date.fromisoformat(value.instant_str), value.value, value.metadata, origin)


def with_written(item: Item, written: Mapping[str, Sequence[Written]]) -> Item:
    """The item with other values, as files hold them by place; an overlay's stand in place of the law's of the same day."""
    versions = {place: cells(item, place, values) for place, values in written.items() if values}
    return replace(item, versions=versions, written=written)


def cells(item: Item, place: str, written: Iterable[Written]) -> tuple[Cell, ...]:
    """The cells of a place, from its values as files hold them."""
    by_day: dict[date, Written] = {}
    for value in written:
        if value.origin == "overlay" or value.start not in by_day:
            by_day[value.start] = value
    days = sorted(by_day)
    result: list[Cell] = []
    for position, day in enumerate(days):
        follows = days[position + 1] if position + 1 < len(days) else None
        result += _cell(item, place, by_day[day], follows)
    return tuple(result)


def _cell(item: Item, place: str, value: Written, follows: date | None) -> list[Cell]:
    meta, start = value.facts, value.start
    until = _day(meta.get("until"))
    last = until or (follows - timedelta(days=1) if follows else None)
    reason = meta.get("unknown") or meta.get("not_in_force")
    state = State.KNOWN
    if value.value is None:
        state = State.NOT_IN_FORCE if "not_in_force" in meta else State.UNKNOWN
    cell = Cell(
        path=item.path,
        place=place,
        start=start,
        state=state,
        value=value.value,
        number=item.number(value.value) if state is State.KNOWN else 0.0,
        until=last,
        # A value that an OpenFisca reform put into the tree names no evidence: it is an assumption.
        evidence=meta.get("evidence", "assumed" if state is State.KNOWN else None),
        source=meta.get("source"),
        article=meta.get("article"),
        last_verified=_day(meta.get("last_verified")),
        first_seen=meta.get("starts") == "first_seen",
        reason=both(reason) if reason else None,
        ask=meta.get("ask"),
        note=meta.get("note"),
        encoded=value.encoded,
        on_expiry=str(meta.get("on_expiry", "unknown")) if until else None,
        origin=value.origin,
    )
    if until is None or (follows is not None and follows <= until + timedelta(days=1)):
        return [cell]
    return [cell, _after(cell, until, str(meta.get("on_expiry", "unknown")))]


def _after(cell: Cell, until: date, on_expiry: str) -> Cell:
    """What stands once a document has ended: a derogation reverts, a grant is over, a regime is unknown."""
    states = {"reverts": State.REVERTS, "ends": State.NOT_IN_FORCE, "unknown": State.UNKNOWN}
    reasons = {
        "reverts": Words(
            f"规定执行至{until}，此后恢复一般规定", f"in force until {until}; the general rule applies again"
        ),
        "ends": Words(f"规定执行至{until}，已到期", f"in force until {until}, then over"),
        "unknown": Words(
            f"规定执行至{until}，此后如何规定未见文件", f"in force until {until}; no text is known for the time after"
        ),
    }
    return Cell(
        cell.path,
        cell.place,
        until + timedelta(days=1),
        states[on_expiry],
        # That a grant is over is as well founded as the grant: the same text says until when.
        evidence=cell.evidence if on_expiry == "ends" else None,
        source=cell.source,
        reason=reasons[on_expiry],
        ask=cell.ask,
        encoded=cell.encoded,
        origin=cell.origin,
    )


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None
