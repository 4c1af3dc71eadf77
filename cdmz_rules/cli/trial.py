"""What an answer would be under an assumption pack: last, apart from the answer, with every item that is assumed."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from cdmz_rules.cli.language import _, labelled, say
from cdmz_rules.cli.screen import heading, marked
from cdmz_rules.decisions import sentences
from cdmz_rules.decisions.decision import Decision
from cdmz_rules.decisions.explanation import Assumed
from cdmz_rules.i18n.outcomes import NAMES


def illustration(decision: Decision) -> Iterator[RenderableType]:
    """The trial figure, if it was asked for, and on what it rests."""
    trial = decision.illustration
    if trial is None:
        return
    yield heading(_("Trial figure, not policy"))
    result = Text(_(NAMES[trial.outcome.value]), style="magenta")
    result.append(f" · {say(sentences.amount(trial.amounts[0]))}")
    yield Padding(result, (0, 0, 0, 3))
    yield Padding(Text(labelled(_("Assumed by"), say(trial.title)), style="dim"), (0, 0, 0, 3))
    rows = marked()
    for assumed in trial.assumed:
        rows.add_row("•", _assumed(assumed))
    yield rows


def _assumed(assumed: Assumed) -> Text:
    line = Text(labelled(say(assumed.label), say(sentences.value(assumed))))
    line.append(f"  {say(assumed.place_label)}", style="dim")
    if assumed.placeholder:
        line.append(f" · {_('no source at all')}", style="bold magenta")
    return line
