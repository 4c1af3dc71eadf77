"""An analyst settles stays across cities: by the example, by pasting, by a file, and takes the tables away."""

import zipfile

import pytest
from axe_playwright_python.sync_playwright import Axe
from cdmz_rules.api.stay_examples import EXAMPLE_STAY

HEAD = ",".join(EXAMPLE_STAY)
LINE = ",".join(map(str, EXAMPLE_STAY.values()))
BACKWARDS = LINE.replace(EXAMPLE_STAY["to"], "2025-01-01")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_table_is_pasted_mended_and_taken_away(open_page, scripts, tmp_path):
    page = open_page("/?lang=zh", width=360, scripts=scripts)
    page.locator('a[href^="/elder-care/clearing"]').click()
    page.locator("#stays").fill(f"{HEAD}\n{LINE}\n{BACKWARDS}")
    page.locator("#month").fill("2026-02")
    page.locator("[name=pack]").check()
    page.get_by_role("button", name="结算", exact=True).click()
    page.locator(".banner").filter(has_text="并非政策").wait_for()
    assert page.locator(".refused tbody tr").inner_text().split() == [
        "3",
        "离开日期（to）",
        "离开日期早于入住日期",
        "另见",
        "入住日期（from）",
    ]
    assert page.locator(".heat tbody td.shade5").count() == 1
    assert page.locator(".heat tbody tr").count() == 4
    assert "成都市 → 德阳市" in page.locator(".net").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    file = tmp_path / "stays.csv"
    file.write_text(f"{HEAD}\n{LINE}\n", encoding="utf-8")
    page.locator("#file").set_input_files(file)
    page.get_by_role("button", name="English").click()
    page.locator(".heat caption").filter(has_text="Who owes whom").wait_for()
    assert page.locator(".refused").count() == 0
    assert page.locator("#stays").input_value().strip() == f"{HEAD}\n{LINE}"
    with page.expect_download() as download:
        page.get_by_role("button", name="Download all tables").click()
    assert "matrix.csv" in zipfile.ZipFile(download.value.path()).namelist()


@pytest.mark.parametrize(("lang", "width"), [("zh", 360), ("en", 1280)])
@pytest.mark.parametrize("query", ["", "example&"])
def test_the_page_is_accessible_and_fits_a_phone(open_page, query, lang, width):
    page = open_page(f"/elder-care/clearing?{query}lang={lang}", width=width)
    assert page.locator(".heat").count() == bool(query)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
