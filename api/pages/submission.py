"""What a browser sent of a form: its names and texts, refused where the form has no such thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from urllib.parse import parse_qsl

from fastapi import Request

from cdmz_rules.errors import MAX_SHOWN, InputError, Problem, nearest
from cdmz_rules.reading.plain import shown
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.rulebook.infos import InputInfo

from .. import media

MAX_FIELDS, LONGEST, SHOWN = 400, 200, 20
ASKS = ("sweep", "least", "when")
"""What can be asked of a what-if."""
CHOICES: Mapping[str, Sequence[str]] = {
    "has_spouse": ("yes", "no"),
    **dict.fromkeys(("pack", "framed", "show"), ("yes",)),
    "lang": ("zh", "en"),
    "ask": ASKS,
}
CONTROLS = ("date", *CHOICES, *("vary", "low", "high", "goal"), *("other_date", "reform"), *("asked", "skip", "change"))
"""What forms send besides the inputs of a case: all, what-if, comparisons, interviews; one can be sent to the page of another."""
UNKNOWN = "unknown."
"""What stands before the name of an input that somebody does not know."""
SCALES = ("yuan", "wan")


async def typed(request: Request, catalogue: Catalogue) -> dict[str, str]:
    """What a browser sent: names and texts.

    Args:
        request: The form.
        catalogue: What any form can ask: the form of a bundle is sent on to the page of one benefit.

    Raises:
        Refused: if its content type is not that of a form.
        InputError: if it holds too many fields, or with each that no form has, that is given twice, too long or not offered by its control.
    """
    media.check_form(request.headers.get("content-type", ""), media.FORM)
    body = (await request.body()).decode("utf-8", "replace")
    try:
        pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=MAX_FIELDS)
    except ValueError:
        words = f"超过{MAX_FIELDS}栏", f"there are more than {MAX_FIELDS} fields"
        raise InputError([Problem("too_many", "", *words, f"≤ {MAX_FIELDS}")]) from None
    keys = [key for info in catalogue.inputs.values() for key in _keys(info)]
    scales = {f"{key}.scale": SCALES for key in keys}
    unknown = {f"{UNKNOWN}{key}": ("yes",) for key in keys}
    check_names([name for name, _ in pairs], {*keys, *scales, *unknown, *CONTROLS})
    check_lengths(pairs)
    check_choices(pairs, {**CHOICES, **scales, **unknown})
    return {name: value.strip() for name, value in pairs}


def _keys(info: InputInfo) -> list[str]:
    whose = ("household",) if info.entity == "household" else ("applicant", "spouse")
    return [f"{each}.{info.name}" for each in whose]


def check_names(sent: Sequence[str], known: Collection[str]) -> None:
    """Whether a form sent nothing but what it has, and nothing twice.

    Raises:
        InputError: with each name that is unknown, and the nearest that is not; or that stands twice.
    """
    problems = []
    for name, count in Counter(sent).items():
        beginning = name[:MAX_SHOWN]
        if name not in known:
            words = f"表单没有“{beginning}”这一栏", f"the form has no field {beginning}"
            problems.append(Problem("unknown_field", beginning, *words, did_you_mean=nearest(name, known)))
        elif count > 1:
            words = f"“{beginning}”写了两次", f"{beginning} is given twice"
            problems.append(Problem("given_twice", beginning, *words))
    if problems:
        raise InputError(problems[:SHOWN])


def check_lengths(sent: Sequence[tuple[str, str]]) -> None:
    """Whether nothing is longer than what anybody types.

    Raises:
        InputError: with each that is.
    """
    words = f"超过{LONGEST}个字符", f"this is longer than {LONGEST} characters"
    problems = [
        Problem("too_long", name, *words, f"≤ {LONGEST}") for name, value in sent if len(value.strip()) > LONGEST
    ]
    if problems:
        raise InputError(problems[:SHOWN])


def check_choices(sent: Sequence[tuple[str, str]], choices: Mapping[str, Sequence[str]]) -> None:
    """Whether what was chosen is offered, or nothing was.

    Raises:
        InputError: with each that is not.
    """
    problems = []
    for name, value in sent:
        if value and value not in choices.get(name, (value,)):
            words, known = shown(value), choices[name]
            message = f"没有“{words.zh}”这一选项", f"{words.en} is not one of the choices"
            problems.append(Problem("unknown_value", name, *message, ", ".join(known), nearest(value, known)))
    if problems:
        raise InputError(problems[:SHOWN])
