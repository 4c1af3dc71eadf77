"""The pages of the law: items with their history, folders, rules in words, reforms; in both languages, within bounds."""

import re
import time
from html.parser import HTMLParser

import pytest
from cdmz_rules.api import create_app
from cdmz_rules.api.pages import law_search
from cdmz_rules.api.pages.matrix import MOST_ROWS
from fastapi.testclient import TestClient
from generators.shipped import BOOK
from generators.toy import BOOK as TOY

from cdmz_rules.reading import china
from cdmz_rules.rulebook import law_tests
from cdmz_rules.whatif.history import history

MAXIMUM = "provident_fund.loan.maximum_single"
FOLLOWS = "bed_subsidy_follows_the_person"
ITEMS = list(BOOK.law)[::23]
PAGES = [
    "/law",
    "/law?q=首付",
    "/law/medical_insurance",
    "/law/provident_fund.loan",
    "/law/no.such",
    *(f"/law/{path}" for path in ITEMS),
    *(f"/benefits/{benefit}/rule" for benefit in list(BOOK.benefits)[::5]),
    "/reforms",
    f"/reforms/{FOLLOWS}",
    "/reforms/median_elder_care",
    f"/reforms/{FOLLOWS}/households",
    "/law-matrix?domain=elder_care&only=differences",
    "/law-gaps?place=deyang",
]
CHINESE, ENGLISH = re.compile(r"[\u4e00-\u9fff]+"), re.compile(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")
PATH = re.compile(rf"\b(?:{'|'.join(sorted({item.domain for item in BOOK.law.values()}))})\.[a-z_.]+")


class Seen(HTMLParser):
    """The text of a page in its own language: that of elements in another one apart, and of code; what is folded apart too."""

    def __init__(self, html):
        super().__init__()
        self.stack, self.own, self.open = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag not in ("meta", "link", "input", "br", "img"):
            foreign = (tag != "html" and "lang" in dict(attrs)) or tag in ("script", "style", "code")
            self.stack.append((tag, foreign, tag == "details"))

    def handle_endtag(self, tag):
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not any(foreign for _, foreign, _ in self.stack):
            self.own.append(data)
        if not any(folded for _, _, folded in self.stack):
            self.open.append(data)


def page(client, path, lang="en", status=200):
    mark = "&" if "?" in path else "?"
    answer = client.get(f"{path}{mark}lang={lang}", headers={"accept": "text/html"})
    assert answer.status_code == status, answer.text[:500]
    assert answer.headers["content-type"].startswith("text/html")
    return answer.text


@pytest.mark.parametrize("path", PAGES)
def test_a_page_speaks_one_language_and_shows_no_code(client, path):
    status = 404 if path == "/law/no.such" else 200
    english, chinese = (Seen(page(client, path, lang, status)) for lang in ("en", "zh"))
    assert [found for text in english.own if (found := CHINESE.search(text))] == []
    assert [found for text in chinese.own if (found := ENGLISH.search(text))] == []
    for seen in (english, chinese):
        assert [found for text in seen.open if (found := PATH.search(text))] == []


@pytest.mark.parametrize(
    "path",
    [
        "/law?q=gjj",
        "/law/provident_fund",
        f"/law/{MAXIMUM}",
        "/benefits/rent_subsidy/rule",
        f"/reforms/{FOLLOWS}",
        f"/reforms/{FOLLOWS}/households",
        "/law-matrix?domain=elder_care",
        "/law-gaps?place=deyang",
    ],
)
def test_a_page_is_there_within_a_fifth_of_a_second_once_somebody_has_seen_it(client, path):
    page(client, path)
    assert min(seconds(client, path) for _ in range(3)) < 0.2


def seconds(client, path):
    begun = time.process_time()
    page(client, path)
    return time.process_time() - begun


@pytest.mark.parametrize(
    ("sought", "path"),
    [
        ("首付", "provident_fund.loan.down_payment.first_home"),
        ("起付线 成都", "medical_insurance.inpatient.employee.deductible.level_3"),
        ("最多能贷", MAXIMUM),
        ("down payment, deyang", "provident_fund.loan.down_payment.first_home"),
    ],
)
def test_everyday_words_and_official_terms_find_items(client, sought, path):
    found = re.findall(r'<li><a href="/law/([\w.]+)\?', page(client, f"/law?q={sought}"))
    assert path in found


@pytest.mark.parametrize(
    ("sought", "near"), [("gjj", 5), ("最高贷多少", 2), ("最多贷多少", 2), ("买房最多能贷", 2), ("贷款上限", 2)]
)
def test_the_loan_maximum_is_among_the_closest(sought, near):
    assert MAXIMUM in law_search.find(BOOK, sought).paths[:near]


def test_what_only_the_benefit_is_called_does_not_stand_beside_what_is_called_so_itself():
    for sought in ("起付线", "异地就医"):
        found = law_search.find(BOOK, sought)
        assert 0 < found.number < 45
    assert "medical_insurance.inpatient.employee.deductible.level_3" in law_search.find(BOOK, "起付线").paths
    assert law_search.find(BOOK, "奶粉钱").number > 0  # a name of the benefit alone, of which no rule has it


def test_a_long_list_is_folded_after_the_closest(client):
    text = page(client, "/law?q=gjj")
    results = text[text.index('class="results"') :]
    results = results[: results.index("</section>")]
    number = law_search.find(BOOK, "gjj").number
    assert results.partition("<details>")[0].count("<li>") == 30
    assert f"{number - 30} more" in results
    assert results.count("<li>") == number


def test_a_place_among_the_words_is_pointed_out(client):
    text = page(client, "/law?q=首付 德阳")
    first = text[text.index('class="says"') :]
    assert re.findall(r"<b>([^<]+)</b>", first[: first.index("</li>")])[0].startswith("Deyang")
    href = re.search(r'href="(/law/provident_fund\.loan\.down_payment\.first_home\?[^"]*place=deyang)"', text).group(1)
    assert 'id="chosen"' in client.get(href.replace("&amp;", "&")).text


def test_an_item_says_what_stands_where_by_which_document_and_who_uses_it(client):
    text = page(client, f"/law/{MAXIMUM}?place=deyang&date=2026-06-15")
    assert "800,000 yuan" in text
    assert "reported (not read in the official text)" in text
    assert "from 2026-03-25" in text
    assert '<a href="/benefits/provident_fund_loan/rule?lang=en#provident_fund_loan_maximum">' in text
    assert "In Deyang, how many yuan can a family with one contributor" in text
    assert 'href="tel:12329"' in text
    earlier = page(client, f"/law/{MAXIMUM}?date=2025-01-01")
    assert '<p class="stands">600,000 yuan</p>' in earlier


def test_what_is_unknown_is_hatched_and_never_drawn_as_a_value(client):
    for path in ITEMS:
        text = page(client, f"/law/{path}")
        strips = history(BOOK, BOOK.law[path])
        known = any(span.cell.state == "known" for strip in strips for span in strip.spans)
        unknown = any(span.cell.state == "unknown" for strip in strips for span in strip.spans)
        assert ('class="step"' in text or 'class="band"' in text) is known, path
        assert ('fill="url(#hatch-' in text) is unknown, path


def test_the_table_behind_a_chart_holds_every_span(client):
    text = page(client, f"/law/{MAXIMUM}")
    table = text[text.index('class="wide history"') :]
    spans = [span for strip in history(BOOK, BOOK.law[MAXIMUM]) for span in strip.spans]
    assert table[: table.index("</table>")].count('<tr class="') == len(spans)


@pytest.mark.parametrize("path", ["/law/provident_fund.loan.maximum", "/law/<b>", "/law/" + "x" * 5000])
def test_what_there_is_not_is_a_page_with_near_names(client, path):
    text = page(client, path, status=404)
    assert "There is no such rule" in text
    assert "<b>" not in Seen(text).own
    assert (MAXIMUM in text) is ("maximum" in path)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/law?q=" + "x" * 41, 422),
        ("/law?domian=elder_care", 422),
        (f"/law/{MAXIMUM}?date=never", 200),
        (f"/law/{MAXIMUM}?place=mars", 200),
        ("/law-matrix?only=nothing", 200),
        ("/law-matrix?place=mars", 200),
        ("/reforms/no_such", 404),
        ("/reforms/../secret", 404),
        ("/reforms/assumptions_2026+one_standard", 404),
        ("/benefits/no_such/rule", 404),
    ],
)
def test_a_mistake_is_named_on_a_page(client, path, status):
    text = page(client, path, status=status)
    assert status != 200 or "Please mend these first" in text


def test_a_rule_in_words_holds_every_clause_step_and_input(client):
    rules = BOOK.benefit("provident_fund_loan")
    text = page(client, "/benefits/provident_fund_loan/rule")
    assert all(f'id="{name}"' in text for name in (*rules.clauses, *rules.steps))
    assert "= maximum × (1 + uplift)" in text
    tests = law_tests.of(BOOK.content, "provident_fund", "provident_fund_loan")
    assert f"{len(tests)} cases with a source" in text
    folded = text[text.index("Tests (in English)") :]
    assert '<ul class="plain tests" lang="en">' in folded[: folded.index(tests[0].name.split(":")[0][:20])]
    assert "unknown: " not in text  # the tests of what is not known name the rule, not its path
    assert text.count("<tr><th scope") >= len(rules.inputs)


def test_another_law_has_pages_too():
    toy = TestClient(create_app(rulebook=TOY), raise_server_exceptions=False)
    for path in ("/law", *(f"/law/{key}" for key in TOY.law), "/benefits/heating_grant/rule", "/reforms"):
        assert toy.get(path, headers={"accept": "text/html"}).status_code == 200, path
    for name in TOY.reforms.names:
        assert toy.get(f"/reforms/{name}").status_code == 200, name
    assert "they are not part of an installed service" in toy.get("/benefits/heating_grant/rule?lang=en").text


def test_the_entrance_says_what_changes_next(client):
    days = re.findall(r'<time datetime="([\d-]+)">', page(client, "/law"))
    assert days == sorted(days) != []
    assert days[0] > china.today().isoformat()


def test_a_reform_shows_its_own_effect_apart_from_the_pack(client):
    text = page(client, "/reforms/level_up_provident_fund")
    row = text[text.index("Highest loan, one contributor") :]
    cells = re.findall(r'data-head="([^"]+)"[^>]*>(?:<strong>)?([^<]+)', row[: row.index("</tr>")])
    assert cells == [
        ("Today", "Not known"),
        ("With the assumptions", "600,000 yuan"),
        ("With the reform", "800,000 yuan"),
    ]
    assert "It would take effect on 2027-01-01. Until then nothing changes." in " ".join(text.split())
    over_http = client.get("/v1/reforms/level_up_provident_fund").json()
    assert over_http["on_households"] is None
    assert len(over_http["effects"]["items"]) == text.count('scope="rowgroup"')


def test_the_count_of_a_reform_says_that_it_is_with_the_pack(client):
    text = page(client, "/reforms/level_up_provident_fund")
    assert re.search(r"<dd>\d+ / \d+ <strong>with the assumption pack</strong>", text)
    assert "with the assumption pack</strong>" not in page(client, "/reforms/assumptions_2026")


def test_the_households_of_a_reform_are_looked_at_on_its_day_and_named_by_what_they_ask_for(client):
    text = page(client, "/reforms/level_up_provident_fund/households")
    before, _, table = text.partition("<table")
    assert "Each household is looked at as of 2027-01-01" in before
    heads = re.findall(
        r'scope="rowgroup"[^>]*><a href="/benefits/\w+/rule[^>]*>[^<]+</a><small>[^<]+</small></th>', table
    )
    assert len(heads) == table.count('scope="rowgroup"') > 0


def test_the_households_of_a_reform_come_when_asked_for(client):
    found = client.get(f"/v1/reforms/{FOLLOWS}", params={"households": True}).json()["on_households"]
    assert [each["city"] for each in found["households"][0]["cities"]] == ["meishan", "ziyang"]
    assert client.get("/v1/reforms/no_such").status_code == 404
    assert client.get("/v1/reforms/" + "x" * 300).status_code == 422


def test_the_matrix_filters_without_scripts_and_says_from_when_a_reform_counts(client):
    text = page(client, "/law-matrix?domain=medical_insurance&only=differences&place=chengdu&place=deyang")
    assert "every rule" in text
    assert re.findall(r'<th scope="col">([^<]+)', text)[1:3] == ["Chengdu", "Deyang"]
    assert text.count('<tr class="differs">') == text.count('<th scope="row">') > 0
    csv = re.search(r'href="(/v1/law-matrix\?[^"]*format=csv[^"]*)"', text).group(1).replace("&amp;", "&")
    assert len(client.get(csv).text.strip().splitlines()) > text.count('<th scope="row">')
    early = page(client, "/law-matrix?domain=elder_care&reform=bed_subsidy_follows_the_person&date=2026-12-01")
    assert "it takes effect on 2027-01-01; on 2026-12-01 the law still stands as it is." in early
    alone = page(client, "/law-matrix?domain=provident_fund&reform=level_up_provident_fund&date=2027-06-01")
    assert "by itself it changes nothing" in alone
    packed = page(
        client, "/law-matrix?domain=provident_fund&reform=assumptions_2026%2Blevel_up_provident_fund&date=2027-06-01"
    )
    assert "in effect from 2027-01-01." in packed


def test_the_matrix_opens_with_the_domain_in_which_most_differs(client):
    opened = re.search(r'value="(\w+)" selected', page(client, "/law-matrix")).group(1)
    differing = {
        domain: page(client, f"/law-matrix?domain={domain}").count('<tr class="differs">')
        for domain in {item.domain for item in BOOK.law.values()}
    }
    assert differing[opened] == max(differing.values()) > 0


def test_a_long_matrix_is_cut_on_the_page_and_says_so_and_the_file_holds_it_all(client):
    text = page(client, "/law-matrix?domain=")
    assert f"{len(BOOK.law)} rules" in text
    assert text.count('<th scope="row">') == MOST_ROWS < len(BOOK.law)
    assert f"Only the first {MOST_ROWS} are shown" in text


def test_every_page_of_the_law_is_linked_from_somewhere(client):
    home, entrance = page(client, "/"), page(client, "/law")
    assert all(f'href="{path}?lang=en"' in home for path in ("/law", "/law-matrix", "/reforms"))
    assert all(f'href="{path}?lang=en"' in entrance for path in ("/law-matrix", "/law-gaps", "/reforms"))
    assert f"/reforms/{FOLLOWS}/households?lang=en" in page(client, f"/reforms/{FOLLOWS}")
