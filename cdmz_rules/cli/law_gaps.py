"""``cdmz law gaps``: the rules that no text gives, whom to ask, and what it is worth to know them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_, _
from cdmz_rules.reading import china

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

    from cdmz_rules.enquiry.periods import Period
    from cdmz_rules.enquiry.worth import Worth, Worths
    from cdmz_rules.rulebook import Rulebook

Where = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        metavar="PLACE",
        help=N_("A place whose rules are meant, with its zones; every place if left out."),
        autocompletion=options.places,
    ),
]
ByWorth = Annotated[
    bool,
    typer.Option(
        "--by-worth",
        help=N_("Order them by worth: how many example answers they leave open."),
    ),
]


def gaps(
    under: options.Under = "",
    where: Where = None,
    date: options.Day = None,
    by_worth: ByWorth = False,
    as_json: options.Json = False,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command ``gaps``."""
    from cdmz_rules.cli import arguments, engine, screen

    rulebook = engine.rulebook()
    day = arguments.day(date, "--date") or china.today()
    found = _found(rulebook, under.strip("."), where)
    open_now = [period for period in found if period.holds(day)]
    worths = measured(rulebook) if by_worth else None
    if worths is not None:
        open_now = worths.ordered(open_now)
    if as_json:
        screen.data(_plain(rulebook, open_now, day.isoformat(), worths))
    else:
        screen.show(_parts(rulebook, open_now, day.isoformat(), worths))


def measured(rulebook: Rulebook) -> Worths:
    """What every rule is worth to know by the examples: as it is kept, or measured anew, with a bar of progress on a terminal."""
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn

    from cdmz_rules.cli import screen
    from cdmz_rules.decisions.households import households
    from cdmz_rules.enquiry import worth_register
    from cdmz_rules.enquiry.worth import measure

    state, kept = worth_register.state(rulebook), worth_register.of(rulebook)
    if kept is not None and kept.state == state:
        return kept
    cases = households(rulebook)
    with screen.progress(TextColumn(_("example households")), BarColumn(), MofNCompleteColumn()) as bars:
        if bars is None:
            return measure(rulebook, cases, state)
        task = bars.add_task("", total=len(cases))
        return measure(rulebook, cases, state, lambda: bars.advance(task))


def _found(rulebook: Rulebook, under: str, where: list[str] | None) -> list[Period]:
    from cdmz_rules.cli.arguments import place
    from cdmz_rules.enquiry import periods
    from cdmz_rules.errors import NotFound

    if under and under not in rulebook.law.nodes:
        raise NotFound("参数", "parameter", under, rulebook.law.nodes)
    places = rulebook.places
    named = [place(places, name) for name in where or ()]
    chosen = tuple(dict.fromkeys(each for name in named for each in periods.within(places, name))) or tuple(places)
    return [gap for gap in periods.gaps(rulebook.law, chosen) if _lies_under(gap.item.path, under)]


def _lies_under(path: str, under: str) -> bool:
    return not under or path == under or path.startswith(f"{under}.")


def _plain(rulebook: Rulebook, found: list[Period], day: str, worths: Worths | None) -> dict[str, Any]:
    totals = {"gaps": len(found)} if worths is None else {"gaps": len(found), **worths.totals._asdict()}
    return {
        "date": day,
        "law": rulebook.law.fingerprint,
        "totals": totals,
        "gaps": [_gap(rulebook, period, worths) for period in found],
    }


def _gap(rulebook: Rulebook, period: Period, worths: Worths | None) -> dict[str, Any]:
    from cdmz_rules.decisions import asking
    from cdmz_rules.rulebook.uses import benefits_on

    cell, item = period.cell, period.item
    office = period.office(rulebook.places)
    contact = rulebook.contact(office, item.domain)
    return {
        "path": item.path,
        "label": item.label._asdict(),
        "place": cell.place,
        "first": period.first.isoformat(),
        "last": period.last.isoformat() if period.last else None,
        "reason": cell.reason._asdict() if cell.reason else None,
        "ask": office,
        "contact": contact.model_dump() if contact else None,
        "question": asking.question(item, rulebook.places[cell.place])._asdict(),
        "benefits": list(benefits_on(rulebook, item.path)),
        "worth": None if worths is None else {**asdict(worths.of(period)), "share": worths.of(period).share},
    }


def _parts(rulebook: Rulebook, found: list[Period], day: str, worths: Worths | None) -> Iterator[RenderableType]:
    from rich.text import Text

    from cdmz_rules.cli.language import counted, labelled, reached, say
    from cdmz_rules.cli.screen import heading, marked

    title = counted("{number} rule is not known on {day}", "{number} rules are not known on {day}", len(found), day=day)
    yield Text(title, style="bold")
    if worths is not None:
        yield from _totals(worths)
    by_place: dict[str, list[Period]] = {}
    for period in found:
        by_place.setdefault("" if worths is not None else period.cell.place, []).append(period)
    for place, periods in by_place.items():
        if place:
            yield heading(say(rulebook.places[place].words))
        rows = marked()
        for number, period in enumerate(periods, 1):
            text = Text(say(period.item.label), style="not dim")
            if not place:
                text = Text(labelled(say(rulebook.places[period.cell.place].words), "")).append(text)
            text.append(f"  {period.item.path}", style="dim")
            office = period.office(rulebook.places)
            whom = " · ".join(filter(None, [office, reached(rulebook.contact(office, period.item.domain))]))
            text.append(f"\n{labelled(_('Ask'), whom)}", style="dim")
            if worths is not None:
                text.append("\n").append(_worth(worths.of(period)))
            rows.add_row(str(number), text)
        yield rows


def _totals(worths: Worths) -> Iterator[Text]:
    from rich.text import Text

    totals = worths.totals
    words = _(
        "{households} example households in every city: {answers} answers, {open} of them open; in {rule_unknown} one cannot "
        "say whether one is entitled, {without_upper} amounts have no upper bound.",
        **totals._asdict(),
    )
    yield Text(words)
    order = _("Order: of an answer that n rules leave open together each counts 1/n; what counts most comes first.")
    yield Text(order, style="dim")


def _worth(worth: Worth) -> Text:
    """What it is worth to know a rule, in one line."""
    from rich.text import Text

    from cdmz_rules.cli import figures
    from cdmz_rules.cli.language import counted, listed

    if not worth.open:
        return Text(_("no example turns on it"), style="dim")
    parts = [counted("leaves {number} answer open", "leaves {number} answers open", worth.open)]
    if worth.outcomes:
        parts.append(_("{number} even whether one is entitled", number=worth.outcomes))
    if worth.alone:
        parts.append(_("{number} it alone", number=worth.alone))
    if worth.yuan:
        parts.append(_("amounts by {amount}", amount=figures.amount(round(worth.yuan), "CNY")))
    if worth.without_upper:
        parts.append(_("{number} without an upper bound", number=worth.without_upper))
    return Text(listed(parts), style="yellow")
