"""Answers over HTTP: one worker on one core, eight connections from the other."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np

from benchmarks import agreement, forms, ours
from benchmarks.contenders import Peers
from benchmarks.goals import Found, Median
from benchmarks.load import Load, load
from benchmarks.names import BENEFIT, DAY, OUTPUTS, PACK
from benchmarks.servers import COMMANDS, Server, running
from benchmarks.sizes import Sizes
from benchmarks.timing import cores

Answer = dict[str, Any]


@dataclass(frozen=True)
class Way:
    """One way to ask.

    Attributes:
        server: Whom.
        path: Where.
        bodies: What is sent, in turns.
        read: The outputs in an answer; None if it gives none.
    """

    server: str
    path: str
    bodies: Sequence[bytes]
    read: Callable[[Any], Answer] | None = None


def http(sizes: Sizes) -> Found:
    """Load every server in turns, after each was asked about every household once."""
    peers = Peers(sizes.cases)
    ways = _ways(peers, range(sizes.cases))
    measured, other = cores()
    rounds: dict[str, list[Load]] = {name: [] for name in ways}
    with ExitStack() as stack:
        servers = {name: stack.enter_context(running(name, measured)) for name in COMMANDS}
        for name, way in ways.items():
            _check(name, way, servers[way.server], peers)
        for _ in range(sizes.http_rounds):
            for name, way in ways.items():
                rounds[name].append(load(servers[way.server], way.path, way.bodies, sizes.seconds, other))
    return _found(rounds)


def _ways(peers: Peers, chosen: range) -> dict[str, Way]:
    cases = forms.cases(peers.population, chosen)
    situations = [json.dumps(one).encode() for one in forms.situations(peers.population, chosen)]
    compact, full = ([_body(case, detail) for case in cases] for detail in ("compact", "full"))
    path = "/v1/decisions"
    return {
        "ours": Way("ours", path, compact, lambda answer: ours.outputs(answer["decisions"][0])),
        "plain_openfisca /calculate": Way("plain_openfisca", "/calculate", situations, _calculated),
        "stock_on_ours /calculate": Way("stock_on_ours", "/calculate", situations, _calculated),
        "empty_fastapi": Way("empty_fastapi", path, compact),
        "ours, fully explained": Way("ours", path, full, lambda answer: ours.outputs(answer["decisions"][0])),
        "plain_openfisca /trace": Way("plain_openfisca", "/trace", situations, _traced),
    }


def _body(case: dict[str, Any], detail: str) -> bytes:
    body = {"benefits": [BENEFIT], "date": DAY.isoformat(), "reform": PACK, "case": case, "detail": detail}
    return json.dumps(body).encode()


def _calculated(answer: Any) -> Answer:
    return {name: answer["households"]["h"][name][DAY.isoformat()] for name in OUTPUTS}


def _traced(answer: Any) -> Answer:
    return {name: answer["trace"][f"{name}<{DAY.isoformat()}>"]["value"][0] for name in OUTPUTS}


def _check(name: str, way: Way, server: Server, peers: Peers) -> None:
    answers = [server.post(way.path, body) for body in way.bodies]
    if way.read is not None:
        read = [way.read(answer) for answer in answers]
        columns = {output: np.array([answer[output] for answer in read]) for output in OUTPUTS}
        agreement.hold(name, columns, peers.reference, peers.population)


def _found(rounds: dict[str, list[Load]]) -> Found:
    """Ratios by the servers' processor time, each the median of its rounds, for a machine changes its pace between them."""
    work = {name: median(one.work for one in loads) for name, loads in rounds.items()}
    of = "HTTP, 8 connections"
    found = Found(
        medians=[Median(f"{of}, by processor time", name, value, "answers/s") for name, value in work.items()]
    )
    for name, loads in rounds.items():
        found.medians.append(Median(f"{of}, on the clock", name, median(one.rate for one in loads), "answers/s"))
    for name, loads in rounds.items():
        tail = median(one.tail for one in loads)
        found.medians.append(Median(f"{of}, 99 of 100 within, on the clock", name, tail, "ms"))
    against = {
        "http_plain": "plain_openfisca /calculate",
        "http_stock": "stock_on_ours /calculate",
        "http_empty": "empty_fastapi",
    }
    found.values = {goal: _ratio(rounds["ours"], rounds[other]) for goal, other in against.items()}
    found.values["http_trace"] = _ratio(rounds["ours, fully explained"], rounds["plain_openfisca /trace"])
    return found


def _ratio(ours: Sequence[Load], theirs: Sequence[Load]) -> float:
    return median(mine.work / other.work for mine, other in zip(ours, theirs, strict=True))
