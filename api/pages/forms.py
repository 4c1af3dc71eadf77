"""From a benefit's inputs to a form, and from what was typed into it to a case."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cdmz_rules import Rulebook
from cdmz_rules.errors import InputError, Problem
from cdmz_rules.i18n.phrases import N_, in_both
from cdmz_rules.i18n.text import Text
from cdmz_rules.i18n.words import Words
from cdmz_rules.reading import days, money, numbers
from cdmz_rules.reading.doors import CASE
from cdmz_rules.reading.plain import half_width, says_nothing
from cdmz_rules.rulebook.infos import InputInfo

GROUPS = ("applicant", "household", "spouse")
MEMBERS = {"members[0]": N_("Applicant"), "members[1]": N_("Spouse")}
"""The members that a form has."""
OF_NOBODY = "未勾选，却填了配偶的信息", "this is not ticked, but something is said of a spouse"
PLACES_BESIDE = {
    "has_spouse": N_("There is a spouse"),
    "date": N_("Day decided for"),
    "other_date": N_("Another day"),
    "reform": N_("Law"),
    "domain": N_("Domain"),
    "goal": N_("Amount to reach, in yuan"),
    "sweep.input": N_("What to vary"),
    "sweep.low": N_("From, to"),
    "sweep.high": N_("From, to"),
}
"""Places of mistakes beside the inputs of a case, and the phrases that forms call them by."""
UNCERTAIN_EVENTS = ("contract_filing", "grant")
"""Events of which an example does not say when they happen: they may still be to come."""


@dataclass(frozen=True)
class Field:
    """One field of a form.

    Attributes:
        key: Its name in the form: ``applicant.birth_date`` or ``household.price``.
        info: The input it asks for.
        text: What was typed.
        scale: For money, ``yuan`` or ``wan``.
        problem: What is wrong with it.
        rules: What it has to be beside other fields of the form.
        identity: What an identity number says of it: ``birth`` or ``sex``.
        by_month: Whether it is a day from which whole months are counted, so that a month says it: its first day.
    """

    key: str
    info: InputInfo
    text: str = ""
    scale: str = "yuan"
    problem: Problem | None = None
    rules: tuple[Text, ...] = ()
    identity: str | None = None
    by_month: bool = False

    @property
    def seldom(self) -> bool:
        """Whether it is filled in only where something unusual applies."""
        return self.info.rare

    @property
    def percent(self) -> bool:
        """Whether it is typed in percent."""
        return self.info.unit in numbers.SHARES

    @property
    def example(self) -> str:
        """The example as one would type it."""
        value = self.info.example
        if isinstance(value, bool):
            return "yes" if value else "no"
        return f"{value * 100:g}" if self.percent else str(value)


def fields(rulebook: Rulebook, *benefits: str) -> dict[str, list[Field]]:
    """The fields of a form for one or several benefits, by group; each input once."""
    groups: dict[str, list[Field]] = {group: [] for group in GROUPS}
    asked: dict[str, InputInfo] = {}
    for info in (info for benefit in benefits for info in rulebook.benefit(benefit).inputs):
        asked.setdefault(info.name, info)
    for name in _of_lists(asked.values()):
        asked.pop(name, None)
    says = {name: part for part, name in rulebook.catalogue.identity.items()}
    monthly = {alias.input for alias in rulebook.catalogue.aliases.values() if alias.unit == "months"}
    for info in asked.values():
        rules, part, by_month = _rules(info, asked), says.get(info.name), info.name in monthly
        if info.entity == "household":
            groups["household"].append(Field(f"household.{info.name}", info, rules=rules, by_month=by_month))
            continue
        for role in ("applicant", "spouse"):
            if info.roles is None or role in info.roles:
                key = f"{role}.{info.name}"
                groups[role].append(Field(key, info, rules=rules, identity=part, by_month=by_month))
    return groups


def _of_lists(asked: Iterable[InputInfo]) -> set[str]:
    """What is asked of whoever lists members: a form has no list, it asks how many there are."""
    return {name for info in asked for never in info.never if never.kind == "fewer" for name in never.inputs[:1]}


def _rules(info: InputInfo, asked: Container[str]) -> tuple[Text, ...]:
    """What an input has to be beside others that a form asks; it lists no members but applicant and spouse."""
    return tuple(
        never.words
        for never in info.never
        if (never.role is None if never.kind == "fewer" else any(name in asked for name in never.inputs))
    )


def given(groups: Mapping[str, list[Field]], has_spouse: bool) -> list[Field]:
    """The fields that were filled in and count, in the order of the form."""
    asked = ("applicant", "spouse", "household") if has_spouse else ("applicant", "household")
    return [field for group in asked for field in groups[group] if field.text]


def filled(groups: Mapping[str, list[Field]], sent: Mapping[str, str]) -> dict[str, list[Field]]:
    """The fields with what was typed into them."""
    return {
        group: [
            replace(
                field, text=sent.get(field.key, ""), scale="wan" if sent.get(f"{field.key}.scale") == "wan" else "yuan"
            )
            for field in members
        ]
        for group, members in groups.items()
    }


def example(groups: Mapping[str, list[Field]]) -> dict[str, str]:
    """The example that an empty form offers: everything that is usually asked, of the applicant and the household."""
    offered = [field for group in ("applicant", "household") for field in groups[group] if not field.seldom]
    return {field.key: field.example for field in offered if field.info.dated not in UNCERTAIN_EVENTS}


def case(groups: Mapping[str, list[Field]], has_spouse: bool) -> dict[str, Any]:
    """The case that the fields describe; what cannot be read stays text, so that the check can say what is wrong with it.

    Raises:
        InputError: if something is said of a spouse, and that there is none.
    """
    told = [field for field in groups["spouse"] if field.text and not has_spouse]
    if told:
        others = tuple(f"members[1].{field.info.name}" for field in told)
        raise InputError([Problem("contradiction", "has_spouse", *OF_NOBODY, others=others)])
    applicant = {"role": "applicant", **_values(groups["applicant"])}
    spouse = [{"role": "spouse", **_values(groups["spouse"])}] if has_spouse else []
    return {"members": [applicant, *spouse], **_values(groups["household"])}


def _values(members: list[Field]) -> dict[str, Any]:
    return {field.info.name: value(field) for field in members if not says_nothing(field.text, CASE)}


def value(field: Field) -> Any:
    """What was typed into a field as a case takes it; what cannot be read stays text, with the unit that stands beside the field."""
    kind = field.info.kind
    if field.by_month and (first := days.month(field.text)):
        return first.isoformat()
    if kind not in ("number", "money"):
        return field.text
    written = _with_unit(field)
    found = money.read(written) if kind == "money" else numbers.read(written, percent=field.percent)
    if isinstance(found, Problem):
        return written
    return int(found) if found.is_integer() else found


def _with_unit(field: Field) -> str:
    """What was typed with the unit that stands beside the field; one that was typed as well counts in its place."""
    if field.scale == "wan" and field.info.kind == "money":
        return field.text if set(field.text) & set("万亿") else f"{_in_ten_thousands(field.text)}万"
    return f"{field.text}%" if field.percent and not set(field.text) & set("%％") else field.text


def _in_ten_thousands(text: str) -> str:
    """A sum without its mark; one in yuan is none, and stays what cannot be read."""
    return text if "元" in text else money.unmarked(half_width(text))


def with_problems(groups: Mapping[str, list[Field]], problems: tuple[Problem, ...]) -> dict[str, list[Field]]:
    """The fields with what is wrong beside them; a contradiction stands at each of its places."""
    by_key = {_key(other): _seen_from(groups, problem) for problem in problems for other in problem.others}
    by_key |= {_key(problem.pointer): problem for problem in problems}
    return {
        group: [replace(field, problem=by_key.get(field.key)) for field in members] for group, members in groups.items()
    }


def _seen_from(groups: Mapping[str, list[Field]], problem: Problem) -> Problem:
    """A contradiction as it is said at another of its places."""
    words = words_of(groups, problem.pointer)
    zh, en = f"{words.zh}：{problem.message_zh}", f"{words.en}: {problem.message_en}"
    return replace(problem, message_zh=zh, message_en=en)


def _key(pointer: str) -> str:
    for position, role in enumerate(("applicant", "spouse")):
        if pointer.startswith(f"members[{position}]."):
            return f"{role}.{pointer.partition('.')[2]}"
    return f"household.{pointer}"


def words_of(groups: Mapping[str, list[Field]], pointer: str) -> Words:
    """What a form calls the place of a mistake; a place that no form has by its own name."""
    if pointer in PLACES_BESIDE:
        return in_both(PLACES_BESIDE[pointer])
    if pointer in MEMBERS:
        return in_both(MEMBERS[pointer])
    key = _key(pointer)
    place = next((field for members in groups.values() for field in members if field.key == key), None)
    if place is None:
        return Words(pointer, pointer)
    whose = in_both("Spouse") if key.startswith("spouse.") else None
    label = place.info.label
    return Words(f"{whose.zh}：{label.zh}", f"{whose.en}: {label.en}") if whose else Words(label.zh, label.en)


def anchor(name: str) -> str:
    """The field in which a missing input is given: of ``members[0].birth_date`` that is ``applicant.birth_date``."""
    return _key(name)
