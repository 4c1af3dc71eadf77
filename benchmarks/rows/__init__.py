"""The groups of rows: each measures after its contenders were held against the reference."""

from collections.abc import Callable

from benchmarks.goals import Found
from benchmarks.rows import beds, housing, medical, populations, reform, singles, unknown, web
from benchmarks.sizes import Sizes

GROUP: dict[str, Callable[[Sizes], Found]] = {
    "population": populations.population,
    "housing": housing.housing,
    "medical": medical.medical,
    "settle": medical.settling,
    "beds": beds.beds,
    "clearing": beds.clearing,
    "memory": populations.memory,
    "table": populations.table,
    "single": singles.single,
    "http": web.http,
    "first": singles.first,
    "plan": singles.plan,
    "reform": reform.reform,
    "blank": unknown.blank,
    "today": unknown.today,
}
