"""Every page and state: WCAG 2.2 AA, no scrolling sideways down to 320 px (400 % of 1280) and at twice the text, controls large enough to
touch, nothing with the focus hidden, and all of it by keyboard."""

import re
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from cdmz_rules.api import create_app
from fastapi.routing import APIRoute
from page_states import REFUSED, STATES

WIDTHS, LANGUAGES, SCHEMES = (320, 390, 1280), ("zh", "en"), ("light", "dark")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = {"runOnly": TAGS, "rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
# What stands within a line or a table of many may be 24 px high, which axe sees to.
SMALL = """() => [...document.querySelectorAll('button, select, input:not([type=hidden]), summary, nav a')]
  .filter((each) => !each.matches('.term, .cite, .first, .skip, #result .link, td summary'))
  .filter((each) => each.checkVisibility({ visibilityProperty: true }))
  .map((each) => [each, (each.matches('[type=radio], [type=checkbox], [data-pick]') && each.closest('label, .calendar')) || each])
  .filter(([, area]) => { const { left, height } = area.getBoundingClientRect(); return left > -500 && height < 43.5; })
  .map(([each]) => each.outerHTML.slice(0, 120))"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
TEXT = ("", "125%", "200%")
"""How large text is: as it is, in the mode of large type, and at twice its size."""


def visits(state, sampling):
    """The widths, languages and colours in which a state is looked at: one of each, or all there are."""
    every = list(product(WIDTHS, LANGUAGES, SCHEMES))
    sampling.tally("looks at pages and states", len(every) if sampling.full else 1)
    at = list(STATES).index(state)
    return every if sampling.full else [(WIDTHS[at % 3], LANGUAGES[at // 3 % 2], SCHEMES[at % 2])]


def opened(open_page, state, lang, width, scheme="light"):
    """A page in a state, once it stands."""
    path, _, told = STATES[state].partition("#")
    page = open_page(
        f"{path}{'&' if '?' in path else '?'}lang={lang}{'#' if told else ''}{told}", width=width, scheme=scheme
    )
    page.locator("body:not(:has([aria-busy=true]))").wait_for()
    if page.locator("cdmz-calculator").count():
        page.locator("cdmz-calculator .card:not([aria-busy]) fieldset").first.wait_for()
    if told:
        page.locator("#result:not(:has([data-empty])):not([aria-busy]), .answers-so-far").first.wait_for()
    return page


@pytest.mark.sampled(16)
@pytest.mark.parametrize("state", STATES)
def test_every_page_is_accessible_fits_and_can_be_touched(open_page, state, sampling):
    axe, found = Axe(), []
    for width, lang, scheme in visits(state, sampling):
        page = opened(open_page, state, lang, width, scheme)
        found += [f"{width} {lang} {scheme}: {fault}" for fault in faults(axe, page, width)]
        if STATES[state] not in REFUSED:
            found += [f"{lang}: {fault}" for fault in page.faults]
        page.context.close()
    assert found == [], "\n".join(found)


def faults(axe, page, width):
    """What is wrong with a page at a width."""
    # Where the bar lies that stays in sight while one scrolls, it lies over nothing.
    page.evaluate("() => document.querySelector('.said a') && scrollTo(0, document.body.scrollHeight)")
    for each in axe.run(page, options=AXE).response["violations"]:
        yield f"{each['id']}: {each['nodes'][0]['html'][:150]}"
    for small in page.evaluate(SMALL):
        yield f"lower than 44 px: {small}"
    # At 320 px text is at 400 % already.
    for size in TEXT if width > 320 else ("",):
        page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
        if page.evaluate(SIDEWAYS) > 0:
            yield f"scrolls sideways with text at {size or '100%'}"


def test_every_page_has_a_state_here():
    served = {route.path for route in pages(create_app())}
    met = {path.partition("?")[0].partition("#")[0] for path in STATES.values()}
    missing = {
        path for path in served if not any(re.fullmatch(re.sub(r"\{[\w:]+\}", ".+", path), each) for each in met)
    }
    assert len(served) > 10
    assert missing == set()


def pages(app):
    """The routes of pages."""
    routers = [each.original_router for each in app.routes if hasattr(each, "original_router")]
    routes = [route for router in routers for route in router.routes if isinstance(route, APIRoute)]
    read = [route for route in routes if "GET" in route.methods and not route.include_in_schema]
    return [route for route in read if not route.path.endswith((".js", "{name:path}"))]


@pytest.mark.parametrize("state", ["answer", "interview: sums", "home", "bill"])
def test_what_has_the_focus_is_never_hidden(open_page, state):
    page = opened(open_page, state, "zh", 390)
    for key in ("Tab", "Shift+Tab"):
        for _ in range(45):
            page.keyboard.press(key)
            hidden = page.evaluate(HIDDEN)
            assert hidden is None, (key, hidden)


HIDDEN = """() => {
  const focused = document.activeElement;
  if (focused === document.body || focused.matches('.first, .skip')) return null;
  const { left, top, width, height } = focused.getBoundingClientRect();
  const [x, y] = [left + Math.min(width, innerWidth) / 2, top + Math.min(height, innerHeight) / 2];
  const above = document.elementFromPoint(x, y);
  return above && (focused.contains(above) || above.contains(focused)) ? null : `${focused.outerHTML.slice(0, 120)} ${x} ${y}`;
}"""


def test_the_keyboard_skips_to_the_content_and_goes_along_to_the_answer(open_page):
    page = opened(open_page, "answer", "zh", 390)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.locator(".said a").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "result"
    assert page.evaluate("Math.abs(document.activeElement.getBoundingClientRect().top) < 60")
