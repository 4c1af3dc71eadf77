"""``cdmz law snapshot`` and ``cdmz law impact``: the law as an archive, and whose answer changes between two of them, and why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_, _

if TYPE_CHECKING:
    from cdmz_rules.decisions.decision import Decision
    from cdmz_rules.decisions.impact import Impact, Reason, Stands
    from cdmz_rules.law import Law
    from cdmz_rules.rulebook import Rulebook

Archive = Annotated[Path, typer.Argument(metavar="FILE.zip", help=N_("The archive to write."))]
Old = Annotated[Path, typer.Argument(metavar="OLD.zip", help=N_("The law before: a snapshot."))]
New = Annotated[
    Path | None, typer.Argument(metavar="[NEW.zip]", help=N_("The law after: a snapshot; the law in use if left out."))
]
Cases = Annotated[
    Path | None,
    typer.Option("--cases", metavar="FOLDER", help=N_("A folder of cases; the examples of this project if left out.")),
]


def snapshot(file: Archive, lang: options.Lang = options.SPOKEN) -> None:
    """Run the command ``snapshot``."""
    from rich.text import Text

    from cdmz_rules.cli import engine, screen
    from cdmz_rules.cli.failures import near_path
    from cdmz_rules.cli.files import writing, wrote

    rulebook = engine.rulebook()
    from cdmz_rules.law.snapshot import write

    with writing(file):
        manifest = write(file, rulebook.base, rulebook.content, rulebook.formulas)
    wrote(file)
    rows = screen.pairs()
    rows.add_row(_("law"), manifest.law)
    rows.add_row(_("formulas"), manifest.formulas)
    rows.add_row(_("version"), manifest.version)
    rows.add_row(_("files"), str(len(manifest.files)))
    overlaid = any(name.startswith("overlay/") for name in manifest.files)
    rows.add_row(_("overlay"), _("included") if overlaid else _("none"))
    terminal = screen.screen()
    terminal.print(rows)
    terminal.print(
        Text(_("To replay under it: cdmz replay RECEIPT --law {file}", file=near_path(file)), style="dim"),
        soft_wrap=True,
    )


def impact(
    old: Old,
    new: New = None,
    cases: Cases = None,
    reform: options.Reform = None,
    as_json: options.Json = False,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command ``impact``."""
    from cdmz_rules.cli import engine, screen

    rulebook = engine.rulebook()
    from cdmz_rules.decisions.households import households
    from cdmz_rules.decisions.impact import impacts

    before, after = _law(rulebook, old), _law(rulebook, new)
    pack = engine.reform(rulebook, reform)
    asked = households(rulebook, cases)
    changes = list(impacts(before, after, asked, pack, rulebook=rulebook))
    if as_json:
        screen.data([_plain(change) for change in changes])
    else:
        screen.show(_parts(after, changes, len(asked)))


def _law(rulebook: Rulebook, archive: Path | None) -> Law:
    """The law of an archive; the law in use without one."""
    from cdmz_rules.law import snapshot

    return rulebook.base if archive is None else snapshot.read(archive, rulebook.places, rulebook.content)


def _plain(change: Impact) -> dict[str, Any]:
    return {
        "name": change.name,
        "before": change.before.compact().model_dump(mode="json"),
        "after": change.after.compact().model_dump(mode="json"),
        "reasons": [reason.model_dump(mode="json") for reason in change.reasons],
    }


def _parts(law: Law, changes: list[Impact], asked: int) -> Iterator[Any]:
    from rich.text import Text

    from cdmz_rules.cli.language import counted
    from cdmz_rules.cli.screen import heading, marked

    for change in changes:
        yield heading(change.name)
        yield from answers(change)
        rows = marked()
        for reason in change.reasons:
            rows.add_row("•", _reason(law, reason))
        yield rows
        yield ""
    households = counted("{number} household was decided", "{number} households were decided", asked)
    number = len(changes)
    result = counted("{number} answer changes", "{number} answers change", number) if number else _("no answer changes")
    yield Text(f"{households} · {result}", style="bold yellow" if changes else "bold green")


def answers(change: Impact) -> Iterator[Any]:
    """The answers to a household before and after."""
    from rich.text import Text

    yield Text(f"  {_answer(change.before)}")
    yield Text(f"→ {_answer(change.after)}", style="bold")


def _answer(decision: Decision) -> str:
    from cdmz_rules.cli import figures
    from cdmz_rules.cli.headline import LOOKS, parts_of_title
    from cdmz_rules.cli.language import say
    from cdmz_rules.decisions import sentences

    mark, _style, words = LOOKS[decision.outcome]
    grade = figures.evidence(decision.evidence)
    return " · ".join([*parts_of_title(decision), f"{mark} {_(words)}", say(sentences.amount(decision.amount)), grade])


def _reason(law: Law, reason: Reason) -> Any:
    from rich.text import Text

    from cdmz_rules.cli.language import labelled, say

    was, now = _value(law, reason, reason.before), _value(law, reason, reason.after)
    return Text(labelled(say(reason.label), f"{was} → {now}")).append(f"  {reason.path}", style="dim")


def _value(law: Law, reason: Reason, stands: Stands | None) -> str:
    from cdmz_rules.cli.figures import law_value

    if stands is None:
        return _("not looked at")
    if stands.state != "known":
        return _("unknown") if stands.state == "unknown" else _("not in force")
    words = law_value(law.places, stands.value, reason.unit, law.get(reason.path))
    return f"{words} ({stands.start})"
