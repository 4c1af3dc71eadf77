"""How many questions an interview takes: ``python -m tools.interviews`` prints the table of docs/interview.md.

``--households 300`` says how many households are interviewed about their own benefit, ``--several 40`` how many about whatever concerns
them, ``--all 12`` about all benefits: each under the law as it is and with its pack of assumptions.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path
from statistics import mean, median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

HEADINGS = (
    "law",
    "benefits",
    "households",
    "questions",
    "main",
    "screens",
    "random order",
    "form",
    "all fields",
    "most",
)


def rows(households: int, several: int, every: int) -> Any:
    """The rows of the table: medians, the mean of questions in brackets."""
    names = ("interviews", "truths", "shipped")
    interviews, truths, shipped = (import_module(f"generators.{name}") for name in names)
    drawn = truths.households(shipped.SHIPPED, households)
    for law, book in shipped.SHIPPED.books.items():
        kinds = (
            ("its own", drawn, lambda each: [each.benefit], True),
            ("what concerns it", drawn[:several], lambda each, book=book: truths.concerned(each, book), False),
            (f"all {len(book.benefits)}", drawn[:every], lambda _, book=book: list(book.benefits), False),
        )
        for name, some, wanted, random in kinds:
            found = [interviews.counts(each, wanted(each), book, random=random) for each in some]
            if found:
                yield law, name, len(found), *_medians(found, random)


def _medians(found: list[Any], random: bool) -> list[Any]:
    def middle(name: str) -> str:
        return f"{median(getattr(each, name) for each in found):g}"

    questions = f"{middle('questions')} ({mean(each.questions for each in found):.1f})"
    drawn = middle("at_random") if random else "–"
    most = max(each.questions for each in found)
    return [questions, middle("main"), middle("screens"), drawn, middle("form"), middle("fields"), most]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, usual in (("households", 300), ("several", 40), ("all", 12)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    asked = parser.parse_args()
    print("|", " | ".join(HEADINGS), "|")  # noqa: T201
    print("|" + "---|" * len(HEADINGS))  # noqa: T201
    for row in rows(asked.households, asked.several, asked.all):
        print("|", " | ".join(map(str, row)), "|", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
