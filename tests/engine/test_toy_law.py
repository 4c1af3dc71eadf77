"""The toy law holds every kind of thing that a law can hold, so that whatever runs on it has met them all."""

import ast
import inspect
from typing import get_args

import pytest
from generators.toy import FOLDER

from cdmz_rules import model
from cdmz_rules.files import yaml as yamls
from cdmz_rules.law import reform_schema, schema
from cdmz_rules.model.variable import OURS

FILES = [yamls.read(file) for file in (FOLDER / "parameters").rglob("*.yaml")]
FACTS = [file["metadata"] for file in FILES]
VALUES = [
    entry["metadata"]
    for file in FILES
    for place, block in file.items()
    if place not in ("description", "metadata")
    for entry in block["values"].values()
]
REFORMS = [yamls.read(file) for file in (FOLDER / "reforms").glob("*.yaml")]
CHANGES = [
    change
    for reform in REFORMS
    for found in reform.get("parameters", {}).values()
    for change in (found if isinstance(found, list) else [found])
]
FORMULAS = [ast.parse(file.read_text(encoding="utf-8")) for file in (FOLDER / "variables").rglob("*.py")]
PLACES = yamls.read(FOLDER / "registry" / "jurisdictions.yaml")
BASES = {name for name in model.__all__ if inspect.isclass(getattr(model, name))}


def keys(found):
    return {key for each in found for key in each}


def said(found, key):
    return {each[key] for each in found if key in each}


def options(model, field):
    return set(get_args(model.model_fields[field].annotation))


def rules():
    for change in CHANGES:
        rule = change.get("rule")
        yield from rule if isinstance(rule, dict) else [rule] if rule else ()


@pytest.mark.parametrize(
    ("held", "known"),
    [
        (keys(FACTS), set(schema.ItemFacts.model_fields)),
        (said(FACTS, "kind") | {"number"}, options(schema.ItemFacts, "kind")),
        (said(FACTS, "favours"), options(schema.ItemFacts, "favours")),
        (said(FACTS, "comparison"), {"<=", ">="}),
        # Who checked a figure, an overlay alone says.
        (keys(VALUES), set(schema.ValueFacts.model_fields) - {"checked_by"}),
        (said(VALUES, "evidence"), {"official", "reported", "recalled"}),
        (said(VALUES, "on_expiry"), {"reverts", "ends", "unknown"}),
        (keys(REFORMS), set(reform_schema.ReformFile.model_fields)),
        (keys(CHANGES), {field.alias or name for name, field in reform_schema.Change.model_fields.items()}),
        (set(rules()), {*get_args(reform_schema.RuleName), *reform_schema.Computed.model_fields}),
        (said(PLACES.values(), "level"), {"national", "province", "city", "zone", "pool", "outside"}),
    ],
    ids=("item", "kind", "favours", "line", "value", "evidence", "expiry", "reform", "change", "rule", "place"),
)
def test_the_toy_law_holds_whatever_a_file_of_the_law_can_say(held, known):
    assert held == known


def test_the_toy_law_declares_whatever_a_variable_can():
    classes = [node for tree in FORMULAS for node in tree.body if isinstance(node, ast.ClassDef)]
    bases = {base.id for each in classes for base in each.bases}
    named = {name.id for tree in FORMULAS for name in ast.walk(tree) if isinstance(name, ast.Name)}
    told = {part.targets[0].id for each in classes for part in each.body if isinstance(part, ast.Assign)}
    assert bases | named >= BASES
    # No benefit of the toy law has all that comes with it in one report; tests/engine/test_totals.py holds what that counts for.
    assert told >= OURS - {"kind", "in_all"}
