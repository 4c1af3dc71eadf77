"""Templates, the language of a page, and how figures are written on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jinja2
from fastapi import Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup, escape

from cdmz_rules import Rulebook, __version__
from cdmz_rules.decisions import contacts, sentences
from cdmz_rules.decisions.wording import quantity
from cdmz_rules.i18n import grades, phrases
from cdmz_rules.i18n.phrases import N_, in_both, phrase
from cdmz_rules.i18n.words import Language, Words
from cdmz_rules.law.schema import UNITS
from cdmz_rules.rulebook.infos import Flow

from ..rulebook import rulebook_of
from . import answer, conversation, forms, several, static_files, terms
from .codes import CODES, domain
from .further import further
from .law_links import law_href

ENVIRONMENT = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=jinja2.StrictUndefined,
)

OVERLAY = "overlay"
SETTLES = {
    "outcome": N_("whether you are entitled"),
    "amount": N_("how much it is"),
    "reported": N_("what is reported beside the amount"),
}
"""What a question can change of a benefit."""
EACH = {"CNY": None, "CNY/month": N_("a month"), "CNY/year": N_("a year")}
"""How often an amount is paid, by its unit."""

# Words of an answer in one language, where a template works on a list of them.
ENVIRONMENT.filters["spoken"] = lambda words, lang: getattr(words, lang)

ENVIRONMENT.filters["label_of"] = several.label

ENVIRONMENT.tests["tells"] = sentences.tells

# Scripts and styles come from this server alone; nothing on a page is ever evaluated.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors *",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def _words_of(rulebook: Rulebook) -> dict[str, Any]:
    """The words that templates take from the rules: of origins, places and choices."""
    reforms = rulebook.reforms

    def origin(name: str) -> Words:
        """Where a value comes from that is not in the law as shipped: a bureau's overlay, or a pack or reform by its title."""
        if name == OVERLAY:
            return in_both("set by a bureau beside the law as shipped")
        return reforms.load(name).title if name in reforms.names else Words(name, name)

    def choices(name: str) -> Mapping[str, Any]:
        """The words of an input's choices; the input as one would write it: ``members[0].tenancy``."""
        return rulebook.catalogue.inputs[name.rpartition(".")[2]].choices or {}

    def flow(benefit: str) -> Flow:
        """What the money of a benefit is to the household."""
        return rulebook.benefit(benefit).info.flow

    places = {name: place.words for name, place in rulebook.places.items()}
    explained = {
        "terms_of": lambda words, lang, met: list(terms.parts(rulebook.registry, words, lang, met)),
        "terms_within": lambda part, lang: terms.within(rulebook.registry, str(part), lang),
    }
    return {"origin_words": origin, "place_words": places, "choice_words": choices, "flow_of": flow, **explained}


def dialled(words: str, number: str | None) -> Markup:
    """Words in which a telephone number, if they hold it, is dialled by a touch."""
    text = escape(words)
    if not number:
        return text
    digits = "".join(each for each in number if each.isdigit() or each == "+")
    return text.replace(escape(number), Markup('<a class="tel" href="tel:{}">{}</a>').format(digits, number), 1)


ENVIRONMENT.globals |= {
    "anchor": forms.anchor,
    "called": forms.words_of,
    "given": forms.given,
    "graded": grades.in_words,
    "law_href": law_href,
    "answered": conversation.value,
    "codes": CODES,
    "domain_words": domain,
    "settles": SETTLES,
    "further_results": lambda decision, loan_years: further(decision, loan_years, large),
    "headline": lambda decision: sentences.headline(decision, large),
    "reached": lambda contact: list(contacts.said(contact, page=False)),
    "cards": lambda entry, unit: sentences.cards(entry, unit, large),
    "word": answer.word,
    "tone": answer.tone,
    "grades": answer.GRADES,
    "dialled": dialled,
    "sums_of": several.sums,
    "between": several.between,
    "grouped": several.grouped,
    "assumed_value": sentences.value,
    "static": static_files.address,
    "tells": sentences.tells,
    "units": UNITS,
    "version": __version__,
}


def language(request: Request, chosen: str | None = None) -> Language:
    """The language of a page: as chosen, else as in the address, else Chinese."""
    named = chosen or request.query_params.get("lang") or "zh"
    return "en" if named == "en" else "zh"


def _switched(request: Request, lang: Language) -> str:
    """The address of this page in the other language; whatever else it asks stays as it is."""
    return "?" + urlencode({**request.query_params, "lang": "zh" if lang == "en" else "en"})


def page(request: Request, template: str, lang: Language, status: int = 200, **values: Any) -> HTMLResponse:
    """Render a page."""

    def say(words: Any) -> str:
        """A phrase of the catalogue, or words in both languages, in the language of the page."""
        if isinstance(words, str):
            return phrase(words, lang)
        return str(words[lang] if isinstance(words, Mapping) else getattr(words, lang))

    def figure(value: Any, unit: str) -> str:
        return say(quantity(value, unit))

    def listed(words: Iterable[Any]) -> str:
        """Phrases one after the other."""
        return ("、" if lang == "zh" else ", ").join(say(each) for each in words)

    def span(amount: sentences.Bounded) -> str:
        """A figure as far as it is certain."""
        return say(sentences.amount(amount, large))

    def counted(one: str, many: str, number: int) -> str:
        """A phrase that depends on a number."""
        return phrases.counted(one, many, number, lang).format(number=number)

    text = ENVIRONMENT.get_template(template).render(
        say=say, figure=figure, listed=listed, counted=counted, colon="：" if lang == "zh" else ": ",
        large=lambda value, unit: say(large(value, unit)), span=span, lang=lang,
        path=request.url.path, other=_switched(request, lang), **_words_of(rulebook_of(request)), **values,
    )  # fmt: skip
    return HTMLResponse(text, status, HEADERS)


def large(value: float, unit: str) -> Words:
    """An amount as one says it: from ten thousand yuan on in 万元."""
    if unit not in EACH or abs(value) < 10_000 or round(value / 100, 6) % 1:
        return quantity(value, unit)
    often = EACH[unit]
    tail = in_both(often) if often else Words("", "")
    text = f"{value / 10_000:,.2f}".rstrip("0").rstrip(".")
    return Words(f"{text} 万元{tail.zh}", f"{value:,.2f}".removesuffix(".00") + f" yuan {tail.en}".rstrip())
