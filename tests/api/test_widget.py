"""The calculator that other websites load: one small script, fresh by its ETag; and the pages around it."""

import gzip
import re

import pytest
from cdmz_rules.api.pages import colours
from cdmz_rules.api.widget import script

from cdmz_rules import Rulebook
from cdmz_rules.i18n import grades, outcomes
from cdmz_rules.i18n.phrases import phrase
from cdmz_rules.law.schema import UNITS
from cdmz_rules.reading import china

BOOK = Rulebook.shipped()
CALCULATOR = "/widget/cdmz-calculator.js"
MODULES = {path.stem: path.read_text(encoding="utf-8") for path in script.FOLDER.glob("*.js")}
WORDS = dict(re.findall(r'^  "(.+)": "(.+)",$', MODULES["words"], re.MULTILINE))
LARGEST = 15_000


def test_the_calculator_is_one_small_script(client):
    sent = client.get(CALCULATOR)
    assert sent.headers["content-type"].startswith("text/javascript")
    assert len(gzip.compress(sent.content)) <= LARGEST
    assert 'customElements.define("cdmz-calculator"' in sent.text
    assert "import " not in re.sub(r'".*?"|`.*?`', "", sent.text)


def test_every_module_is_in_it():
    parts = set(MODULES) - set(script.OF_FRAMES)
    whole = script.text(script.CALCULATOR)
    names = [
        name
        for part in parts
        for name in re.findall(r"^export (?:class|function|const) (\w+)", MODULES[part], re.MULTILINE)
    ]
    assert len(names) > len(parts)
    for name in names:
        assert len(re.findall(rf"^(?:class|function|const) {name}\b", whole, re.MULTILINE)) == 1, name


def test_a_browser_that_has_it_is_told_so(client):
    tag = client.get(CALCULATOR).headers["etag"]
    assert client.get(CALCULATOR, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(CALCULATOR, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_rules_are_loaded_by_any_page_and_fresh_by_their_tag(client, lang):
    path = f"/widget/rules/provident_fund_loan.{lang}.js"
    sent = client.get(path, headers={"Origin": "https://elsewhere.example"})
    assert (sent.status_code, sent.headers["access-control-allow-origin"]) == (200, "*")
    assert sent.headers["content-type"].startswith("text/javascript")
    assert client.get(path, headers={"If-None-Match": sent.headers["etag"]}).status_code == 304
    assert f'"{china.today().isoformat()}"' in sent.text


@pytest.mark.parametrize(
    "name", ["free_lunch.zh.js", "rent_subsidy.fr.js", "rent_subsidy.js", "all.zh.js", "..%2Fx.zh.js"]
)
def test_there_are_rules_of_benefits_alone(client, name):
    assert client.get(f"/widget/rules/{name}").status_code in (404, 422)


@pytest.mark.parametrize("path", ["card", "../settings", "cdmz", "..%2F..%2Fapp"])
def test_nothing_else_is_given(client, path):
    assert client.get(f"/widget/{path}.js").status_code == 404


@pytest.mark.parametrize("name", sorted(MODULES))
def test_nothing_is_kept_and_nothing_typed_becomes_code(name):
    forbidden = r"innerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|cookie|localStorage|sessionStorage|indexedDB"
    code = re.sub(r"^\s*//.*$", "", MODULES[name], flags=re.MULTILINE)
    assert re.findall(forbidden, code) == []


def test_every_phrase_that_is_said_has_chinese_words_and_the_reverse():
    code = "".join(text for name, text in MODULES.items() if name != "words")
    said = set(re.findall(r'"((?:[^"\\]|\\.)*)"', code))
    assert {phrase for phrase in WORDS if phrase not in said and phrase.split("{")[0] not in code} == set()
    literal = set(re.findall(r'\bsay\("(.+?)"[,)]', code))
    tables = "".join(re.findall(r"^const [A-Z_]+ = (?:\{.*?\}|\".*?\");$", code, re.MULTILINE | re.DOTALL))
    listed = set(re.findall(r'(?::|^) ?"([^"]+)"', tables))
    assert {"Entitled", "how much it is", "The rules could not be loaded."} <= listed
    assert (literal | listed) - set(WORDS) == set()


def test_its_words_are_those_of_the_pages():
    for name in (*outcomes.NAMES.values(), *grades.NAMES.values()):
        assert WORDS[name] == phrase(name, "zh")


def test_its_units_are_those_of_the_law():
    written = dict(re.findall(r'^  "?([\w/]+)"?: \["(.*?)", "', MODULES["figures"], re.MULTILINE))
    assert {unit: words for unit, words in written.items() if UNITS[unit]["zh"] != words} == {}
    asked = {
        info.unit for name in BOOK.benefits for info in BOOK.benefit(name).inputs if info.kind in ("number", "money")
    }
    paid = {BOOK.benefits[name].unit for name in BOOK.benefits}
    assert (asked | paid) - set(written) == set()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_frame_holds_the_calculator_alone(client, lang):
    sent = client.get(f"/embed/rent_subsidy?lang={lang}&city=deyang&accent=%23a02060&mode=offline&scheme=dark")
    assert sent.status_code == 200
    assert "frame-ancestors *" in sent.headers["content-security-policy"]
    assert f'<cdmz-calculator benefit="rent_subsidy" lang="{lang}" level="1" city="deyang" offline' in sent.text
    assert "<header" not in sent.text
    assert "<footer" not in sent.text


@pytest.mark.parametrize(
    "path",
    [
        "/embed/rent_subsidies",
        "/embed/rent_subsidy?city=paris",
        "/embed/rent_subsidy?accent=red",
        "/embed/rent_subsidy?accent=%23a02060;}",
        "/embed/rent_subsidy?scheme=neon",
        "/embed/rent_subsidy?price=900000",
        "/embedding?benefit=%3Cscript%3E",
        "/embedding?way=pigeon",
    ],
)
def test_what_is_not_known_is_refused(client, path):
    assert client.get(path).status_code in (404, 422)


@pytest.mark.parametrize("way", ["service", "offline", "frame"])
def test_the_snippet_is_shown_as_text(client, way):
    sent = client.get(f"/embedding?way={way}&benefit=rent_subsidy&city=deyang&accent=%23a02060")
    shown = re.findall(r"<code>(.*?)</code>", sent.text, re.DOTALL)
    assert shown
    assert not any("<" in text for text in shown)
    assert any(
        ("embed/rent_subsidy" if way == "frame" else 'city="deyang"'.replace('"', "&#34;")) in text for text in shown
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_snippet_speaks_the_language_of_the_page_unless_another_is_chosen(client, lang):
    assert f"lang=&#34;{lang}&#34;" in client.get(f"/embedding?lang={lang}").text
    assert "lang=&#34;zh&#34;" in client.get(f"/embedding?lang={lang}&spoken=zh").text


@pytest.mark.parametrize("accent", ["#000000", "#ffffff", "#a02060", "#ffb000", "#777777", "#0b625b"])
def test_a_colour_can_be_read(accent):
    theme = colours.themed(accent)
    light, dark = re.findall(r"#\w{6}", theme["--cdmz-accent"])
    on_light, on_dark = re.findall(r"#\w{6}", theme["--cdmz-on-accent"])
    assert light == accent
    assert colours.contrast(dark, colours.PAPER_IN_THE_DARK) >= colours.LEGIBLE
    assert colours.contrast(on_light, light) >= colours.LEGIBLE
    assert colours.contrast(on_dark, dark) >= colours.LEGIBLE
