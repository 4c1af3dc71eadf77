"""Best and worst worlds: which values an unknown takes, how they are combined, and what they bound."""

from datetime import date

import numpy as np
import pytest
from generators.toy import BOOK

from cdmz_rules.decisions.cases import Cases
from cdmz_rules.decisions.combinations import Combination, combine, single_changes
from cdmz_rules.decisions.exploration import Exploration
from cdmz_rules.decisions.run import Run
from cdmz_rules.decisions.situation import Situation
from cdmz_rules.decisions.unknowns import BOUNDLESS, Unknown, of_input, of_law
from cdmz_rules.law.item import State

DAY = date(2026, 9, 2)


def levels(name, day=DAY):
    return of_input(BOOK, BOOK.catalogue.inputs[name], None, day)


def directed(count, size=2):
    return [Unknown(("input", f"d{i}", None), tuple(range(size)), directed=True) for i in range(count)]


def free(*sizes):
    return [Unknown(("input", f"f{i}", None), tuple(range(size)), directed=False) for i, size in enumerate(sizes)]


def test_an_input_with_a_direction_is_best_first_and_worst_last():
    assert levels("savings").levels[0] == 1_000_000_000
    assert levels("savings").levels[-1] == 0
    assert levels("monthly_income").levels[0] == 0
    assert levels("monthly_income").levels[-1] == 1_000_000_000
    assert levels("stove_inspected").levels == (True, False)
    assert levels("savings").directed
    assert not levels("savings").is_law


def test_an_input_without_a_direction_takes_all_its_values():
    assert set(levels("fuel").levels) == {"gas", "wood"}
    assert set(levels("orchard_city").levels) == {"upper", "lower", "abroad"}
    assert set(levels("guild").levels) == {"upper", "lower", "boatmen"}
    assert not levels("fuel").directed


def test_a_day_of_the_past_does_not_lie_after_the_day_decided_for():
    assert max(levels("joined_date").levels) == DAY
    assert max(of_input(BOOK, BOOK.catalogue.inputs["birth_date"], 0, DAY).levels) == DAY


def test_the_day_of_an_event_takes_the_first_day_of_every_version_it_could_select():
    taken = levels("contract_filing_date").levels
    assert {date(2026, 3, 1), date(2026, 7, 1)} <= set(taken)
    assert max(taken) <= DAY
    assert date(2026, 7, 1) not in levels("contract_filing_date", date(2026, 6, 30)).levels
    assert date(2026, 10, 1) in levels("grant_date").levels  # which may lie ahead


def unknown_cell(path, place="lower"):
    item = BOOK.law[path]
    return item, next(cell for cell in item.table.cells if cell.state is State.UNKNOWN and cell.place == place)


@pytest.mark.parametrize(
    ("path", "expected", "open_worst"),
    [
        ("orchard.rounding", (0.01, BOUNDLESS), True),
        ("welfare.heating.neighbours", (1, 0), False),
        ("welfare.meals.rate", (500, 0), False),
        ("welfare.meals.offered", (1, 0), False),
    ],
)
def test_an_unknown_of_the_law_is_as_good_and_as_bad_as_any_rule_of_its_kind(path, expected, open_worst):
    unknown = of_law(*unknown_cell(path))
    assert unknown.levels == expected
    assert unknown.directed
    assert unknown.is_law
    assert unknown.open_worst is open_worst


def test_what_has_no_greatest_value_is_without_bound_at_its_best():
    assert of_law(*unknown_cell("welfare.heating.most", "upper")).levels == (BOUNDLESS, 0)


def test_an_unknown_choice_of_the_law_takes_every_choice():
    unknown = of_law(*unknown_cell("orchard.savings_counted"))
    assert unknown.levels == (0.0, 1.0)
    assert not unknown.directed


def test_few_unknowns_are_combined_completely():
    combined = combine([*directed(3), *free(5)])
    matrix = combined.matrix
    assert combined.complete
    assert len(matrix) == 2**3 * 5
    assert len(np.unique(matrix, axis=0)) == len(matrix)
    assert matrix[0].tolist() == [0, 0, 0, 0]


def test_nothing_unknown_is_one_world():
    combined = combine([])
    assert combined.complete
    assert combined.matrix.shape == (1, 0)


def test_many_directed_unknowns_are_taken_at_their_corners():
    unknowns = [*directed(14), *free(3)]
    matrix, complete = combine(unknowns).matrix, combine(unknowns).complete
    assert complete
    assert len(matrix) <= MAX_WORLDS
    rows = {tuple(row) for row in matrix.tolist()}
    for kind in range(3):
        assert (*[0] * 14, kind) in rows
        assert (*[1] * 14, kind) in rows
        for lone in range(14):
            assert (*[int(i == lone) for i in range(14)], kind) in rows
            assert (*[int(i != lone) for i in range(14)], kind) in rows


def test_too_many_to_enumerate_are_not_bounded():
    complete = combine([*directed(12), *free(5, 7, 9)]).complete
    assert MAX_ENUMERATED < 5 * 7 * 9
    assert not complete


def test_every_unknown_is_changed_alone_at_each_of_its_levels():
    unknowns = [*directed(4), *free(3, 4)]
    matrix = single_changes(unknowns).matrix
    rows = {tuple(row) for row in matrix.tolist()}
    for position, unknown in enumerate(unknowns):
        alone = [row for row in rows if all(level == 0 for i, level in enumerate(row) if i != position)]
        assert {row[position] for row in alone} == set(range(len(unknown.levels)))


def exploration(values, unknowns, matrix, complete=True):
    return Exploration(
        BOOK.catalogue,
        tuple(unknowns),
        Combination(np.array(matrix), complete),
        Run({"orchard_loan": np.array([values])}, [], []),
    )


def bounded(*arguments, **keywords):
    figure = exploration(*arguments, **keywords).bounded("orchard_loan").figure("orchard_loan", "CNY")
    return figure.bound, figure.value, figure.lower, figure.upper


def test_worlds_that_agree_give_an_exact_amount():
    assert bounded([5.0, 5.0], directed(1), [[0], [1]]) == ("exact", 5.0, 5.0, 5.0)


def test_worlds_that_differ_give_a_range():
    assert bounded([800_000.0, 0.0], directed(1), [[0], [1]]) == ("range", None, 0.0, 800_000.0)


def test_an_open_end_of_the_law_says_nothing_of_how_low_an_amount_can_be():
    unit = Unknown(("law", "p", "upper", DAY), (0.01, BOUNDLESS), directed=True, open_worst=True)
    assert bounded([800_000.0, 0.0], [unit], [[0], [1]]) == ("at_most", None, None, 800_000.0)


def test_an_open_end_upward_is_no_bound():
    maximum = Unknown(("law", "p", "upper", DAY), (BOUNDLESS, 0), directed=True)
    assert bounded([BOUNDLESS, 0.0], [maximum], [[0], [1]]) == ("at_least", None, 0.0, None)


def test_worlds_that_do_not_bound_every_combination_bound_nothing():
    found = bounded([800_000.0, 0.0], directed(1), [[0], [1]], complete=False)
    assert found == ("not_bounded", None, None, None)


def test_worlds_that_differ_in_one_unknown_alone_show_whether_it_matters():
    one, other = directed(2)
    found = exploration([1.0, 1.0, 2.0, 2.0], [one, other], [[0, 0], [0, 1], [1, 0], [1, 1]])
    assert found.matter(["orchard_loan"]) == [one]


def explored(executor, case, outputs):
    return next(exploration for _, exploration in Explorer(executor, BOOK, case, outputs).all())


class Discovering:
    """Stands for formulas in which one unknown shows itself only where another takes its worse level."""

    def __init__(self, filler):
        self.filler = filler

    def run(self, rulebook, cases, worlds, outputs):
        item, cell = unknown_cell("welfare.heating.most", "upper")
        count = worlds.count
        for i in range(self.filler):
            self.ask(worlds, f"bill{i}", (1, 0))
        income = self.ask(worlds, "monthly_income", (0, 50))
        limit = worlds.law(item, cell) if (income > 0).any() else np.full(count, BOUNDLESS)
        eligible = income < limit + 1
        values = np.broadcast_to(eligible.astype(float), (count,))[None, :]
        return Run(dict.fromkeys(outputs, values), list(outputs), [])

    @staticmethod
    def ask(worlds, name, taken):
        unknown = Unknown(("input", name, None), taken, directed=True)
        worlds.note(unknown, np.ones(1, bool))
        return np.asarray(worlds.column(unknown), float)


@pytest.mark.parametrize("filler", [0, 4, 8])
def test_an_unknown_behind_an_unknown_is_found_however_many_others_there_are(filler):
    case = Cases.of_one(BOOK.catalogue, Situation(("applicant",), {}, ({},), {}), DAY)
    found = explored(Discovering(filler), case, ["eligible"])
    assert set(found.values("eligible").tolist()) == {0.0, 1.0}


class Hidden:
    """Stands for formulas in which a third kind shows itself only at one middle level of two others."""

    def run(self, rulebook, cases, worlds, outputs):
        level = [self.ask(worlds, name) for name in ("scheme", "city", "kind")]
        amount = (level[0] == 2) * (level[1] == 3) * (1.0 + 10.0 * (level[2] == 2))
        values = np.broadcast_to(amount, (worlds.count,))[None, :]
        return Run(dict.fromkeys(outputs, values), list(outputs), [])

    @staticmethod
    def ask(worlds, name):
        unknown = Unknown(("input", name, None), (0, 1, 2, 3, 4), directed=False)
        worlds.note(unknown, np.ones(1, bool))
        return np.asarray(worlds.column(unknown), float)


def test_an_unknown_that_bites_in_one_kind_of_case_alone_is_tried_there():
    case = Cases.of_one(BOOK.catalogue, Situation(("applicant",), {}, ({},), {}), DAY)
    found = explored(Hidden(), case, ["orchard_loan"])
    assert found.bounded("orchard_loan").figure("orchard_loan", "CNY").upper == 11.0


def test_many_corners_are_thinned_and_still_show_what_matters():
    unknowns = [*directed(200), *free(8, 8)]
    combined = combine(unknowns)
    assert combined.complete
    assert combined.screen is not None
    assert len(combined.matrix) < 10_000
    values = (combined.matrix[:, 7] + 2 * combined.matrix[:, 201]).astype(float)
    found = Exploration(BOOK.catalogue, tuple(unknowns), combined, Run({"orchard_loan": values[None, :]}, [], []))
    assert found.matter(["orchard_loan"]) == [unknowns[7], unknowns[201]]
    assert found.bounded("orchard_loan").figure("orchard_loan", "CNY").upper == 15.0
