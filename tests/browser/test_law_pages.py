"""The pages of the law in a browser: accessible, within the screen, heads in sight, filters without scripts."""

import pytest

ITEM = "/law/provident_fund.loan.maximum_single?place=deyang"
REFORM = "/reforms/bed_subsidy_follows_the_person"
MATRIX = "/law-matrix?domain=provident_fund.loan"


@pytest.mark.parametrize(("width", "height"), [(390, 844), (320, 256), (1280, 800)])
def test_heads_of_the_matrix_stay_in_sight(open_page, width, height):
    """320 by 256 is a screen of 1280 by 1024 at 400 %."""
    page = open_page(MATRIX, width=width)
    page.set_viewport_size({"width": width, "height": height})
    box = page.locator(".frozen")
    box.evaluate("node => { node.scrollIntoView(); node.scrollTo(node.scrollWidth, node.scrollHeight / 2) }")
    frame = box.bounding_box()
    column = page.locator(".frozen thead th").nth(2 if width > 1000 else 4)
    assert frame["y"] <= column.bounding_box()["y"] + 1 < frame["y"] + 4
    seen = [row for row in page.locator(".frozen tbody th").all()[20:40] if inside(row.bounding_box(), frame, height)]
    assert seen
    assert all(abs(row.bounding_box()["x"] - frame["x"]) <= 2 for row in seen)
    # Values still have more room than the heads.
    assert seen[0].bounding_box()["width"] < frame["width"] / 2
    assert column.bounding_box()["height"] < frame["height"] / 3


def inside(one, frame, height):
    return frame["y"] <= one["y"] and one["y"] + one["height"] <= min(frame["y"] + frame["height"], height)


def test_filters_and_search_work_without_scripts(open_page):
    page = open_page("/law-matrix?lang=en&domain=medical_insurance", scripts=False)
    every = page.locator(".frozen tbody tr").count()
    page.select_option("select[name=only]", "differences")
    page.get_by_label("Meishan").uncheck()
    page.get_by_role("button", name="Show").click()
    assert 0 < page.locator(".frozen tbody tr.differs").count() == page.locator(".frozen tbody tr").count() < every
    assert page.locator(".frozen thead th").all_inner_texts()[1:-1] == ["Chengdu", "Deyang", "Ziyang"]
    page.goto("/law?lang=en")
    page.get_by_role("searchbox").fill("deductible")
    page.get_by_role("button", name="Search").click()
    page.locator(".results .items a").first.click()
    assert page.locator(".standing li").count() > 0


def test_on_a_phone_the_three_laws_stand_beside_each_other(open_page):
    page = open_page(f"{REFORM}?lang=en", width=390)
    cells = page.locator(".three-laws tbody tr").first.locator("[data-head]")
    boxes = [cell.bounding_box() for cell in cells.all()]
    assert len(boxes) == 3
    assert len({box["y"] for box in boxes}) == 1
    assert [box["x"] for box in boxes] == sorted(box["x"] for box in boxes)
