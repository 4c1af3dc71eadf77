"""A rulebook is a value: two of them live in one process, a reform gives another one, and a folder gives one of its own."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from itertools import chain

import pytest
from generators import cases
from generators.toy import BOOK, FOLDER, PACK, PACKED, TOY

from cdmz_rules import Rulebook, decide, decide_table
from cdmz_rules.errors import LawFileError, NotFound
from cdmz_rules.law.reform import compose

TODAY = date(2026, 11, 23)
EXAMPLES = cases.examples(TOY)
GRANT = cases.example(TOY, "heating_grant")
THREADS = 4


def answer(rulebook, case):
    return decide(case.inputs, case.benefit, case.day, rulebook=rulebook, today=TODAY)


def of_table(rulebook, rows):
    table = {"home_zone": ["hills"] * rows, "applicant.home_city": ["lower"] * rows, "heating_bill": [2000] * rows}
    return decide_table(table, "heating_grant", GRANT.day, rulebook=rulebook, today=TODAY).table


def test_two_laws_decided_in_turns_by_several_threads_answer_as_each_alone():
    from generators.shipped import SHIPPED

    questions = [
        partial(answer, subject.books[which], case)
        for subject in (TOY, SHIPPED)
        for case in cases.examples(subject)[:10]
        for which in subject.books
    ]
    questions += [partial(of_table, BOOK, 50)] * 5
    alone = [question() for question in questions]
    half = len(questions) // 2
    turns = [*chain(*zip(range(half), range(half, 2 * half), strict=True)), *range(2 * half, len(questions))] * THREADS
    with ThreadPoolExecutor(THREADS) as threads:
        together = list(threads.map(lambda number: questions[number](), turns))
    assert all(result == alone[number] for number, result in zip(turns, together, strict=True))


@pytest.fixture
def dearer(tmp_path):
    """The toy law in another folder, with another cap and another formula for the same grant."""
    shutil.copytree(FOLDER, tmp_path / "law", ignore=shutil.ignore_patterns("__pycache__"))
    cap = tmp_path / "law" / "parameters" / "welfare" / "heating" / "most.yaml"
    cap.write_text(cap.read_text(encoding="utf-8").replace("value: 900,", "value: 950,"), encoding="utf-8")
    rules = tmp_path / "law" / "variables" / "welfare" / "heating.py"
    text = rules.read_text(encoding="utf-8")
    old, new = 'household("heating_bill", period) * share)', 'household("heating_bill", period) * share + 1)'
    assert old in text
    rules.write_text(text.replace(old, new.replace("+ 1", '+ household("heating_bill", period)')), encoding="utf-8")
    return Rulebook.load(tmp_path / "law")


def test_two_laws_of_one_shape_and_the_same_names_are_kept_apart(dearer):
    hills = {**GRANT.inputs, "home_zone": "hills"}
    for _ in range(2):
        amounts = [
            decide(hills, "heating_grant", GRANT.day, rulebook=book).amount.value for book in (BOOK, dearer, BOOK)
        ]
        assert amounts == [900, 950, 900]
        steps = [
            {step.id: step.value for step in answer(book, GRANT).steps}["heating_by_bill"] for book in (BOOK, dearer)
        ]
        assert steps == [1200, 3200]
    assert BOOK.formulas != dearer.formulas
    assert BOOK.law.fingerprint != dearer.law.fingerprint


def test_several_reforms_apply_what_they_include_once():
    one, other = BOOK.reforms.load("one_river"), BOOK.reforms.load("level_up")
    assert [step.name for step in one.steps] == ["assumptions_2026", "level_up", "one_river"]
    for steps in ([one, other], [PACK, one], [PACK, other, one], ["one_river"]):
        reforms = [BOOK.reforms.load(step) if isinstance(step, str) else step for step in steps]
        together = BOOK.under(reforms)
        assert together.law.applied == compose(reforms).apply(BOOK.law).applied
        assert together.law.applied == ("assumptions_2026", "level_up", "one_river")
    assert BOOK.under([other, PACK]).law.applied == ("level_up", "assumptions_2026")


def test_a_reform_on_top_of_a_reform_is_both_from_the_law_as_it_was():
    both = PACKED.under("level_up")
    assert both.base is BOOK.law
    assert both.law.applied == ("assumptions_2026", "level_up")
    assert [step.name for step in both.reform.steps] == ["assumptions_2026", "level_up"]
    assert BOOK.law.applied == ()
    assert BOOK.reform is None


def test_without_a_reform_it_is_itself_and_with_the_same_one_the_same():
    assert BOOK.under(None) is BOOK
    assert BOOK.under([]) is BOOK
    assert BOOK.with_law(None) is BOOK
    assert BOOK.with_law(BOOK.base) is BOOK
    assert BOOK.under(PACK) is BOOK.under("assumptions_2026")
    assert BOOK.under("assumptions_2026+level_up").law.applied == ("assumptions_2026", "level_up")


def test_the_law_before_any_reform_drops_the_reform():
    plain = PACKED.with_law(PACKED.base)
    assert plain.law is BOOK.law
    assert plain.reform is None
    assert answer(plain, GRANT) == answer(BOOK, GRANT)
    dropped = answer(plain, GRANT)
    assert dropped.reform is None
    assert dropped.receipt.reform is None


def test_a_relative_folder_is_found_again_from_anywhere(monkeypatch, tmp_path):
    monkeypatch.chdir(FOLDER.parent)
    book = Rulebook.load(FOLDER.name)
    monkeypatch.chdir(tmp_path)
    assert book.content == BOOK.content
    assert book.law.fingerprint == BOOK.law.fingerprint
    assert book.formulas == BOOK.formulas
    assert book.under("one_river").law.applied == ("assumptions_2026", "level_up", "one_river")
    assert list(book.registry.bundles) == ["winter"]
    assert answer(book, GRANT) == answer(BOOK, GRANT)


def test_a_bureaus_own_figures_stand_above_the_law(tmp_path):
    overlay = tmp_path / "parameters" / "welfare" / "heating"
    overlay.mkdir(parents=True)
    (overlay / "most.yaml").write_text(
        "hills:\n  values:\n    2026-01-01: {value: 990, metadata: {evidence: official, source: act, last_verified: 2026-06-30}}\n",
        encoding="utf-8",
    )
    book = Rulebook.load(FOLDER, overlay=tmp_path)
    hills = {**GRANT.inputs, "home_zone": "hills"}
    amounts = [decide(hills, "heating_grant", GRANT.day, rulebook=each).amount.value for each in (BOOK, book)]
    assert amounts == [900, 990]


@pytest.mark.parametrize("case", EXAMPLES, ids=lambda case: case.name)
def test_the_rules_of_a_benefit_are_those_of_its_rulebook(case):
    rules = PACKED.benefit(case.benefit)
    assert rules.rulebook is PACKED
    assert (rules.law, rules.reform) == (PACKED.law, PACK)
    assert rules.amounts[0] == case.benefit
    assert set(rules.clauses) == set(BOOK.catalogue.facts(rules.eligible).of)


def test_a_folder_that_is_no_rulebook_is_refused_with_what_it_lacks(tmp_path):
    with pytest.raises(LawFileError) as nothing:
        Rulebook.load(tmp_path / "nowhere")
    assert [problem.file.name for problem in nothing.value.problems] == [
        "parameters",
        "variables",
        "reforms",
        "registry",
    ]
    assert (
        str(nothing.value)
        .splitlines()[0]
        .startswith(f"{tmp_path / 'nowhere' / 'parameters'}: there is no such folder — a rulebook is")
    )
    shutil.copytree(FOLDER, tmp_path / "part", ignore=shutil.ignore_patterns("reforms"))
    with pytest.raises(LawFileError) as part:
        Rulebook.load(tmp_path / "part")
    assert [problem.file.name for problem in part.value.problems] == ["reforms"]


def test_the_rules_of_a_benefit_say_its_words_and_what_it_reports():
    rules = BOOK.benefit("orchard_loan")
    assert (rules.words.label.en, rules.reports) == ("Orchard loan", ("loan_rate", "loan_turn"))
    assert rules.amounts == ("orchard_loan", "loan_rate", "loan_turn")


def test_what_there_is_not_is_named_with_the_nearest():
    for ask, nearest in ((BOOK.benefit, "heating_grant"), (BOOK.under, "level_up")):
        with pytest.raises(NotFound) as raised:
            ask(f"{nearest}s")
        assert raised.value.problems[0].did_you_mean == nearest
