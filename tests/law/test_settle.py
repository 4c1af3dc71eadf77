"""A year of claims in order: what is carried over, what is refused, and what holds however a year goes."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest
from generators.claims import reference_run
from generators.shipped import BOOK, PACKED
from hypothesis import given
from hypothesis import strategies as st
from sampling import dear

from cdmz_rules.decisions.contradictions import RowContradictions
from cdmz_rules.decisions.stated import Said, StatedInRows
from cdmz_rules.errors import InputError
from cdmz_rules.settlement import contradictions, totals
from cdmz_rules.settlement.claims import adds_up, adjudicate, columns, read, settle_claims
from cdmz_rules.settlement.runs import run

DAY = date(2026, 12, 31)
INPUTS = columns.claim_columns(BOOK.catalogue).inputs
LEVELS = ("level_3", "level_2", "level_1", "community")
CITIES = ("chengdu", "deyang", "meishan", "ziyang")
CLAIM = {
    "person": "A",
    "birth_date": "1984-01-01",
    "insurance_scheme": "employee",
    "insurance_pool": "chengdu",
    "employee_status": "active",
    "contribution_tier": "student",
    "claim_kind": "inpatient",
    "hospital_level": "level_3",
    "treatment_city": "chengdu",
    "discharge_date": "2024-03-01",
    "total_cost": 20_000,
    "full_self_pay": 1000,
    "category_b_first_pay": 500,
    "supplement_insured": False,
}


def claim(**changes):
    return {**CLAIM, **changes}


def cells(claims):
    return {
        name: [entry.get(name) for entry in claims] for name in dict.fromkeys(key for each in claims for key in each)
    }


def settled(claims, rulebook=PACKED):
    return settle_claims(rulebook, cells(claims), DAY)


def refused(*claims):
    with pytest.raises(InputError) as raised:
        settled(list(claims))
    return [(problem.code, problem.pointer) for problem in raised.value.problems]


def test_two_visits_share_a_deductible_as_the_worked_example_has_it():
    visit = claim(claim_kind="outpatient", full_self_pay=0, category_b_first_pay=0)
    first = {**visit, "discharge_date": "2023-05-10", "total_cost": 600}
    second = {**visit, "discharge_date": "2023-06-10", "total_cost": 500, "hospital_level": "community"}
    came = settled([second, first], BOOK)
    assert came["rank"].tolist() == [2, 1]
    assert came["basic_fund_payment"].tolist() == [300, 200]
    assert came["outpatient_deductible_met_after"].tolist() == [200, 200]


def test_the_deductible_falls_with_each_stay_and_begins_again_with_the_year():
    days = ["2024-01-10", "2024-05-10", "2024-09-10", "2025-01-10"]
    came = settled([claim(discharge_date=day) for day in days])
    assert came["claim_deductible"].tolist() == [800, 700, 600, 800]
    assert came["admissions_after"].tolist() == [1, 2, 3, 1]


def test_on_one_day_claims_count_in_the_order_of_the_table():
    came = settled([claim(total_cost=5000), claim(total_cost=9000)])
    assert came["rank"].tolist() == [1, 2]
    assert came["claim_deductible"].tolist() == [800, 700]


def test_another_scheme_or_pool_begins_anew():
    came = settled(
        [claim(), claim(insurance_pool="deyang", treatment_city="deyang"), claim(insurance_scheme="resident")]
    )
    assert came["rank"].tolist() == [1, 1, 1]


def test_a_table_may_start_within_a_year():
    came = settled([claim(admissions_before=2, fund_paid_before=449_000), claim(discharge_date="2024-04-01")])
    assert came["claim_deductible"].tolist() == [600, 500]
    assert came["basic_fund_payment"].tolist() == [1000, 0]


def test_what_a_claim_takes_is_what_the_one_before_gave():
    variables = BOOK.catalogue.variables
    for before, after in columns.CARRIED.items():
        assert BOOK.catalogue.facts(before).kind == "input"
        assert variables[after].entity.key == variables[before].entity.key
        assert before in INPUTS


def test_every_input_of_a_claim_is_a_column():
    assert {info.name for info in BOOK.benefit(columns.BENEFIT).inputs} == set(INPUTS)
    assert set(columns.ALWAYS) | set(columns.SOMETIMES) | set(columns.CARRIED) <= set(INPUTS)


def test_a_rule_that_nobody_knows_is_named():
    with pytest.raises(InputError) as raised:
        settled([claim()], BOOK)
    assert raised.value.problems[0].code == "rule_unknown"
    assert raised.value.problems[0].pointer == "medical_insurance.inpatient.employee.annual_cap"
    assert "成都市医疗保障局" in raised.value.problems[0].message_zh


def test_an_input_that_matters_and_is_not_there_is_named():
    insured = np.full(1, BOOK.catalogue.codes("insurance_scheme")["employee"], np.uint8)
    with pytest.raises(InputError) as raised:
        run(PACKED, {"insurance_scheme": insured}, [columns.BENEFIT], DAY)
    (problem,) = raised.value.problems
    assert problem.code == "missing"
    assert problem.pointer in INPUTS


REFUSED = {
    "above the bill": (claim(full_self_pay=20_000.01), ("contradiction", "claims[1].total_cost")),
    "no number": (claim(total_cost="x"), ("wrong_type", "claims[1].total_cost")),
    "negative": (claim(total_cost=-1), ("out_of_range", "claims[1].total_cost")),
    "finer than a fen": (claim(total_cost=1.001), ("too_fine", "claims[1].total_cost")),
    "not finite": (claim(total_cost="inf"), ("wrong_type", "claims[1].total_cost")),
    "no day": (claim(discharge_date="2024-02-30"), ("not_a_date", "claims[1].discharge_date")),
    "to come": (claim(discharge_date="2027-01-01"), ("in_the_future", "claims[1].discharge_date")),
    "no level": (claim(hospital_level="level_9"), ("unknown_value", "claims[1].hospital_level")),
    "no yes": (claim(supplement_insured="maybe"), ("wrong_type", "claims[1].supplement_insured")),
    "nobody's": (claim(person=""), ("missing", "claims[1].person")),
    "kind not told": (claim(claim_kind=None), ("missing", "claims[1].claim_kind")),
    "status not told": (claim(employee_status=""), ("missing", "claims[1].employee_status")),
    "elsewhere, not told how": (claim(treatment_city="chongqing"), ("missing", "claims[1].remote_status")),
    "two dates of birth": (claim(birth_date="1985-01-01"), ("contradiction", "claims[1].birth_date")),
    "carried on a later claim": (
        claim(fund_paid_before=1, discharge_date="2024-04-01"),
        ("carried_twice", "claims[1].fund_paid_before"),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_wrong_claim_is_refused_with_its_row(name):
    wrong, problem = REFUSED[name]
    assert problem in refused(claim(), wrong)


def problems_of(*claims):
    with pytest.raises(InputError) as raised:
        settled(list(claims))
    return raised.value.problems


def test_all_that_is_wrong_with_a_table_is_said_at_once():
    unreadable = claim(person="B", total_cost="x")
    beyond = claim(person="C", total_cost=1000, full_self_pay=800.5, category_b_first_pay=500)
    unborn = claim(person="D", birth_date="2025-01-01")
    found = [(each.code, each.pointer) for each in problems_of(unreadable, beyond, unborn)]
    assert found == [
        ("wrong_type", "claims[0].total_cost"),
        ("contradiction", "claims[1].total_cost"),
        ("contradiction", "claims[2].discharge_date"),
    ]


def test_a_contradiction_says_its_figures_and_both_places():
    (problem,) = problems_of(claim(), claim(total_cost=1000, full_self_pay=800.5, category_b_first_pay=500))
    assert problem.message_en.startswith("1,000 is less than")
    assert "1,300.5" in problem.message_zh
    assert problem.expected == "≥ 1,300.5"
    assert problem.others == ("claims[1].full_self_pay", "claims[1].category_b_first_pay")
    (problem,) = problems_of(claim(), claim(person="B"), claim(birth_date="1985-01-01"))
    assert (problem.pointer, problem.others) == ("claims[2].birth_date", ("claims[0].birth_date",))


def test_what_cannot_be_of_very_many_claims_is_told_with_figures_of_the_first_ones_alone():
    count = contradictions.MOST_TOLD + 5
    wrong = [claim(person=f"P{number}", full_self_pay=20_000.01) for number in range(count)]
    table = {name: np.array(column) for name, column in cells(wrong).items()}
    known = {
        (name, None): Said(table[name].astype(float), None)
        for name in ("total_cost", "full_self_pay", "category_b_first_pay")
    }
    stated = StatedInRows(BOOK.catalogue, count, ("applicant",), (None,), known, np.array([DAY], "datetime64[D]"))
    told = list(contradictions.told(RowContradictions(stated, lambda key: key[0], str)))
    assert sorted(row for _, rows in told for row in rows.tolist()) == list(range(count))
    assert [len(rows) for _, rows in told] == [1] * contradictions.MOST_TOLD + [5]


NUMBER, BORN = "510104194912310044", "1949-12-31"
LATER, LATER_BORN = "510104202405050046", "2024-05-05"


def test_an_identity_number_stands_in_place_of_a_date_of_birth():
    named = [claim(claim_kind="outpatient", birth_date=BORN), claim(claim_kind="outpatient", birth_date=BORN)]
    told = [
        {**{key: value for key, value in each.items() if key != "birth_date"}, "id_number": NUMBER} for each in named
    ]
    usual, came = settled(named), settled(told)
    assert all(np.array_equal(usual[name], came[name]) for name in usual)
    assert "id_number" not in came
    beside = settled([claim(claim_kind="outpatient", birth_date=BORN, id_number=NUMBER), {**named[1], "id_number": ""}])
    assert beside["basic_fund_payment"].tolist() == usual["basic_fund_payment"].tolist()


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"id_number": NUMBER}, [("contradiction", "claims[0].id_number")]),
        ({"id_number": f"{NUMBER[:-1]}1"}, [("wrong_id_number", "claims[0].id_number")]),
        ({"id_number": f"{NUMBER[:-1]}1", "birth_date": None}, [("wrong_id_number", "claims[0].id_number")]),
        ({"id_number": None, "birth_date": None}, [("missing", "claims[0].birth_date")]),
        ({"id_number": LATER, "birth_date": None}, [("contradiction", "claims[0].discharge_date")]),
    ],
)
def test_of_an_identity_number_nothing_is_repeated(changes, found):
    problems = problems_of(claim(**changes))
    assert [(each.code, each.pointer) for each in problems] == found
    said = repr(problems)
    assert not [part for part in (NUMBER[:17], NUMBER[:6], BORN, LATER, LATER_BORN) if part in said]


@pytest.mark.parametrize("name", ["合计", "总 计", "小计：", "Total"])
def test_a_row_of_totals_is_no_claim(name):
    totals = {"person": name, "total_cost": 20_000, "birth_date": "x"}
    assert refused(claim(), totals) == [("row_of_totals", "claims[1].person")]
    unnamed = {"contribution_tier": name, "total_cost": 20_000}
    assert refused(claim(), unnamed) == [("row_of_totals", "claims[1].person")]


def test_a_wrong_column_is_named():
    assert refused(claim(totel_cost=1)) == [("unknown_field", "totel_cost")]
    with pytest.raises(InputError) as raised:
        settle_claims(BOOK, {"person": ["A"]}, DAY)
    assert {problem.code for problem in raised.value.problems} == {"missing"}
    born = next(problem for problem in raised.value.problems if problem.pointer == "birth_date")
    assert (born.message_zh, born.expected) == ("缺少“出生日期”列", "birth_date, id_number")


def test_a_table_without_claims_is_refused():
    with pytest.raises(InputError) as raised:
        settle_claims(PACKED, {name: [] for name in CLAIM}, DAY)
    assert raised.value.problems[0].message_en == "there are no claims"


def money(most):
    return st.integers(0, most * 100).map(lambda fen: fen / 100)


@st.composite
def years(draw):
    """Some people's claims over two years, in any order."""
    found = []
    for person in draw(st.lists(st.sampled_from("ABCDEF"), min_size=1, max_size=4, unique=True)):
        scheme, city = draw(st.sampled_from(("employee", "resident"))), draw(st.sampled_from(CITIES))
        group = draw(st.sampled_from(("none", "dibao", "low_income_edge")))
        status = draw(st.sampled_from(("active", "retired")))
        born = f"{draw(st.integers(1920, 2010))}-06-01"
        for _ in range(draw(st.integers(1, 5))):
            total = draw(money(2000) | money(800_000))
            found.append(
                claim(
                    person=person,
                    birth_date=born,
                    insurance_scheme=scheme,
                    insurance_pool=city,
                    treatment_city=draw(st.sampled_from((city, "chongqing", "deyang"))),
                    remote_status=draw(st.sampled_from(("long_term", "referred", "other"))),
                    employee_status=status,
                    hardship_group=group,
                    claim_kind=draw(st.sampled_from(("inpatient", "outpatient", "chronic"))),
                    chronic_certified=True,
                    hospital_level=draw(st.sampled_from(LEVELS)),
                    discharge_date=str(date(2025, 1, 1) + timedelta(days=draw(st.integers(0, 729)))),
                    total_cost=total,
                    full_self_pay=round(total * draw(st.sampled_from((0, 0.1, 1))) * 0.9, 2),
                    category_b_first_pay=round(total * 0.05, 2),
                    supplement_insured=draw(st.booleans()),
                )
            )
    return draw(st.permutations(found))


LAYERS = columns.LAYERS


@given(years())
@dear(40)
def test_whatever_a_year_brings(claims):
    came = settled(claims)
    total = np.array([entry["total_cost"] for entry in claims])
    fund, scope = came["basic_fund_payment"], came["in_scope_cost"]
    assert (fund >= 0).all()
    assert (fund <= scope + 1e-6).all()
    assert all((came[layer] >= 0).all() for layer in LAYERS)
    assert (came["patient_pays"] >= 0).all()
    assert adds_up(came, total).all()
    _capped(claims, came)


def _capped(claims, came):
    """Nobody gets more of the basic fund than the cap of the year, for stays and for each other kind."""
    law = PACKED.law
    spent = {}
    for entry, paid in zip(claims, came["basic_fund_payment"], strict=True):
        key = (entry["person"], entry["discharge_date"][:4], entry["claim_kind"])
        spent[key] = spent.get(key, 0) + paid
    for entry in claims:
        if entry["claim_kind"] == "inpatient":
            path = f"medical_insurance.inpatient.{entry['insurance_scheme']}.annual_cap"
            cap = law[path].at(entry["insurance_pool"], DAY).number
            assert spent[(entry["person"], entry["discharge_date"][:4], "inpatient")] <= cap + 1e-6


@given(years(), st.randoms(use_true_random=False))
@dear(15)
def test_the_order_of_people_changes_nothing(claims, random):
    people = list(dict.fromkeys(entry["person"] for entry in claims))
    random.shuffle(people)
    order = [row for person in people for row, entry in enumerate(claims) if entry["person"] == person]
    came, again = settled(claims), settled([claims[row] for row in order])
    for name in came:
        assert np.array_equal(came[name][order], again[name])


@given(st.sampled_from(CITIES), st.sampled_from(("employee", "resident")), st.sampled_from(LEVELS), money(30_000))
@dear(25)
def test_a_later_stay_like_the_first_never_pays_less_while_no_cap_binds(city, scheme, level, total):
    alike = claim(
        insurance_scheme=scheme,
        insurance_pool=city,
        treatment_city=city,
        hospital_level=level,
        total_cost=total,
        full_self_pay=0,
        category_b_first_pay=0,
    )
    came = settled([{**alike, "discharge_date": f"2026-0{month}-01"} for month in range(1, 6)])
    assert (np.diff(came["basic_fund_payment"]) >= 0).all()


@given(
    st.sampled_from(CITIES),
    st.sampled_from(("employee", "resident")),
    st.integers(1920, 2010),
    st.sampled_from(("active", "retired")),
    st.sampled_from(("student", "low")),
    st.integers(0, 9),
)
@dear(25)
def test_a_higher_level_never_has_a_larger_share(city, scheme, born, status, tier, before):
    alike = claim(
        birth_date=f"{born}-01-01",
        insurance_scheme=scheme,
        insurance_pool=city,
        treatment_city=city,
        employee_status=status,
        contribution_tier=tier,
        admissions_before=before,
    )
    came = settled([{**alike, "person": level, "hospital_level": level} for level in LEVELS])
    assert (np.diff(came["claim_ratio"]) >= 0).all()


def test_ranks_are_run_at_once():
    runs = []

    def counted(rulebook, inputs, outputs, day):
        runs.append(len(inputs["total_cost"]))
        return reference_run(rulebook, inputs, outputs, day)

    claims = [claim(person=str(n), discharge_date=f"2026-0{1 + n % 3}-01") for n in range(30)]
    table = read(BOOK.benefit(columns.BENEFIT), cells([*claims, *claims[:5]]), DAY)
    adjudicate(PACKED, table, DAY, counted)
    assert runs == [30, 5]


def test_a_row_without_a_name_is_totals_by_its_first_text_whatever_columns_are_made_of():
    words = ["合计", "x", None]
    made = [pa.nulls(3), pa.array(words).dictionary_encode(), pa.chunked_array([["合计", "合计", "Total"]])]
    assert totals.where(pa.array(["", "", ""]), made).tolist() == [True, False, True]
    assert totals.where(pa.array(["A", "Total", ""]), [words]).tolist() == [False, True, False]
