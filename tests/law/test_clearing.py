"""Stays settled across cities: what each case comes to, and which rows are refused."""

import random
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from generators.beds_law import FOLDER, LAWS, thrown, under
from generators.shipped import BOOK, PACKED
from generators.stays import ELDER

from cdmz_rules.errors import InputError
from cdmz_rules.settlement.beds import StayRows, months_from, settle_beds
from cdmz_rules.settlement.beds.columns import BEHIND_LEVEL, BENEFIT, SUPPLIED, stay_columns
from cdmz_rules.settlement.beds.months import day_of
from cdmz_rules.tables.sources import open_source

DAY = date(2026, 7, 1)
STAYS = Path(__file__).parent / "stays"
STAY = {
    **ELDER,
    "elder": "A",
    "institution": "X",
    "from": "2026-01-01",
    "to": "2026-03-31",
    "hukou_city": "chengdu",
    "institution_city": "chengdu",
}


def stay(**changes):
    return {**STAY, **{name.rstrip("_"): value for name, value in changes.items()}}


def settled(*rows, first="2026-01", last="2026-06", rulebook=PACKED):
    return settle_beds(rulebook, StayRows(rows), months_from(first, last, DAY), DAY)


def paid(*rows):
    """The months that are paid of each row; nothing may be refused."""
    found = settled(*rows)
    assert list(found.refused()) == []
    return found.clearing.stay_months.tolist()


def refused(*rows):
    return [(row, problem.code, problem.pointer) for row, problem, _ in settled(*rows).refused()]


def test_full_months_alone_are_paid():
    assert paid(stay()) == [3]
    assert paid(stay(from_="2026-01-02", to="2026-03-30")) == [1]


def test_an_open_stay_goes_on_to_the_last_month_settled():
    assert paid(stay(to=None)) == [6]


@pytest.mark.parametrize(("begins", "months"), [("2026-03-15", [2, 3]), ("2026-03-31", [3, 3]), ("2026-04-01", [3, 3])])
def test_a_move_leaves_each_month_to_one_institution(begins, months):
    before = stay(to=begins if begins < "2026-04" else "2026-03-31")
    assert paid(before, stay(institution="Y", from_=begins, to=None)) == months


def test_where_days_count_a_month_with_a_move_is_paid_to_the_institution_with_more_days():
    by_day = thrown("by-day", {f"{FOLDER}.month_rule": "by_day"})
    march = {"first": "2026-03", "last": "2026-03", "rulebook": by_day}
    found = settled(stay(to="2026-03-11"), stay(institution="Y", from_="2026-03-11", to=None), **march).clearing
    assert found.stay_months.tolist() == [0, 1]
    assert found.total == round(settled(stay(), **march).clearing.total * 21 / 31)


def test_a_month_that_the_host_has_paid_is_not_paid_again():
    assert paid(stay(host_subsidy_received="yes")) == [0]


def test_the_month_of_a_death_is_not_full_unless_it_is_its_last_day():
    assert paid(stay(to=None, died_on="2026-03-14")) == [2]
    assert paid(stay(to=None, died_on="2026-03-31")) == [3]


def test_a_death_told_in_one_row_ends_the_open_stay_in_another():
    assert paid(stay(to="2026-02-28", died_on="2026-04-30"), stay(from_="2026-03-01", to=None)) == [2, 2]


def test_a_level_assessed_anew_breaks_no_month():
    before = stay(to="2026-02-14", ability_level="moderate")
    found = settled(before, stay(from_="2026-02-15", ability_level="severe"))
    months, fen = found.clearing.stay_months.tolist(), found.clearing.stay_fen.tolist()
    assert months == [2, 1]
    assert fen[0] // 2 != fen[1]


def test_a_day_away_breaks_the_month():
    assert paid(stay(to="2026-02-10"), stay(from_="2026-02-12")) == [1, 1]


def test_an_elder_at_home_and_an_institution_without_anybody_cost_nothing():
    home = {"elder": "H", "institution": "在家", "from": "2026-01-01"}
    vacant = {"institution": "Z", "institution_city": "ziyang"}
    found = settled(stay(), home, vacant)
    assert (found.screening.at_home, found.screening.vacant, found.screening.refusals.count) == (1, 1, 0)
    assert [(each.name, each.city, each.months) for each in found.clearing.institutions] == [
        ("X", "chengdu", 3),
        ("Z", "ziyang", 0),
    ]


@pytest.mark.parametrize("outside", [{"hukou_city": "elsewhere"}, {"institution_city": "chongqing"}])
def test_outside_of_the_four_nothing_is_cleared(outside):
    assert paid(stay(**outside)) == [0]


ABROAD = {"hukou_city": "chengdu", "institution_city": "meishan", "institution_in_pilot_area": "no"}


def test_by_the_notice_of_2019_chengdu_pays_for_the_central_districts_alone():
    assert paid(stay(**ABROAD, hukou_in_central_districts="yes")) == [3]
    assert paid(stay(**ABROAD, hukou_in_central_districts="no")) == [0]


def test_whether_the_hukou_is_central_must_be_told_only_where_it_decides():
    assert refused(stay(**ABROAD)) == [(0, "missing", "hukou_in_central_districts")]
    assert paid(stay(**ABROAD | {"institution_in_pilot_area": "yes"})) == [3]
    assert paid(stay(**ABROAD | {"hukou_city": "ziyang"})) == [0]
    plan = thrown("plan", {"elder_care.portability.regime": "plan"})
    assert list(settled(stay(**ABROAD), rulebook=plan).refused()) == []


def test_debts_are_set_off_in_pairs_and_balances_add_up_to_nothing():
    found = settled(
        stay(elder="A", hukou_city="chengdu", institution_city="deyang", institution="D"),
        stay(elder="B", hukou_city="deyang", institution_city="chengdu", institution="C"),
        stay(elder="C", hukou_city="chengdu", institution_city="chengdu", institution="C"),
    ).clearing
    chengdu, deyang = map(found.cities.index, ("chengdu", "deyang"))
    there, back = found.matrix[chengdu, deyang], found.matrix[deyang, chengdu]
    assert found.net.sum() == abs(there - back) == found.net[chengdu, deyang] + found.net[deyang, chengdu]
    assert found.positions[deyang] == there - back == -found.positions[chengdu]
    assert found.matrix[chengdu, chengdu] > 0 == found.between[chengdu, chengdu]


OVERLAP = (0, "overlap", "from"), (1, "overlap", "from")
HOME = {"elder": "H", "institution": "home", "from": "2026-01-01", "to": "2026-04-30"}
REFUSED = {
    "backwards": ([stay(to="2025-12-31")], [(0, "backwards", "to")]),
    "no day": ([stay(to="2026-02-30")], [(0, "not_a_date", "to")]),
    "to come": ([stay(to="2026-07-02")], [(0, "in_the_future", "to")]),
    "long ago": ([stay(from_="1026-01-01")], [(0, "out_of_range", "from")]),
    "nobody": ([stay(elder=" ")], [(0, "missing", "elder")]),
    "nowhere": ([stay(institution=None)], [(0, "missing", "institution")]),
    "no first day": ([stay(from_=None)], [(0, "missing", "from")]),
    "hukou not told": ([stay(hukou_city="")], [(0, "missing", "hukou_city")]),
    "hukou unknown": ([stay(hukou_city="unknown")], [(0, "missing", "hukou_city")]),
    "no such city": ([stay(hukou_city="atlantis")], [(0, "unknown_value", "hukou_city")]),
    "not born yet": ([stay(birth_date="2026-12-01")], [(0, "in_the_future", "birth_date")]),
    "name too long": ([stay(elder="A" * 300)], [(0, "too_long", "elder")]),
    "twice": ([stay(), stay()], [(1, "duplicate", "")]),
    "two beds": ([stay(), stay(institution="Y", from_="2026-03-30", to=None)], [*OVERLAP]),
    "one bed twice": ([stay(), stay(from_="2026-02-01")], [*OVERLAP]),
    "at home as well": ([stay(), {"elder": "A", "institution": "home", "from": "2026-02-01"}], [*OVERLAP]),
    "one within another": (
        [stay(), stay(institution="Y", from_="2026-01-10", to="2026-01-12"), stay(institution="Z", from_="2026-03-31")],
        [*OVERLAP],
    ),
    "two births": (
        [stay(), stay(from_="2026-04-01", to=None, birth_date="1941-01-01")],
        [(0, "contradiction", "birth_date"), (1, "contradiction", "birth_date")],
    ),
    "another birth at home": (
        [stay(), {"elder": "A", "institution": "home", "from": "2026-04-01", "birth_date": "1970-05-01"}],
        [(0, "contradiction", "birth_date"), (1, "contradiction", "birth_date")],
    ),
    "two births at home": (
        [{**HOME, "birth_date": "1941-01-01"}, {**HOME, "from": "2026-05-01", "to": None, "birth_date": "1941-01-02"}],
        [(0, "contradiction", "birth_date"), (1, "contradiction", "birth_date")],
    ),
    "another place of an institution without anybody": (
        [stay(), {"institution": "X", "institution_city": "ziyang"}],
        [(0, "contradiction", "institution_city"), (1, "contradiction", "institution_city")],
    ),
    "two places of an institution without anybody": (
        [{"institution": "Z", "institution_city": "ziyang"}, {"institution": "Z", "institution_city": "deyang"}],
        [(0, "contradiction", "institution_city"), (1, "contradiction", "institution_city")],
    ),
    "two levels on one day": (
        [stay(to="2026-01-01"), stay(to="2026-01-01", ability_level="intact")],
        [(0, "contradiction", "ability_level"), (1, "contradiction", "ability_level")],
    ),
    "two levels on a day that two stays share": (
        [stay(to="2026-02-01"), stay(from_="2026-02-01", ability_level="intact")],
        [(0, "contradiction", "ability_level"), (1, "contradiction", "ability_level")],
    ),
    "paid by the host and not": (
        [stay(to="2026-02-01"), stay(from_="2026-02-01", host_subsidy_received="yes")],
        [(0, "contradiction", "host_subsidy_received"), (1, "contradiction", "host_subsidy_received")],
    ),
    "two beds on one day": (
        [stay(to="2026-01-01"), stay(to="2026-01-01", institution="Y")],
        [*OVERLAP],
    ),
    "two owners": (
        [stay(to=None), stay(elder="B", from_="2026-05-01", to=None, institution_owner="public")],
        [(0, "contradiction", "institution_owner"), (1, "contradiction", "institution_owner")],
    ),
    "filed and not": (
        [stay(), stay(elder="B", institution_filed="no", from_="2026-03-31", to=None)],
        [(0, "contradiction", "institution_filed"), (1, "contradiction", "institution_filed")],
    ),
    "another owner of an institution without anybody": (
        [stay(), {"institution": "X", "institution_city": "chengdu", "institution_owner": "public"}],
        [(0, "contradiction", "institution_owner"), (1, "contradiction", "institution_owner")],
    ),
    "two places": (
        [stay(), stay(elder="B", institution_city="deyang")],
        [(0, "contradiction", "institution_city"), (1, "contradiction", "institution_city")],
    ),
    "two deaths": (
        [stay(to=None, died_on="2026-03-01"), stay(from_="2026-04-01", to=None, died_on="2026-05-01")],
        [(0, "contradiction", "died_on"), (1, "contradiction", "died_on")],
    ),
    "after the death": ([stay(died_on="2026-03-30")], [(0, "after_death", "to")]),
    "begun after the death": (
        [stay(to=None, died_on="2026-01-31"), stay(from_="2026-02-01", to=None)],
        [(1, "after_death", "from")],
    ),
}


BESIDE = {
    "twice": [0],
    "two beds": [1, 0],
    "at home as well": [1, 0],
    "one within another": [1, 0],
    "two births at home": [1, 0],
    "another place of an institution without anybody": [1, 0],
    "two levels on one day": [1, 0],
    "paid by the host and not": [1, 0],
    "two beds on one day": [1, 0],
    "two owners": [1, 0],
    "two places": [1, 0],
    "two deaths": [1, 0],
    "begun after the death": [0],
    "backwards": [None],
}
"""The row that each refused one contradicts."""


@pytest.mark.parametrize("name", BESIDE)
def test_of_rows_that_contradict_each_other_each_names_the_other(name):
    found = settled(*REFUSED[name][0], stay(elder="P", institution="P"))
    assert [beside for *_, beside in found.refused()] == BESIDE[name]


def test_the_row_that_one_contradicts_is_of_the_same_elder():
    rows = [stay(elder="B"), stay(), stay(elder="B", from_="2026-03-01"), stay(institution="Y", from_="2026-02-01")]
    assert [(row, beside) for row, _, beside in settled(*rows).refused()] == [(0, 2), (1, 3), (2, 0), (3, 1)]


NUMBER, BORN = "510104194912310044", "1949-12-31"


def numbered(**changes):
    return {**{name: value for name, value in stay(**changes).items() if name != "birth_date"}, "id_number": NUMBER}


def test_an_identity_number_stands_in_place_of_a_date_of_birth():
    assert settled(numbered()).clearing.total == settled(stay(birth_date=BORN)).clearing.total > 0
    both = [stay(birth_date=BORN, id_number=NUMBER), stay(elder="B", birth_date=BORN, id_number=None)]
    assert paid(*both) == [3, 3]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"birth_date": "1940-01-01"}, (0, "contradiction", "id_number")),
        ({"id_number": f"{NUMBER[:-1]}1"}, (0, "wrong_id_number", "id_number")),
        ({"id_number": None}, (0, "missing", "birth_date")),
        ({"from": "1945-01-01"}, (0, "contradiction", "from")),
        ({"to": None, "from": "1930-01-01", "died_on": "1940-01-01"}, (0, "contradiction", "from")),
    ],
)
def test_of_an_identity_number_nothing_is_repeated(changes, found):
    refusals = list(settled({**numbered(), **changes}).refused())
    assert (refusals[0].row, refusals[0].problem.code, refusals[0].problem.pointer) == found
    assert not [part for part in (NUMBER[:17], NUMBER[:6], BORN) if part in repr(refusals)]


def test_a_contradiction_says_its_figures():
    (refusal,) = settled(stay(from_="1930-01-01")).refused()
    assert "1930-01-01" in refusal.problem.message_zh
    assert ELDER["birth_date"] in refusal.problem.message_zh
    assert refusal.problem.others == ("birth_date",)


@pytest.mark.parametrize("name", ["合计", "总　计", "Total"])
def test_a_row_of_totals_is_no_stay(name):
    totals = {"elder": name, "from": "x", "hukou_city": "chengdu"}
    assert refused(stay(), totals) == [(1, "row_of_totals", "elder")]
    assert refused(stay(), {"institution": name}) == [(1, "row_of_totals", "elder")]


@pytest.mark.parametrize("name", REFUSED)
def test_a_wrong_row_is_refused_and_not_paid(name):
    rows, problems = REFUSED[name]
    found = settled(*rows, stay(elder="P", institution="P"))
    assert [(row, problem.code, problem.pointer) for row, problem, _ in found.refused()] == problems
    wrong = {row for row, *_ in problems}
    assert not found.clearing.stay_months[list(wrong)].any()
    assert found.clearing.stay_months[-1] == 3
    assert found.screening.refusals.count == len(wrong)


def test_no_elder_is_paid_twice_for_a_month_whatever_is_sent():
    rows = [
        stay(institution=house, from_=f"2026-01-{first:02}", to=f"2026-0{1 + last // 28}-{1 + last % 28:02}")
        for house in "XY"
        for first in (1, 15, 31)
        for last in (10, 30, 60, 90)
    ]
    for number in range(1, len(rows)):
        for one in rows[:number]:
            assert settled(one, rows[number]).clearing.paid_months.sum((1, 2)).max() <= 1


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        ("2026-13", None, "not_a_month"),
        ("2026-1", None, "not_a_month"),
        ("1999-01", None, "out_of_range"),
        ("2026-02", "2026-01", "backwards"),
        ("2026-07", None, "in_the_future"),
        ("2001-01", "2026-06", "too_many"),
    ],
)
def test_a_month_that_cannot_be_settled_is_refused(first, last, code):
    with pytest.raises(InputError) as raised:
        months_from(first, last, DAY)
    assert [problem.code for problem in raised.value.problems] == [code]


def test_months_are_decided_for_their_last_day():
    assert months_from("2025-12", "2026-02", DAY) == [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]
    assert [day_of(month).day for month in months_from("2025-12", "2026-02", DAY)] == [31, 31, 28]


def test_a_wrong_column_is_named():
    with pytest.raises(InputError) as raised:
        settled({**stay(), "hukuo_city": "chengdu", "from ": "2026-01-01"})
    found = {(problem.code, problem.pointer, problem.did_you_mean) for problem in raised.value.problems}
    assert found == {("unknown_field", "hukuo_city", "hukou_city"), ("given_twice", "from", None)}
    with pytest.raises(InputError) as raised:
        settled({"elder": "A", "institution": "X", "from": "2026-01-01"})
    assert {problem.code for problem in raised.value.problems} == {"missing"}


def test_columns_may_have_chinese_labels():
    labels = {"elder": "老人", "institution": "机构", "from": "入住日期", "to": "离开日期"}
    labels |= {name: info.label.zh for name, info in stay_columns(BOOK.catalogue).inputs.items()}
    assert paid({labels[name]: value for name, value in stay(hukou_city="成都市").items()}) == [3]


def test_every_input_of_the_benefit_is_a_column_or_needs_none():
    inputs = {info.name for info in BOOK.benefit(BENEFIT).inputs}
    assert inputs == {*stay_columns(BOOK.catalogue).inputs, *SUPPLIED, *BEHIND_LEVEL}


def test_a_rule_that_nobody_knows_is_named_with_whom_to_ask():
    with pytest.raises(InputError) as raised:
        settle_beds(BOOK, StayRows([stay()]), months_from("2026-01", None, DAY), DAY)
    (problem,) = raised.value.problems
    assert problem.code == "rule_unknown"
    assert problem.pointer.startswith("elder_care.")
    assert "民政局" in problem.message_zh


def test_a_table_without_rows_is_refused():
    with pytest.raises(InputError):
        settle_beds(PACKED, StayRows([]), months_from("2026-01", None, DAY), DAY)


def test_amounts_are_whole_fen():
    found = settled(stay()).clearing
    assert found.owed.dtype == np.int64
    assert found.total == found.stay_fen.sum() == sum(each.fen for each in found.institutions) > 0


def by_day():
    return thrown("by-day", {f"{FOLDER}.month_rule": "by_day"})


def of_file(name, rulebook=PACKED, month="2026-01"):
    with (STAYS / name).open("rb") as stream:
        source = open_source("csv", stream, name, stay_columns(rulebook.catalogue).knows)
        return settle_beds(rulebook, source, months_from(month, None, DAY), DAY)


def test_a_row_from_outside_the_four_is_paid_nothing_and_blocks_nobody():
    found = of_file("outside_the_four.csv")
    assert list(found.refused()) == []
    assert found.clearing.stay_fen.tolist() == [0, 300_00]
    assert [(each.city, each.fen) for each in found.clearing.institutions] == [("chongqing", 0), ("chengdu", 300_00)]


@pytest.mark.parametrize("name", LAWS)
@pytest.mark.parametrize("host", ["chongqing", "elsewhere", "other_sichuan"])
def test_an_elder_of_the_four_in_an_institution_outside_blocks_nobody(name, host):
    away = stay(institution="F", institution_city=host)
    found = settled(away, stay(elder="B", institution="Y"), rulebook=under(name))
    assert list(found.refused()) == []
    assert found.clearing.stay_months.tolist() == [0, 3]


def test_who_comes_back_within_a_month_was_there_on_all_days_of_both_stays():
    found = of_file("back_to_the_first.csv", by_day()).clearing
    assert found.stay_fen.tolist() == [193_55, 0, 0]
    assert [(each.name, each.fen) for each in found.institutions] == [("X", 193_55), ("Y", 0)]


def there_and_back(left, back):
    away = stay(institution="Y", from_=left, to=back)
    return stay(to=left), away, stay(from_=back)


def test_the_day_of_coming_back_counts_once():
    march = {"first": "2026-03", "last": "2026-03", "rulebook": by_day()}
    whole = settled(stay(), **march).clearing.total
    found = settled(*there_and_back("2026-03-10", "2026-03-10"), **march).clearing
    assert found.stay_fen.tolist() == [round(whole * 30 / 31), 0, 0]
    found = settled(*there_and_back("2026-03-10", "2026-03-30"), **march).clearing
    assert found.stay_fen.tolist() == [0, round(whole * 21 / 31), 0]


def test_a_month_of_leaving_and_coming_back_is_not_full():
    assert paid(*there_and_back("2026-02-10", "2026-02-11")) == [1, 0, 1]


def test_all_that_contradicts_itself_in_a_table_is_named():
    found = of_file("contradictions.csv")
    assert [(row, problem.code, problem.pointer) for row, problem, _ in found.refused()] == [
        (2, "contradiction", "birth_date"),
        (3, "contradiction", "birth_date"),
        (4, "contradiction", "institution_city"),
        (5, "contradiction", "institution_city"),
        (6, "contradiction", "ability_level"),
        (7, "contradiction", "ability_level"),
        (10, "overlap", "from"),
        (11, "overlap", "from"),
    ]
    assert [(each.name, each.fen) for each in found.clearing.institutions if each.fen] == [("V", 300_00)]


def test_an_institution_may_change_from_one_day_to_the_next():
    before = stay(to="2026-02-28", institution_filed="no")
    assert paid(before, stay(elder="B", from_="2026-03-01")) == [0, 1]


def test_an_elder_may_be_assessed_anew_on_the_day_of_a_move():
    before = stay(to="2026-02-28", ability_level="moderate")
    assert paid(before, stay(institution="Y", from_="2026-02-28")) == [2, 1]


def test_a_row_that_is_wrong_makes_no_other_row_of_the_institution_wrong():
    wrong = stay(elder="B", institution_owner="public", hukou_city="")
    assert refused(stay(), wrong) == [(1, "missing", "hukou_city")]


def moves(rng):
    """An elder's stays in March, one after the other, in a few institutions; some moves leave a day or more between."""
    day, rows = 1, []
    while day <= 31:
        last = min(day + rng.choice((0, 0, 1, 3, 8, 15)), 31)
        rows.append((rng.choice("XYZ"), day, last))
        day = last + rng.choice((0, 1, 1, 2)) if last < 31 else 32
        if rows[-1][1] == rows[-1][2] == day:
            day += 1  # of two rows of one day nobody knows which came first
    return rows


def most_days(rows):
    """By a plain count of days: the institution with the most, of as many the first, and how many there are."""
    days = {}
    for house, first, last in rows:
        days.setdefault(house, set()).update(range(first, last + 1))
    house = max(days, key=lambda name: len(days[name]))
    return house, len(days[house])


def test_by_day_each_month_goes_to_the_institution_with_the_most_days_whatever_the_moves():
    rng, march = random.Random(5), {"first": "2026-03", "last": "2026-03", "rulebook": by_day()}
    drawn = {f"E{number}": moves(rng) for number in range(500)}
    rows = [
        stay(elder=elder, institution=house, from_=f"2026-03-{first:02}", to=f"2026-03-{last:02}")
        for elder, stays in drawn.items()
        for house, first, last in stays
    ]
    whole = settled(stay(), **march).clearing.total
    found = settled(*rows, **march)
    wrong = {rows[row]["elder"] for row, *_ in found.refused()}
    paid_to = {
        row["elder"]: (row["institution"], fen) for row, fen in zip(rows, found.clearing.stay_fen, strict=True) if fen
    }
    assert len(wrong) < 100
    for elder in drawn.keys() - wrong:
        house, days = most_days(drawn[elder])
        broken = len({first for at, first, _ in joined_up(drawn[elder]) if at == house}) > 1
        assert paid_to[elder] == (house, round(whole * min(days, 30 if broken else 31) / 31)), drawn[elder]


def joined_up(rows):
    """Stays that follow each other in one institution without a day between, as one."""
    times = [rows[0]]
    for house, first, last in rows[1:]:
        before, begun, ended = times[-1]
        times = (
            [*times[:-1], (house, begun, last)]
            if house == before and first <= ended + 1
            else [*times, (house, first, last)]
        )
    return times
