"""Writes ``docs/reading.md``: what is understood and what is refused, from the examples that are tested.

``PYTHONPATH=tests python -m reading.document`` writes it anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from reading.examples import EVERYWHERE, NOTHING, YAML, Example, Refused

from cdmz_rules.reading.doors import CASE, SHEET, SHEET_1904, TABLE

FILE = Path(__file__).parents[2] / "docs" / "reading.md"
DOORS = {CASE: "cases", TABLE: "tables", SHEET: "spreadsheets", SHEET_1904: "spreadsheets that count from 1904"}
INTRODUCTION = """# What people write

One reader (`cdmz_rules.reading`) reads every value: of YAML and JSON cases, `--set`, `law set`, reforms and forms, of CSV, spreadsheets,
Parquet, Arrow and JSON lines, of `settle-claims` and `settle-beds`, of interviews and of Python. A value is read as it is meant, or
refused with its place and with what was expected; it never depends on what stands beside it. Full-width digits, letters and marks are
those of other keyboards, and blanks around a value count for nothing. Every row below is a test.

*Cases* are YAML, JSON, Python, forms, settings and answers; *tables* are CSV, Parquet, Arrow, lists and arrays; *spreadsheets* are the
cells of workbooks. Where nothing is said, all of them read alike. Today is China's day, on any machine.
"""
SECTIONS = {
    "numbers": ("Numbers 数字", "Decimal. Commas only between groups of three digits; 万 and 亿."),
    "shares": ("Shares and rates 比例、利率", "As numbers, and in percent."),
    "money": ("Money 金额", "As numbers, and with the marks of the yuan; no finer than a fen."),
    "days": (
        "Days 日期",
        "An instant with a zone is the day in China, midnight without one is the day; any other time of day is refused. "
        "Numbers of days are known in workbooks alone, from the day from which the workbook counts.",
    ),
    "yes_no": ("Yes or no 是否", ""),
    "choices": (
        "Choices 选项",
        "By key or by label in either language, of places also without 市; the nearest is named.",
    ),
    "ids": (
        "Ids 编号",
        "Rows, people and institutions are called by text, and are written as text. A number of more than 15 digits may have "
        "lost some in a spreadsheet: format the column as text.",
    ),
}


def document() -> str:
    """The document."""
    return "\n".join([INTRODUCTION, *_nothing(), *_yaml(), *_kinds()]).rstrip() + "\n"


def _nothing() -> Iterator[str]:
    yield "## Nothing 未知\n\nThese leave open what they stand for; nothing becomes zero.\n"
    yield from _table(("written", "where"), ((f"`{_written(each)}`", _where(each)) for each in NOTHING))


def _yaml() -> Iterator[str]:
    yield (
        "## YAML\n\nA word without quotes is a number if it is decimal, also with underscores between groups of three digits; everywhere "
        "else\nunderscores are refused. Whatever else YAML takes for a number stays text, and where a number is needed it is refused. Keys "
        "are\ntext as they are written: `yes`, `1` and `01` are three keys.\n"
    )
    rows = ((f"`{word}`", _value(value) if value != word else f'the text "{word}"') for word, value in YAML.items())
    yield from _table(("written", "read as"), rows)


def _kinds() -> Iterator[str]:
    for kind, (title, words) in SECTIONS.items():
        yield f"## {title}\n" + (f"\n{words}\n" if words else "")
        examples = EVERYWHERE[kind]
        rows = [(f"`{_written(each)}`", _value(each.means), _where(each)) for each in examples]
        yield from _table(("written", "means", "where"), rows)


def _written(example: Example) -> str:
    return example.written or str(example.raw)


def _value(means: Any) -> str:
    if isinstance(means, Refused):
        return f"refused: `{means}`"
    if means is None or isinstance(means, bool):
        return {None: "nothing", True: "yes", False: "no"}[means]
    return (
        means.isoformat()
        if isinstance(means, date)
        else f"{means:,.12g}"
        if isinstance(means, int | float)
        else f"`{means}`"
    )


def _where(example: Example) -> str:
    return "" if len(example.doors) == 3 else ", ".join(DOORS[door] for door in example.doors)


def _table(heads: Sequence[str], rows: Iterator[Sequence[str]] | Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""


if __name__ == "__main__":
    FILE.write_text(document(), encoding="utf-8")
