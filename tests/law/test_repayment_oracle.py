"""Random loans against an oracle written apart: equal to the fen in every row; and what holds of every loan."""

from generators import loan_oracle, loans
from generators.shipped import BOOK
from hypothesis import given
from hypothesis import strategies as st
from sampling import dear

from cdmz_rules.repayment import read_request, repayment, schedule

COUNT, SOME = 3000, 200
SEEDS = range(COUNT)


def fen(yuan):
    return round(yuan * 100)


def told(answer):
    return [
        (
            row.date,
            row.part,
            row.rate,
            fen(row.principal),
            fen(row.interest),
            fen(row.prepayment),
            fen(row.converted),
            fen(row.balance),
        )
        for row in answer.rows
    ]


def test_random_loans_are_those_of_the_oracle_to_the_fen(sampling):
    seen, rows = set(), 0
    for seed in sampling.some("random loans", SEEDS, SOME):
        asked = loans.loan(seed)
        answer = repayment(read_request(asked), BOOK)
        expected = [(*row[:2], float(row[2]), *row[3:]) for row in loan_oracle.life(asked)]
        assert told(answer) == expected, asked
        seen |= features(asked, answer)
        rows += len(expected)
    sampling.tally("rows of random loans", rows)
    assert seen == FEATURES


FEATURES = {
    *("fund", "commercial", "conversion", "combined", "two rates", "projected", "shorter_term", "smaller_payment"),
    *("beyond_balance", "nothing_left", "counted_later", "equal_instalments", "equal_principal", "first", "second"),
}


def features(asked, answer):
    """What a loan shows: no sample may miss any of it."""
    rates = {row.rate for row in answer.rows if row.part == "fund"}
    some = {name for name in ("fund", "commercial", "conversion") if name in asked}
    some |= {"combined"} if {"fund", "commercial"} <= some else set()
    some |= {"two rates"} if len(rates) > 1 else set()
    some |= {"projected"} if answer.projected_from else set()
    some |= {remark.code for remark in answer.remarks}
    some |= {each["then"] for each in asked["prepayments"]}
    some |= {asked[name][key] for name in ("fund", "conversion") if name in asked for key in ("method", "home")}
    return some


@dear(60)
@given(st.integers(COUNT, 10**9))
def test_what_holds_of_every_loan(seed):
    asked = loans.loan(seed)
    answer = repayment(read_request(asked), BOOK)
    for total in answer.totals:
        rows = [row for row in answer.rows if total.part in (row.part, "all")]
        repaid = sum(fen(row.principal) + fen(row.prepayment) for row in rows)
        taken_over = sum(fen(row.converted) for row in rows) if total.part != "all" else 0
        assert repaid + taken_over == fen(total.loan)
        assert fen(total.payment) == sum(fen(row.payment) for row in rows)
        assert rows[-1].balance == 0
    for row in answer.rows:
        assert min(row.balance, row.principal, row.interest, row.prepayment, row.converted) >= 0
        assert fen(row.payment) == fen(row.principal) + fen(row.interest)
    assert answer.years[-1].balance == 0
    assert sum(fen(year.interest) for year in answer.years) == fen(answer.totals[-1].interest)
    assert [row.date for row in answer.rows] == sorted(row.date for row in answer.rows)


@dear(40)
@given(
    st.integers(1, 200_000_000).map(lambda cents: cents / 100),
    st.integers(0, 2400).map(lambda hundredths: hundredths / 10_000),
    st.integers(1, 480),
    st.sampled_from(["equal_instalments", "equal_principal"]),
)
def test_at_one_rate_and_without_prepayments_it_is_the_plain_schedule(loan, rate, months, method):
    asked = {"start": "2020-01-31", "commercial": {"amount": loan, "months": months, "rate": rate, "method": method}}
    rows = repayment(read_request(asked), BOOK).rows
    plain = schedule(loan, rate, months, method)
    names = ("month", "payment", "principal", "interest", "balance")
    assert [[getattr(row, name) for name in names] for row in rows] == [
        list(each.model_dump().values()) for each in plain
    ]
