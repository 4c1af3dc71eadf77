"""What is unknown: all that it can be, the values at which it is tried, how those are combined, and what worlds show."""

from datetime import date

import numpy as np
import pytest
from generators.toy import BOOK

from cdmz_rules.decisions.cases import Cases
from cdmz_rules.decisions.combinations import MAX_COMBINED, MAX_TRIED, Combination, single_changes
from cdmz_rules.decisions.exploration import BOUNDS, Exploration
from cdmz_rules.decisions.explore import explore
from cdmz_rules.decisions.run import Run
from cdmz_rules.decisions.situation import Situation, parse
from cdmz_rules.decisions.unknowns import BOUNDLESS, Unknown, of_input, of_law
from cdmz_rules.law.item import State

DAY = date(2026, 9, 2)


def unknown(name, day=DAY):
    return of_input(BOOK, BOOK.catalogue.inputs[name], None, day)


def directed(count, size=2):
    return [Unknown(("input", f"d{i}", None), tuple(range(size)), directed=True) for i in range(count)]


def free(*sizes):
    return [Unknown(("input", f"f{i}", None), tuple(range(size)), directed=False) for i, size in enumerate(sizes)]


def test_an_input_with_a_direction_is_tried_at_its_best_first_and_worst_last():
    assert unknown("savings").levels[0] == BOUNDLESS
    assert unknown("savings").levels[-1] == 0
    assert unknown("monthly_income").levels[0] == 0
    assert unknown("monthly_income").levels[-1] == BOUNDLESS
    assert unknown("stove_inspected").levels == (True, False)
    assert unknown("savings").directed
    assert not unknown("savings").is_law


def test_what_is_accepted_of_a_sum_is_no_bound_of_it():
    accepted = BOOK.catalogue.inputs["savings"].bounds[1]
    low, high = unknown("savings").span
    assert (low[0], high[0]) == (0, BOUNDLESS)
    assert accepted < BOUNDLESS


def test_what_is_known_of_a_sum_bounds_it():
    known = of_input(BOOK, BOOK.catalogue.inputs["savings"], None, DAY, within=(10, 20))
    assert (known.span[0][0], known.span[1][0]) == (10, 20)
    assert known.levels == (20, 10)


def test_an_input_without_a_direction_is_tried_at_all_its_values():
    assert set(unknown("fuel").levels) == {"gas", "wood"}
    assert set(unknown("orchard_city").levels) == {"upper", "lower", "abroad"}
    assert set(unknown("guild").levels) == {"upper", "lower", "boatmen"}
    assert not unknown("fuel").directed


def test_a_choice_can_be_each_of_its_members_and_not_what_stands_for_none():
    fuel = unknown("fuel")
    members = BOOK.catalogue.variables["fuel"].possible_values
    assert fuel.is_choice
    assert int(fuel.span[0][0]) == sum(1 << members[name].index for name in ("gas", "wood"))
    assert fuel.stored(BOOK.catalogue).tolist() == [members[name].index for name in fuel.levels]


def test_a_day_of_the_past_does_not_lie_after_the_day_decided_for():
    assert max(unknown("joined_date").levels) == DAY
    assert unknown("joined_date").span[1][0] == np.datetime64(DAY)
    assert max(of_input(BOOK, BOOK.catalogue.inputs["birth_date"], 0, DAY).levels) == DAY


def test_the_day_of_an_event_is_tried_on_the_first_day_of_every_version_it_could_select():
    taken = unknown("contract_filing_date").levels
    assert {date(2026, 3, 1), date(2026, 7, 1)} <= set(taken)
    assert max(taken) <= DAY
    assert date(2026, 7, 1) not in unknown("contract_filing_date", date(2026, 6, 30)).levels
    assert date(2026, 10, 1) in unknown("grant_date").levels  # which may lie ahead


def test_the_day_of_an_event_can_be_any_day():
    low, high = unknown("contract_filing_date").span
    assert low[0] == np.datetime64(BOOK.catalogue.inputs["contract_filing_date"].bounds[0])
    assert high[0] == np.datetime64(DAY)


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
    assert [end[0] for end in unknown.span] == sorted(expected)
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
    combined = Combination.of([*directed(3), *free(5)])
    assert combined.screen is None
    assert len(combined.matrix) == 2**3 * 5 <= MAX_COMBINED
    assert len(np.unique(combined.matrix, axis=0)) == len(combined.matrix)
    assert combined.matrix[0].tolist() == [0, 0, 0, 0]
    assert combined.matrix[-1].tolist() == [1, 1, 1, 4]


def test_nothing_unknown_is_one_world():
    assert Combination.of([]).matrix.shape == (1, 0)


def test_every_unknown_is_changed_alone_at_each_of_its_levels():
    unknowns = [*directed(4), *free(3, 4)]
    screen = single_changes(unknowns, MAX_TRIED)
    for end in ([0] * 6, [1, 1, 1, 1, 2, 3]):
        for position, each in enumerate(unknowns):
            others = np.delete(screen.matrix, position, axis=1) == np.delete(end, position)
            alone = screen.matrix[others.all(axis=1), position]
            assert set(alone.tolist()) == set(range(len(each.levels)))


@pytest.mark.parametrize("tried", [MAX_TRIED, 500])
def test_many_unknowns_are_tried_in_about_as_many_worlds_as_are_to_be(tried):
    combined = Combination.of([*directed(100), *free(8, 8)], tried)
    assert combined.screen is not None
    assert len(combined.matrix) <= max(tried, 2 * (2 * 100 + 8 + 8))
    assert len(np.unique(combined.matrix, axis=0)) == len(combined.matrix)


def test_many_unknowns_still_show_which_of_them_matter():
    unknowns = [*directed(200), *free(8, 8)]
    combined = Combination.of(unknowns)
    values = (combined.matrix[:, 7] + 2 * combined.matrix[:, 201]).astype(float)
    found = Exploration(BOOK.catalogue, tuple(unknowns), combined, Run({"orchard_loan": values[None, :]}, [], []))
    assert found.matter(["orchard_loan"]) == [unknowns[7], unknowns[201]]


def test_what_bites_only_beside_one_kind_of_another_is_seen_to_matter():
    unknowns = [*directed(60), *free(6, 6)]
    combined = Combination.of(unknowns)
    beside = (combined.matrix[:, 60] == 3) & (combined.matrix[:, 5] == 0)
    found = Exploration(BOOK.catalogue, tuple(unknowns), combined, Run({"orchard_loan": beside[None, :] * 1.0}, [], []))
    assert found.matter(["orchard_loan"]) == [unknowns[5], unknowns[60]]


def exploration(values, unknowns=(), bounds=None, bounded=True, **further):
    unknowns = list(unknowns) or directed(int(np.log2(len(values))))
    run = Run({"orchard_loan": np.array([values])}, [], [])
    ends = None if bounds is None else {"orchard_loan": tuple(np.array([end]) for end in bounds)}
    return Exploration(BOOK.catalogue, tuple(unknowns), Combination.of(unknowns), run, ends, bounded, **further)


def certain_of(*arguments, **keywords):
    found = exploration(*arguments, **keywords).certain_of("orchard_loan")
    ends = (None if np.isnan(end[0]) else float(end[0]) for end in (found.value, found.lower, found.upper))
    return (BOUNDS[found.bound[0]], *ends)


def test_where_all_there_can_be_was_tried_worlds_that_agree_give_an_exact_amount():
    assert certain_of([5.0, 5.0]) == ("exact", 5.0, 5.0, 5.0)


def test_where_all_there_can_be_was_tried_worlds_that_differ_give_a_range():
    assert certain_of([800_000.0, 0.0]) == ("range", None, 0.0, 800_000.0)


def test_worlds_bound_nothing_where_something_was_left_out():
    assert certain_of([800_000.0, 0.0], bounded=False) == ("not_bounded", None, None, None)


def test_what_is_proven_is_said_whatever_worlds_show():
    assert certain_of([5.0, 5.0], bounds=(0.0, 9.0)) == ("range", None, 0.0, 9.0)
    assert certain_of([5.0, 5.0], bounds=(7.004, 7.004)) == ("exact", 7.0, 7.0, 7.0)


def test_an_open_end_upward_is_no_bound():
    assert certain_of([9.0, 0.0], bounds=(0.0, BOUNDLESS)) == ("at_least", None, 0.0, None)


def test_an_open_end_downward_is_no_bound():
    assert certain_of([9.0, 0.0], bounds=(-BOUNDLESS, 9.0)) == ("at_most", None, None, 9.0)


def test_where_unknown_law_alone_brings_an_amount_down_to_nothing_no_text_says_how_low_it_is():
    hopeful = {"orchard_loan": (np.array([100.0]), np.array([900.0]))}
    assert certain_of([900.0, 0.0], bounds=(0.0, 900.0), hopeful=hopeful) == ("at_most", None, None, 900.0)
    assert certain_of([900.0, 50.0], bounds=(50.0, 900.0), hopeful=hopeful) == ("range", None, 50.0, 900.0)


def test_worlds_that_differ_in_one_unknown_alone_show_whether_it_matters():
    one, other = directed(2)
    assert exploration([1.0, 1.0, 2.0, 2.0], [one, other]).matter(["orchard_loan"]) == [one]


def test_where_no_world_shows_what_matters_it_is_what_the_result_can_depend_on():
    one, other = directed(2)
    depends = {"orchard_loan": [other]}
    assert exploration([1.0] * 4, [one, other], bounds=(0.0, 2.0), depends=depends).matter(["orchard_loan"]) == [other]
    assert exploration([1.0] * 4, [one, other], bounds=(1.0, 1.0), depends=depends).matter(["orchard_loan"]) == []


def explored(rules, case, executor=None):
    return explore(rules, parse(BOOK.catalogue, case, DAY), DAY, executor)


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
    rules = BOOK.benefit("heating_grant")
    found = explored(rules, {"members": [{"role": "applicant"}]}, Discovering(filler))
    assert set(found.values(rules.eligible).tolist()) == {0.0, 1.0}


def test_households_are_taken_as_often_as_they_are_asked_for():
    case = parse(BOOK.catalogue, {"members": [{"role": "applicant"}], "heating_bill": 1.0}, DAY)
    one = Cases.of_one(BOOK.catalogue, case, DAY)
    three = one.take(np.zeros(3, np.intp))
    given = next(iter(three.given))
    three.given[given].values[:] = [1.0, 2.0, 3.0]
    for rows in ([0, 0, 2], [2, 1, 0], [0, 1, 2], [1, 2], [0, 0, 1]):
        assert three.take(np.array(rows)).given[given].values.tolist() == [float(row + 1) for row in rows]


def test_a_case_that_says_nothing_is_bounded_by_what_everything_can_be():
    rules = BOOK.benefit("orchard_loan")
    found = explore(rules, Situation(("applicant",), {}, ({},), {}), DAY)
    assert found.ends(rules.eligible) == (np.zeros(1), np.ones(1))
    assert found.ends("orchard_loan")[0][0] == 0
