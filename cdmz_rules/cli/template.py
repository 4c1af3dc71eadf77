"""An empty case with comments: valid YAML, in which a person only fills in values."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from datetime import date

from cdmz_rules.cli.language import _, aside, chosen, labelled, say
from cdmz_rules.decisions import identity
from cdmz_rules.decisions.wording import quantity
from cdmz_rules.reading import china
from cdmz_rules.rulebook import BenefitRules
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.rulebook.infos import InputInfo

WIDTH = 100


def template(rules: BenefitRules) -> str:
    """An empty case for a benefit."""
    catalogue = rules.catalogue
    personal = [info for info in rules.inputs if info.entity == "person"]
    first, *others = catalogue.roles
    lines = [
        f"# {say(rules.info.label)}",
        f"# {_('Fill in what is known, leave the rest empty, then:')}  cdmz decide {rules.id} case.yaml",
        f"benefit: {rules.id}",
        f"# date: {china.today().isoformat()}  # {_('the day asked about; today if left out')}",
        "",
        "members:",
        *_member(catalogue, first, personal, ""),
    ]
    asked_of = {role for info in personal for role in info.roles or catalogue.roles}
    for role in others:
        if role in asked_of:
            lines += ["", f"  # {_('If there is one, take the # away in front of each line:')}"]
            lines += _member(catalogue, role, personal, "# ")
    lines += _household(catalogue, [info for info in rules.inputs if info.entity == "household"])
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _member(catalogue: Catalogue, role: str, personal: Sequence[InputInfo], off: str) -> Iterator[str]:
    """A member; with ``off`` in front of every line it is switched off."""
    yield f"  {off}- role: {role}  # {say(catalogue.role_words[role])}"
    for info in personal:
        if role in (info.roles or catalogue.roles):
            yield from (f"  {off}  {line}" for line in _entry(catalogue, info))


def _household(catalogue: Catalogue, infos: Sequence[InputInfo]) -> Iterator[str]:
    groups = {
        _("The household"): [info for info in infos if info.presumed is None],
        _("Of the household, only if it is so"): [info for info in infos if info.presumed is not None],
    }
    for title, group in groups.items():
        if group:
            yield from ("", f"# {'─' * 4} {title}")
        for info in group:
            yield from _entry(catalogue, info)


def _entry(catalogue: Catalogue, info: InputInfo) -> Iterator[str]:
    """One input: what it is, as a comment above its key. What is presumed is switched off."""
    wide = WIDTH // (2 if chosen() == "zh" else 1)
    yield ""
    for comment in (say(info.label), *facts(catalogue, info)):
        indent = comment[: len(comment) - len(comment.lstrip())]
        wrapped = textwrap.wrap(comment, wide, break_on_hyphens=False, subsequent_indent=indent)
        yield from (f"# {line}" for line in wrapped)
    yield f"{info.name}:" if info.presumed is None else f"# {info.name}: {_otherwise(info)}"


def _otherwise(info: InputInfo) -> str:
    """What one would write for an input whose silence is taken for an answer."""
    return _plain(not info.presumed if info.kind == "yes_no" else info.example)


def facts(catalogue: Catalogue, info: InputInfo) -> Iterator[str]:
    """What an input is for, and what can be written for it."""
    if info.about:
        yield say(info.about)
    yield from _values(info)
    for name, alias in catalogue.aliases.items():
        if alias.input == info.name:
            yield _("or instead {name}", name=f"{name}{aside(say(alias.words))}")
    if info.name in catalogue.identity.values():
        yield _("or instead {name}", name=f"{identity.NAME}{aside(say(identity.LABEL))}")
    if info.presumed is not None:
        named = aside(say(info.choices[info.presumed])) if info.choices else ""
        yield labelled(_("Left out, it counts as"), f"{_plain(info.presumed)}{named}")


def _values(info: InputInfo) -> Iterator[str]:
    if info.choices:
        yield _("one of:")
        width = max(map(len, info.choices))
        yield from (f"  {name:{width}}  {say(words)}" for name, words in info.choices.items())
    elif info.kind == "yes_no":
        yield _("true or false")
    elif info.kind == "date":
        yield _("a day, e.g. {example}", example=info.example)
    else:
        low, high = (f"{end:,}" for end in info.bounds)
        unit = say(quantity(info.bounds[1], info.unit)).partition(" ")[2]
        span = _("{low} to {high}", low=low, high=f"{high} {unit}".strip())
        yield _("{span}, e.g. {example}", span=span, example=_plain(info.example))


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return _("never") if value == date.min else str(value)
