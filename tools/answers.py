"""Answers of many drawn cases, kept in a file, so that a restructuring can be shown to change none of them.

``python -m tools.answers record before.jsonl.gz`` draws cases, decides them and writes inputs and answers; with the code at hand
``python -m tools.answers compare before.jsonl.gz`` decides the same inputs again and prints every difference. With 2,000 cases
either takes about 4 minutes of one core, with 6,000 about 8; ``compare --sample 300`` takes half a minute.

Only what is public is asked: `decide`, `decide_table` and `decide_all`, the HTTP interface, and the command line where neither
reaches. What is drawn follows the interface's own description of the inputs, so that nothing here knows a module inside the engine.
"""

from __future__ import annotations

import csv
import gzip
import json
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from functools import lru_cache, partial
from itertools import zip_longest
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml
from cdmz_rules.api import create_app
from fastapi.testclient import TestClient

from cdmz_rules import InputError, decide, decide_all, decide_table, load_reform

Plain = dict[str, Any]
Asked = tuple[str, Plain]
"""A kind of question, and all that is asked."""

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
TODAY = date(2026, 11, 30)
FIRST, LAST = date(2019, 1, 1), date(2028, 12, 31)
DAY = timedelta(days=1)

IGNORED = {
    r"receipt\.version": "names the release, not the answer",
    r"receipt\.law": "hashes the law's files, which may be written differently and say the same",
    r"receipt\.formulas": "hashes the source of the formulas",
    r"body\.fingerprint": "the same hash of the law, over HTTP",
    r"output\.needs": "names the hashes of law and formulas that a receipt was made with",
    r"body\.decisions\[\]\.receipt\.today": "over HTTP the day of asking is that of the clock",
    r"body\.decisions\[\]\.warnings": "over HTTP the age of the law is told as of the clock",
}
"""Fields that may differ, by how their name ends, each with its reason."""

PACK, STANDARD = "assumptions_2026", "one_standard"
SLOWEST = 2.0
"""Seconds that a what-if may take. The service stops looking after some seconds, so that a slower answer would depend on the machine."""


# ---- asking


def _decided(asked: Plain) -> Any:
    say = partial(decide, asked["case"], asked["benefit"], asked["date"], reform=_reform(asked), today=TODAY)
    return {
        "full": say(detail="full").model_dump(mode="json"),
        "compact": say(detail="compact").model_dump(mode="json"),
    }


def _decided_all(asked: Plain) -> Any:
    found = decide_all(asked["case"], asked["date"], reform=_reform(asked), today=TODAY)
    return {benefit: decision.model_dump(mode="json") for benefit, decision in found.items()}


def _tabled(asked: Plain) -> Any:
    found = decide_table(asked["columns"], asked["benefits"], asked["date"], reform=_reform(asked), today=TODAY)
    units = {column.name: (column.metadata or {}).get(b"unit", b"").decode() for column in found.table.schema}
    return {"columns": found.table.to_pydict(), "units": units, "errors": [asdict(error) for error in found.errors]}


def _requested(asked: Plain) -> Any:
    content = asked.get("content")
    response = _service().request(
        asked["method"],
        asked["path"],
        params=asked.get("params"),
        headers=asked.get("headers"),
        **({"json": asked["json"]} if content is None else {"content": content.encode()}),
    )
    return {"status": response.status_code, "body": _body(response.text)}


def _commanded(asked: Plain) -> Any:
    command = [sys.executable, "-m", "cdmz_rules", *asked["arguments"]]
    done = subprocess.run(command, input=asked.get("stdin"), capture_output=True, text=True, check=False)
    return {"exit": done.returncode, "output": _body(done.stdout), "errors": done.stderr}


ASKS: Mapping[str, Callable[[Plain], Any]] = {
    "decision": _decided,
    "mistake": _decided,
    "every_benefit": _decided_all,
    "table": _tabled,
    "command": _commanded,
}
"""How a question is asked, by its kind; every other kind is a request over HTTP."""


def answer(kind: str, asked: Plain) -> Any:
    """The answer to a question as plain JSON; what is wrong with it, if it is wrong."""
    try:
        found = ASKS.get(kind, _requested)(asked)
    except InputError as error:
        found = {"problems": [asdict(problem) for problem in error.problems]}
    except Exception as error:  # one answer that breaks must not hide all the others
        found = {"broken": f"{type(error).__name__}: {error}"}
    return json.loads(json.dumps(found, default=str, ensure_ascii=False))


@lru_cache(maxsize=1)
def _service() -> TestClient:
    return TestClient(create_app(), raise_server_exceptions=False)


def _reform(asked: Plain) -> Any:
    return load_reform(asked["reform"]) if asked["reform"] else None


def _body(text: str) -> Any:
    """An answer as JSON if it is JSON, or else its lines, those that are JSON as such."""
    try:
        return json.loads(text)
    except ValueError:
        return [_line(line) for line in text.splitlines()]


def _line(line: str) -> Any:
    try:
        return json.loads(line) if line.startswith("{") else line
    except ValueError:
        return line


# ---- what there is to ask about


def _get(path: str) -> Any:
    response = _service().get(path)
    response.raise_for_status()
    return response.json()


@dataclass(frozen=True)
class Known:
    """What the interface says of itself.

    Attributes:
        domains: The benefits of each domain.
        inputs: The inputs of each benefit.
        law: Every item of the law.
        days: The days on which anything of the law begins, within the years that are drawn.
        figures: The figures of the law by their unit: what a household tells is compared with them.
        reforms: The packs and reforms that are shipped.
        examples: The project's example cases, with what each asks for.
    """

    domains: Mapping[str, Sequence[str]]
    inputs: Mapping[str, Sequence[Plain]]
    law: Sequence[Plain]
    days: Sequence[date]
    figures: Mapping[str, Sequence[float]]
    reforms: Sequence[str]
    examples: Sequence[Plain]

    @property
    def benefits(self) -> list[str]:
        """Every benefit."""
        return list(self.inputs)

    def of(self, benefits: Sequence[str]) -> list[Plain]:
        """The inputs of some benefits, each once."""
        return list({info["name"]: info for benefit in benefits for info in self.inputs[benefit]}.values())


def known() -> Known:
    """What the interface says of itself."""
    domains: dict[str, list[str]] = {}
    for benefit in _get("/v1/benefits")["benefits"]:
        domains.setdefault(benefit["domain"], []).append(benefit["id"])
    every = sorted(benefit for benefits in domains.values() for benefit in benefits)
    law = [_get(f"/v1/law/{entry['path']}") for entry in _get("/v1/law")["items"]]
    values = [(item["item"]["unit"], value) for item in law for values in item["places"].values() for value in values]
    figures: dict[str, list[float]] = {}
    for unit, value in values:
        if type(value["value"]) in (int, float):
            figures.setdefault(unit, []).append(value["value"])
    return Known(
        domains=domains,
        inputs={benefit: _get(f"/v1/benefits/{benefit}")["inputs"] for benefit in every},
        law=law,
        days=[day for day in sorted({date.fromisoformat(value["start"]) for _, value in values}) if FIRST < day < LAST],
        figures=figures,
        reforms=[reform["name"] for reform in _get("/v1/reforms")["reforms"]],
        examples=[_example(file) for file in sorted(EXAMPLES.glob("*.yaml"))],
    )


def _example(file: Path) -> Plain:
    raw = json.loads(json.dumps(yaml.safe_load(file.read_text(encoding="utf-8")), default=str))
    case = {key: value for key, value in raw.items() if key not in ("title", "benefit", "date")}
    return {"benefit": raw["benefit"], "date": raw["date"], "case": case}


# ---- drawing cases

ALIASES = {"birth_date": ("age", 12), "deposits_unbroken_since": ("deposits_unbroken_months", 1)}
"""Another way to give an input, as of the day decided for, and the months that one of it lasts."""
UNKNOWN = (None, "unknown")
WHOLE = ("count", "months", "stars")
MOVES = ("chengdu", "chengdu", "chengdu", "deyang", "meishan", "ziyang", "other_sichuan", "chongqing", "elsewhere")


@dataclass
class Draw:
    """Cases drawn at random, each set of them from its own seed.

    Attributes:
        known: What there is to draw from.
        rng: What draws.
        home: The place where most of the present case happens.
        usual: How often an input of the present case has the value that its description shows.
    """

    known: Known
    rng: random.Random
    home: str = "chengdu"
    usual: float = 0.5

    def day(self) -> date:
        """A day to decide for: today, about the beginning of something in the law, or any."""
        chance = self.rng.random()
        if chance < 0.25:
            return TODAY
        if chance < 0.5:
            return self.rng.choice(self.known.days) + self.rng.choice((-1, 0, 0, 1)) * DAY
        return FIRST + self.rng.randint(0, (LAST - FIRST).days) * DAY

    def reform(self) -> str | None:
        """The law to decide under: today's, the pack's, or a reform's."""
        other = self.rng.choice(self.known.reforms)
        laws = (None, PACK, STANDARD, f"{PACK}+{STANDARD}", other, f"{PACK}+{other}" if other != PACK else PACK)
        return self.rng.choices(laws, (35, 25, 10, 15, 7, 8))[0]

    def case(self, infos: Sequence[Plain], day: date, told: float | None = None) -> Plain:
        """A household that tells some of these inputs; by default anything from nearly nothing to all."""
        self.home, self.usual = self.rng.choice(MOVES), self.rng.choice((0.2, 0.5, 0.8, 0.95))
        case: Plain = {"members": [{"role": "applicant"}, *self._family(infos)]}
        for info in self._told(infos, told):
            self._tell(case, info, day)
        return case

    def _family(self, infos: Sequence[Plain]) -> list[Plain]:
        asked = {role for info in infos for role in info["roles"] or ()}
        spouse = self.rng.random() < (0.5 if "spouse" in asked else 0.15)
        children, others = self.rng.choice((0, 0, 0, 1, 2)), self.rng.choice((0, 0, 0, 0, 1))
        roles = ["spouse"] * spouse + ["child"] * children + ["other"] * others
        return [{"role": role} for role in roles]

    def _told(self, infos: Sequence[Plain], told: float | None) -> list[Plain]:
        chance = self.rng.random() if told is None else told
        if chance < 0.1:
            return self.rng.sample(infos, min(len(infos), self.rng.randint(0, 2)))
        if chance < 0.3:
            return [info for info in infos if self.rng.random() < 0.7]
        kept = [info for info in infos if info["presumed"] is None or self.rng.random() < 0.4]
        if chance < 0.5:
            return self.rng.sample(kept, max(0, len(kept) - self.rng.randint(1, 3)))
        return kept if chance < 0.85 else list(infos)

    def _tell(self, case: Plain, info: Plain, day: date) -> None:
        if info["entity"] == "household":
            case[info["name"]] = self.value(info, day)
            return
        for member in case["members"]:
            if member["role"] in (info["roles"] or ()) or self.rng.random() < 0.1:
                key, value = self._as_told(info, day)
                member[key] = value

    def _as_told(self, info: Plain, day: date) -> tuple[str, Any]:
        name, value = info["name"], self.value(info, day)
        if name not in ALIASES or value in UNKNOWN or self.rng.random() < 0.7:
            return name, value
        alias, months = ALIASES[name]
        passed = max(0, (day - date.fromisoformat(value)).days) // 31
        return alias, passed // months

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
            found = _moved(day, (example - TODAY).days + self.rng.randint(-200, 200))
        elif chance < 0.97:
            found = _moved(day, self.rng.randint(-9000, 2000))
        else:
            found = self.rng.choice((low, high, day))
        return str(min(max(found, low), high))

    def _number(self, info: Plain) -> float:
        low, high = info["bounds"]
        example, chance = info["example"], self.rng.random()
        if chance < self.usual / 2:
            return float(example)
        lines = self.known.figures.get(info["unit"], ())
        if lines and self.rng.random() < 0.3:
            step = 1 if info["unit"] in WHOLE else 0.01
            near = self.rng.choice(lines) + self.rng.choice((-step, 0, 0, step))
            return float(min(max(round(near, 0 if step == 1 else 2), low), high))
        least = 3 if info["kind"] == "number" else 5_000
        most = min(high, 3 * example or least)
        found = self.rng.uniform(low, most) if chance < 0.98 else self.rng.choice((low, high))
        digits = 0 if info["unit"] in WHOLE else self.rng.choice((-3, -2, 0, 2)) if most > 10_000 else 2
        return float(min(max(round(found, digits), low), high))

    def example(self, benefit: str) -> Plain | None:
        """One of the project's examples of a benefit, on another day, with something changed or taken away."""
        found = [each for each in self.known.examples if each["benefit"] == benefit]
        if not found:
            return None
        chosen = self.rng.choice(found)
        case, day = json.loads(json.dumps(chosen["case"])), max(self.day(), date.fromisoformat(chosen["date"]))
        self.home, self.usual = self.rng.choice(MOVES), 0.6
        for info in self.rng.sample(self.known.inputs[benefit], 2):
            if info["entity"] == "household" and self.rng.random() < 0.3:
                case.pop(info["name"], None)
            elif info["entity"] == "household" or info["name"] in case["members"][0]:
                self._tell(case, info, day)
        return {"benefit": benefit, "case": case, "date": str(day)}

    def asked(self, benefit: str) -> Plain:
        """A case of a benefit, with day and law."""
        found = self.example(benefit) if self.rng.random() < 0.25 else None
        if found is None:
            day = self.day()
            found = {"benefit": benefit, "case": self.case(self.known.inputs[benefit], day), "date": str(day)}
        return {**found, "reform": self.reform()}


def _moved(day: date, days: int) -> date:
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


# ---- drawing mistakes

Spoil = Callable[[Draw, Plain, Plain], None]
"""Makes something wrong: with a draw, in the question, about an input."""


def _with(change: Callable[[Plain], Any]) -> Spoil:
    def spoil(_: Draw, asked: Plain, info: Plain) -> None:
        _holder(asked, info)[info["name"]] = change(info)

    return spoil


def _holder(asked: Plain, info: Plain) -> Plain:
    case: Plain = asked["case"]
    return case["members"][0] if info["entity"] == "person" else case


def _beyond(info: Plain) -> Any:
    high = info["bounds"][1]
    return "2101-01-01" if info["kind"] == "date" else high + 1 if info["kind"] in ("number", "money") else "beyond"


def _misspelt(draw: Draw, asked: Plain, info: Plain) -> None:
    name = info["name"]
    at = draw.rng.randrange(len(name))
    _holder(asked, info)[name[:at] + name[at + 1 :]] = info["example"]


def _misplaced(_: Draw, asked: Plain, info: Plain) -> None:
    wrong = asked["case"] if info["entity"] == "person" else asked["case"]["members"][0]
    wrong[info["name"]] = info["example"]


def _members(change: Callable[[list[Any]], Any]) -> Spoil:
    def spoil(_: Draw, asked: Plain, info: Plain) -> None:
        asked["case"]["members"] = change(asked["case"]["members"])

    return spoil


def _twice(_: Draw, asked: Plain, info: Plain) -> None:
    asked["case"]["members"][0] |= {"birth_date": "1980-05-01", "age": 40}


def _question(**wrong: Any) -> Spoil:
    def spoil(_: Draw, asked: Plain, info: Plain) -> None:
        asked.update(wrong)

    return spoil


OF_INPUTS: Sequence[Spoil] = (
    *(_misspelt, _misspelt, _misplaced, _misplaced, _twice),
    *(_with(_beyond), _with(_beyond), _with(lambda info: -1), _with(lambda info: "x" * 90), _with(lambda info: [1])),
    *(_with(lambda info: True), _with(lambda info: 0.123456), _with(lambda info: "成都"), _with(lambda info: "")),
    *(_with(lambda info: "2026-02-30"), _with(lambda info: "2035-01-01"), _with(lambda info: {"a": 1})),
    *(_with(lambda info: float("inf")), _with(lambda info: float("nan")), _with(lambda info: f"{info['example']} ")),
)
SPOILS: Sequence[Spoil] = (
    *OF_INPUTS,
    *(_members(lambda members: []), _members(lambda members: None), _members(lambda members: members[1:])),
    *(_members(lambda members: [*members, {"role": "aplicant"}]), _members(lambda members: [*members, {}])),
    *(_members(lambda members: [*members, {"role": "applicant"}]), _members(lambda members: [*members, "spouse"])),
    *(_members(lambda members: [*members, *[{"role": "child"}] * 20]), _members(lambda members: {"role": "applicant"})),
    *(_question(date="2026-13-01"), _question(date="1999-12-31"), _question(date=2026), _question(case=[])),
    *(_question(benefit="provident_fund_lone"), _question(benefit=""), _question(reform="assumption_2026")),
)


def _mistakes(draw: Draw, count: int) -> Iterator[Asked]:
    benefits = draw.known.benefits
    for number in range(count):
        benefit = benefits[number % len(benefits)]
        asked = draw.asked(benefit)
        # What spoils members or the question comes last: nothing of a case without members is left to spoil.
        for spoil in (*draw.rng.sample(OF_INPUTS, number % 3), SPOILS[number % len(SPOILS)]):
            spoil(draw, asked, draw.rng.choice(draw.known.inputs[benefit]))
        yield "mistake", asked


# ---- drawing questions about one household


def _decisions(draw: Draw, count: int) -> Iterator[Asked]:
    for number in range(count):
        yield "decision", draw.asked(draw.known.benefits[number % len(draw.known.benefits)])


def _examples(draw: Draw, _: int) -> Iterator[Asked]:
    for example in draw.known.examples:
        for reform in (None, PACK):
            yield "decision", {**example, "reform": reform}


def _every_benefit(draw: Draw, count: int) -> Iterator[Asked]:
    for _ in range(count):
        day = draw.day()
        case = draw.case(draw.known.of(draw.known.benefits), day, 0.9)
        yield "every_benefit", {"case": case, "date": str(day), "reform": draw.reform()}


# ---- drawing tables


def _tables(draw: Draw, _: int) -> Iterator[Asked]:
    for number, benefit in enumerate(draw.known.benefits):
        benefits = [benefit] if number % 4 else [benefit, draw.known.benefits[number - 1]]
        for reform in (None, draw.rng.choice((PACK, f"{PACK}+{STANDARD}"))):
            columns = _columns(draw, benefits, draw.rng.randint(200, 400))
            yield "table", {"columns": columns, "benefits": benefits, "date": str(draw.day()), "reform": reform}
    for spoiled in ({"pricce": [1, 2]}, {"price": [1], "age": [1, 2]}, {"applicant.price": [1]}, {"spouse2.age": [1]}):
        yield "table", {"columns": spoiled, "benefits": ["provident_fund_loan"], "date": str(TODAY), "reform": None}


def _columns(draw: Draw, benefits: Sequence[str], count: int) -> dict[str, list[Any]]:
    rows = []
    for number in range(count):
        day = draw.day()
        # Of rows that tell nearly nothing a few are enough: each takes as long as a hundred others.
        told = draw.rng.uniform(0.3, 1) if number % 20 else None
        rows.append({"id": number, "date": str(day), **_wide(draw.case(draw.known.of(benefits), day, told))})
    for row in draw.rng.sample(rows, count // 20):
        row[draw.rng.choice(list(row))] = draw.rng.choice(("nonsense", -5, 1e12, "2026-02-30", True, ""))
    names = list(dict.fromkeys(name for row in rows for name in row))
    as_text = draw.rng.random() < 0.3
    return {name: [_cell(row.get(name), as_text) for row in rows] for name in names}


def _cell(value: Any, as_text: bool) -> Any:
    return str(value).lower() if as_text and value is not None else value


def _wide(case: Plain) -> Plain:
    """A case as a row of a table."""
    row = {name: value for name, value in case.items() if name != "members"}
    children = 0
    for member in case["members"]:
        children += member["role"] == "child"
        numbers = {"child": f"child{children}", "other": "other1"}
        who = numbers.get(member["role"], member["role"])
        row |= {who: True} if who != "applicant" else {}
        row |= {f"{who}.{name}": value for name, value in member.items() if name != "role"}
    return row


# ---- drawing requests


def _post(path: str, **body: Any) -> Plain:
    return {"method": "POST", "path": path, "json": body}


def _read(path: str, **params: Any) -> Plain:
    return {"method": "GET", "path": path, "params": params, "json": None}


def _bundles(draw: Draw, count: int) -> Iterator[Asked]:
    names = [*draw.known.domains, "all"]
    for number in range(count):
        name, day = names[number % len(names)], draw.day()
        infos = draw.known.of(draw.known.domains.get(name, draw.known.benefits))
        case = draw.case(infos, day, 0.3 if number % 5 == 1 and name != "all" else 0.9)
        detail = "full" if number % 4 == 0 else "compact"
        law = {"date": str(day), "reform": _sent(draw)}
        yield "bundle", _post("/v1/decisions", benefits=[name], case=case, detail=detail, **law)


def _sent(draw: Draw) -> Any:
    """A reform as a request names it: by name, several in order, or with a body of its own."""
    if draw.rng.random() < 0.6:
        return draw.reform()
    numbers = [each for each in draw.known.law if _figures(each)]
    parameters = {}
    for item in draw.rng.sample(numbers, 5):
        value = draw.rng.choice(_figures(item))
        parameters[item["item"]["path"]] = [{"cities": ["chengdu", "deyang"], "value": value}]
    words = {"zh": "试验", "en": "a trial"}
    body = {"name": "trial", "title": words, "mode": "replace", "rationale": words, "effective": "2019-01-01"}
    return [PACK, {**body, "parameters": parameters}]


def _figures(item: Plain) -> list[float]:
    values = [value["value"] for place in ("chengdu", "deyang") for value in item["places"].get(place, ())]
    return [value for value in values if type(value) in (int, float)]


def _batches(draw: Draw, count: int) -> Iterator[Asked]:
    csv_text = (EXAMPLES / "households.csv").read_text(encoding="utf-8")
    yield "batch", _batch(["provident_fund_rent_withdrawal"], None, "text/csv", csv_text)
    for number in range(count):
        benefits = draw.rng.sample(draw.known.benefits, 1 + number % 2)
        lines = [_batch_line(draw, benefits, at) for at in range(30)]
        yield "batch", _batch(benefits, draw.reform(), "application/x-ndjson", "\n".join(lines))


def _batch(benefits: Sequence[str], reform: str | None, form: str, content: str) -> Plain:
    params = {"benefit": benefits, "date": str(TODAY), **({"reform": reform} if reform else {})}
    asked = {"method": "POST", "path": "/v1/decisions/batch", "params": params}
    return {**asked, "headers": {"content-type": form}, "content": content}


def _batch_line(draw: Draw, benefits: Sequence[str], number: int) -> str:
    day = draw.day()
    case = draw.case(draw.known.of(benefits), day, draw.rng.uniform(0.3, 1))
    wrong = {"prcie": 1} if number % 10 == 9 else {}
    return json.dumps({"id": f"A{number}", "date": str(day), **case, **wrong})


def _what_ifs(draw: Draw, count: int) -> Iterator[Asked]:
    for number in range(count):
        example = draw.rng.choice(draw.known.examples)
        day = TODAY if number % 2 else date.fromisoformat(example["date"])
        law = {"date": str(day), "reform": draw.rng.choice((PACK, PACK, PACK, f"{PACK}+{STANDARD}", None))}
        question = _what_if(draw, number % 4, example, day)
        if question:
            yield "what_if", _post("/v1/what-if", benefit=example["benefit"], case=example["case"], **law, **question)


def _what_if(draw: Draw, which: int, example: Plain, day: date) -> Plain:
    case, infos = example["case"], draw.known.inputs[example["benefit"]]
    given = [info for info in infos if info["name"] in _holder(example, info)]
    if which == 0:
        varied = [info for info in given if info["kind"] in ("number", "money", "date")]
        return {"sweep": {"input": _called(draw.rng.choice(varied))}} if varied else {}
    if which == 1:
        return {"least_change": draw.rng.choice(({}, {"goal": 1000.0}, {"goal": 500_000.0}))}
    if which == 2:
        return {"when": {"years": draw.rng.randint(1, 10)}}
    changed = draw.rng.sample(given, min(2, len(given)))
    scenario = {"name": "changed", "set": {_called(info): draw.value(info, day) for info in changed}}
    later = {"name": "later", "date": str(day + 400 * DAY), "reform": STANDARD}
    return {"scenarios": [scenario, later]} if case else {}


def _called(info: Plain) -> str:
    return str(info["name"] if info["entity"] == "household" else f"members[0].{info['name']}")


def _compared(draw: Draw, count: int) -> Iterator[Asked]:
    for _ in range(count):
        example = draw.rng.choice(draw.known.examples)
        dates = [str(draw.rng.choice((TODAY, date(2027, 6, 15)))), example["date"]]
        body = {"benefit": example["benefit"], "case": example["case"], "dates": dates}
        yield "compare", _post("/v1/compare", **body, reform=draw.rng.choice((None, PACK, f"{PACK}+{STANDARD}")))


def _law(draw: Draw, _: int) -> Iterator[Asked]:
    for path in ("/v1/law", "/v1/benefits", "/v1/reforms"):
        yield path.rpartition("/")[2], _read(path)
    for benefit in draw.known.benefits:
        yield "benefits", _read(f"/v1/benefits/{benefit}")
    for item in draw.known.law:
        yield "law", _read(f"/v1/law/{item['item']['path']}")
    for domain in draw.known.domains:
        for day, reforms in ((TODAY, []), (date(2021, 7, 1), []), (date(2027, 7, 1), [PACK, STANDARD])):
            yield "law_matrix", _read("/v1/law-matrix", domain=domain, date=str(day), reform=reforms)


def _wrong_requests(draw: Draw, _: int) -> Iterator[Asked]:
    case = draw.known.examples[0]["case"]
    right = {"benefits": [draw.known.examples[0]["benefit"]], "case": case, "date": str(TODAY), "detail": "compact"}
    wrong: Sequence[Plain] = (
        *({"benefits": []}, {"benefits": ["x"]}, {"benefits": right["benefits"] * 2}, {"case": {}}, {"case": []}),
        *({"date": "2026-02-30"}, {"date": 2026}, {"detail": "short"}, {"reform": "x"}, {"reform": []}, {"more": 1}),
        *({"reform": {"name": "x"}}, {"case": {**case, "price": "much"}}, {"case": {**case, "prise": 1}}),
    )
    for changes in wrong:
        yield "wrong_request", _post("/v1/decisions", **{**right, **changes})
    for path in ("/v1/benefits/provident_fund_lone", "/v1/law/provident_fund.loan.maximum_singel", "/v1/lawyers"):
        yield "wrong_request", _read(path)
    yield "wrong_request", _post("/v1/what-if", benefit=right["benefits"][0], case=case)
    yield "wrong_request", _post("/v1/compare", benefit=right["benefits"][0], case=case, cities=["mars"])


# ---- drawing claims and stays


def _claims(draw: Draw, count: int) -> Iterator[Asked]:
    path = "/v1/medical/settlements"
    yield "claims", _post(path, claims=_rows("claims.csv"), date="2023-12-31")
    for number in range(count):
        claims = [claim for person in "ABCDEF" for claim in _year(draw, person)]
        draw.rng.shuffle(claims)
        if number % 5 == 4:
            draw.rng.choice(claims).update(total_cost=-1)
        reform = (PACK, f"{PACK}+{STANDARD}", f"{PACK}+treatment_across_cities", None)[number % 4]
        yield "claims", _post(path, claims=claims, date="2028-12-31", reform=reform)


def _rows(name: str) -> list[dict[str, str]]:
    with (EXAMPLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _year(draw: Draw, person: str) -> Iterator[Plain]:
    """The claims of somebody within two years."""
    pick = draw.rng.choice
    first = date(pick(range(2023, 2028)), 1, 1)
    city = pick(("chengdu", "chengdu", "deyang", "meishan", "ziyang"))
    insured = {
        "person": person,
        "birth_date": f"{pick(range(1925, 2015))}-06-01",
        "insurance_scheme": pick(("employee", "resident")),
        "insurance_pool": city,
        "employee_status": pick(("active", "retired")),
        "contribution_tier": "student",
        "hardship_group": pick(("none", "none", "dibao", "low_income_edge")),
        "supplement_insured": pick((True, False)),
    }
    for _ in range(draw.rng.randint(1, 6)):
        total = round(draw.rng.uniform(50, pick((2000, 60_000, 800_000))), 2)
        yield {
            **insured,
            "treatment_city": pick((city, city, "chengdu", "chongqing")),
            "remote_status": pick(("long_term", "referred", "other")),
            "claim_kind": pick(("inpatient", "outpatient", "chronic")),
            "chronic_certified": True,
            "hospital_level": pick(("level_3", "level_2", "level_1", "community")),
            "discharge_date": str(first + draw.rng.randrange(730) * DAY),
            "total_cost": total,
            "full_self_pay": round(total * pick((0, 0, 0.1, 0.4)), 2),
            "category_b_first_pay": round(total * 0.05, 2),
        }


def _stays(draw: Draw, count: int) -> Iterator[Asked]:
    path = "/v1/elder-care/settlements"
    for reform in (PACK, None):
        yield "stays", _post(path, stays=_rows("stays.csv"), month="2026-01", date="2026-03-31", reform=reform)
    reforms = (PACK, f"{PACK}+{STANDARD}", f"{PACK}+bed_subsidy_follows_the_person")
    for number in range(count):
        stays = [stay for elder in range(60) for stay in _elder(draw, f"E{elder}")]
        if number % 5 == 4:
            stays[3]["to"] = "2026-13-01"
        law = {"month": "2026-10", "until": "2027-06", "date": "2027-06-30", "reform": reforms[number % 3]}
        yield "stays", _post(path, stays=stays[:200], **law)


def _elder(draw: Draw, elder: str) -> Iterator[Plain]:
    """The stays of somebody, one after the other."""
    pick, cities = draw.rng.choice, ("chengdu", "deyang", "meishan", "ziyang")
    begins = date(2026, 8, 1) + draw.rng.randrange(150) * DAY
    born, home = f"{pick(range(1928, 1968))}-03-10", pick((*cities, "elsewhere"))
    for _ in range(pick((1, 1, 2, 3))):
        ends, house = begins + pick((5, 30, 60, 120)) * DAY, draw.rng.randrange(12)
        yield {
            "elder": elder,
            "institution": f"H{house}",
            "from": str(begins),
            "to": str(min(ends, date(2027, 6, 30))),
            "birth_date": born,
            "hukou_city": home,
            "ability_level": pick(("intact", "mild", "moderate", "severe", "complete")),
            "assessment_city": pick((*cities, home)),
            "institution_city": cities[house % 4],
            "institution_owner": ("private", "private", "public")[house % 3],
            "institution_filed": "yes" if house % 5 else "no",
            "institution_in_pilot_area": "yes" if house % 2 else "no",
        }
        begins = ends + pick((1, 1, 20)) * DAY
        if begins >= date(2027, 6, 1):
            return


# ---- drawing commands


def _commands(draw: Draw, count: int) -> Iterator[Asked]:
    for reform in draw.known.reforms:
        after = ["--after", PACK] if reform != PACK else []
        yield "command", {"arguments": ["reform", "diff", reform, *after, "--json"]}
    for day in ("2020-01-01", str(TODAY)):
        yield "command", {"arguments": ["law", "coverage", "--date", day, "--json"]}
    for example in draw.rng.sample(draw.known.examples, count):
        asked = {**example, "reform": draw.rng.choice((None, PACK, f"{PACK}+{STANDARD}"))}
        receipt = json.dumps(_decided(asked)["full"]["receipt"])
        yield "command", {"arguments": ["replay", "-", "--json"], "stdin": receipt}


DRAWS: Mapping[str, tuple[Callable[[Draw, int], Iterator[Asked]], int]] = {
    "examples": (_examples, 0),
    "mistakes": (_mistakes, 150),
    "every benefit": (_every_benefit, 6),
    "tables": (_tables, 0),
    "bundles": (_bundles, 40),
    "batches": (_batches, 10),
    "what if": (_what_ifs, 72),
    "compare": (_compared, 24),
    "law": (_law, 0),
    "wrong requests": (_wrong_requests, 0),
    "claims": (_claims, 14),
    "stays": (_stays, 9),
    "commands": (_commands, 8),
}
"""What is drawn beside the decisions, and how much of it where that is a matter of choice."""


def drawn(cases: int, seed: int) -> Iterator[Asked]:
    """Everything that is asked. Each set has a seed of its own, so that more of one does not change another."""
    there = known()
    for name, (draws, count) in {"decisions": (_decisions, cases), **DRAWS}.items():
        yield from draws(Draw(there, random.Random(f"{seed} {name}")), count)


# ---- comparing

Difference = tuple[str, Any, Any]
"""The field, what was said before, and what is said now."""
NOTHING = "(nothing)"
NO_ANSWER = re.compile(rf"(^|\.)({'|'.join(IGNORED)})$")


def differences(before: Any, after: Any, name: str = "") -> Iterator[Difference]:
    """Every difference of two answers, but for what may differ."""
    if NO_ANSWER.search(_anywhere(name)):
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys([*before, *after]):
            yield from differences(before.get(key, NOTHING), after.get(key, NOTHING), f"{name}.{key}".lstrip("."))
    elif isinstance(before, list) and isinstance(after, list):
        for at, (one, other) in enumerate(zip_longest(before, after, fillvalue=NOTHING)):
            yield from differences(one, other, f"{name}[{at}]")
    elif type(before) is not type(after) or before != after:
        yield name, before, after


def _anywhere(name: str) -> str:
    """The name of a field without the places in lists."""
    return re.sub(r"\[\d+\]", "[]", name)


@dataclass
class Group:
    """Differences of one field, whatever the case: how many there are, and the first of them."""

    count: int = 0
    shown: list[str] = field(default_factory=list)


@dataclass
class Report:
    """What differs, grouped by kind and field.

    Attributes:
        cases: The numbers of the cases of which anything differs.
    """

    groups: dict[str, Group] = field(default_factory=dict)
    cases: set[int] = field(default_factory=set)

    MOST_GROUPS = 60
    MOST_SHOWN = 4

    def add(self, number: int, kind: str, found: Difference) -> None:
        """Take up a difference."""
        name, before, after = found
        group = self.groups.setdefault(f"{kind}: {_anywhere(name)}", Group())
        group.count += 1
        self.cases.add(number)
        if len(group.shown) < self.MOST_SHOWN:
            group.shown.append(f"  case {number}  {name}  {_short(before)} → {_short(after)}")

    def lines(self) -> Iterator[str]:
        """The report, the fields that differ most often first."""
        ordered = sorted(self.groups.items(), key=lambda entry: -entry[1].count)
        for name, group in ordered[: self.MOST_GROUPS]:
            yield f"{name} ({group.count})"
            yield from group.shown
        if len(ordered) > self.MOST_GROUPS:
            yield f"… and {len(ordered) - self.MOST_GROUPS} more fields"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 120 else f"{text[:117]}…"


# ---- commands

app = typer.Typer(add_completion=False, help=__doc__)
RecordFile = Annotated[Path, typer.Argument(metavar="FILE.jsonl.gz")]


class Progress:
    """A line on stderr for every twentieth of the work."""

    def __init__(self, whole: int) -> None:
        self.whole, self.done, self.began = whole, 0, time.monotonic()

    def step(self) -> None:
        """One more is done."""
        self.done += 1
        if self.done * 20 // self.whole > (self.done - 1) * 20 // self.whole:
            passed = time.monotonic() - self.began
            sys.stderr.write(f"{self.done * 100 // self.whole:3} %  {self.done}/{self.whole}  {passed:.0f} s\n")


@app.command()
def record(
    file: RecordFile,
    cases: Annotated[int, typer.Option(help="How many decisions are drawn, beside all else.")] = 2000,
    seed: Annotated[int, typer.Option(help="The same seed draws the same cases.")] = 1,
) -> None:
    """Draw cases, decide each, and write inputs and answers."""
    asked = list(drawn(cases, seed))
    progress, counts = Progress(len(asked)), dict.fromkeys((kind for kind, _ in asked), 0)
    with gzip.open(file, "wt", encoding="utf-8") as out:
        for kind, question in asked:
            began = time.monotonic()
            found = answer(kind, question)
            progress.step()
            if "broken" in found:
                sys.stderr.write(f"{kind} broke: {found['broken']}\n")
            if kind == "what_if" and time.monotonic() - began > SLOWEST:
                continue
            out.write(json.dumps({"kind": kind, "input": question, "answer": found}, ensure_ascii=False) + "\n")
            counts[kind] += 1
    sys.stdout.write("".join(f"{count:6} {kind}\n" for kind, count in counts.items()))


@app.command()
def compare(
    file: RecordFile,
    sample: Annotated[int | None, typer.Option(help="Only so many of the records, drawn evenly.")] = None,
) -> None:
    """Decide the recorded inputs again, and print every difference."""
    chosen = _chosen(file, sample)
    progress, report = Progress(len(chosen)), Report()
    for number, kept in _records(file):
        if number in chosen:
            now = answer(kept["kind"], kept["input"])
            for found in differences(kept["answer"], now):
                report.add(number, kept["kind"], found)
            progress.step()
    for line in report.lines():
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"{len(chosen)} compared, {len(report.cases)} differ\n")
    raise typer.Exit(1 if report.cases else 0)


def _records(file: Path) -> Iterator[tuple[int, Plain]]:
    """The records with their numbers, which are those of their lines."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            yield number, json.loads(line)


def _chosen(file: Path, sample: int | None) -> set[int]:
    with gzip.open(file, "rb") as lines:
        every = range(1, sum(1 for _ in lines) + 1)
    return set(every if sample is None else random.Random(0).sample(every, min(sample, len(every))))


if __name__ == "__main__":
    app()
