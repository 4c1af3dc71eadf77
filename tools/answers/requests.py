"""Requests over HTTP: several benefits at once, batches, what-ifs, comparisons of cities, the law, and requests that are refused."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from tools.answers.cases import Draw, holder
from tools.answers.questions import TODAY, Plain, Question, get, post
from tools.answers.subject import DAY, EXAMPLES, PACK, STANDARD, is_figure

WHAT_IFS = ("sweep", "least_change", "when", "scenarios")


def bundles(draw: Draw, count: int) -> Iterator[Question]:
    """The benefits of a domain, or all, for one household."""
    bundle_names = [*draw.subject.domains, "all"]
    for number in range(count):
        name, day = bundle_names[number % len(bundle_names)], draw.day()
        infos = draw.subject.inputs_of(draw.subject.domains.get(name, draw.subject.benefits))
        case = draw.case(infos, day, 0.3 if number % 5 == 1 and name != "all" else 0.9)
        detail = "full" if number % 4 == 0 else "compact"
        law = {"date": str(day), "reform": _reform(draw)}
        yield "bundle", post("/v1/decisions", benefits=[name], case=case, detail=detail, **law)


def _reform(draw: Draw) -> Any:
    """A reform as a request names it: by name, several in order, or with a body of its own."""
    if draw.rng.random() < 0.6:
        return draw.reform()
    parameters = {}
    for item in draw.rng.sample([item for item in draw.subject.law if _figures(item)], 5):
        figure = draw.rng.choice(_figures(item))
        parameters[item["item"]["path"]] = [{"cities": ["chengdu", "deyang"], "value": figure}]
    words = {"zh": "试验", "en": "a trial"}
    body = {"name": "trial", "title": words, "mode": "replace", "rationale": words, "effective": "2019-01-01"}
    return [PACK, {**body, "parameters": parameters}]


def _figures(item: Plain) -> list[float]:
    values = [value["value"] for place in ("chengdu", "deyang") for value in item["places"].get(place, ())]
    return [value for value in values if is_figure(value)]


def batches(draw: Draw, count: int) -> Iterator[Question]:
    """Files of households: the project's example, and others in which every tenth has a mistake."""
    households = (EXAMPLES / "households.csv").read_text(encoding="utf-8")
    yield "batch", _batch(["provident_fund_rent_withdrawal"], None, "text/csv", households)
    for number in range(count):
        benefits = draw.rng.sample(draw.subject.benefits, 1 + number % 2)
        lines = [_batch_line(draw, benefits, number_in_batch) for number_in_batch in range(30)]
        yield "batch", _batch(benefits, draw.reform(), "application/x-ndjson", "\n".join(lines))


def _batch(benefits: Sequence[str], reform: str | None, content_type: str, content: str) -> Plain:
    params = {"benefit": benefits, "date": str(TODAY), **({"reform": reform} if reform else {})}
    request = {"method": "POST", "path": "/v1/decisions/batch", "params": params}
    return {**request, "headers": {"content-type": content_type}, "content": content}


def _batch_line(draw: Draw, benefits: Sequence[str], number: int) -> str:
    day = draw.day()
    case = draw.case(draw.subject.inputs_of(benefits), day, draw.rng.uniform(0.3, 1))
    mistake = {"prcie": 1} if number % 10 == 9 else {}
    return json.dumps({"id": f"A{number}", "date": str(day), **case, **mistake})


def what_ifs(draw: Draw, count: int) -> Iterator[Question]:
    """What-ifs of the examples, each kind in turn."""
    for number in range(count):
        example = draw.rng.choice(draw.subject.examples)
        day = TODAY if number % 2 else date.fromisoformat(example["date"])
        law = {"date": str(day), "reform": draw.rng.choice((PACK, PACK, PACK, f"{PACK}+{STANDARD}", None))}
        what_if = _what_if(draw, WHAT_IFS[number % len(WHAT_IFS)], example, day)
        if what_if:
            yield "what_if", post("/v1/what-if", benefit=example["benefit"], case=example["case"], **law, **what_if)


def _what_if(draw: Draw, kind: str, example: Plain, day: date) -> Plain:
    """What is varied about an example; empty if it has nothing of the kind."""
    infos = draw.subject.inputs[example["benefit"]]
    given = [info for info in infos if info["name"] in holder(example, info)]
    if kind == "sweep":
        varied = [info for info in given if info["kind"] in ("number", "money", "date")]
        return {"sweep": {"input": _address(draw.rng.choice(varied))}} if varied else {}
    if kind == "least_change":
        return {"least_change": draw.rng.choice(({}, {"goal": 1000.0}, {"goal": 500_000.0}))}
    if kind == "when":
        return {"when": {"years": draw.rng.randint(1, 10)}}
    changes = {_address(info): draw.value(info, day) for info in draw.rng.sample(given, min(2, len(given)))}
    later = {"name": "later", "date": str(day + 400 * DAY), "reform": STANDARD}
    return {"scenarios": [{"name": "changed", "set": changes}, later]} if example["case"] else {}


def _address(info: Plain) -> str:
    """An input as a what-if names it."""
    return str(info["name"] if info["entity"] == "household" else f"members[0].{info['name']}")


def comparisons(draw: Draw, count: int) -> Iterator[Question]:
    """The examples in every city, on two days."""
    for _ in range(count):
        example = draw.rng.choice(draw.subject.examples)
        dates = [str(draw.rng.choice((TODAY, date(2027, 6, 15)))), example["date"]]
        body = {"benefit": example["benefit"], "case": example["case"], "dates": dates}
        yield "compare", post("/v1/compare", **body, reform=draw.rng.choice((None, PACK, f"{PACK}+{STANDARD}")))


def law(draw: Draw, _: int) -> Iterator[Question]:
    """All that the interface says of the law, of benefits and of reforms."""
    for path in ("/v1/law", "/v1/benefits", "/v1/reforms"):
        yield path.rpartition("/")[2], get(path)
    for benefit in draw.subject.benefits:
        yield "benefits", get(f"/v1/benefits/{benefit}")
    for item in draw.subject.law:
        yield "law", get(f"/v1/law/{item['item']['path']}")
    for domain in draw.subject.domains:
        for day, reforms in ((TODAY, []), (date(2021, 7, 1), []), (date(2027, 7, 1), [PACK, STANDARD])):
            yield "law_matrix", get("/v1/law-matrix", domain=domain, date=str(day), reform=reforms)


def wrong_requests(draw: Draw, _: int) -> Iterator[Question]:
    """Requests that are refused: bodies with one thing wrong, paths and questions that there are not."""
    example = draw.subject.examples[0]
    benefit, case = example["benefit"], example["case"]
    body = {"benefits": [benefit], "case": case, "date": str(TODAY), "detail": "compact"}
    mistakes: Sequence[Plain] = (
        *({"benefits": []}, {"benefits": ["x"]}, {"benefits": [benefit, benefit]}, {"case": {}}, {"case": []}),
        *({"date": "2026-02-30"}, {"date": 2026}, {"detail": "short"}, {"reform": "x"}, {"reform": []}, {"more": 1}),
        *({"reform": {"name": "x"}}, {"case": {**case, "price": "much"}}, {"case": {**case, "prise": 1}}),
    )
    for mistake in mistakes:
        yield "wrong_request", post("/v1/decisions", **{**body, **mistake})
    for path in ("/v1/benefits/provident_fund_lone", "/v1/law/provident_fund.loan.maximum_singel", "/v1/lawyers"):
        yield "wrong_request", get(path)
    yield "wrong_request", post("/v1/what-if", benefit=benefit, case=case)
    yield "wrong_request", post("/v1/compare", benefit=benefit, case=case, cities=["mars"])
