"""Snapshots of the law: the same bytes for the same law, and nothing but the law when they are loaded."""

import hashlib
import io
import json
import re
import zipfile

import pytest
from generators.toy import BOOK, FOLDER, PACK

from cdmz_rules import Rulebook
from cdmz_rules.decisions.case_file import read_case
from cdmz_rules.decisions.decide import decide
from cdmz_rules.decisions.receipt import content_hash
from cdmz_rules.decisions.replay import replay
from cdmz_rules.errors import LawFileError
from cdmz_rules.files import yaml
from cdmz_rules.files.paths import REGISTRY
from cdmz_rules.law import archive as archives
from cdmz_rules.law import snapshot
from cdmz_rules.law.entry import set_value

CASE = read_case(FOLDER / "examples" / "orchard_loan.yaml")
ITEM = "parameters/orchard/most.yaml"
UNITS = yaml.read(REGISTRY / "units.yaml")


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    file = tmp_path_factory.mktemp("snapshot") / "law.zip"
    write(file)
    return file


def write(file, book=BOOK):
    return snapshot.write(file, book.law, book.content, book.formulas)


def read(file, book=BOOK):
    return snapshot.read(file, book.places, book.content)


def packs(file):
    return snapshot.packs(file, BOOK.places)


def receipt(book=BOOK, case=CASE):
    """The receipt of a decision, as it is kept."""
    return decide(case, "orchard_loan", case["date"], rulebook=book).receipt.model_dump(mode="json")


def packed(file, members):
    """An archive of these members."""
    with zipfile.ZipFile(file, "w") as opened:
        for name, content in members:
            opened.writestr(name, content)
    return file


def members(file):
    with zipfile.ZipFile(file) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def repacked(archive, file, **changed):
    """The archive with some files replaced, and a manifest that vouches for them."""
    content = members(archive) | {name.replace("__", "/") + ".yaml": text.encode() for name, text in changed.items()}
    manifest = json.loads(content.pop("manifest.json"))
    manifest["files"] = {name: hashlib.sha256(data).hexdigest() for name, data in content.items()}
    return packed(file, [*content.items(), ("manifest.json", json.dumps(manifest))])


def test_the_same_law_gives_the_same_bytes(archive, tmp_path):
    again = tmp_path / "again.zip"
    write(again)
    assert again.read_bytes() == archive.read_bytes()
    assert [file.name for file in tmp_path.iterdir()] == ["again.zip"]


def test_it_holds_parameters_reforms_and_registers_with_their_hashes(archive):
    manifest = snapshot.manifest(archive)
    assert {ITEM, "reforms/assumptions_2026.yaml", "registry/sources.yaml"} <= manifest.files.keys()
    assert manifest.law == BOOK.law.fingerprint
    assert manifest.formulas == BOOK.formulas
    with zipfile.ZipFile(archive) as opened:
        assert {member.date_time[0] for member in opened.infolist()} == {1980}


def test_the_law_read_from_it_is_the_law_that_was_written(archive):
    law = read(archive)
    assert law is not BOOK.law
    assert law.fingerprint == BOOK.law.fingerprint
    assert set(law) == set(BOOK.law)


def test_a_decision_is_replayed_under_it(archive):
    again = replay(receipt(), read(archive), rulebook=BOOK)
    assert again.same
    assert not again.needs


def test_a_receipt_finds_its_pack_in_the_snapshot(archive, tmp_path):
    kept = receipt(BOOK.under(PACK))
    assert replay(kept, read(archive), packs(archive), rulebook=BOOK).needs == []
    text = (FOLDER / "reforms" / "assumptions_2026.yaml").read_text(encoding="utf-8")
    other = repacked(archive, tmp_path / "other.zip", reforms__assumptions_2026=text.replace("zh: ", "zh: 曾", 1))
    (need,) = replay(kept, read(other), packs(other), rulebook=BOOK).needs
    assert "assumptions_2026 as it was then" in need.en
    # Another reform of the archive includes the pack, and is refused with it.
    with pytest.raises(LawFileError, match="does not fit the schema"):
        packs(repacked(archive, tmp_path / "spoilt.zip", reforms__assumptions_2026="name: x"))


def test_a_pack_of_a_snapshot_is_read_as_the_pack_of_a_folder_is(archive, tmp_path):
    text = (FOLDER / "reforms" / "assumptions_2026.yaml").read_text(encoding="utf-8")
    written = text.replace("value: 1000,", "value: 0.1万元,").replace("from: 2020-01-01", "from: 2020年1月1日")
    other = repacked(archive, tmp_path / "other.zip", reforms__assumptions_2026=written)
    assert written != text
    assert content_hash(packs(other)["assumptions_2026"]) == content_hash(BOOK.reforms.load("assumptions_2026"))


def test_a_receipt_of_an_overlay_is_replayed_without_it(tmp_path):
    overlay, file = tmp_path / "upper", tmp_path / "law.zip"
    place = {"where": "upper", "start": "2026-10-01", "source": "上果〔2026〕1号"}
    set_value(BOOK.law, BOOK.content.registry, overlay, "orchard.most", value=50_000, **place)
    book = Rulebook.load(FOLDER, overlay)
    kept, manifest = receipt(book), write(file, book)
    assert f"overlay/{ITEM}" in members(file)
    assert manifest.law == kept["law"] == book.law.fingerprint != BOOK.law.fingerprint
    assert read(file).fingerprint == manifest.law
    with_it, without = replay(kept, read(file), rulebook=BOOK), replay(kept, rulebook=BOOK)
    assert (with_it.same, with_it.needs) == (True, [])
    assert not without.same
    assert manifest.law[:12] in without.needs[0].en


def test_other_places_are_named_not_loaded(tmp_path):
    overlay, file = tmp_path / "middle", tmp_path / "law.zip"
    overlay.mkdir()
    place = "middle: {level: city, parent: valley, code: 900300, zh: 中城, en: Middle, offices: {}}\n"
    (overlay / "jurisdictions.yaml").write_text(place, encoding="utf-8")
    book = Rulebook.load(FOLDER, overlay)
    write(file, book)
    with pytest.raises(LawFileError, match=r"jurisdictions\.yaml: middle"):
        read(file)
    again = replay(receipt(book), read(file, book), rulebook=book)
    assert (again.same, again.needs) == (True, [])


def test_units_that_were_added_or_said_otherwise_since_do_not_keep_an_old_snapshot_from_loading(archive, tmp_path):
    then = {name: {**facts, "en": "x"} for name, facts in UNITS.items() if name != "number"}
    law = read(repacked(archive, tmp_path / "law.zip", registry__units=yaml.dump(then)))
    assert law.fingerprint == BOOK.law.fingerprint


@pytest.mark.parametrize("unit", [{"CNY": {"zh": "元", "en": "yuan", "decimals": 0}}, {"ell": {"decimals": 2}}])
def test_a_unit_that_means_something_else_is_named(archive, tmp_path, unit):
    then = {**UNITS, **unit}
    with pytest.raises(LawFileError, match=rf"units\.yaml: {next(iter(unit))}"):
        read(repacked(archive, tmp_path / "law.zip", registry__units=yaml.dump(then)))


def test_a_changed_archive_is_refused(archive, tmp_path):
    content = members(archive)
    content[ITEM] = content[ITEM].replace(b"200_000", b"900_000")
    with pytest.raises(LawFileError, match=f"{ITEM} is not as the manifest says"):
        read(packed(tmp_path / "changed.zip", content.items()))


def test_an_archive_whose_law_is_not_the_manifests_is_refused(archive, tmp_path):
    text = (FOLDER / ITEM).read_text(encoding="utf-8").replace("200_000", "900_000")
    with pytest.raises(LawFileError, match="not the one that its manifest names"):
        read(repacked(archive, tmp_path / "other.zip", parameters__orchard__most=text))


def test_yaml_that_names_python_objects_is_never_run(archive, tmp_path):
    mark = tmp_path / "was_run"
    text = f"description: !!python/object/apply:pathlib.Path.touch [!!python/object/apply:pathlib.Path [{mark}]]\n"
    with pytest.raises(LawFileError, match="most"):
        read(repacked(archive, tmp_path / "evil.zip", parameters__orchard__most=text))
    assert not mark.exists()


@pytest.mark.parametrize(
    "name",
    [
        "../outside.yaml",
        "/etc/cron.d/x.yaml",
        "parameters/../../x.yaml",
        "parameters/x.py",
        "parameters\\..\\x.yaml",
        "variables/x.yaml",
        "parameters//x.yaml",
        "x.yaml",
    ],
)
def test_names_that_lead_elsewhere_are_refused(archive, tmp_path, name):
    with pytest.raises(LawFileError, match="does not belong in a snapshot"):
        read(packed(tmp_path / "slip.zip", [*members(archive).items(), (name, "a: 1")]))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["slip.zip"]


def test_limits_on_number_and_size(archive, tmp_path):
    many = [(f"reforms/r{number}.yaml", "") for number in range(archives.MAX_MEMBERS + 1)]
    with pytest.raises(LawFileError, match="more than 5000 files"):
        read(packed(tmp_path / "many.zip", many))
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("reforms/big.yaml", b" " * 10_000_000)
    (tmp_path / "bomb.zip").write_bytes(bomb.getvalue())
    assert len(bomb.getvalue()) < 20_000
    with pytest.raises(LawFileError, match=r"reforms/big\.yaml is too large"):
        read(tmp_path / "bomb.zip")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_stands_twice_is_refused(archive, tmp_path):
    with pytest.raises(LawFileError, match="twice"):
        read(packed(tmp_path / "twice.zip", [*members(archive).items(), (ITEM, "a: 1")]))


@pytest.mark.parametrize("content", [b"", b"PK", b"no archive at all", b"PK\x03\x04" + b"\0" * 60])
def test_what_is_no_archive_is_refused(tmp_path, content):
    file = tmp_path / "law.zip"
    file.write_bytes(content)
    with pytest.raises(LawFileError, match="no snapshot"):
        read(file)


def test_an_archive_without_a_manifest_or_of_another_layout_is_refused(archive, tmp_path):
    content = members(archive)
    manifest = json.loads(content.pop("manifest.json"))
    with pytest.raises(LawFileError, match="no snapshot"):
        read(packed(tmp_path / "none.zip", content.items()))
    later = {**content, "manifest.json": json.dumps({**manifest, "format": 2, "version": "9.9"})}
    with pytest.raises(LawFileError, match=re.escape("the layout 2, not 1 — load it with cdmz-rules 9.9")):
        read(packed(tmp_path / "later.zip", later.items()))


def test_the_file_that_was_there_stays_if_writing_fails(tmp_path):
    folder = tmp_path / "law.zip"
    folder.mkdir()
    with pytest.raises(OSError, match="directory"):
        write(folder)
    assert [path.name for path in tmp_path.iterdir()] == ["law.zip"]
