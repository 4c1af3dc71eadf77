"""Four residents read their answer on a phone and on a desk: a figure or a bound, on what it hangs, whom to ask in which words; the trial
figure is folded and never printed."""

from urllib.parse import urlencode

import pytest
from answering import resident
from axe_playwright_python.sync_playwright import Axe

FIGURES = {"loan": "最多 80 万元", "bed": "上限未知", "bill": "个人负担：6,380 元", "flat": "最多 405 元/月"}


def link(name):
    """The page of a resident, with the form filled by its link."""
    benefit, day, told = resident(name)
    told.pop("has_spouse")
    return f"/benefits/{benefit}?lang=zh#{urlencode({'date': day, **told})}"


@pytest.mark.sampled(4)
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", FIGURES)
def test_a_resident_reads_the_answer(open_page, name, width):
    page = open_page(link(name), width=width)
    page.locator(".verdict").wait_for()
    assert FIGURES[name] in page.locator(".verdict").inner_text()
    assert "取决于" in page.locator("#result").inner_text()
    assert page.locator(".asked").first.inner_text().startswith("请问：")
    trial = page.locator("details.trial")
    assert trial.locator("summary").inner_text() == "试算，并非政策"
    assert not trial.locator("li").first.is_visible()
    assert "试算" not in page.locator(".said").inner_text()
    trial.locator("summary").click()
    assert "没有任何依据" in trial.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert [found["id"] for found in Axe().run(page).response["violations"]] == []
    page.emulate_media(media="print")
    assert not trial.is_visible()
    assert page.locator(".verdict").is_visible()


@pytest.mark.parametrize(("query", "shown"), [("?example", 0), ("?example&illustrate", 1)])
def test_within_another_page_the_trial_figure_shows_only_if_that_asks(open_page, query, shown):
    page = open_page("/")
    host = f'<iframe src="/benefits/medical_reimbursement{query}" width="800" height="800"></iframe>'
    page.route("**/host", lambda route: route.fulfill(body=host, content_type="text/html"))
    page.goto("/host")
    inner = page.frame_locator("iframe")
    inner.locator(".verdict").wait_for()
    assert inner.locator("details.trial").count() == shown
    if shown:
        assert inner.locator("details.trial").is_visible()
