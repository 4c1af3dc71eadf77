"""The answer follows what is typed, soon after the last key, and only once for several keys."""

FORM = "/benefits/provident_fund_loan"


def test_a_form_asks_within_120_ms_of_the_last_key_and_once_for_several(open_page):
    page = open_page(f"{FORM}?example&lang=zh")
    page.clock.install(time=0)
    page.clock.pause_at(60_000)
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.url.endswith(FORM) else None)
    price = page.locator('[name="household.price"]')
    price.focus()
    for key in "1234567":
        page.keyboard.press(key)
        page.clock.run_for(20)
    assert sent == []
    with page.expect_response(lambda answer: answer.url.endswith(FORM)):
        page.clock.run_for(120)
    assert len(sent) == 1
