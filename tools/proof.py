"""Every test in full, and what came of it: ``make proof`` runs all that ``make test`` runs, without samples and with many more draws.

The page that it writes says what was run, how often and for how long; it is written only if nothing failed.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from cdmz_rules import Rulebook, __version__
from cdmz_rules.files import atomic
from cdmz_rules.reading import china

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "proof.md"
COMMAND = ("-m", "pytest", "--full", "--numprocesses", "auto", "--dist", "worksteal", "--color", "no")
PROFILE = {"HYPOTHESIS_PROFILE": "proof"}


@dataclass
class Count:
    """The tests of one file.

    Attributes:
        passed: How many passed.
        skipped: How many were skipped.
        seconds: How long they took, added up over processes.
    """

    passed: int = 0
    skipped: int = 0
    seconds: float = 0.0


def main() -> int:
    """Run everything and write the page."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, *COMMAND, f"--junit-xml={report}"]
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **PROFILE},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        lines = list(_shown(process))
        if process.wait():
            return process.returncode
        atomic.write_text(PAGE, page(_counts(report), _said(lines)))
    sys.stdout.write(f"{PAGE.relative_to(ROOT)}\n")
    return 0


def _shown(process: subprocess.Popen[str]) -> Iterator[str]:
    """What pytest prints, shown as it comes."""
    for line in process.stdout or ():
        sys.stdout.write(line)
        yield line.rstrip("\n")


def _said(lines: list[str]) -> list[str]:
    """What pytest says of the run as a whole: samples in its head, what was drawn, and its last line."""
    head = [line for line in lines if line.startswith(("in full:", "sample:", "held:"))]
    return [*head, lines[-1].strip("= ")]


def _counts(report: Path) -> dict[str, Count]:
    """The tests by file."""
    counts: dict[str, Count] = {}
    for case in ElementTree.parse(report).iter("testcase"):
        count = counts.setdefault(_file(case.attrib), Count())
        if case.find("skipped") is None:
            count.passed += 1
        else:
            count.skipped += 1
        count.seconds += float(case.get("time") or 0)
    return counts


def _file(case: Mapping[str, str]) -> str:
    """The folder and file of a test."""
    steps = case.get("file") or case.get("classname", "").replace(".", "/")
    parts = [part for part in steps.split("/") if not part[:1].isupper()]
    return "/".join(parts[1:]) if parts[:1] == ["tests"] else "/".join(parts)


def page(counts: Mapping[str, Count], said: list[str]) -> str:
    """The page."""
    folders: dict[str, Count] = {}
    for file, count in counts.items():
        total = folders.setdefault(file.partition("/")[0], Count())
        total.passed, total.skipped = total.passed + count.passed, total.skipped + count.skipped
        total.seconds += count.seconds
    facts = [
        f"- {china.today()}, cdmz-rules {__version__}, Python {platform.python_version()}, {os.cpu_count()} cores",
        f"- law {Rulebook.shipped().law.fingerprint[:16]}, formulas {Rulebook.shipped().formulas[:16]}",
        *(f"- {line}" for line in said),
    ]
    return "\n".join(
        [
            "# Proof",
            "",
            "Every test in full, as `make proof` last ran it and wrote it here. Seconds are added up over processes.",
            "",
            *facts,
            "",
            *_table("folder", folders),
            "",
            *_table("file", counts),
            "",
        ]
    )


def _table(what: str, counts: Mapping[str, Count]) -> Iterator[str]:
    yield f"| {what} | passed | skipped | s |"
    yield "|---|--:|--:|--:|"
    for name, count in sorted(counts.items()):
        yield f"| {name} | {count.passed:,} | {count.skipped:,} | {count.seconds:,.0f} |"


if __name__ == "__main__":
    sys.exit(main())
