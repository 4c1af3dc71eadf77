"""What rules are worth to know, as it was measured last: to measure it takes seconds, and a page cannot wait for that."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cdmz_rules.enquiry.worth import Totals, Worth, Worths
from cdmz_rules.files import atomic, paths
from cdmz_rules.files import yaml as yamls
from cdmz_rules.rulebook.rulebook import Rulebook

FILE = Path(__file__).with_name("worth.yaml")
HEADING = (
    "# What it is worth to know each rule, measured by the examples and written by `make worth`: by place and item.\n"
)


def state(rulebook: Rulebook) -> str:
    """What a measurement rests on, as a hash: the law, its formulas, and the examples."""
    digest = hashlib.sha256(f"{rulebook.law.fingerprint} {rulebook.formulas}".encode())
    for file in sorted(rulebook.content.examples.glob("*.yaml")):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()


def of(rulebook: Rulebook, file: Path = FILE) -> Worths | None:
    """What was measured last of the law that is shipped, which may have changed since; None of any other law."""
    if rulebook.content.registry != paths.REGISTRY or not file.is_file():
        return None
    data = yamls.read(file)
    by_rule = {(path, place): Worth(**facts) for place, rules in data["rules"].items() for path, facts in rules.items()}
    return Worths(by_rule, Totals(**data["totals"]), data["state"])


def write(worths: Worths, file: Path = FILE) -> None:
    """Keep a measurement, whole or not at all."""
    rules: dict[str, dict[str, Any]] = {}
    for (path, place), worth in sorted(worths.by_rule.items(), key=lambda each: (each[0][1], each[0][0])):
        rules.setdefault(place, {})[path] = asdict(worth)
    lines = [HEADING, yamls.dump({"state": worths.state, "totals": worths.totals._asdict()}), "rules:\n"]
    for place, mine in rules.items():
        lines.append(f"  {place}:\n")
        for path, facts in mine.items():
            said = ", ".join(f"{name}: {number!r}" for name, number in facts.items() if number)
            lines.append(f"    {path}: {{{said}}}\n")
    atomic.write_text(file, "".join(lines))
