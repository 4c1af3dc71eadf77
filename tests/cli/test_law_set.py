"""A bureau's own figures: written, checked, shown and used."""

import json

import pytest
import yaml
from generators.shipped import BOOK
from terminal import CHENGDU, DEYANG, LOAN, MAXIMUM, cdmz, process, said

from cdmz_rules.law import snapshot


def figure(folder, *more, where="deyang", start="2026-01-01", value="650000"):
    place = ("--where", where, "--from", start, f"--value={value}")
    return ("law", "set", MAXIMUM, *place, "--source", "德公积金〔2026〕1号", "--overlay", folder, *more)


def test_a_figure_is_written_checked_shown_used_and_kept_by_processes_that_know_its_folder(tmp_path):
    folder, receipt, archive = tmp_path / "deyang", tmp_path / "receipt.json", tmp_path / "law.zip"
    text = said(*figure(folder, "--evidence", "official"))
    assert "德阳市 · 单缴存人最高贷款额度：650,000 元 2026-01-01 起" in text
    assert f"export CDMZ_LAW_OVERLAY={folder}" in text
    assert "此后的判断即采用此值" in said(*figure(folder)[:-2], "--evidence", "official", overlay=folder)
    assert cdmz("law", "check", overlay=folder).exit_code == 0
    shown = said("law", "show", MAXIMUM, "--where", "deyang", overlay=folder)
    assert "650,000 元" in shown
    assert "官方文件" in shown
    assert "德公积金〔2026〕1号" in shown
    assert f"{folder}/parameters/provident_fund/loan/maximum_single.yaml:3" in shown.replace(" ", "")
    decided = process("decide", LOAN, DEYANG, "--receipt", receipt, overlay=folder)
    assert "650,000 元" in decided.stdout
    assert "部分数值由主管部门自行录入" in decided.stdout
    assert "无法判断" not in decided.stdout
    assert process("law", "snapshot", archive, overlay=folder).returncode == 0
    assert process("replay", receipt, "--law", archive).returncode == 0
    manifest = snapshot.manifest(archive)
    assert "overlay/parameters/provident_fund/loan/maximum_single.yaml" in manifest.files
    assert manifest.law == json.loads(receipt.read_text(encoding="utf-8"))["law"] != BOOK.law.fingerprint
    without = cdmz("replay", receipt)
    assert without.exit_code == 1
    assert manifest.law[:12] in without.stdout


@pytest.mark.parametrize(
    ("evidence", "read_as"), [("official", "official_text"), ("reported", "reprint"), ("recalled", "memory")]
)
def test_a_document_is_read_as_the_figure_is_known(tmp_path, evidence, read_as):
    said(*figure(tmp_path, "--evidence", evidence))
    (document,) = yaml.safe_load((tmp_path / "sources.yaml").read_text(encoding="utf-8")).values()
    assert document == {"title": "德公积金〔2026〕1号", "read_as": read_as}


def test_a_document_that_is_read_in_its_own_text_at_last_is_registered_so(tmp_path):
    for evidence, read_as in (("reported", "reprint"), ("official", "official_text"), ("reported", "official_text")):
        said(*figure(tmp_path, "--evidence", evidence))
        (document,) = yaml.safe_load((tmp_path / "sources.yaml").read_text(encoding="utf-8")).values()
        assert document["read_as"] == read_as


def test_a_figure_that_ends_says_what_then(tmp_path):
    said(*figure(tmp_path, "--until", "2026-12-31", "--on-expiry", "unknown"))
    shown = said("law", "show", MAXIMUM, "--where", "deyang", "--date", "2027-01-01", "--lang", "en", overlay=tmp_path)
    assert "in force until 2026-12-31; no text is known for the time after" in shown


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"where": "mars"}, "没有名为“mars”的地区"),
        ({"start": "2026-02-31"}, "“2026-02-31”不是有效日期"),
        ({"value": "65千"}, f"{MAXIMUM}：“65千”不是数字"),
        ({"value": ""}, "没有给出数值"),
        ({"value": "null"}, "没有给出数值"),
        ({"value": "65%"}, "“65%”不是数字"),
        ({"value": "9" * 4000}, "不是有限的数字"),
        ({"value": "-1"}, "超出范围"),
        ({"value": ".nan"}, "“.nan”不是数字"),
        ({"value": "1:30"}, "“1:30”不是数字"),
        ({"value": "1e999"}, "不是有限的数字"),
        ({"value": "true"}, "不是数字"),
        ({"value": "[a"}, "值无法识别"),
    ],
)
def test_a_figure_that_cannot_be_is_refused_and_nothing_is_written(tmp_path, change, words):
    folder = tmp_path / "new"
    result = cdmz(*figure(folder, **change))
    assert result.exit_code == 2
    assert words in result.stderr
    assert not folder.exists()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--until", "2026-12-31"), "--on-expiry"),
        (("--on-expiry", "ends"), "--on-expiry"),
        (("--until", "2025-12-31", "--on-expiry", "ends"), "2025-12-31早于2026-01-01"),
        (("--evidence", "assumed"), "official, reported, recalled"),
    ],
)
def test_options_of_a_figure_that_do_not_go_together(tmp_path, more, words):
    result = cdmz(*figure(tmp_path / "new", *more))
    assert result.exit_code == 2
    assert words in result.stderr


def test_without_a_folder_one_is_told_how_to_name_it():
    result = cdmz(*figure("")[:-2], "--lang", "en")
    assert result.exit_code == 2
    assert "set CDMZ_LAW_OVERLAY" in result.stderr or "export CDMZ_LAW_OVERLAY" in result.stderr


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("jurisdictions.yaml", "leshan: {level: city, zh: 乐山市}", "jurisdictions.yaml:1：leshan.en：缺少此项"),
        ("jurisdictions.yaml", "leshan: {level: city, zh: 乐山市, en: Leshan, parent: sichuann}", "是否指 sichuan"),
        ("jurisdictions.yaml", "leshan: {level: city, zh: 乐山市, en: Leshan, kode: 1}", "是否指 code"),
        ("jurisdictions.yaml", "[leshan]", "登记簿应为键值对"),
        ("jurisdictions.yaml", "leshan: {level", "jurisdictions.yaml:"),
        (
            "sources.yaml",
            "a: {titel: x, title: y, read_as: press}",
            "sources.yaml:1：a.titel：不应有此项——是否指 `title`",
        ),
        ("sources.yaml", "[a]", "sources.yaml:1"),
        ("parameters/provident_fund/x.yaml", "deyang: 1", "x.yaml:1"),
    ],
)
def test_a_wrong_overlay_is_named_by_decisions_and_by_the_check(tmp_path, name, text, words):
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    decided = cdmz("decide", LOAN, CHENGDU, overlay=tmp_path)
    assert decided.exit_code == 2, decided.stdout
    assert words in decided.stderr
    assert "Traceback" not in decided.stderr
    checked = cdmz("law", "check", overlay=tmp_path)
    assert checked.exit_code == 1, checked.stderr
    assert words in checked.stdout


def test_a_further_city_is_no_mistake_and_its_silence_is_unknown(tmp_path):
    place = "leshan: {level: city, parent: sichuan, code: 511100, zh: 乐山市, en: Leshan, offices: {}}\n"
    (tmp_path / "jurisdictions.yaml").write_text(place, encoding="utf-8")
    for checked in (cdmz("law", "check", overlay=tmp_path), cdmz("law", "check", tmp_path)):
        assert checked.exit_code == 0, checked.stdout
    shown = cdmz("law", "show", MAXIMUM, "--where", "leshan", overlay=tmp_path)
    assert "未知（没有收录该地的规定）" in shown.stdout


def test_an_overlay_folder_that_is_not_there(tmp_path):
    result = cdmz("decide", LOAN, CHENGDU, overlay=tmp_path / "nowhere")
    assert result.exit_code == 2
    assert "叠加层文件夹不存在" in result.stderr
