"""Why: the conditions, failed and unknown ones first, and the steps to the amount."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cdmz_rules.cli.evidence import References
from cdmz_rules.cli.figures import bounded
from cdmz_rules.cli.language import _, aside, labelled, listed, say
from cdmz_rules.cli.screen import heading, marked
from cdmz_rules.decisions.decision import Decision, Outcome
from cdmz_rules.decisions.explanation import Clause, StepLine
from cdmz_rules.decisions.sentences import tells

LOOKS = {"fails": ("✘", "red"), "unknown": ("?", "yellow"), "holds": ("✔", "green")}
SHOWN_DOCUMENTS = 3


def reasons(decision: Decision, references: References) -> Iterator[RenderableType]:
    """Every condition that bears on the household."""
    yield heading(_("Why"))
    rows = marked()
    for clause in decision.conditions:
        if clause.status in LOOKS:
            mark, style = LOOKS[clause.status]
            rows.add_row(Text(mark, style=f"bold {style}"), _clause(clause, decision, references))
    yield rows
    others = [say(clause.label) for clause in decision.conditions if clause.status == "not_applicable"]
    if others:
        yield Padding(Text(labelled(_("Does not bear on this household"), listed(others)), style="dim"), (0, 0, 0, 4))


def _clause(clause: Clause, decision: Decision, references: References) -> Text:
    line = Text(say(clause.sentence))
    if clause.gap:
        line.append(f"  {say(clause.gap)}", style="bold red")
    line.append(f"  {references.marks(clause.sources)}", style="dim")
    for extra in _details(clause, decision):
        line.append(f"\n{extra}", style="dim")
    return line


def _details(clause: Clause, decision: Decision) -> Iterator[str]:
    """What it presumes beside what was told; of a condition that does not hold, who decides, by which text, and which paper proves it."""
    if clause.presumed and clause.told != "presumed":
        facts = [labelled(say(fact.label), say(fact.value_label)) for fact in clause.presumed]
        yield labelled(_("Presumed, as not told"), listed(facts))
    if clause.status == "holds":
        return
    if clause.discretion:
        yield _("The office decides this.")
    texts = list(dict.fromkeys(filter(None, (_document(decision, index) for index in clause.sources))))
    if texts:
        yield labelled(_("By"), listed(texts[:SHOWN_DOCUMENTS]))
    if clause.paper:
        yield labelled(_("Proved by"), say(clause.paper))


def _document(decision: Decision, index: int) -> str | None:
    source = decision.sources[index]
    if source.document is None:
        return None
    title = str(source.document["title"])
    name = title if "《" in title else f"《{title}》"
    number = source.document.get("number")
    return f"{name}{number or ''}{source.article or ''}{aside(say(source.caution)) if source.caution else ''}"


def steps(decision: Decision, references: References) -> Iterator[RenderableType]:
    """The amounts a clerk would write down, each with its formula in words."""
    lines = [step for step in decision.steps if tells(step)]
    if not lines or decision.outcome is Outcome.NOT_ELIGIBLE:
        return
    yield heading(_("How the amount comes about"))
    table = Table.grid(padding=(0, 2, 0, 0), pad_edge=True)
    table.add_column(ratio=1)
    table.add_column(justify="right", no_wrap=True)
    for step in lines:
        label = Text(say(step.label), style="bold" if step.binds else "")
        label.append(f"  {references.marks(step.sources)}", style="dim")
        label.append(f"\n{say(step.words)}", style="dim")
        table.add_row(label, _value(step))
    yield Padding(table, (0, 0, 0, 1))


def _value(step: StepLine) -> Text:
    value = Text(bounded(step.bound, step.value, step.lower, step.upper, step.unit), style="bold" if step.binds else "")
    if step.binds:
        value.append(f"\n← {_('this one binds')}", style="green")
    return value
