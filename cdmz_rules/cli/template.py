"""An empty case with comments: valid YAML, in which a person only fills in values."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import date

from cdmz_rules.cli.figures import told
from cdmz_rules.cli.language import _, chosen
from cdmz_rules.cli.text import aside, labelled
from cdmz_rules.decisions.explain import ROLE_WORDS
from cdmz_rules.decisions.situation import ALIASES
from cdmz_rules.decisions.wording import quantity
from cdmz_rules.rulebook.catalogue import BenefitInfo, InputInfo

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
    yield f"  {off}- role: {role}  # {told(ROLE_WORDS[role])}"
    for one in personal:
        if role in (one.roles or ROLE_WORDS):
            yield from (f"  {off}  {line}" for line in _entry(one))


def _household(asked: list[InputInfo]) -> Iterator[str]:
    rare = [one for one in asked if one.presumed is not None]
    groups = {
        _("The household"): [one for one in asked if one not in rare],
        _("Of the household, only if it is so"): rare,
    }
    for title, members in groups.items():
        if members:
            yield from ("", f"# {'─' * 4} {title}")
        for one in members:
            yield from _entry(one)


def _entry(one: InputInfo) -> Iterator[str]:
    """One input: what it is, as a comment above its key. What is presumed is switched off."""
    wide = WIDTH // (2 if chosen() == "zh" else 1)
    yield ""
    for comment in (told(one.label), *facts(one)):
        indent = comment[: len(comment) - len(comment.lstrip())]
        wrapped = textwrap.wrap(comment, wide, break_on_hyphens=False, subsequent_indent=indent)
        yield from (f"# {line}" for line in wrapped)
    yield f"{one.name}:" if one.presumed is None else f"# {one.name}: {_otherwise(one)}"


def _otherwise(one: InputInfo) -> str:
    """What one would write for an input whose silence is taken for an answer."""
    return _plain(not one.presumed if one.kind == "yes_no" else one.example)


def facts(one: InputInfo) -> Iterator[str]:
    """What an input is for, and what can be written for it."""
    if one.about:
        yield told(one.about)
    yield from _writes(one)
    for alias in aliases(one):
        yield _("or instead {name}", name=alias)
    if one.presumed is not None:
        yield labelled(_("Left out, it counts as"), _plain(one.presumed))


def aliases(one: InputInfo) -> list[str]:
    """Other ways to give an input."""
    found = {name: alias for name, alias in ALIASES.items() if alias.input == one.name}
    return [f"{name}{aside(alias.zh if chosen() == 'zh' else alias.en)}" for name, alias in found.items()]


def _writes(one: InputInfo) -> Iterator[str]:
    if one.choices:
        yield _("one of:")
        width = max(map(len, one.choices))
        yield from (f"  {name:{width}}  {told(words)}" for name, words in one.choices.items())
    elif one.kind == "yes_no":
        yield _("true or false")
    elif one.kind == "date":
        yield _("a day, e.g. {example}", example=one.example)
    else:
        low, high = (f"{end:,}" for end in one.bounds)
        unit = told(quantity(one.bounds[1], one.unit)).partition(" ")[2]
        span = _("{low} to {high}", low=low, high=f"{high} {unit}".strip())
        yield _("{span}, e.g. {example}", span=span, example=_plain(one.example))


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return _("never") if value == date.min else str(value)
