"""Bed subsidies settled across cities, from a table of stays: a heat map of who owes whom, its table, and all tables to take away."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from cdmz_rules import Rulebook
from cdmz_rules.errors import InputError, Problem
from cdmz_rules.files import encodings
from cdmz_rules.i18n.phrases import N_, in_both
from cdmz_rules.i18n.words import Words
from cdmz_rules.law.reform import Reform
from cdmz_rules.reading import china
from cdmz_rules.settlement import beds
from cdmz_rules.settlement.beds.columns import stay_columns
from cdmz_rules.settlement.beds.report import tables
from cdmz_rules.tables.csv_source import CsvSource
from cdmz_rules.tables.sink import CsvSink

from .. import media, queries
from ..rulebook import Book
from ..stay_examples import EXAMPLE_REQUEST
from . import submission
from .calculator import PACK
from .clearing_result import SHOWN, column_of, parts
from .render import HEADERS, language, page

router = queries.pages()
MOST_ROWS, MOST_MONTHS, MOST_BYTES = 20_000, 24, 2 * 1024 * 1024
SPREADSHEETS = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
"""How files begin that spreadsheet programs save, and that are no CSV."""
NAMES = ("stays", "file", "month", "until", "pack", "regime", "rate", "lang")
"""What the form sends."""
TODAY, FOLLOWS = "today", "follows"
TODAYS_RULES = N_("Today's rules, beds in the home city, and the areas of Chengdu's pilot")
RATES = {
    "home": N_("The home city's rate"),
    "host": N_("The rate of the institution's city"),
    "lower": N_("The lower of the two"),
}
CHOICES = {"pack": ("yes",), "regime": (TODAY, FOLLOWS), "rate": tuple(RATES), "lang": ("zh", "en")}
RATE_RULE = "elder_care.portability.rate_rule"
REFORM = "bed_subsidy_follows_the_person"


@dataclass(frozen=True)
class Sent:
    """What the form said.

    Attributes:
        stays: The table as text.
        month: The first month.
        until: The last; empty for the first alone.
        pack: Whether what is unknown is assumed.
        regime: Whose beds abroad are paid: by today's rules, or as `follows` the person.
        rate: By whose rate a bed abroad is paid; empty for what the rules say.
        lang: The language chosen, if any.
        spreadsheet: Whether the file is a spreadsheet, which is not read here.
    """

    stays: str = ""
    month: str = ""
    until: str = ""
    pack: bool = False
    regime: str = TODAY
    rate: str = ""
    lang: str | None = None
    spreadsheet: bool = False


@router.get("/elder-care/clearing")
def form(request: Request, rulebook: Book) -> HTMLResponse:
    """The empty form, or an example with its result."""
    if "example" not in request.query_params:
        return page(
            request, "clearing.html", language(request), **_shown(rulebook, Sent(month=_last_month())), **_nothing()
        )
    sent = Sent(_example(), EXAMPLE_REQUEST["month"], EXAMPLE_REQUEST["until"], pack=True)
    return page(request, "clearing.html", language(request), **_shown(rulebook, sent), **_answer(rulebook, sent))


@router.post("/elder-care/clearing")
async def settle(request: Request, rulebook: Book) -> HTMLResponse:
    """The form as it was sent, with what came of it."""
    sent = await _sent(request)
    answer = await run_in_threadpool(_answer, rulebook, sent)
    return page(request, "clearing.html", language(request, sent.lang), **_shown(rulebook, sent), **answer)


@router.post("/elder-care/clearing.zip")
async def download(request: Request, rulebook: Book) -> Response:
    """All tables; the page with what is wrong, if nothing can be settled."""
    sent = await _sent(request)
    try:
        packed = await run_in_threadpool(_packed, rulebook, sent)
    except InputError:
        return await run_in_threadpool(_page_of, request, rulebook, sent)
    headers = {**HEADERS, "Content-Disposition": 'attachment; filename="clearing.zip"'}
    return Response(packed, media_type="application/zip", headers=headers)


def _page_of(request: Request, rulebook: Rulebook, sent: Sent) -> HTMLResponse:
    return page(
        request, "clearing.html", language(request, sent.lang), **_shown(rulebook, sent), **_answer(rulebook, sent)
    )


async def _sent(request: Request) -> Sent:
    media.check_form(request.headers.get("content-type", ""), media.FORM, media.FILES)
    async with request.form(max_files=1, max_fields=10, max_part_size=MOST_BYTES) as typed:
        submission.check_names([name for name, _ in typed.multi_items()], NAMES)
        said = {name: value.strip() for name, value in typed.items() if isinstance(value, str)}
        submission.check_choices(list(said.items()), CHOICES)
        file = typed.get("file")
        content = await file.read() if isinstance(file, UploadFile) and file.filename else b""
    spreadsheet = content.startswith(SPREADSHEETS)
    text = "" if spreadsheet else encodings.text(content) if content else said.get("stays", "")
    if text is None:
        # Bytes that are no text come back as such when the table is read, and are refused there.
        text = content.decode("utf-8", "surrogateescape")
    return Sent(
        stays=text,
        month=said.get("month", "")[:10],
        until=said.get("until", "")[:10],
        pack=said.get("pack") == "yes",
        regime=said.get("regime") or TODAY,
        rate=said.get("rate", ""),
        lang=said.get("lang"),
        spreadsheet=spreadsheet,
    )


def _shown(rulebook: Rulebook, sent: Sent) -> dict[str, Any]:
    """What the form shows; bytes that are no text as question marks."""
    return {
        "sent": sent,
        "stays_text": sent.stays.encode("utf-8", "replace").decode(),
        "regimes": {TODAY: TODAYS_RULES, FOLLOWS: rulebook.reforms.load(REFORM).title},
        "rates": RATES,
        "column_of": partial(column_of, rulebook),
    }


def _nothing() -> dict[str, Any]:
    return {"problems": [], "found": None, "law_used": None}


def _answer(rulebook: Rulebook, sent: Sent) -> dict[str, Any]:
    try:
        settlement = _settled(rulebook, sent)
    except InputError as error:
        return {**_nothing(), "problems": list(error.problems)[:SHOWN]}
    return {**_nothing(), "found": settlement, "law_used": _law_used(rulebook, sent), **parts(rulebook, settlement)}


def _settled(rulebook: Rulebook, sent: Sent) -> beds.Settlement:
    if sent.spreadsheet:
        words = (
            "这里只读取 CSV：请在表格软件中另存为 CSV，或用命令行",
            "only CSV is read here: save the spreadsheet as CSV, or use the command line",
        )
        raise InputError([Problem("unknown_format", "CSV", *words, "cdmz settle-beds")])
    today = china.today()
    months = beds.months_from(sent.month, sent.until or None, today, most=MOST_MONTHS)
    content = sent.stays.encode("utf-8", "surrogateescape")
    source = CsvSource(io.BytesIO(content), "CSV", stay_columns(rulebook.catalogue).knows)
    if source.total > MOST_ROWS:
        words = f"超过{MOST_ROWS:,}行，请用命令行", f"more than {MOST_ROWS:,} rows; use the command line"
        raise InputError([Problem("too_many", "CSV", *words, "cdmz settle-beds")])
    return beds.settle_beds(_asked(rulebook, sent, months[0]), source, months, today)


def _asked(rulebook: Rulebook, sent: Sent, first: date) -> Rulebook:
    """With the pack and the reform that were chosen, as if the reform had been in force since the first month settled."""
    switches = {**rulebook.reforms.load(REFORM).body.switches} if sent.regime == FOLLOWS else {}
    if sent.rate:
        switches[RATE_RULE] = sent.rate
    asked = [rulebook.reforms.load(PACK)] if sent.pack else []
    asked += [_switched(rulebook, sent, switches, first)] if switches else []
    return rulebook.under(asked)


def _switched(rulebook: Rulebook, sent: Sent, switches: Mapping[str, Any], first: date) -> Reform:
    words = _law_used(rulebook, sent)._asdict()
    return rulebook.reforms.inline(
        {"name": "asked", "title": words, "rationale": words, "effective": first.isoformat(), "switches": switches}
    )


def _law_used(rulebook: Rulebook, sent: Sent) -> Words:
    """The law that a settlement was made by, in words."""
    parts = [rulebook.reforms.load(REFORM).title if sent.regime == FOLLOWS else in_both(TODAYS_RULES)]
    parts += [in_both(RATES[sent.rate])] if sent.rate else []
    parts += [rulebook.reforms.load(PACK).title] if sent.pack else []
    return Words(" ＋ ".join(each.zh for each in parts), " + ".join(each.en for each in parts))


def _packed(rulebook: Rulebook, sent: Sent) -> bytes:
    """Every table as CSV in one archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, table in tables(_settled(rulebook, sent)).items():
            written = io.BytesIO()
            sink = CsvSink(written, table.schema)
            sink.write(table)
            sink.close()
            archive.writestr(f"{name}.csv", written.getvalue())
    return packed.getvalue()


def _last_month() -> str:
    return (china.today().replace(day=1) - timedelta(days=1)).isoformat()[:7]


def _example() -> str:
    """The example of the HTTP interface as CSV."""
    written = io.StringIO()
    rows = csv.DictWriter(written, list(EXAMPLE_REQUEST["stays"][0]), lineterminator="\n")
    rows.writeheader()
    rows.writerows(EXAMPLE_REQUEST["stays"])
    return written.getvalue()
