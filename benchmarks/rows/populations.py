"""Populations in one process on one core, the batch, and the memory of a great population."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from benchmarks import forms, ours
from benchmarks.agreement import hold
from benchmarks.contenders import Peers
from benchmarks.goals import Found, Median
from benchmarks.names import BENEFIT
from benchmarks.peers import numba_by_hand
from benchmarks.sizes import Sizes
from benchmarks.timing import Contender, in_turns

AGAINST = {
    "population_plain": "plain_openfisca",
    "population_stock": "stock_on_ours",
    "population_numpy": "numpy_by_hand",
    "population_tuned": "numpy_tuned",
    "population_numba": "numba_by_hand",
}


def population(sizes: Sizes) -> Found:
    """Everybody over the same households; what builds OpenFisca's simulation is not counted against it."""
    peers = Peers(sizes.households)
    peers.agree()
    medians = in_turns(peers.contenders(sizes.slow_every), sizes.rounds)
    label = f"{sizes.households:,} households"
    found = Found(medians=[Median(label, name, 1000 * taken, "ms") for name, taken in medians.items()])
    found.values = {goal: medians[peer] / medians["ours"] for goal, peer in AGAINST.items() if peer in medians}
    if not numba_by_hand.available():
        found.missing["population_numba"] = "numba is not installed"
    return found


def table(sizes: Sizes) -> Found:
    """The batch: an Arrow table in, an Arrow table out."""
    peers = Peers(sizes.households)
    given = forms.arrow(peers.population)
    answer = peers.ours.table(given)
    found = {**peers.reference, BENEFIT: ours.loans(answer)}
    hold("decide_table", found, peers.reference, peers.population)
    taken = in_turns({"ours": Contender(lambda _: peers.ours.table(given))}, sizes.rounds)["ours"]
    median = Median(f"{sizes.households:,} households, Arrow", "ours", 1000 * taken, "ms")
    return Found({"table": sizes.households / taken}, [median])


def memory(sizes: Sizes) -> Found:
    """What a run of a great population takes beyond its inputs, in a process of its own."""
    if not Path("/proc/self/status").is_file():
        return Found(missing={"memory": "measured only where there is /proc"})
    command = [sys.executable, "-m", "benchmarks.memory", str(sizes.great)]
    start = perf_counter()
    told = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    whole = perf_counter() - start
    label = f"{sizes.great:,} households, a fresh process"
    medians = [
        Median(label, "ours", told["seconds"], "s"),
        Median(label, "drawing, run and check, on the clock", whole, "s"),
    ]
    return Found({"memory": told["extra"]}, medians)
