"""The guide's further city, followed to the letter: what stands there is written, what stands there is run, and it is as it says."""

import re
import shlex
from datetime import date

import openpyxl
import pytest
from cdmz_rules.api import create_app
from fastapi.testclient import TestClient
from generators.shipped import BOOK, PACK
from generators.stays import ELDER
from terminal import ROOT, cdmz, said, started_with

from cdmz_rules import Rulebook, decide
from cdmz_rules.decisions.case_file import read_case, with_settings
from cdmz_rules.files import yaml as yamls
from cdmz_rules.law import State, population

GUIDE = (ROOT / "docs" / "law-files.md").read_text(encoding="utf-8")
PART = GUIDE[GUIDE.index("## A further city") : GUIDE.index("## Another law")]
FILES = re.findall(r"```yaml\n# (\S+)\n(.*?)```", PART, re.DOTALL)
WRITTEN, SHOWN = (
    block.splitlines() for block in re.findall(r"^```\n((?:export|cdmz) .*?)```", PART, re.DOTALL | re.MULTILINE)
)
CITIES = ["chengdu", "deyang", "meishan", "ziyang", "xinglin"]
DAY = "2026-06-15"


@pytest.fixture(scope="module", autouse=True)
def there(tmp_path_factory):
    """A folder in which the guide was followed up to where it says that this is all; in it everything here is run."""
    top = tmp_path_factory.mktemp("guide")
    (top / "examples").symlink_to(ROOT / "examples")
    for name, text in FILES:
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(top)
        for line in WRITTEN[1:]:
            result = cdmz(*shlex.split(line)[1:], overlay="xinglin")
            assert result.exit_code == 0, f"{line}: {result.output}"
        with started_with(top / "xinglin"):
            yield


def shown(command, status=0):
    """What a command of the guide prints, and with which status it ends."""
    line = next(line for line in SHOWN if f"cdmz {command} " in line)
    result = cdmz(*shlex.split(line)[1:])
    assert result.exit_code == status, result.output
    return re.sub(r"\s+", " ", result.stdout)


def test_the_guide_names_its_files_and_the_folder_to_set():
    assert WRITTEN[0] == "export CDMZ_LAW_OVERLAY=xinglin"
    assert {name.partition("/")[0] for name, _ in FILES} == {"xinglin"}


def test_a_household_is_decided_and_its_own_centre_named():
    text = shown("decide")
    assert "最多 450,000 元" in text
    assert "星林市住房公积金管理中心" in text
    assert "电话 0900-5550101（官方文件）" in text
    assert "地址 星林市学府路1号（官方文件）" in text
    assert "德阳市住房公积金管理中心" not in text


def test_what_the_city_has_not_said_is_asked_in_words_that_name_it():
    household = read_case(ROOT / "examples" / "deyang_household.yaml")
    case = with_settings(household, ["property_city=xinglin", "members[0].deposit_centre=xinglin"])
    decision = decide(case, case["benefit"], case["date"])
    assert decision.amount.upper == 450_000
    assert {(each.place, each.ask, each.contact.telephone) for each in decision.missing_law} == {
        ("xinglin", "星林市住房公积金管理中心", "0900-5550101")
    }
    assert all("星林市" in each.question.zh and "Xinglin" in each.question.en for each in decision.missing_law)


def test_it_is_compared_with_the_others():
    text = shown("compare")
    places = [text.index(words) for words in ("成都市 ", "德阳市 ", "眉山市 ", "资阳市 ", "星林市 ")]
    assert places == sorted(places)
    assert "星林市" in shown("law matrix")


def test_the_service_knows_it():
    client = TestClient(create_app())
    matrix = client.get("/v1/law-matrix", params={"domain": "provident_fund.loan", "date": DAY}).json()
    page = client.get(f"/law-matrix?domain=provident_fund&date={DAY}").text
    form = client.get("/benefits/provident_fund_loan").text
    assert list(matrix["places"]) == CITIES
    row = next(row for row in matrix["rows"] if row["path"] == "provident_fund.loan.maximum_single")
    assert (row["cells"][-1]["value"], row["cells"][-1]["evidence"]) == (450_000, "official")
    assert '<th scope="col">星林市</th>' in page
    assert "450,000 元" in page
    assert 0 < form.index('value="xinglin"') < form.index('value="other_sichuan"') < form.index('value="elsewhere"')


def test_the_table_to_fill_in_offers_it_before_what_lies_elsewhere():
    shown("batch")
    choices = openpyxl.load_workbook("households.xlsx")["选项 choices"]
    columns = [[words for words in column if words] for column in choices.iter_cols(values_only=True)]
    cities = [words for words in columns if "成都市" in words]
    assert cities
    for words in cities:
        assert words.index("资阳市") < words.index("星林市") < words.index("其他省（区、市）")


def test_every_choice_of_a_city_offers_it_before_what_lies_elsewhere():
    catalogue = Rulebook.shipped().catalogue
    offered = [list(catalogue.choices(name) or ()) for name in catalogue.inputs]
    cities = [names for names in offered if "chengdu" in names and "elsewhere" in names]
    assert cities
    for names in cities:
        assert names.index("ziyang") < names.index("xinglin") < names.index("elsewhere")


def test_it_weighs_as_many_as_live_there():
    law = Rulebook.shipped().law
    assert population.on(law.population, "xinglin", date.fromisoformat(DAY)) == 1_200_000
    assert population.on(law.population, "chengdu", date.fromisoformat(DAY)) == population.on(
        BOOK.law.population, "chengdu", date.fromisoformat(DAY)
    )


def test_a_mistake_in_its_population_is_named(tmp_path):
    (tmp_path / "population.yaml").write_text("xinglin: {2020-11-01: {value: 0, evidence: official, source: x}}\n")
    (tmp_path / "jurisdictions.yaml").write_text(dict(FILES)["xinglin/jurisdictions.yaml"], encoding="utf-8")
    result = cdmz("law", "check", tmp_path)
    assert result.exit_code == 1
    assert "population.yaml:1" in result.stdout


def test_beds_are_settled_with_it_beside_the_others():
    text = shown("settle-beds", 1)  # one of the example's rows is wrong, as its guide says
    assert re.search(r"│ 星林市 │( 0\.00 │){5}", text), text


def test_its_own_beds_are_settled_once_its_rules_are_said(tmp_path):
    """Its rules are here those that the pack assumes for Deyang."""
    stays = tmp_path / "stays.csv"
    facts = {**ELDER, "elder": "A", "institution": "X", "from": "2026-01-01", "hukou_city": "xinglin"}
    row = {**facts, "institution_city": "xinglin", "assessment_city": "xinglin"}
    stays.write_text(f"{','.join(row)}\n{','.join(row.values())}\n", encoding="utf-8")
    month = ("settle-beds", stays, "--month", "2026-01", "--reform", "assumptions_2026")
    refused = cdmz(*month)
    assert refused.exit_code != 0
    assert "星林市民政局，电话 12345" in re.sub(r"\s+", " ", refused.output)
    overlay = tmp_path / "xinglin"
    for name, text in FILES:
        (overlay / name.partition("/")[2]).parent.mkdir(parents=True, exist_ok=True)
        (overlay / name.partition("/")[2]).write_text(text, encoding="utf-8")
    for path, value in deyang_by_the_pack("elder_care.bed_operating", "elder_care.portability"):
        file = overlay / "parameters" / f"{path.replace('.', '/')}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        facts = {"evidence": "official", "source": "xl-2025", "last_verified": "2026-06-30"}
        file.write_text(
            yamls.dump({"xinglin": {"values": {"0001-01-01": {"value": value, "metadata": facts}}}}), encoding="utf-8"
        )
    settled = said(*month, overlay=overlay)
    assert re.search(r"│ 星林市 │( 0\.00 │){4} [1-9]\d*\.00 │", settled), settled


def deyang_by_the_pack(*folders):
    """What the pack has Deyang say of the items below some folders."""
    law = BOOK.under(PACK).law
    for path, item in law.items():
        cell = item.at("deyang", date(2026, 1, 31))
        if path.startswith(folders) and cell.state is State.KNOWN:
            yield path, cell.value
