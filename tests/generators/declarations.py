"""Declarations: whatever a domain declares can be asked, shown and explained, without a line written for that domain."""

from __future__ import annotations

from datetime import date
from typing import Any

from cdmz_rules import Rulebook, decide
from cdmz_rules.decisions.situation import parse
from cdmz_rules.law.item import State
from cdmz_rules.law.schema import UNITS
from cdmz_rules.model.variable import facts
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.rulebook.infos import InputInfo
from generators import cases
from generators.subject import Subject

TODAY = date(2026, 11, 23)


def shown(catalogue: Catalogue) -> list[str]:
    """The variables that an answer can show."""
    return [name for name in catalogue.variables if catalogue.facts(name).kind != "fact"]


def check_words_of_input(catalogue: Catalogue, info: InputInfo) -> None:
    """An input can be asked in both languages and shown by an example."""
    for words in (catalogue.variables[info.name].label, catalogue.facts(info.name).about):
        chinese, bar, english = (words or "").partition("|")
        assert chinese.strip()
        assert bar
        assert english.strip()
    assert info.about is not None
    assert info.about.zh != info.about.en
    assert info.example is not None
    for choice in (info.choices or {}).values():
        assert choice.zh
        assert choice.en


def accept(catalogue: Catalogue, info: InputInfo, value: Any) -> None:
    """A household that tells nothing else may tell this; an `InputError` if not."""
    first = catalogue.roles[0]
    said = {info.name: str(value) if info.kind == "date" else value}
    if info.entity == "household":
        parse(catalogue, {"members": [{"role": first}], **said}, TODAY)
        return
    role = (info.roles or (first,))[0]
    others = [] if role == first else [{"role": first}]
    parse(catalogue, {"members": [{"role": role, **said}, *others]}, TODAY)


def check_words_of_answer(catalogue: Catalogue, name: str) -> None:
    """What an answer shows has words in both languages."""
    variable, declared = catalogue.variables[name], catalogue.facts(name)
    assert "|" in variable.label, f"{name} has no label in two languages"
    if declared.kind in ("step", "limit", "benefit"):
        assert "|" in (declared.words or ""), f"{name} says no formula in words in two languages"
        assert variable.unit in UNITS


def check_inputs_asked(rulebook: Rulebook) -> None:
    """Every input can matter to some benefit."""
    asked = {info.name for benefit in rulebook.benefits for info in rulebook.benefit(benefit).inputs}
    assert sorted(set(rulebook.catalogue.inputs) - asked) == []


def check_inputs_announced(subject: Subject) -> None:
    """Every input that the run of an example read was announced."""
    book = subject.rulebook
    for case in cases.examples(subject):
        announced = {info.name for info in book.benefit(case.benefit).inputs}
        decision = decide(case.inputs, case.benefit, case.day, rulebook=book, today=TODAY)
        given = {each.info.name for each in cases.given(book, case)}
        assert {question.input for question in decision.next_questions} | given <= announced


def check_items(rulebook: Rulebook) -> None:
    """Every item of the law names whose rule it is and which day selects it."""
    for item in rulebook.law.values():
        assert not item.governed_by or item.governed_by in rulebook.catalogue.variables, item.path
        assert f"{item.date_anchor}_date" in rulebook.catalogue.variables, item.path


def check_unknowns(rulebook: Rulebook) -> None:
    """Every unknown says why and whom to ask."""
    for item in rulebook.law.values():
        unknown = [cell for cells in item.versions.values() for cell in cells if cell.state is State.UNKNOWN]
        for cell in unknown:
            assert cell.reason is not None, cell.key
            assert cell.reason.zh, cell.key
            assert cell.reason.en, cell.key
            assert cell.ask or _office(rulebook, cell.place, item.domain), cell.key


def _office(rulebook: Rulebook, place: str, domain: str) -> Any:
    """The office of the place, or of the nearest place above it that has one."""
    offices = [rulebook.places[step].offices for step in rulebook.places.chain(place)]
    return next((each[domain] for each in offices if domain in each), None)


def check_benefit(catalogue: Catalogue, name: str) -> None:
    """A benefit names what an answer needs."""
    variables, declared = catalogue.variables, catalogue.facts(name)
    assert declared.eligible is not None
    assert facts(variables[declared.eligible]).kind == "all_of"
    assert declared.payer in variables
    assert "|" in (declared.payee or "")
    assert set(declared.reports) <= set(variables)
    for clause in facts(variables[declared.eligible]).of:
        assert facts(variables[clause]).kind == "condition"
