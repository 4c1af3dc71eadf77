"""Each language stands alone: no Chinese on English pages but in elements that say so, no English words on Chinese ones; no code shows."""

import re
from html.parser import HTMLParser
from urllib.parse import parse_qsl

import pytest
from page_states import STATES

SPOKEN = ("aria-label", "placeholder", "title", "alt")
SILENT = ("script", "style", "code", "pre", "kbd", "textarea")
VOID = ("meta", "link", "input", "br", "hr", "img", "wbr", "col")
ALLOWED = {
    *(
        "API",
        "HTTP",
        "JSON",
        "CSV",
        "XLSX",
        "ZIP",
        "YAML",
        "LPR",
        "GitHub",
        "OpenAPI",
        "Excel",
        "Parquet",
        "Arrow",
        "WPS",
    ),
    *(
        "cdmz-rules",
        "AGPL",
        "or-later",
        "AGPL-3.0-or-later",
        "POST",
        "GET",
        "http",
        "https",
        "GB",
        "T",
        "curl",
        "home",
        "gjj",
    ),
    *("CSP", "Cookie", "HTML", "cdmz", "serve", "allow-origin", "CORS", "iframe"),
}
"""What Chinese pages may say in Latin letters: names of formats, standards and licences, the project's own, what a table has for a
stay at home, an example of initials, and what whoever runs a website knows by these names."""
CHINESE = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z.-]*[A-Za-z](?![A-Za-z0-9])")
CODE = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")
APART = re.compile(
    r"https?://\S+|[\w.-]+\.(?:gov\.cn|cn|com)\S*|/[\w/-]+|[\w-]+\.(?:csv|xlsx|zip|yaml|json)"
    r"|\S*(?:〔\d{4}〕|令第)\d+号|\d{4}年\d{1,2}月\d{1,2}日|“[^”]*”|\"[^\"]*\""
)
"""What belongs to neither language: addresses, files, numbers of official documents, ways to write a day, what somebody is quoted with."""


class Said(HTMLParser):
    """What a page says in its own language: texts, and what is read out."""

    def __init__(self, lang):
        super().__init__()
        self.lang, self.stack, self.texts = lang, [], []

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        before = self.stack[-1] if self.stack else ("", "", False)
        silent = before[2] or tag in SILENT or "code" in told.get("class", "").split()
        here = (tag, (told.get("lang") or before[1])[:2], silent)
        if here[1] == self.lang and not silent:
            self.texts += [told[name] for name in SPOKEN if told.get(name)]
        if tag not in VOID:
            self.stack.append(here)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.stack.pop()

    def handle_endtag(self, tag):
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if self.stack and self.stack[-1][1] == self.lang and not self.stack[-1][2] and data.strip():
            self.texts.append(" ".join(data.split()))


def said(client, state, lang):
    """What a page in a state says in its own language."""
    path, _, told = STATES[state].partition("#")
    address = f"{path}{'&' if '?' in path else '?'}lang={lang}"
    html = {"accept": "text/html"}
    answer = (
        client.post(address, data={"lang": lang, **dict(parse_qsl(told))}, headers=html)
        if told
        else client.get(address, headers=html)
    )
    reader = Said(lang)
    reader.feed(answer.text)
    assert len(reader.texts) > 1
    return reader.texts


@pytest.mark.sampled(14)
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("state", STATES)
def test_each_language_stands_alone_and_no_code_shows(client, state, lang):
    found = {fault: text[:100] for text in said(client, state, lang) for fault in leftovers(APART.sub(" ", text), lang)}
    assert found == {}


def leftovers(text, lang):
    """Words of the other language, and names of the code."""
    codes = CODE.findall(text)
    if lang == "en":
        return codes + CHINESE.findall(text)[:1]
    return codes + [word for word in LATIN.findall(CODE.sub(" ", text)) if word not in ALLOWED]
