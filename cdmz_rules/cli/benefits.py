"""``cdmz benefits``: what can be asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdmz_rules.cli import options

if TYPE_CHECKING:
    from rich.text import Text

    from cdmz_rules.rulebook.catalogue import BenefitInfo


def benefits(as_json: options.Json = False, lang: options.Lang = options.SPOKEN) -> None:
    """Run the command."""
    from rich.text import Text

    from cdmz_rules.cli import engine, screen
    from cdmz_rules.cli.language import _

    engine.ready()
    from cdmz_rules.rulebook import catalogue

    known = list(catalogue.benefits().values())
    if as_json:
        screen.data([info.model_dump(mode="json") for info in known])
        return
    for domain in dict.fromkeys(info.domain for info in known):
        rows = screen.pairs()
        for info in known:
            if info.domain == domain:
                rows.add_row(Text(info.id, style="not dim bold cyan"), _about(info))
        screen.show(["", screen.heading(_domain(domain)), rows])
    hint = _("Next: cdmz inputs BENEFIT --template > case.yaml, fill it in, cdmz decide BENEFIT case.yaml")
    screen.show(["", Text(hint, style="dim")])


def _about(info: BenefitInfo) -> Text:
    from rich.text import Text

    from cdmz_rules.cli.figures import told

    return Text(told(info.label)).append(f"\n{told(info.about)}", style="dim")


def _domain(name: str) -> str:
    """The name of a domain: that of its folder of the law."""
    from cdmz_rules.cli.figures import told
    from cdmz_rules.i18n.words import both
    from cdmz_rules.rulebook.system import system

    folder = system().parameters.children.get(name)
    return told(both(folder.metadata["label"])) if folder is not None and "label" in folder.metadata else name
