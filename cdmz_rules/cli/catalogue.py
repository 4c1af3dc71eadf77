"""``cdmz benefits`` and ``cdmz inputs``: what can be asked for, what each benefit asks, and an empty case to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from cdmz_rules.rulebook import Rulebook
    from cdmz_rules.rulebook.catalogue import Catalogue
    from cdmz_rules.rulebook.infos import BenefitInfo, InputInfo

Template = Annotated[bool, typer.Option("--template", help=N_("Print an empty case with comments, to fill in."))]


def benefits(as_json: options.Json = False, lang: options.Lang = options.SPOKEN) -> None:
    """Run the command ``benefits``."""
    from cdmz_rules.cli import engine, screen

    rulebook = engine.rulebook()
    if as_json:
        screen.data([info.model_dump(mode="json") for info in rulebook.benefits.values()])
    else:
        _show_benefits(rulebook)


def _show_benefits(rulebook: Rulebook) -> None:
    from rich.text import Text

    from cdmz_rules.cli.language import _
    from cdmz_rules.cli.screen import heading, pairs, show

    infos = list(rulebook.benefits.values())
    for domain in dict.fromkeys(info.domain for info in infos):
        rows = pairs()
        for info in infos:
            if info.domain == domain:
                rows.add_row(Text(info.id, style="not dim bold cyan"), _benefit(info))
        show(["", heading(_domain(rulebook, domain)), rows])
    hint = _("Next: cdmz inputs BENEFIT --template > case.yaml, fill it in, cdmz decide BENEFIT case.yaml")
    show(["", Text(hint, style="dim")])


def _benefit(info: BenefitInfo) -> Text:
    from rich.text import Text

    from cdmz_rules.cli.language import say

    return Text(say(info.label)).append(f"\n{say(info.about)}", style="dim")


def _domain(rulebook: Rulebook, name: str) -> str:
    """The name of a domain: that of its folder of the law."""
    from cdmz_rules.cli.language import say
    from cdmz_rules.i18n.words import both

    folder = rulebook.system.parameters.children.get(name)
    return say(both(folder.metadata["label"])) if folder is not None and "label" in folder.metadata else name


def inputs(
    benefit: options.Benefit,
    as_json: options.Json = False,
    template: Template = False,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command ``inputs``."""
    from cdmz_rules.cli import engine, screen

    rules = engine.rulebook().benefit(benefit)
    if template:
        from cdmz_rules.cli.template import template as empty_case

        typer.echo(empty_case(rules), nl=False)
    elif as_json:
        screen.data([info.model_dump(mode="json") for info in rules.inputs])
    else:
        _show_inputs(rules.catalogue, rules.inputs)


def _show_inputs(catalogue: Catalogue, infos: Sequence[InputInfo]) -> None:
    from rich.text import Text

    from cdmz_rules.cli.language import _
    from cdmz_rules.cli.screen import heading, show

    household = [info for info in infos if info.entity == "household"]
    groups = {
        _("Of each member (members[0].…)"): [info for info in infos if info.entity == "person"],
        _("Of the household"): [info for info in household if info.presumed is None],
        _("Of the household, only if it is so"): [info for info in household if info.presumed is not None],
    }
    for title, group in groups.items():
        if group:
            show(["", heading(title), _table(catalogue, group)])
    show(["", Text(_("All of it may be left out: the answer then says what it still needs."), style="dim")])


def _table(catalogue: Catalogue, infos: Sequence[InputInfo]) -> Table:
    from rich.text import Text

    from cdmz_rules.cli.screen import pairs

    rows = pairs()
    for info in infos:
        rows.add_row(Text(info.name, style="not dim cyan"), _meaning(catalogue, info))
    return rows


def _meaning(catalogue: Catalogue, info: InputInfo) -> Text:
    from rich.text import Text

    from cdmz_rules.cli.language import say
    from cdmz_rules.cli.template import facts

    text = Text(say(info.label))
    for line in (*facts(catalogue, info), *_by_identity_number(catalogue, info)):
        text.append(f"\n{line}", style="dim")
    return text


def _by_identity_number(catalogue: Catalogue, info: InputInfo) -> Iterator[str]:
    """That an identity number says an input as well."""
    from cdmz_rules.cli.language import _, aside, say
    from cdmz_rules.decisions import identity

    if info.name in catalogue.identity.values():
        yield _("or instead {name}", name=f"{identity.NAME}{aside(say(identity.LABEL))}")
