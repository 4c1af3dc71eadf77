"""The shipped law as a snapshot. What else a snapshot is and refuses is tested on the toy law."""

import zipfile
from pathlib import Path

import pytest
from generators.shipped import BOOK, PACK

from cdmz_rules.decisions.case_file import read_case
from cdmz_rules.decisions.decide import decide
from cdmz_rules.decisions.replay import replay
from cdmz_rules.errors import LawFileError
from cdmz_rules.files import yaml
from cdmz_rules.law import snapshot

ROOT = Path(__file__).resolve().parents[2]
CASE = read_case(ROOT / "examples" / "deyang_household.yaml")
ITEM = "parameters/provident_fund/loan/maximum_single.yaml"


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    file = tmp_path_factory.mktemp("snapshot") / "law.zip"
    snapshot.write(file, BOOK.law, BOOK.content, BOOK.formulas)
    return file


@pytest.fixture(scope="module")
def law(archive):
    return snapshot.read(archive, BOOK.places, BOOK.content)


def test_it_holds_parameters_reforms_and_registers(archive):
    manifest = snapshot.manifest(archive)
    parts = {ITEM, "reforms/assumptions_2026.yaml", "registry/sources.yaml", "registry/units.yaml"}
    assert parts <= manifest.files.keys()
    assert (manifest.law, manifest.formulas) == (BOOK.law.fingerprint, BOOK.formulas)


def test_the_law_read_from_it_is_the_law_that_was_written(law):
    assert law is not BOOK.law
    assert law.fingerprint == BOOK.law.fingerprint
    assert set(law) == set(BOOK.law)


@pytest.mark.parametrize("reform", [None, PACK], ids=["without the pack", "with the pack"])
def test_a_decision_is_replayed_under_it(archive, law, reform):
    receipt = decide(CASE, "provident_fund_loan", "2026-04-01", reform=reform).receipt.model_dump(mode="json")
    again = replay(receipt, law, snapshot.packs(archive, BOOK.places))
    assert (again.same, again.needs) == (True, [])


def test_a_unit_that_means_something_else_is_named(archive):
    with zipfile.ZipFile(archive) as opened:
        units = yaml.parse(opened.read("registry/units.yaml").decode("utf-8"))
    snapshot._same_units({"registry/units.yaml": yaml.dump(units).encode()}, archive)
    units["CNY"]["decimals"] = 0
    with pytest.raises(LawFileError, match=r"units\.yaml: CNY"):
        snapshot._same_units({"registry/units.yaml": yaml.dump(units).encode()}, archive)
