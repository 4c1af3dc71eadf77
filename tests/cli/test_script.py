"""``cdmz script``: the rules of benefits as an ES module."""

import json

import pytest
from terminal import LANGUAGES, cdmz, said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_module_is_written_in_the_language_spoken(lang, tmp_path):
    file = tmp_path / "care.js"
    text = said("script", "childcare_subsidy", "chain_award", "-o", file, "--lang", lang)
    assert "care.js" in text
    assert "2 " in text
    module = file.read_text("utf-8")
    metadata = json.loads(next(line for line in module.splitlines() if line.startswith("const METADATA"))[17:-1])
    assert metadata["language"] == lang
    assert list(metadata["asked"]) == ["childcare_subsidy", "chain_award"]
    assert metadata["asked"]["childcare_subsidy"]["label"] == {"zh": "育儿补贴", "en": "Childcare subsidy"}[lang]


def test_a_domain_stands_for_its_benefits(tmp_path):
    file = tmp_path / "care.mjs"
    said("script", "elder_care", "-o", file)
    assert '"bed_operating_subsidy"' in file.read_text("utf-8")


def test_a_reform_is_named_in_the_answers(tmp_path):
    file = tmp_path / "care.mjs"
    said("script", "childcare_subsidy", "-o", file, "--reform", "assumptions_2026")
    assert '"reform":"assumptions_2026"' in file.read_text("utf-8")


def test_what_cannot_be_written_is_said(tmp_path):
    for arguments, words in (
        (["childcare", "-o", tmp_path / "care.js"], "childcare_subsidy"),
        (["childcare_subsidy", "-o", tmp_path / "care.json"], ".js"),
        (["elder_care", "childcare_subsidy", "-o", tmp_path / "care.js"], "twice"),
    ):
        result = cdmz("script", *map(str, arguments), "--lang", "en")
        assert result.exit_code
        assert words in result.output
    assert not list(tmp_path.iterdir())
