"""The compiled loop of `numba_by_hand`; importing this needs numba.

``t`` is `LoanTables` as one NumPy record: its tables are read without counting references, which would cost more than the rule.
"""

from __future__ import annotations

import math
from typing import Any

import numba

from benchmarks.names import Array

SLACK = 1e-9
compiled = numba.njit(error_model="numpy", cache=True)


@compiled
def split(days: int) -> tuple[int, int]:
    """Months from 1970, and the day in the month from 0, by the arithmetic of the Gregorian calendar."""
    shifted = days + 719468
    era = shifted // 146097
    of_era = shifted - era * 146097
    year = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    from_march = (5 * of_year + 2) // 153
    day = of_year - (153 * from_march + 2) // 5
    return (era * 400 + year - 1970) * 12 + from_march + 2, day


@compiled
def months_until(t: Any, days: int) -> int:
    """Whole months from a day to the day decided for."""
    month, day = split(days)
    return t.month - month - (1 if day > t.day_in_month and not t.ends_month else 0)


@compiled
def months_to_retirement(t: Any, birth: int, group: int) -> int:
    """Whole months from the day decided for to the statutory retirement."""
    month, day = split(birth)
    due = month + t.retirement_months[group]
    day = min(day, t.lengths[due - t.first_month] - 1)
    after = due - t.delay_from
    if after >= 0:
        due += min(after // t.delay_step[group] + 1, t.delay_most[group])
    last = t.lengths[due - t.first_month] - 1
    day = min(day, last)
    return due - t.month - (1 if day < t.day_in_month and day != last else 0)


@compiled
def version(t: Any, filed: int) -> int:
    """Which version the filing of the contract selects."""
    found = 0
    for number in range(1, t.versions):
        if filed >= t.filing_starts[number]:
            found = number
    return found


@compiled
def uplift(t: Any, place: int, facts: tuple[bool, ...], asks_green: bool, stars: float, filed: int) -> float:
    """The highest uplift that applies, or their sum where the law adds them; the green one stands apart."""
    highest, total = 0.0, 0.0
    for number in range(6):
        if facts[number]:
            highest = max(highest, t.uplifts[number, place])
            total += t.uplifts[number, place]
    if t.stackable[place]:
        highest = total
    row = place * t.versions + filed
    if asks_green and stars > 0 and stars >= t.green_stars[row]:
        highest = max(highest, t.green[row])
    return highest


@compiled
def together(t: Any, place: int, own: bool, partner: bool, mine: float, other: float) -> float:
    """The balances that count."""
    if own and partner and not t.added[place]:
        return mine
    return (mine if own else 0.0) + (other if partner else 0.0)


@compiled
def banned(t: Any, fraud: int, years: float) -> bool:
    """Whether a fraud was found, and the ban is not over."""
    return fraud > t.never and months_until(t, fraud) // 12 < years


@compiled
def few(t: Any, place: int, new: bool, homes: float, loans: float) -> bool:
    """The conditions on the number of homes and of earlier loans."""
    if homes > 0 and homes + 1 >= t.refused_from[place]:
        return False
    free = new and t.free_of_count[place]
    return loans == 0 or free or loans < t.loans[place]


@compiled
def counted_homes(t: Any, place: int, across: bool, owned: float, here: float, there: float) -> float:
    """The homes that count for the order of the home."""
    return min(here + there, owned) if across and t.homes_of_two_across[place] else owned


@compiled
def loop(  # one argument a column: numba counts references of arrays that stand in a tuple
    t: Any,
    birth: Array,
    deposits_since: Array,
    filed: Array,
    withdrawal_fraud: Array,
    loan_fraud: Array,
    spouse: Array,
    city: Array,
    kind: Array,
    completed: Array,
    price: Array,
    appraised: Array,
    term_wanted: Array,
    income: Array,
    children: Array,
    minors: Array,
    homes: Array,
    homes_here: Array,
    homes_there: Array,
    loans: Array,
    outstanding: Array,
    trade_in: Array,
    expropriated: Array,
    talent: Array,
    stars: Array,
    contribution: Array,
    balance: Array,
    accumulated: Array,
    rent: Array,
    elsewhere: Array,
    centre: Array,
    sex: Array,
    category: Array,
    spouse_contribution: Array,
    spouse_balance: Array,
    spouse_accumulated: Array,
    spouse_rent: Array,
    eligible: Array,
    loan: Array,
    payment: Array,
) -> None:
    """Every household: whether eligible, the loan, the monthly payment."""
    for i in range(len(eligible)):
        eligible[i], loan[i], payment[i] = False, 0.0, 0.0
        pair = centre[i] * t.places + city[i]
        place, across = t.lender[pair], t.across[pair]
        own = t.deposits[contribution[i]]
        if not own or not t.open[pair] or income[i] <= 0:
            continue
        way = contribution[i] * t.places + place
        months = max(months_until(t, deposits_since[i]), 0) + (elsewhere[i] if t.merged[place] else 0.0)
        new, affordable = kind[i] == t.new_home, kind[i] == t.affordable_home
        again = across and kind[i] == t.second_hand_home
        if again and not t.second_hand_across[place]:
            continue
        if months < t.months[way] or not few(t, place, new or affordable, homes[i], loans[i]):
            continue
        if banned(t, withdrawal_fraud[i], t.withdrawal_ban[centre[i]]) or banned(
            t, loan_fraud[i], t.loan_ban[centre[i]]
        ):
            continue
        group = t.retirement_group[sex[i] * t.categories + category[i]]
        longest = min(t.term[place], months_to_retirement(t, birth[i], group) + t.beyond[place])
        partner = spouse[i] and t.deposits[spouse_contribution[i]]
        maximum = t.maximum[place * 2 + (1 if partner else 0)]
        if longest < 1 or maximum <= 0:
            continue
        counted = counted_homes(t, place, across, homes[i], homes_here[i], homes_there[i])
        second = outstanding[i] or (not t.first_by_loan[place] and (loans[i] > 0 or counted > 0))
        order = 1 if second else 0
        term = min(term_wanted[i], longest)
        monthly = t.monthly_rate[(place * 2 + order) * 2 + (1 if term > t.short[place] else 0)]
        factor = -math.expm1(-term * math.log1p(monthly)) / monthly
        selected = version(t, filed[i])
        stage = (place * 2 + (1 if across else 0)) * t.versions + selected
        ratio = t.down_payment[(stage * t.kinds + kind[i]) * 2 + order]
        value = min(price[i], appraised[i]) if again and t.lower_value_across[place] else price[i]
        several = children[i] > 0 and children[i] >= t.children[place] and minors[i] >= t.minors[place]
        built = completed[i] and (new or affordable)
        facts = (several, trade_in[i], affordable, built, expropriated[i], talent[i])
        least = min(maximum * (1 + uplift(t, place, facts, new, stars[i], selected)), value * (1 - ratio))
        least = min(least, t.share[place] * income[i] * factor)
        if t.accumulated[place]:
            deposited = together(t, place, own, partner, accumulated[i], spouse_accumulated[i])
            least = min(least, t.coefficient[place] * deposited)
        else:
            deposited = together(t, place, own, partner, balance[i], spouse_balance[i])
            if t.rent_counts[place]:
                deposited += together(t, place, own, partner, rent[i], spouse_rent[i])
            least = min(least, t.multiple[way] * deposited)
        eligible[i] = True
        loan[i] = math.floor(least / t.unit[place] + SLACK) * t.unit[place]
        payment[i] = math.floor(loan[i] / factor * 100 + 0.5 + SLACK) / 100
