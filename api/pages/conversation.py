"""An interview on a page: from what a browser sent to the next screen. Every answer travels with the form; nothing is kept here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cdmz_rules import Rulebook
from cdmz_rules.decisions.situation import check_day, parse
from cdmz_rules.decisions.wording import quantity
from cdmz_rules.errors import InputError, Problem
from cdmz_rules.i18n.phrases import N_, in_both
from cdmz_rules.i18n.text import Text
from cdmz_rules.i18n.words import Words
from cdmz_rules.interview.interview import interviewed, left_out
from cdmz_rules.interview.parts import InputAsked, Interview
from cdmz_rules.reading import china, days

from . import forms
from .submission import UNKNOWN

WHO, DAY = "has_spouse", "date"
"""What a form says beside the inputs of a case: whether there is a spouse, and the day decided for."""
YES_OR_NO = {"yes": N_("yes"), "no": N_("no")}
NOT_KNOWN = N_("not known")
NOTHING_SAID = "请回答，或选“不清楚”", "please answer, or say that it is not known"
ONE_OF_BOTH = "请选“是”或“否”", "please choose yes or no"
"""Who there is cannot be left open: every further question is about somebody who is there."""


@dataclass(frozen=True)
class Asked:
    """A question as a page shows it.

    Attributes:
        key: The name of its control.
        question: In everyday words.
        field: The field that takes the answer; None for who there is and for the day.
        why: What it can change; None if somebody came back to change it.
        whose: Whose answer it is, where that is not plain.
    """

    key: str
    question: Text | Words
    field: forms.Field | None = None
    why: InputAsked | None = None
    whose: str | None = None


@dataclass(frozen=True)
class Answer:
    """What was answered, as a page lists it."""

    key: str
    label: Text | Words
    value: Words


@dataclass(frozen=True)
class Screen:
    """One screen of an interview.

    Attributes:
        benefits: What it is about.
        groups: The fields of these benefits, with what was answered.
        day: The day decided for, as it was written.
        has_spouse: Whether there is a spouse; None if nobody said.
        asked: The questions; none once nothing that somebody may know can change an answer.
        answers: What was answered so far, in that order.
        unknown: The names of what somebody does not know.
        questions: How inputs are asked for in everyday words.
        said: How the benefits stand, by what is right of the answers; None if nothing can be worked out from them.
        problems: What is wrong.
    """

    benefits: Sequence[str]
    groups: Mapping[str, list[forms.Field]]
    day: str
    has_spouse: bool | None
    asked: Sequence[Asked] = ()
    answers: Sequence[Answer] = ()
    unknown: Sequence[str] = ()
    questions: Mapping[str, Words] = field(default_factory=dict)
    said: Interview | None = None
    problems: Sequence[Problem] = field(default=())

    @property
    def carried(self) -> dict[str, str]:
        """What the form carries on to the next screen: every answer that is not asked again."""
        asked = {each.key for each in self.asked}
        fields = {each.key: each for each in self.every if each.text}
        kept: dict[str, str] = {}
        for answer in self.answers:
            if answer.key in fields:
                kept[answer.key] = fields[answer.key].text
                kept |= {f"{answer.key}.scale": "wan"} if fields[answer.key].scale == "wan" else {}
            elif answer.key == WHO:
                kept[WHO] = "yes" if self.has_spouse else "no"
            else:
                kept[f"{UNKNOWN}{answer.key}"] = "yes"
        kept[DAY] = self.day
        return {name: each for name, each in kept.items() if name.removesuffix(".scale") not in asked}

    @property
    def every(self) -> list[forms.Field]:
        """Every field of the form."""
        return [each for group in self.groups.values() for each in group]


def screen(rulebook: Rulebook, benefits: Sequence[str], sent: Mapping[str, str]) -> Screen:
    """The next screen after what was sent."""
    fields, sent = forms.fields(rulebook, *benefits), _without_skipped(sent)
    change = _changed(fields, sent.get("change", ""))
    sent = _passed_over(sent)
    told = {key: each for key, each in sent.items() if key not in (change, f"{change}.scale", f"{UNKNOWN}{change}")}
    groups = forms.filled(fields, told)
    who = told.get(WHO) if groups["spouse"] else "no"
    shown = Screen(
        benefits,
        groups,
        _day(told.get(DAY)),
        None if who is None else who == "yes",
        unknown=_unknown(told),
        questions=rulebook.registry.questions,
    )
    shown = replace(shown, answers=list(_answers(shown, told)))
    if change:
        return replace(shown, asked=_again(shown, change), said=_standing(rulebook, shown))
    if shown.has_spouse is None and shown.answers:
        return _reminded(replace(shown, asked=[_who()], said=_standing(rulebook, shown)), sent)
    try:
        asked = _asked(rulebook, shown)
        return replace(asked, asked=()) if sent.get("show") else _reminded(asked, sent)
    except InputError as error:
        return _wrong(rulebook, shown, tuple(error.problems))


def _passed_over(sent: Mapping[str, str]) -> dict[str, str]:
    """What was sent; where nothing was left empty and yet it is not known, nothing that stands on the screen counts."""
    skipped = sent.get("skip", "").split()
    some_left = any(not sent.get(key) for key in skipped)
    return {key: each for key, each in sent.items() if some_left or key.removesuffix(".scale") not in skipped}


def _standing(rulebook: Rulebook, shown: Screen) -> Interview | None:
    """How the benefits stand beside a question that is not the interview's own; None where the answers contradict each other."""
    try:
        said = _asked(rulebook, shown).said
    except InputError:
        return None
    return said and said.model_copy(update={"heading": None})


def _without_skipped(sent: Mapping[str, str]) -> dict[str, str]:
    """What was sent, without what the control of a question holds that somebody does not know.

    Of several questions on a screen, those are not known that were left empty.
    """
    skipped = sent.get("skip", "").split()
    return {key: each for key, each in sent.items() if len(skipped) != 1 or key.removesuffix(".scale") != skipped[0]}


def _day(written: str | None) -> str:
    """The day decided for, as a form writes it; what is no day stays as it was written."""
    found = days.read(written) if written else china.today()
    return (written or "") if isinstance(found, Problem) else found.isoformat()


def _changed(fields: Mapping[str, list[forms.Field]], key: str) -> str:
    """What somebody came back to; nothing, if these benefits do not ask for it."""
    known = {WHO, DAY, *(each.key for group in fields.values() for each in group)}
    return key if key in known else ""


def _reminded(shown: Screen, sent: Mapping[str, str]) -> Screen:
    """The screen with a reminder, if it stood there before and nothing on it was answered."""
    again = [each.key for each in shown.asked] == sent.get("asked", "").split()
    if not again or not shown.asked:
        return shown
    words = ONE_OF_BOTH if shown.asked[0].key == WHO else NOTHING_SAID
    return replace(shown, problems=[Problem("missing", shown.asked[0].key, *words)])


def _unknown(sent: Mapping[str, str]) -> list[str]:
    """What somebody does not know: said before, or on this screen of all that was left empty."""
    before = [name.removeprefix(UNKNOWN) for name in sent if name.startswith(UNKNOWN)]
    now = [key for key in sent.get("skip", "").split() if not sent.get(key) and key not in before]
    return [key for key in [*before, *now] if not sent.get(key)]


def _asked(rulebook: Rulebook, shown: Screen) -> Screen:
    day, case = check_day(shown.day), forms.case(shown.groups, bool(shown.has_spouse))
    situation = parse(rulebook.catalogue, case, day)
    by_key = {each.key: each for each in shown.every}
    skipped = [_name(key) for key in shown.unknown if key in by_key and (shown.has_spouse or "spouse." not in key)]
    skipped += _of_lists(rulebook, by_key)
    said = interviewed(rulebook, situation, shown.benefits, day, left_out(rulebook.catalogue, situation, skipped))
    asked = [_question(by_key[key], each) for each in said.questions if (key := forms.anchor(each.name)) in by_key]
    return replace(shown, asked=asked, said=said)


def _of_lists(rulebook: Rulebook, by_key: Mapping[str, forms.Field]) -> Iterator[str]:
    """What is asked of whoever lists all members: a page lists two at most."""
    for never in rulebook.catalogue.counts.values():
        if f"household.{never.listed_all}" not in by_key:
            yield never.listed_all


def _question(one: forms.Field, asked: InputAsked) -> Asked:
    return Asked(one.key, asked.question, one, asked, one.key.split(".")[0])


def _again(shown: Screen, key: str) -> list[Asked]:
    """What somebody came back to."""
    if key == WHO:
        return [_who()]
    if key == DAY:
        return [Asked(DAY, in_both("On which day is it decided?"))]
    return [_mended(shown, each) for each in shown.every if each.key == key]


def _mended(shown: Screen, one: forms.Field) -> Asked:
    """A question that was answered before."""
    return Asked(one.key, shown.questions.get(one.info.name, one.info.label), one, whose=one.key.split(".")[0])


def _who() -> Asked:
    return Asked(WHO, in_both("Is there a husband or wife?"))


def _wrong(rulebook: Rulebook, shown: Screen, problems: tuple[Problem, ...]) -> Screen:
    """What is wrong, with the questions that it concerns asked again."""
    groups = forms.with_problems(shown.groups, problems)
    marked = replace(shown, groups=groups, problems=problems)
    asked = [_mended(marked, each) for each in marked.every if each.problem]
    pointers = {problem.pointer for problem in problems}
    asked += [each for key in (WHO, DAY) if key in pointers for each in _again(marked, key)]
    right = {
        name: [each if not each.problem else replace(each, text="") for each in some] for name, some in groups.items()
    }
    rest = replace(shown, groups=right, day=china.today().isoformat() if DAY in pointers else shown.day)
    return replace(marked, asked=asked, said=_standing(rulebook, rest))


def _answers(shown: Screen, sent: Mapping[str, str]) -> Iterator[Answer]:
    by_key = {each.key: each for each in shown.every}
    for name in sent:
        key = name.removeprefix(UNKNOWN)
        if name == WHO and shown.groups["spouse"]:
            yield Answer(WHO, in_both("Husband or wife"), in_both(YES_OR_NO["yes" if shown.has_spouse else "no"]))
        elif name in by_key and by_key[name].text:
            yield Answer(name, _label(by_key[name]), value(by_key[name]))
        elif key != name and key in shown.unknown and key in by_key:
            yield Answer(key, _label(by_key[key]), in_both(NOT_KNOWN))
    for key in shown.unknown:
        if f"{UNKNOWN}{key}" not in sent and key in by_key:
            yield Answer(key, _label(by_key[key]), in_both(NOT_KNOWN))


def _label(one: forms.Field) -> Words:
    label = one.info.label.words
    return in_both("Spouse: {label}", label=label) if one.key.startswith("spouse.") else label


def value(one: forms.Field) -> Words:
    """What was answered, in words."""
    choices = one.info.choices or YES_OR_NO
    if one.text in choices:
        words = choices[one.text]
        return in_both(words) if isinstance(words, str) else words.words
    read = forms.value(one)
    return Words(read, read) if isinstance(read, str) else quantity(read, one.info.unit)


def _name(key: str) -> str:
    """A field's input as an interview names it."""
    role, _, name = key.partition(".")
    place = {"applicant": "members[0].", "spouse": "members[1]."}.get(role, "")
    return f"{place}{name}"
