"""Cases drawn at random: households of which nearly nothing to everything is known, examples that are changed, days and laws."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tools.answers.questions import TODAY, Plain, Question
from tools.answers.subject import DAY, FIRST_DAY, LAST_DAY, PACK, STANDARD, Subject

ALIASES = {"birth_date": ("age", 12), "deposits_unbroken_since": ("deposits_unbroken_months", 1)}
"""Another way to give an input, as of the day decided for, and the months that one of it lasts."""
UNKNOWN = (None, "unknown")
WHOLE = ("count", "months", "stars")
HOMES = ("chengdu", "chengdu", "chengdu", "deyang", "meishan", "ziyang", "other_sichuan", "chongqing", "elsewhere")


@dataclass
class Draw:
    """Cases drawn at random, each set of them from its own seed.

    Attributes:
        subject: What there is to draw from.
        rng: What draws.
        home: The place where most of the present case happens.
        usual: How often an input of the present case has the value that its description shows.
    """

    subject: Subject
    rng: random.Random
    home: str = "chengdu"
    usual: float = 0.5

    def day(self) -> date:
        """A day to decide for: today, about the beginning of something in the law, or any."""
        chance = self.rng.random()
        if chance < 0.25:
            return TODAY
        if chance < 0.5:
            return self.rng.choice(self.subject.days) + self.rng.choice((-1, 0, 0, 1)) * DAY
        return FIRST_DAY + self.rng.randint(0, (LAST_DAY - FIRST_DAY).days) * DAY

    def reform(self) -> str | None:
        """The law to decide under: today's, the pack's, or a reform's."""
        reform = self.rng.choice(self.subject.reforms)
        laws = (None, PACK, STANDARD, f"{PACK}+{STANDARD}", reform, f"{PACK}+{reform}" if reform != PACK else PACK)
        return self.rng.choices(laws, (35, 25, 10, 15, 7, 8))[0]

    def terms(self, benefit: str) -> Plain:
        """A case of a benefit, with day and law."""
        terms = self.example(benefit) if self.rng.random() < 0.25 else None
        if terms is None:
            day = self.day()
            terms = {"benefit": benefit, "case": self.case(self.subject.inputs[benefit], day), "date": str(day)}
        return {**terms, "reform": self.reform()}

    def example(self, benefit: str) -> Plain | None:
        """One of the project's examples of a benefit, on another day, with something changed or taken away."""
        examples = [example for example in self.subject.examples if example["benefit"] == benefit]
        if not examples:
            return None
        example = self.rng.choice(examples)
        case, day = json.loads(json.dumps(example["case"])), max(self.day(), date.fromisoformat(example["date"]))
        self.home, self.usual = self.rng.choice(HOMES), 0.6
        for info in self.rng.sample(self.subject.inputs[benefit], 2):
            if info["entity"] == "household" and self.rng.random() < 0.3:
                case.pop(info["name"], None)
            elif info["entity"] == "household" or info["name"] in case["members"][0]:
                self._fill_in(case, info, day)
        return {"benefit": benefit, "case": case, "date": str(day)}

    def case(self, infos: Sequence[Plain], day: date, fullness: float | None = None) -> Plain:
        """A household that tells some of these inputs, from nearly nothing (0) to all (1); by default anything between."""
        self.home, self.usual = self.rng.choice(HOMES), self.rng.choice((0.2, 0.5, 0.8, 0.95))
        case: Plain = {"members": [{"role": "applicant"}, *self._family(infos)]}
        for info in self._selection(infos, fullness):
            self._fill_in(case, info, day)
        return case

    def _family(self, infos: Sequence[Plain]) -> list[Plain]:
        concerned = {role for info in infos for role in info["roles"] or ()}
        spouse = self.rng.random() < (0.5 if "spouse" in concerned else 0.15)
        children, others = self.rng.choice((0, 0, 0, 1, 2)), self.rng.choice((0, 0, 0, 0, 1))
        roles = ["spouse"] * spouse + ["child"] * children + ["other"] * others
        return [{"role": role} for role in roles]

    def _selection(self, infos: Sequence[Plain], fullness: float | None) -> list[Plain]:
        fullness = self.rng.random() if fullness is None else fullness
        if fullness < 0.1:
            return self.rng.sample(infos, min(len(infos), self.rng.randint(0, 2)))
        if fullness < 0.3:
            return [info for info in infos if self.rng.random() < 0.7]
        selection = [info for info in infos if info["presumed"] is None or self.rng.random() < 0.4]
        if fullness < 0.5:
            return self.rng.sample(selection, max(0, len(selection) - self.rng.randint(1, 3)))
        return selection if fullness < 0.85 else list(infos)

    def _fill_in(self, case: Plain, info: Plain, day: date) -> None:
        if info["entity"] == "household":
            case[info["name"]] = self.value(info, day)
            return
        for member in case["members"]:
            if member["role"] in (info["roles"] or ()) or self.rng.random() < 0.1:
                name, value = self._entry(info, day)
                member[name] = value

    def _entry(self, info: Plain, day: date) -> tuple[str, Any]:
        """An input of a member as it could be given: by its name, or by another."""
        name, value = info["name"], self.value(info, day)
        if name not in ALIASES or value in UNKNOWN or self.rng.random() < 0.7:
            return name, value
        alias, months_each = ALIASES[name]
        months = max(0, (day - date.fromisoformat(value)).days) // 31
        return alias, months // months_each

    def value(self, info: Plain, day: date) -> Any:
        """A value of an input, that somebody could give on a day."""
        if self.rng.random() < 0.02:
            return self.rng.choice(UNKNOWN)
        if info["kind"] == "choice":
            return self._choice(info)
        if info["kind"] == "yes_no":
            return info["example"] if self.rng.random() < self.usual else self.rng.random() < 0.5
        return self._date(info, day) if info["kind"] == "date" else self._number(info)

    def _choice(self, info: Plain) -> str:
        if self.home in info["choices"] and self.rng.random() < 0.8:
            return self.home
        usual = self.rng.random() < self.usual
        return str(info["example"] if usual else self.rng.choice(list(info["choices"])))

    def _date(self, info: Plain, day: date) -> str:
        low, high = map(date.fromisoformat, info["bounds"])
        high = high if info["future"] else min(high, day)
        example, chance = date.fromisoformat(info["example"]), self.rng.random()
        if chance < self.usual:
            value = _days_later(day, (example - TODAY).days + self.rng.randint(-200, 200))
        elif chance < 0.97:
            value = _days_later(day, self.rng.randint(-9000, 2000))
        else:
            value = self.rng.choice((low, high, day))
        return str(min(max(value, low), high))

    def _number(self, info: Plain) -> float:
        low, high = info["bounds"]
        example, chance = info["example"], self.rng.random()
        if chance < self.usual / 2:
            return float(example)
        figures = self.subject.figures.get(info["unit"], ())
        if figures and self.rng.random() < 0.3:
            step = 1 if info["unit"] in WHOLE else 0.01
            value = self.rng.choice(figures) + self.rng.choice((-step, 0, 0, step))
            return float(min(max(round(value, 0 if step == 1 else 2), low), high))
        likely_high = min(high, 3 * example or (3 if info["kind"] == "number" else 5_000))
        value = self.rng.uniform(low, likely_high) if chance < 0.98 else self.rng.choice((low, high))
        digits = 0 if info["unit"] in WHOLE else self.rng.choice((-3, -2, 0, 2)) if likely_high > 10_000 else 2
        return float(min(max(round(value, digits), low), high))


def _days_later(day: date, days: int) -> date:
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def holder(terms: Plain, info: Plain) -> Plain:
    """What an input belongs to: the first member, or the household."""
    case: Plain = terms["case"]
    return case["members"][0] if info["entity"] == "person" else case


def decisions(draw: Draw, count: int) -> Iterator[Question]:
    """A case of each benefit in turn."""
    benefits = draw.subject.benefits
    for number in range(count):
        yield "decision", draw.terms(benefits[number % len(benefits)])


def examples(draw: Draw, _: int) -> Iterator[Question]:
    """The project's examples as they are."""
    for example in draw.subject.examples:
        for reform in (None, PACK):
            yield "decision", {**example, "reform": reform}


def every_benefit(draw: Draw, count: int) -> Iterator[Question]:
    """Households that ask for everything."""
    for _ in range(count):
        day = draw.day()
        case = draw.case(draw.subject.inputs_of(draw.subject.benefits), day, 0.9)
        yield "every_benefit", {"case": case, "date": str(day), "reform": draw.reform()}
