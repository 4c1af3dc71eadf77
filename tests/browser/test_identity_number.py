"""An identity number typed into a form fills in date of birth and sex, and is nowhere afterwards."""

NUMBER = "510104194912310044"
WRONG = "510104194912310041"


def test_a_number_is_read_in_the_window_and_goes_nowhere(open_page):
    page = open_page("/benefits/provident_fund_loan")
    sent = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data}"))
    field = page.locator("[data-identity=applicant]")
    for number in (WRONG, NUMBER):
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            field.fill(number)
            field.press("Tab")
        assert field.input_value() == ""
        wrong = page.locator(".field:has([data-identity=applicant]) .problem").text_content()
        assert bool(wrong) == (number == WRONG)
    assert page.locator('[name="applicant.birth_date"]').input_value() == "1949-12-31"
    assert page.locator('[name="applicant.sex"]').input_value() == "female"
    page.wait_for_timeout(600)
    page.evaluate("navigator.clipboard.writeText = (text) => { window.copied = text }")
    page.locator("[data-share]").click()
    kept = page.evaluate(
        "JSON.stringify([{...sessionStorage}, {...localStorage}, location.href, document.body.innerHTML, window.copied])"
    )
    assert "birth_date=1949-12-31" in kept
    for number in (NUMBER, WRONG):
        assert number not in kept
        assert number not in " ".join(sent)
    assert "1949-12-31" in kept
