"""What is understood and what is refused: every example is a test, and a row of ``docs/reading.md``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import numpy as np

from cdmz_rules.i18n.words import Words
from cdmz_rules.reading.doors import CASE, SHEET, SHEET_1904, TABLE, Door

CITIES = {"chengdu": Words("成都市", "Chengdu"), "deyang": Words("德阳市", "Deyang")}


@dataclass(frozen=True)
class Example:
    """A raw value and what is made of it.

    Attributes:
        raw: The raw value.
        means: Its value, or the code of the problem.
        doors: Where it may come in.
        written: How the raw value is shown, if it is no text.
    """

    raw: Any
    means: Any
    doors: tuple[Door, ...] = (CASE, TABLE, SHEET)
    written: str = ""


class Refused(str):
    """The code of a problem."""


NUMBER, FINITE, DAY, YES_NO, CHOICE, ID = map(
    Refused, ("wrong_type", "not_finite", "not_a_date", "wrong_type", "unknown_value", "not_text")
)
NEW_YEAR = date(2026, 1, 31)

EVERYWHERE: Mapping[str, tuple[Example, ...]] = {
    "numbers": (
        Example("1500000", 1_500_000), Example("1,500,000.50", 1_500_000.5), Example("0700", 700), Example("150万", 1_500_000),
        Example("12.5万", 125_000), Example("1,200万", 12_000_000), Example("1.2亿", 120_000_000), Example("１，５００．５", 1500.5),
        Example("１５０万", 1_500_000), Example("+5", 5), Example(".5", 0.5), Example("1e+03", 1000), Example("-0", 0), Example("−12", -12),
        Example(" 12 ", 12), Example(7, 7, written="7"), Example(-0.0, 0, written="-0.0"),
        Example(Decimal("2.5"), 2.5, written='Decimal("2.5")'), Example(np.float32(2), 2, written="np.float32(2)"),
        Example(np.int64(2), 2, written="np.int64(2)"),
        Example("12,34", NUMBER), Example("5,5", NUMBER), Example("0,700", NUMBER), Example("1,50,000", NUMBER),
        Example("1_500_000", NUMBER),
        Example("1:30", NUMBER), Example("0x1F", NUMBER), Example("0o17", NUMBER), Example("1 500 000", NUMBER), Example("5²", NUMBER),
        Example("٣", NUMBER), Example("万", NUMBER), Example("三万", NUMBER), Example("1万2千", NUMBER), Example("(1,234)", NUMBER),
        Example("50%", NUMBER), Example("-nan", NUMBER), Example(".inf", NUMBER), Example("inf", NUMBER), Example("1e999", FINITE),
        Example(float("inf"), FINITE, written='float("inf")'), Example(True, NUMBER, written="true"), Example([1], NUMBER, written="[1]"),
        Example(b"1", NUMBER, written='b"1"'), Example(10**400, Refused("out_of_range"), written="10**400"),
    ),
    "shares": (Example("2.6%", 0.026), Example("2.6％", 0.026), Example("0.026", 0.026), Example("%", NUMBER), Example("2.6‰", NUMBER)),
    "money": (
        Example("3000元", 3000), Example("¥3,000.50", 3000.5), Example("￥３０００", 3000), Example("150万元", 1_500_000),
        Example("人民币1.2亿元", 120_000_000), Example("RMB 3000", 3000), Example("0700", 700),
        Example("3000美元", NUMBER), Example("$3000", NUMBER), Example("元", NUMBER), Example("5%", NUMBER),
    ),
    "days": (
        Example("2026-01-31", NEW_YEAR), Example("2026-1-31", NEW_YEAR), Example("2026/1/31", NEW_YEAR), Example("2026.1.31", NEW_YEAR),
        Example("2026年1月31日", NEW_YEAR), Example("2026 年 1 月 31 号", NEW_YEAR), Example("20260131", NEW_YEAR),
        Example("２０２６－０１－３１", NEW_YEAR), Example(20260131, NEW_YEAR, written="20260131 (number)"),
        Example("2026-01-31 00:00:00", NEW_YEAR), Example("2026/1/31 0:00", NEW_YEAR), Example("2026-01-31T08:00:00+08:00", NEW_YEAR),
        Example("2026-01-30T20:00:00Z", NEW_YEAR), Example("1988-06-30T15:30:00Z", date(1988, 7, 1)),
        Example(NEW_YEAR, NEW_YEAR, written="date(2026, 1, 31)"),
        Example(datetime(2026, 1, 31), NEW_YEAR, written="datetime(2026, 1, 31)"),
        Example(datetime(2026, 1, 30, 20, tzinfo=UTC), NEW_YEAR, written="datetime(2026, 1, 30, 20, tzinfo=UTC)"),
        Example(np.datetime64("2026-01-31"), NEW_YEAR, written='np.datetime64("2026-01-31")'),
        Example(np.datetime64("2026-01-31T00", "ns"), NEW_YEAR, written='np.datetime64("2026-01-31T00", "ns")'),
        Example("2026-01-31 08:00:00", DAY), Example("2026-01-31 起", DAY), Example("2026-01-31T08", DAY), Example("2026-02-30", DAY),
        Example("31/01/2026", DAY), Example("01-31-2026", DAY), Example("2026-01/31", DAY), Example("26-01-31", DAY),
        Example("2026-01", DAY),
        Example("2026年1月", DAY), Example("2026", DAY), Example("46053", DAY), Example("1990-W01-1", DAY), Example("昨天", DAY),
        Example("0000-01-01", DAY), Example(datetime(2026, 1, 31, 8), DAY, written="datetime(2026, 1, 31, 8)"),
        Example(True, DAY, written="true"), Example(2026, DAY, written="2026 (number)"), Example(2026.1, DAY, written="2026.1 (number)"),
        Example(46053, DAY, (CASE, TABLE), written="46053 (number)"), Example(46053, NEW_YEAR, (SHEET,), written="46053 (number)"),
        Example(44591, NEW_YEAR, (SHEET_1904,), written="44591 (number)"), Example(46053.5, DAY, (SHEET,), written="46053.5 (number)"),
    ),
    "yes_no": (
        *(Example(word, True) for word in ("是", "yes", "YES", "y", "true", "1", "１")),
        *(Example(word, False) for word in ("否", "不是", "no", "N", "false", "0")),
        Example(True, True, written="true"), Example(1, True, written="1 (number)"), Example(0.0, False, written="0.0 (number)"),
        Example(np.bool_(True), True, written="np.bool_(True)"),
        Example("对", YES_NO), Example("有", YES_NO), Example("无", YES_NO), Example("2", YES_NO), Example(2, YES_NO, written="2 (number)"),
        Example("√", YES_NO),
    ),
    "choices": (
        Example("chengdu", "chengdu"), Example("Chengdu", "chengdu"), Example("CHENGDU", "chengdu"), Example("成都市", "chengdu"),
        Example("成都", "chengdu"), Example("ｃｈｅｎｇｄｕ", "chengdu"),
        Example("chengd", CHOICE), Example("四川成都", CHOICE), Example("1", CHOICE), Example(["chengdu"], CHOICE, written='["chengdu"]'),
    ),
    "ids": (
        Example("A-001", "A-001"), Example("0012", "0012"), Example(" 12 ", "12"), Example("510100199001011234", "510100199001011234"),
        Example("1E5", "1E5"), Example(12, "12", written="12 (number)"), Example(12.0, "12", written="12.0 (number)"),
        Example(999_999_999_999_999, "999999999999999", written="999999999999999 (number)"),
        Example(10**15, ID, written="1000000000000000 (number)"), Example(5.1010019900101e17, ID, written="5.1010019900101e17 (number)"),
        Example("5.10E+17", ID), Example("x" * 201, Refused("too_long"), written="more than 200 characters"),
    ),
}  # fmt: skip

NOTHING: tuple[Example, ...] = (
    *(Example(text, None, written=f'"{text}"') for text in ("", "  ", "unknown", "UNKNOWN", "未知")),
    Example(None, None, written="null"),
    Example(np.datetime64("NaT"), None, written='np.datetime64("NaT")'),
    Example(float("nan"), None, (TABLE, SHEET), written='float("nan")'),
    Example("NaN", None, (TABLE, SHEET), written='"NaN"'),
)

YAML: Mapping[str, Any] = {
    "1_500_000": 1_500_000, "0700": 700, "1e3": 1000.0, "1e+03": 1000.0, "-0.5": -0.5, ".5": 0.5,
    "1_50_000": "1_50_000", "15_00": "15_00", "1:30": "1:30", "0x1F": "0x1F", "0o17": "0o17", "0b11": "0b11",
    ".inf": ".inf", ".nan": ".nan",
    "2026-02-31": "2026-02-31", "=": "=", "yes": True, "~": None,
}  # fmt: skip
"""Words without quotes, and what a file that holds them holds."""
