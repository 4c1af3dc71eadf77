"""The two commands, `record` and `compare`, and the file of records between them."""

from __future__ import annotations

import gzip
import json
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from tools import answers
from tools.answers.comparison import Report, differences
from tools.answers.questionnaire import questionnaire
from tools.answers.questions import Plain, answer

SLOWEST = 2.0
"""Seconds that a what-if may take. The service stops looking after some seconds, so that a slower answer would depend on the machine."""

app = typer.Typer(add_completion=False, help=answers.__doc__)
RecordFile = Annotated[Path, typer.Argument(metavar="FILE.jsonl.gz")]


class Progress:
    """A line on stderr for every twentieth of the work."""

    def __init__(self, whole: int) -> None:
        self.whole, self.done, self.start = whole, 0, time.monotonic()

    def step(self) -> None:
        """One more is done."""
        self.done += 1
        if self.done * 20 // self.whole > (self.done - 1) * 20 // self.whole:
            seconds = time.monotonic() - self.start
            sys.stderr.write(f"{self.done * 100 // self.whole:3} %  {self.done}/{self.whole}  {seconds:.0f} s\n")


@app.command()
def record(
    file: RecordFile,
    cases: Annotated[int, typer.Option(help="How many decisions are drawn, beside all else.")] = 2000,
    seed: Annotated[int, typer.Option(help="The same seed draws the same cases.")] = 1,
) -> None:
    """Draw cases, decide each, and write inputs and answers."""
    questions = list(questionnaire(cases, seed))
    progress, counts = Progress(len(questions)), dict.fromkeys((kind for kind, _ in questions), 0)
    with gzip.open(file, "wt", encoding="utf-8") as records:
        for kind, terms in questions:
            start = time.monotonic()
            reply = answer(kind, terms)
            progress.step()
            if "broken" in reply:
                sys.stderr.write(f"{kind} broke: {reply['broken']}\n")
            if kind == "what_if" and time.monotonic() - start > SLOWEST:
                continue
            records.write(json.dumps({"kind": kind, "input": terms, "answer": reply}, ensure_ascii=False) + "\n")
            counts[kind] += 1
    sys.stdout.write("".join(f"{count:6} {kind}\n" for kind, count in counts.items()))


@app.command()
def compare(
    file: RecordFile,
    sample: Annotated[int | None, typer.Option(help="Only so many of the records, drawn evenly.")] = None,
) -> None:
    """Decide the recorded inputs again, and print every difference."""
    numbers = _numbers(file, sample)
    progress, report = Progress(len(numbers)), Report()
    for number, entry in _records(file):
        if number in numbers:
            reply = answer(entry["kind"], entry["input"])
            for difference in differences(entry["answer"], reply):
                report.add(number, entry["kind"], difference)
            progress.step()
    for line in report.lines():
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"{len(numbers)} compared, {len(report.cases)} differ\n")
    raise typer.Exit(1 if report.cases else 0)


def _records(file: Path) -> Iterator[tuple[int, Plain]]:
    """The records with their numbers, which are those of their lines."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            yield number, json.loads(line)


def _numbers(file: Path, sample: int | None) -> set[int]:
    """The numbers of the records that are compared."""
    with gzip.open(file, "rb") as lines:
        every = range(1, sum(1 for _ in lines) + 1)
    return set(every if sample is None else random.Random(0).sample(every, min(sample, len(every))))


if __name__ == "__main__":
    app()
