"""Random loans with everything that can happen to them, seeded."""

from __future__ import annotations

import datetime
import random

METHODS = ("equal_instalments", "equal_principal")
FIRST, LAST = datetime.date(2015, 8, 26), datetime.date(2029, 6, 30)
DAY = datetime.timedelta(1)


def loan(seed):
    """The request of a number, as somebody writes it."""
    draw = random.Random(seed)
    start = FIRST + DAY * draw.randrange((LAST - FIRST).days)
    asked = {"start": start, "date": datetime.date(2026, 11, 30)}
    kind = draw.choice(["fund", "fund", "both", "both", "commercial", "conversion", "conversion"])
    if kind in ("fund", "both"):
        asked["fund"] = {"amount": sum_of(draw), "months": term(draw), **ways(draw)}
    if kind != "fund":
        rate = draw.choice([0, 0.0395, 0.0425, 0.049, 0.0588, draw.randrange(0, 2400) / 10_000])
        asked["commercial"] = {
            "amount": sum_of(draw),
            "months": term(draw),
            "rate": rate,
            "method": draw.choice(METHODS),
        }
    span = max(asked[name]["months"] for name in ("fund", "commercial") if name in asked) * 31
    if kind == "conversion":
        asked["conversion"] = {
            "date": start + DAY * draw.randrange(span // 2 + 1),
            "amount": draw.choice([None, None, sum_of(draw)]),
            "months": draw.choice([None, term(draw)]),
            **ways(draw),
        }
    count = draw.choice([0, 0, 1, 2, 3, draw.randrange(13)])
    days = sorted(start + DAY * draw.randrange(span + 40) for _ in range(count))
    asked["prepayments"] = [prepayment(draw, asked, on_due_date(draw, start, day)) for day in days]
    asked["prepayments"].sort(key=lambda each: each["date"])
    return asked


def prepayment(draw, asked, day):
    names = [name for name in ("fund", "commercial") if name in asked]
    if "conversion" in asked and day > asked["conversion"]["date"]:
        names.append("fund")
    amount = round(draw.choice([draw.uniform(0.01, 5000), draw.uniform(1000, 200_000), 10_000, 3_000_000]), 2)
    part = draw.choice([None, draw.choice(names)])
    return {"date": day, "amount": amount, "part": part, "then": draw.choice(["shorter_term", "smaller_payment"])}


def on_due_date(draw, start, day):
    """The day, or half the time one of the same month on which a payment falls due."""
    if draw.random() < 0.5 or start.day > 28:
        return day
    return max(start, day.replace(day=start.day))


def sum_of(draw):
    return draw.choice(
        [0.01, 800_000, 1_200_000, round(draw.uniform(1, 2_000_000), 2), round(draw.uniform(0.02, 500), 2)]
    )


def term(draw):
    return draw.choice([1, 12, 13, 60, 61, 240, 360, draw.randrange(1, 481)])


def ways(draw):
    return {"home": draw.choice(["first", "second"]), "method": draw.choice(METHODS)}
