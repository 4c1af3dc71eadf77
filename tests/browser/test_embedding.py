"""The calculator on another website, under a strict Content-Security-Policy; in a frame; and the page that writes what to paste."""

import json
import re
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

HOST_PAGE = Path(__file__).parents[2] / "examples" / "host_page"
WRITTEN = "http://localhost:8000"
"""Where the example takes the service to be."""
FRAME = """<!doctype html><title>A frame</title><link rel="icon" href="data:,">
<iframe src="{service}/embed/old_age_allowance?{query}" height="50"></iframe>
<script type="module" src="{service}/widget/frames.js"></script>"""
LISTEN = """window.told = [];
for (const name of ["ready", "question", "answer", "error"])
  document.addEventListener("cdmz-" + name, ({detail}) => told.push([name, detail]));"""
ELDER = {"hukou_city": "chengdu", "birth_date": "1940-01-01"}
BUYER = {
    "deposit_centre": "chengdu",
    "spouse": "no",
    "property_city": "chengdu",
    "home_kind": "new_commercial",
    "household_monthly_income": "2万",
    "provident_fund_contribution": "employee",
    "price": "180万",
}
SMALL = """calculator => [...calculator.shadowRoot.querySelectorAll('button, select, input:not([type=radio]), summary, label')]
  .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 43.5).map((each) => each.outerHTML)"""
FIGURE = ("bound", "lower", "upper", "unit")
MOST_SCREENS = 20


@pytest.fixture(scope="module")
def host(website, address):
    """A website that serves the example, and pages with a frame."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self):
            path, _, query = self.path.partition("?")
            if path == "/frame":
                body, kind = FRAME.format(service=address, query=query).encode(), "text/html"
            else:
                file = HOST_PAGE / (path.strip("/") or "index.html")
                body = file.read_bytes().replace(WRITTEN.encode(), address.encode())
                kind = "text/css" if file.suffix == ".css" else "text/html; charset=utf-8"
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", int(website.rpartition(":")[2])), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield website
    server.shutdown()
    server.server_close()


@pytest.fixture
def visit(browser, host, address):
    """Open pages of the website; whatever its policy refuses, and whatever is asked of anybody else, fails the test."""
    contexts = []

    def visitor(path="/", *, width=390, origin=host, allowed=(), **more):
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN", **more)
        contexts.append(context)
        context.add_init_script(LISTEN)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("console", lambda line: page.faults.append(line.text) if line.type == "error" else None)
        page.on("request", lambda one: None if one.url.startswith((origin, address)) else page.faults.append(one.url))
        page.allowed = allowed
        page.goto(origin + path)
        return page

    yield visitor
    faults = [
        fault
        for context in contexts
        for page in context.pages
        for fault in page.faults
        if not any(part in fault for part in page.allowed)
    ]
    for context in contexts:
        context.close()
    assert faults == []


def settled(page):
    page.locator("cdmz-calculator .card:not([aria-busy])").wait_for()


def about(page, **attributes):
    """Change what the calculator is about, as a script of the page would."""
    change = "(element, named) => Object.entries(named).forEach(([name, value]) => element.setAttribute(name, value))"
    page.locator("cdmz-calculator").evaluate(change, attributes)
    settled(page)


def answer(page, told):
    """Answer what is asked; what is not told is not known. The names that were told; None if nothing was asked."""
    settled(page)
    fields = {each.get_attribute("data-name"): each for each in page.locator("cdmz-calculator fieldset").all()}
    if not fields:
        return None
    known = [name for name in fields if name.rpartition(".")[2] in told]
    for name in known:
        field, value = page.locator(f'cdmz-calculator fieldset[data-name="{name}"]'), told[name.rpartition(".")[2]]
        if field.locator("[type=radio]").count():
            field.locator(f'[value="{value}"]').click()
        elif field.locator("select:not(.scale)").count():
            field.locator("select:not(.scale)").select_option(value)
        else:
            field.locator("input").fill(value)
    one_touch = len(fields) == 1 and known and page.locator("cdmz-calculator [type=radio]").count()
    if not one_touch:
        page.locator(f"cdmz-calculator {'.primary' if known else '.secondary'}").click()
    page.locator(f'cdmz-calculator fieldset[data-name="{next(iter(fields))}"]').wait_for(state="detached")
    settled(page)
    return known


def talk(page, told, enough=lambda figure: False):
    """Answer what is asked until that is enough; the household that was told."""
    applicant = {"role": "applicant"}
    household = {"members": [applicant]}
    for _ in range(MOST_SCREENS):
        names = answer(page, told)
        for name in names or ():
            place, _, field = name.rpartition(".")
            if name != "spouse":
                (applicant if place else household)[field] = told[field]
        if names is None or enough(reported(page, "answer")[-1]):
            return household
    raise AssertionError("it asks and asks")


def reported(page, name):
    return [detail for told, detail in page.evaluate("told") if told == name]


def decided(address, benefit, case):
    """The main amount as the service decides it."""
    body = json.dumps({"benefits": [benefit], "case": case, "detail": "compact"}).encode()
    asked = urllib.request.Request(f"{address}/v1/decisions", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(asked, timeout=20) as said:
        return json.load(said)["decisions"][0]["amounts"][0]


def axe(page):
    return [found["id"] for found in Axe().run(page).response["violations"]]


def test_a_figure_moves_and_is_that_of_a_decision(visit, address):
    page = visit()
    settled(page)
    assert page.locator("cdmz-calculator [type=radio]").first.get_attribute("value") == "deyang"
    assert page.locator("cdmz-calculator :checked").get_attribute("value") == "deyang"
    case = talk(page, BUYER, lambda figure: figure["upper"])
    last = reported(page, "answer")[-1]
    amount = decided(address, "provident_fund_loan", case)
    assert {name: last[name] for name in FIGURE} == {name: amount[name] for name in FIGURE}
    shown = page.locator("cdmz-calculator .amount").inner_text()
    assert float(re.findall(r"[\d.]+", shown.replace(",", ""))[-1]) == amount["upper"]
    told = len(case) + len(case["members"][0]) - 2
    assert page.locator("cdmz-calculator progress").get_attribute("value") == str(told)
    page.locator("cdmz-calculator .answers summary").click()
    assert "2 万元/月" in page.locator("cdmz-calculator .answers").inner_text()
    assert axe(page) == []
    assert page.locator("cdmz-calculator").evaluate(SMALL) == []


def test_an_elder_is_answered_on_a_foreign_page(visit, address):
    page = visit()
    about(page, benefit="old_age_allowance", city="chengdu")
    case = talk(page, ELDER)
    assert case == {"members": [{"role": "applicant", **ELDER}]}
    last = reported(page, "answer")[-1]
    amount = decided(address, "old_age_allowance", case)
    assert {name: last[name] for name in FIGURE} == {name: amount[name] for name in FIGURE}
    assert set(last) == {"benefit", "outcome", "settled", *FIGURE}
    assert reported(page, "ready")[-1] == {"benefit": "old_age_allowance", "mode": "service"}
    assert all(set(each) == {"benefit", "asked", "left"} for each in reported(page, "question"))
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert axe(page) == []
    assert page.locator("cdmz-calculator").evaluate(SMALL) == []
    state = page.context.storage_state()
    assert (state["cookies"], state["origins"]) == ([], [])
    page.goto(page.locator("cdmz-calculator .result > p > a").get_attribute("href"))
    page.locator("#result").wait_for()
    assert "1940-01-01" in page.locator(".answers-so-far").inner_text()


@pytest.mark.parametrize(("benefit", "told"), [("old_age_allowance", ELDER), ("provident_fund_loan", BUYER)])
def test_offline_the_page_answers_by_itself(visit, address, benefit, told):
    page = visit()
    page.locator("cdmz-calculator").evaluate("element => element.setAttribute('offline', '')")
    settled(page)
    about(page, benefit=benefit, city="chengdu")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.context.set_offline(True)
    case = talk(page, told, lambda figure: figure["upper"])
    page.locator("cdmz-calculator .foot", has_text="不会离开本页").wait_for()
    last = reported(page, "answer")[-1]
    amount = decided(address, benefit, case)
    assert {name: last[name] for name in FIGURE} == {name: amount[name] for name in FIGURE}
    assert reported(page, "ready")[-1] == {"benefit": benefit, "mode": "offline"}
    assert asked == []


def test_rules_that_cannot_be_loaded_are_loaded_on_request(visit, address):
    page = visit(allowed=["ERR_FAILED", "Failed to fetch"])
    rules = f"{address}/widget/rules/**"
    page.route(rules, lambda route: route.abort())
    page.locator("cdmz-calculator").evaluate("element => element.setAttribute('offline', '')")
    page.locator("cdmz-calculator .notice", has_text="没有载入").wait_for()
    page.unroute(rules)
    page.locator("cdmz-calculator .notice button").click()
    page.locator("cdmz-calculator fieldset").wait_for()
    assert reported(page, "error")[-1] == {"code": "no_rules"}


def test_answers_can_be_seen_and_changed_and_begun_anew(visit):
    page = visit()
    about(page, benefit="old_age_allowance", city="ziyang")
    assert answer(page, ELDER)
    assert answer(page, ELDER)
    page.locator("cdmz-calculator .answers summary").click()
    assert page.locator("cdmz-calculator .answers dt").count() == 2
    page.locator("cdmz-calculator .answers dd button").first.click()
    question = page.locator("cdmz-calculator fieldset")
    assert question.locator(":checked").get_attribute("value") == "chengdu"
    question.locator('[value="deyang"]').click()
    settled(page)
    page.locator("cdmz-calculator .answers dd", has_text="德阳市").wait_for()
    page.locator("cdmz-calculator button", has_text="重新开始").click()
    settled(page)
    assert page.locator("cdmz-calculator .answers").count() == 0


def test_a_city_that_is_offered_is_not_taken_for_an_answer(visit):
    page = visit()
    about(page, benefit="old_age_allowance", city="ziyang")
    assert page.locator("cdmz-calculator fieldset :checked").get_attribute("value") == "ziyang"
    assert answer(page, {}) == []
    page.locator("cdmz-calculator .answers summary").click()
    assert "资阳" not in page.locator("cdmz-calculator .answers").inner_text()
    about(page, service="http://[")
    page.locator("cdmz-calculator .notice", has_text="连不上").wait_for()


def test_the_keyboard_alone_answers(visit):
    page = visit()
    about(page, benefit="old_age_allowance", city="deyang")
    page.locator("cdmz-calculator :checked").focus()
    first = page.locator("cdmz-calculator fieldset").get_attribute("data-name")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator(f'cdmz-calculator fieldset[data-name="{first}"]').wait_for(state="detached")
    settled(page)
    focused = "element => element.shadowRoot.activeElement?.closest('fieldset')?.dataset.name"
    assert page.locator("cdmz-calculator").evaluate(focused) == page.locator(
        "cdmz-calculator fieldset"
    ).first.get_attribute("data-name")


def test_nothing_said_and_what_cannot_be_are_said_in_place(visit):
    page = visit(allowed=["422"])
    about(page, benefit="nursing_subsidy", lang="en")
    told = {"hukou_city": "chengdu", "disability_grade": "grade_1", "elder_nursing_subsidy_due": "9**9"}
    page.locator("cdmz-calculator").evaluate("element => element.removeAttribute('city')")
    # What is pressed within a second was meant for the question before.
    page.wait_for_timeout(1_100)
    page.locator("cdmz-calculator .primary").click()
    page.locator("cdmz-calculator .problem", has_text="please answer").wait_for()
    while not page.locator('cdmz-calculator [name="elder_nursing_subsidy_due"]').count():
        name = page.locator("cdmz-calculator fieldset").first.get_attribute("data-name")
        if name.endswith("elder_nursing_subsidy_due"):
            break
        answer(page, told)
    field = page.locator("cdmz-calculator fieldset", has=page.locator("input[type=text]"))
    field.locator("input").fill("9**9")
    page.locator("cdmz-calculator .primary").click()
    page.locator("cdmz-calculator .wrong .problem", has_text="9**9 is no").wait_for()
    field.locator("input").fill("50")
    page.locator("cdmz-calculator .primary").click()
    page.locator("cdmz-calculator .result").wait_for()


def test_attributes_changed_at_run_time_are_heeded(visit):
    page = visit(allowed=["404", "422"])
    about(page, benefit="old_age_allowance")
    assert answer(page, ELDER)
    about(page, lang="en")
    page.locator("cdmz-calculator .title", has_text="Old-age allowance").wait_for()
    assert page.locator("cdmz-calculator .answers").count() == 1
    about(page, benefit="rent_subsidy")
    page.locator("cdmz-calculator .title", has_text=re.compile("rent subsid", re.IGNORECASE)).wait_for()
    assert page.locator("cdmz-calculator .answers").count() == 0
    about(page, date="2026-02-31")
    page.locator("cdmz-calculator .notice", has_text="2026-02-31").wait_for()
    about(page, benefit="free_lunch")
    page.locator("cdmz-calculator .notice", has_text="free_lunch").wait_for()
    assert reported(page, "error")[-2:] == [{"code": "mistakes"}, {"code": "unknown_benefit"}]


def test_a_service_that_is_gone_or_busy_is_said_and_answers_stay(visit, address):
    page = visit(allowed=["503", "ERR_FAILED"])
    about(page, benefit="old_age_allowance", city="chengdu")
    interviews = f"{address}/v1/interviews"
    page.route(interviews, lambda route: route.abort())
    page.locator("cdmz-calculator .primary").click()
    page.locator("cdmz-calculator .notice", has_text="连不上").wait_for()
    page.unroute(interviews)
    page.route(interviews, lambda route: route.fulfill(status=503, headers={"Access-Control-Allow-Origin": "*"}))
    page.locator("cdmz-calculator .notice button").click()
    page.locator("cdmz-calculator .notice", has_text="较多").wait_for()
    page.unroute(interviews)
    page.locator("cdmz-calculator .notice button").click()
    page.locator("cdmz-calculator .answers").wait_for()
    assert [each["code"] for each in reported(page, "error")] == ["unreachable", "busy"]


def test_a_website_that_is_not_listed_gets_no_answer(visit, host):
    page = visit(origin=host.replace("127.0.0.1", "localhost"), allowed=["CORS", "ERR_FAILED", "127.0.0.1"])
    notice = page.locator("cdmz-calculator .notice", has_text="连不上")
    notice.wait_for()
    assert "您的回答" not in notice.inner_text()
    assert page.locator("cdmz-calculator .title").inner_text()
    assert re.search(r"/interviews/\w+\?lang=zh$", notice.locator("a").get_attribute("href"))


def test_a_frame_is_as_high_as_what_it_holds(visit, host):
    page = visit("/frame?lang=en&city=deyang")
    inner = page.frame_locator("iframe").locator("cdmz-calculator")
    inner.locator(".card:not([aria-busy]) fieldset").wait_for()
    page.wait_for_function("document.querySelector('iframe').clientHeight > 300")
    assert abs(page.locator("iframe").evaluate("frame => frame.clientHeight") - inner.bounding_box()["height"]) <= 1
    elsewhere = visit("/frame?origin=https://elsewhere.example", allowed=["postMessage"])
    elsewhere.frame_locator("iframe").locator("cdmz-calculator .card:not([aria-busy]) fieldset").wait_for()
    assert elsewhere.locator("iframe").evaluate("frame => frame.clientHeight") == 50


@pytest.mark.parametrize(("lang", "width"), [("zh", 390), ("en", 1280)])
def test_the_page_that_writes_what_to_paste(open_page, address, lang, width):
    page = open_page(f"/embedding?lang={lang}", width=width)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator('[name="benefit"]').select_option("old_age_allowance")
    page.locator('[name="city"]').select_option("ziyang")
    page.locator("code", has_text='benefit="old_age_allowance" city="ziyang"').wait_for()
    page.locator("[data-copy]").first.click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(
        f'<script type="module" src="{address}/widget/cdmz-calculator.js"></script>\n<cdmz-calculator '
    )
    assert page.locator("cdmz-calculator :checked").get_attribute("value") == "ziyang"
    page.locator('[name="way"][value="frame"]').check()
    page.frame_locator("iframe").locator("cdmz-calculator fieldset").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert axe(page) == []
