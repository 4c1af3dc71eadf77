"""``cdmz compare``: one household under the law of the four cities."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_, _

if TYPE_CHECKING:
    from rich.console import RenderableType

    from cdmz_rules.whatif.cities import Board, Boards

Days = Annotated[
    list[str] | None,
    typer.Option("--date", metavar="YYYY-MM-DD", help=N_("A day to decide for; may be given several times.")),
]
Cities = Annotated[
    list[str] | None,
    typer.Option(
        "--city",
        metavar="CITY",
        help=N_("A city; all that have agreed to compare if left out."),
        autocompletion=options.places,
    ),
]


def compare(
    benefit: options.Benefit,
    case: options.Case,
    days: Days = None,
    cities: Cities = None,
    known_on: options.KnownOn = None,
    reform: options.Reform = None,
    settings: options.Settings = None,
    as_json: options.Json = False,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command."""
    from cdmz_rules.cli import engine, files, screen

    rulebook = engine.rulebook(known_on)
    from cdmz_rules.whatif.cities import compare_cities

    household = files.case(case, settings)
    pack = engine.reform(rulebook, reform)
    answer = compare_cities(household, benefit, days or (), cities=cities or (), reform=pack, rulebook=rulebook)
    if as_json:
        screen.data(answer.model_dump(mode="json"))
    else:
        screen.show(_parts(answer))


def _parts(answer: Boards) -> Iterator[RenderableType]:
    from rich.text import Text

    from cdmz_rules.cli.language import say
    from cdmz_rules.cli.law_view import as_known
    from cdmz_rules.cli.screen import heading

    yield Text(say(answer.label), style="bold")
    yield from as_known(answer.known_on)
    for board in answer.boards:
        law = say(board.reform_title) if board.reform_title else _("the law as it is")
        yield heading(f"{board.date} · {law}")
        if not board.answers:
            yield Text(_("The case does not say in which city the household is."))
        else:
            yield from _board(board)


def _board(board: Board) -> Iterator[RenderableType]:
    from rich.table import Table
    from rich.text import Text

    from cdmz_rules.cli.figures import gain
    from cdmz_rules.cli.language import labelled, say
    from cdmz_rules.cli.whatif_view import certain, outcome

    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_header=False)
    for answer in board.answers:
        why = "\n".join(say(words) for words in (answer.fails or answer.unknown[:3]))
        more = gain(answer.difference, answer.amount.unit)
        table.add_row(say(answer.label), outcome(answer.outcome), certain(answer.outcome, answer.amount), more, why)
    yield table
    for gap in board.not_comparable:
        cities = " – ".join(say(city) for city in gap.cities)
        words = _("cannot be compared with any") if len(gap.cities) == 1 else _("cannot be compared")
        yield Text(labelled(f"{cities} {words}", "; ".join(say(reason) for reason in gap.reasons)), style="dim")
    if board.reform is not None and board.unchanged:
        names = [say(answer.label) for answer in board.answers if answer.city in board.unchanged]
        yield Text(labelled(_("Left as it is in"), ", ".join(names)), style="dim")
