"""What an answer depends on, each with what the answer comes to for each thing that it can be."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from cdmz_rules.cli.language import _, aside, say
from cdmz_rules.cli.screen import heading, marked
from cdmz_rules.decisions import sentences
from cdmz_rules.decisions.decision import Decision
from cdmz_rules.decisions.explanation import DependsOn


def depends_on(decision: Decision) -> Iterator[RenderableType]:
    """The readings that decide, most telling first."""
    if not decision.depends_on:
        return
    yield heading(_("It depends on"))
    rows = marked()
    for position, entry in enumerate(decision.depends_on, start=1):
        rows.add_row(str(position), _entry(entry, decision.amount.unit))
    yield rows


def _entry(entry: DependsOn, unit: str) -> Text:
    line = Text(say(entry.label), style="bold")
    if entry.place_label and entry.reason:
        about = _("{place}; rule not known: {reason}", place=say(entry.place_label), reason=say(entry.reason))
        line.append(aside(about), style="not bold dim")
    for words in sentences.readings(entry, unit):
        line.append(f"\n{say(words)}", style="not bold")
    return line
