"""One household at a time, in process; a fresh process; and the plan of a new law."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from benchmarks import agreement, forms, ours
from benchmarks.contenders import Peers
from benchmarks.goals import Found, Median
from benchmarks.names import OUTPUTS
from benchmarks.sizes import Sizes
from benchmarks.timing import Contender, in_turns


def single(sizes: Sizes) -> Found:
    """Dictionary in, answer out; everybody gets every input of the same households."""
    peers = Peers(sizes.cases)
    chosen = range(sizes.cases)
    cases, situations = forms.cases(peers.population, chosen), forms.situations(peers.population, chosen)
    ways: dict[str, tuple[Callable[[Any], Any], Sequence[Any]]] = {
        "ours": (peers.ours.decide, cases),
        "ours, fully explained": (peers.ours.explain, cases),
        "plain_openfisca": (peers.plain.decide, situations),
        "stock_on_ours": (peers.stock.decide, situations),
    }
    for name, (decide, given) in ways.items():
        read = ours.outputs if name.startswith("ours") else dict
        _hold(name, [read(decide(one)) for one in given], peers)
    contenders = {name: Contender(_each(decide, given)) for name, (decide, given) in ways.items()}
    taken = {name: total / sizes.cases for name, total in in_turns(contenders, sizes.single_rounds).items()}
    found = Found(medians=[Median("one household", name, 1e6 * value, "µs") for name, value in taken.items()])
    found.values = {
        "single_plain": taken["plain_openfisca"] / taken["ours"],
        "single_stock": taken["stock_on_ours"] / taken["ours"],
        "explained": 1000 * taken["ours, fully explained"],
    }
    return found


def _each(decide: Callable[[Any], Any], given: Sequence[Any]) -> Callable[[Any], None]:
    def run(_: Any) -> None:
        for one in given:
            decide(one)

    return run


def _hold(name: str, answers: list[dict[str, Any]], peers: Peers) -> None:
    columns = {output: np.array([answer[output] for answer in answers]) for output in OUTPUTS}
    agreement.hold(name, columns, peers.reference, peers.population)


def first(sizes: Sizes) -> Found:
    """From the start of a process to its first decision, with the bytecode kept that Python keeps unless it is told not to."""
    peers = Peers(1)
    command = [sys.executable, "-m", "benchmarks.first", json.dumps(forms.cases(peers.population, [0])[0])]
    with TemporaryDirectory() as kept:
        surroundings = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        start = partial(
            subprocess.run,
            command,
            check=True,
            stdout=subprocess.PIPE,
            env=surroundings | {"PYTHONPYCACHEPREFIX": kept},
        )
        _hold("a fresh process", [ours.outputs(json.loads(start().stdout))], peers)
        taken = in_turns({"ours": Contender(lambda _: start())}, sizes.starts, _of_children)["ours"]
    return Found({"first": taken}, [Median("a fresh process", "ours", taken, "s")])


def _of_children() -> float:
    """The processor time of all processes that this one has started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def plan(sizes: Sizes) -> Found:
    """The plan of a law never seen before."""
    mine = ours.Ours()
    taken = in_turns({"ours": Contender(lambda _: mine.plan())}, sizes.rounds)["ours"]
    return Found({"plan": 1000 * taken}, [Median("the plan of a new law", "ours", 1000 * taken, "ms")])
