"""The four residents are interviewed on a phone, in both languages, with scripts and without: in at most eight questions each reads what
helps, a figure close to the last word, or that no rule is known and whom to ask in which words."""

import re
import time

import pytest
from answering import answer, fill, resident

MOST_QUESTIONS, MOST_SECONDS = 8, 120
USEFUL = {
    "loan": {"zh": "最多 80 万元", "en": "at most 800,000 yuan"},
    "bill": {"zh": "最多 32,164 元", "en": "at most 32,164 yuan"},
    "flat": {"zh": "最多 1,350 元/月", "en": "at most 1,350 yuan a month"},
}
"""The figure by then: at the end the loan is the same, the bill 31,620, the flat saves 405."""
WHOM = {"zh": "请问：", "en": "Please tell me: "}


@pytest.mark.sampled(4)
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["loan", "bed", "bill", "flat"])
def test_eight_questions_bring_a_useful_answer(open_page, name, lang, scripts):
    benefit, day, told = resident(name)
    began, questions, settled_day = time.monotonic(), 0, False
    page = open_page(f"/interviews/{benefit}?lang={lang}#date={day}", width=390, scripts=scripts)
    said = page.locator("[data-figure], #result")
    while not helps(said.all_inner_texts(), name, lang):
        questions += answer(page, told, scripts) or MOST_QUESTIONS
        if not scripts and not settled_day:
            settled_day = decide_for(page, day)
        assert questions <= MOST_QUESTIONS, said.all_inner_texts()
    assert time.monotonic() - began < MOST_SECONDS
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def decide_for(page, day):
    """Without scripts no link says the day: it is changed among the answers."""
    page.locator(".answers-so-far summary").click()
    page.locator('[name="change"][value="date"]').click()
    fill(page, "date", day)
    page.locator(".primary").click()
    return True


def helps(texts, name, lang):
    """Whether the figure stands there; where no rule is known, whether the question to the office does."""
    shown = [re.sub(r"\s+", " ", text) for text in texts]
    return USEFUL[name][lang] in shown if name in USEFUL else any(WHOM[lang] in text for text in shown)
