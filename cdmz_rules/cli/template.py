"""An empty case with comments: valid YAML, in which a person only fills in values."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import date

from cdmz_rules.cli.figures import aside, labelled, listed, told
from cdmz_rules.cli.language import _, chosen
from cdmz_rules.decisions.catalogue import BenefitInfo, InputInfo
from cdmz_rules.decisions.explain import ROLE_WORDS
from cdmz_rules.decisions.situation import ALIASES
from cdmz_rules.decisions.wording import quantity

WIDTH = 100


def template(info: BenefitInfo, asked: list[InputInfo]) -> str:
    """An empty case for a benefit."""
    personal = [one for one in asked if one.entity == "person"]
    lines = [
        f"# {told(info.label)}",
        f"# {_('Fill in what is known, leave the rest empty, then:')}  cdmz decide {info.id} case.yaml",
        f"benefit: {info.id}",
        f"# date: {date.today().isoformat()}  # {_('the day asked about; today if left out')}",
        "",
        "members:",
        *_member("applicant", personal, ""),
    ]
    others = {role for one in personal for role in one.roles or ROLE_WORDS}
    for role in ROLE_WORDS:
        if role in others and role != "applicant":
            lines += ["", f"  # {_('If there is one, take the # away in front of each line:')}"]
            lines += _member(role, personal, "# ")
    lines += _household([one for one in asked if one.entity == "household"])
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _member(role: str, personal: list[InputInfo], off: str) -> Iterator[str]:
    """A member; with ``off`` in front of every line it is switched off."""
    yield f"  {off}- role: {role}  # {ROLE_WORDS[role][chosen()]}"
    for one in personal:
        if role in (one.roles or ROLE_WORDS):
            yield from (f"  {off}  {line}" for line in _entry(one))


def _household(asked: list[InputInfo]) -> Iterator[str]:
    yield ""
    yield f"# {_('The household')}"
    for one in asked:
        yield from _entry(one)


def _entry(one: InputInfo) -> Iterator[str]:
    """One input: what it is, as a comment above its key. What is presumed is switched off."""
    wide = WIDTH // (2 if chosen() == "zh" else 1)
    yield ""
    for comment in (told(one.label), *facts(one)):
        yield from (f"# {line}" for line in textwrap.wrap(comment, wide, break_on_hyphens=False))
    yield f"{one.name}:" if one.presumed is None else f"# {one.name}: {_plain(one.presumed)}"


def facts(one: InputInfo) -> Iterator[str]:
    """What can be written for an input, and what it is for."""
    yield labelled(_("Write"), _writes(one))
    if one.about:
        yield told(one.about)
    if one.presumed is not None:
        yield labelled(_("Left out, it counts as"), f"{_plain(one.presumed)}")
    for alias in aliases(one):
        yield _("or instead {name}", name=alias)


def aliases(one: InputInfo) -> list[str]:
    """Other ways to give an input."""
    return [f"{name}{aside(alias.zh if chosen() == 'zh' else alias.en)}" for name, alias in ALIASES.items() if alias.input == one.name]


def _writes(one: InputInfo) -> str:
    if one.choices:
        return listed([f"{name} {told(words)}" for name, words in one.choices.items()])
    if one.kind == "yes_no":
        return "true, false"
    if one.kind == "date":
        return _("a day, e.g. {example}", example=one.example)
    unit = quantity(one.bounds[1], one.unit)[chosen()].partition(" ")[2] or _("a number")
    return _("{unit}, {low} to {high}, e.g. {example}", unit=unit, low=one.bounds[0], high=f"{one.bounds[1]:,}", example=_plain(one.example))


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return _("never") if value == date.min else str(value)
