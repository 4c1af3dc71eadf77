"""An overlay: a folder in which a bureau writes its own figures, without touching the package.

It mirrors the repository: ``parameters/…/item.yaml`` (places and values only), ``sources.yaml``, ``jurisdictions.yaml``,
``offices.yaml``, ``population.yaml``.
"""

from __future__ import annotations

from pathlib import Path

from openfisca_core.parameters import Parameter, ParameterAtInstant, ParameterNode

from cdmz_rules.errors import InputError, LawFileError, LawProblem, Problem
from cdmz_rules.files import yaml as yamls
from cdmz_rules.law import check
from cdmz_rules.law.documents import load_documents
from cdmz_rules.law.tree import Overlaid
from cdmz_rules.places import Places

HELD = ("parameters", "sources.yaml", "jurisdictions.yaml")
"""What an overlay holds."""
OF_A_LAW = {"variables", "registry", "reforms"}
"""What a law by itself holds, and an overlay does not."""


def merge(root: ParameterNode, places: Places, registry: Path, folder: Path) -> Overlaid:
    """Merge an overlay into OpenFisca's tree: a value of the same place and day is replaced, others are added.

    Returns:
        What was entered, and what of the law it stands in place of.

    Raises:
        LawFileError: if the folder does not exist or a file does not fit.
    """
    if not folder.is_dir():
        raise LawFileError(
            [LawProblem(folder, 1, "the overlay folder does not exist", "create it or unset CDMZ_LAW_OVERLAY")]
        )
    parameters = folder / "parameters"
    problems = (
        check.check(parameters, places, load_documents(registry, folder), overlay=True) if parameters.is_dir() else []
    )
    if problems:
        raise LawFileError(problems)
    entered: set[int] = set()
    replaced: dict[str, list[ParameterAtInstant]] = {}
    for file in sorted(parameters.rglob("*.yaml")):
        node = _node(root, file, parameters)
        for place, block in yamls.read(file).items():
            added = Parameter(f"{node.name}.{place}", block, str(file))
            entered |= {id(value) for value in added.values_list}
            replaced[added.name] = _merge_place(node, place, added)
    return Overlaid(frozenset(entered), replaced)


def refuse_another(folder: Path) -> None:
    """Refuse a folder that holds something else than an overlay; one that is empty, or not there yet, may become one.

    Raises:
        InputError: with the folder.
    """
    names = {each.name for each in folder.iterdir() if not each.name.startswith(".")} if folder.is_dir() else set()
    if names and (names.isdisjoint(HELD) or not names.isdisjoint(OF_A_LAW)):
        words = "这个文件夹不是叠加层，装着别的内容", "this folder is no overlay: it holds other things"
        raise InputError([Problem("not_an_overlay", str(folder), *words, ", ".join(HELD))])


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


def _merge_place(node: ParameterNode, place: str, added: Parameter) -> list[ParameterAtInstant]:
    """Enter an overlay's values at a place; those of the law in whose place they stand."""
    if place not in node.children:
        node.add_child(place, added)
        return []
    before = {value.instant_str: value for value in node.children[place].values_list}
    entered = {value.instant_str: value for value in added.values_list}
    node.children[place].values_list = [value for _, value in sorted((before | entered).items(), reverse=True)]
    return [value for day, value in before.items() if day in entered]
