"""``cdmz law impact``: whose answer changes between two snapshots of the law, and why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.decide import Chosen
from cdmz_rules.cli.language import N_

if TYPE_CHECKING:
    from cdmz_rules.decisions.impact import Household, Impact, Reason, Stands
    from cdmz_rules.law import Law

MAX_CASES = 1000

Old = Annotated[Path, typer.Argument(metavar="OLD.zip", help=N_("The law before: a snapshot."))]
New = Annotated[
    Path | None, typer.Argument(metavar="[NEW.zip]", help=N_("The law after: a snapshot; the law in use if left out."))
]
Cases = Annotated[
    Path | None,
    typer.Option("--cases", metavar="FOLDER", help=N_("A folder of cases; the examples of this project if left out.")),
]


def impact(
    old: Old,
    new: New = None,
    cases: Cases = None,
    reform: Chosen = None,
    as_json: options.Json = False,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command."""
    from cdmz_rules.cli import engine, screen

    engine.ready()
    from cdmz_rules import law
    from cdmz_rules.decisions.impact import impacts
    from cdmz_rules.law import snapshot

    before, after = snapshot.read(old), snapshot.read(new) if new is not None else law.current()
    pack = engine.reform(reform) if reform is not None else None
    asked = list(_households(cases))
    found = list(impacts(before, after, asked, pack))
    if as_json:
        screen.data([_plain(one) for one in found])
    else:
        screen.show(_parts(found, len(asked), after))


def _households(folder: Path | None) -> Iterator[Household]:
    """Every case of a folder that says which benefit it asks for and on which day."""
    from cdmz_rules.cli import files
    from cdmz_rules.decisions.impact import Household
    from cdmz_rules.decisions.situation import check_day
    from cdmz_rules.errors import InputError, Problem
    from cdmz_rules.files import paths
    from cdmz_rules.rulebook import catalogue

    chosen = folder or paths.content("examples")
    named = sorted(chosen.glob("*.yaml"))
    if not 0 < len(named) <= MAX_CASES:
        message = f"该文件夹中应有1至{MAX_CASES}个案例", f"the folder should hold 1 to {MAX_CASES} cases (*.yaml)"
        raise InputError([Problem("out_of_range", str(chosen), *message)])
    for file in named:
        case = files.case(str(file))
        benefit, day = case.get("benefit"), case.get("date")
        if not isinstance(benefit, str) or day is None:
            message = "案例应写明 benefit 和 date", "the case does not say its benefit and date"
            raise InputError([Problem("missing", str(file), *message)])
        catalogue.benefit(benefit)
        yield Household(file.stem, benefit, check_day(day), case)


def _plain(one: Impact) -> dict[str, Any]:
    return {
        "name": one.name,
        "before": one.before.compact().model_dump(mode="json"),
        "after": one.after.compact().model_dump(mode="json"),
        "reasons": [reason.model_dump(mode="json") for reason in one.reasons],
    }


def _parts(found: list[Impact], asked: int, law: Law) -> Iterator[Any]:
    from rich.text import Text

    from cdmz_rules.cli.language import _, counted
    from cdmz_rules.cli.screen import heading, marked

    for one in found:
        yield heading(one.name)
        yield Text(f"  {_answer(one.before)}")
        yield Text(f"→ {_answer(one.after)}", style="bold")
        rows = marked()
        for reason in one.reasons:
            rows.add_row("•", _reason(reason, law))
        yield rows
        yield ""
    words = counted("{number} household was decided", "{number} households were decided", asked)
    changed = (
        counted("{number} answer changes", "{number} answers change", len(found)) if found else _("no answer changes")
    )
    yield Text(f"{words} · {changed}", style="bold yellow" if found else "bold green")


def _answer(decision: Any) -> str:
    from cdmz_rules.cli import figures
    from cdmz_rules.cli.headline import LOOKS, figure, parts_of_title
    from cdmz_rules.cli.language import _

    mark, _style, words = LOOKS[decision.outcome]
    grade = figures.evidence(decision.evidence)
    return " · ".join([*parts_of_title(decision), f"{mark} {_(words)}", figure(decision.amount, decision), grade])


def _reason(reason: Reason, law: Law) -> Any:
    from rich.text import Text

    from cdmz_rules.cli.figures import told
    from cdmz_rules.cli.text import labelled

    was, now = _stands(reason, reason.before, law), _stands(reason, reason.after, law)
    return Text(labelled(told(reason.label), f"{was} → {now}")).append(f"  {reason.path}", style="dim")


def _stands(reason: Reason, stands: Stands | None, law: Law) -> str:
    from cdmz_rules.cli.figures import law_value
    from cdmz_rules.cli.language import _

    if stands is None:
        return _("not looked at")
    if stands.state != "known":
        return _("unknown") if stands.state == "unknown" else _("not in force")
    said = law_value(stands.value, reason.unit, law.get(reason.path))
    return f"{said} ({stands.start})"
