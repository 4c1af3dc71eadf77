"""An interview on a page, answered as a person does it; and the residents of the cases, by what a page asks of them."""

from pathlib import Path

from cdmz_rules.decisions.case_file import read_case

CASES = Path(__file__).parent / "cases"
TYPED = {True: "yes", False: "no"}
SINCE = {"deposits_unbroken_months": ("deposits_unbroken_since", "2024-05-30")}
"""What a page asks for otherwise than a case may say it."""
MOST_SCREENS = 20


def resident(name):
    """The benefit and the day of a resident, and what he answers, by the names of controls."""
    raw = read_case(CASES / f"resident_{name}.yaml")
    (member,) = raw["members"]
    told = {f"household.{key}": each for key, each in raw.items() if key not in ("members", "benefit", "date", "title")}
    for key, each in member.items():
        named, value = SINCE.get(key, (key, each))
        told[f"applicant.{named}"] = value
    told.pop("applicant.role")
    texts = {key: TYPED[each] if isinstance(each, bool) else str(each) for key, each in told.items()}
    return raw["benefit"], str(raw["date"]), texts | {"has_spouse": "no"}


def asked(page):
    """The names of what stands on the screen."""
    page.locator("form[data-interview]:not([aria-busy=true])").wait_for()
    return [each.get_attribute("id").removeprefix("field-") for each in page.locator(".question").all()]


def answer(page, told, scripts=True):
    """Answer what stands on the screen; what is not told is not known. How many questions that were."""
    keys = asked(page)
    if not keys:
        return 0
    before = page.locator("#step").inner_html()
    known = [key for key in keys if key in told]
    for key in known:
        fill(page, key, told[key])
    went_on = scripts and len(keys) == 1 and known and page.locator(".question [type=radio]").count()
    if not went_on:
        page.locator(".primary" if known else ".secondary").click()
    if scripts:
        page.wait_for_function("before => document.getElementById('step').innerHTML !== before", arg=before)
    return len(keys)


def fill(page, key, text):
    """Answer one question."""
    question = page.locator(f'[id="field-{key}"]')
    if question.locator("[type=radio]").count():
        question.locator(f'label:has([value="{text}"])').click()
    elif question.locator("select:not(.scale)").count():
        question.locator("select:not(.scale)").select_option(text)
    else:
        question.locator("input[name]").first.fill(text)


def talk(page, told, scripts=True):
    """Answer all that is asked; how many screens it took."""
    screens = 0
    while answer(page, told, scripts):
        screens += 1
        assert screens < MOST_SCREENS
    return screens
