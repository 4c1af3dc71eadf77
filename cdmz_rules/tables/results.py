"""What the core answers, column by column, and how the columns of the answer are called."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from cdmz_rules.decisions.decision import Bound, Evidence, Outcome
from cdmz_rules.decisions.explore import Bounded
from cdmz_rules.rulebook import catalogue
from cdmz_rules.rulebook.system import system
from cdmz_rules.tables.columns import Bools, Days
from cdmz_rules.tables.households import Households
from cdmz_rules.version import __version__

OUTCOMES: tuple[str, ...] = tuple(outcome.value for outcome in Outcome)
BOUNDS: tuple[str, ...] = get_args(Bound)
EVIDENCE: tuple[str, ...] = get_args(Evidence)
EXACT = BOUNDS.index("exact")
NOTHING = -1

Codes = npt.NDArray[np.int8]
Floats = npt.NDArray[np.float64]


@dataclass
class AmountColumns:
    """An amount, one for each household.

    Attributes:
        bound: Position in `BOUNDS`; `NOTHING` where the decision does not report the amount.
        lower: NaN where nothing is known.
        upper: NaN where nothing is known. The same array as ``lower`` until they differ: mostly every amount is exact.
    """

    bound: Codes
    lower: Floats
    upper: Floats

    @property
    def value(self) -> Floats:
        """The amount where it is exact; NaN elsewhere."""
        exact = (self.bound == EXACT) | (self.bound == NOTHING)
        return self.lower if exact.all() else np.where(exact, self.lower, np.nan)

    def fill(self, rows: Any, found: Bounded, blank: npt.NDArray[np.intp]) -> None:
        """Take over an amount for some rows, and then leave some blank."""
        if self.upper is self.lower and found.upper is not found.lower:
            self.upper = self.lower.copy()
        self.bound[rows], self.lower[rows] = found.bound, found.lower
        self.bound[blank], self.lower[blank] = NOTHING, np.nan
        if self.upper is not self.lower:
            self.upper[rows] = found.upper
            self.upper[blank] = np.nan


@dataclass(frozen=True)
class BenefitColumns:
    """The answers about one benefit.

    Attributes:
        outcome: Position in `OUTCOMES`; `NOTHING` where there is no decision.
        evidence: Position in `EVIDENCE`; `NOTHING` where there is none.
        fails: For each household and each of the benefit's conditions, in their order, whether it fails.
        amounts: The main amount first, then what else is reported.
    """

    outcome: Codes
    evidence: Codes
    fails: Bools
    amounts: Mapping[str, AmountColumns]


def empty(benefit: str, count: int) -> BenefitColumns:
    """Columns in which no household is decided yet, for the core to fill."""
    info = catalogue.benefit(benefit)
    fails = np.zeros((count, len(info.conditions)), bool)
    amounts = {name: np.full(count, np.nan) for name in (benefit, *info.reports)}
    return BenefitColumns(
        _codes(count),
        _codes(count),
        fails,
        {name: AmountColumns(_codes(count), values, values) for name, values in amounts.items()},
    )


def _codes(count: int) -> Codes:
    return np.full(count, NOTHING, np.int8)


def names(benefits: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Every amount of the benefits: benefit, amount, and its name as a column.

    That is the amount's own; where two of the benefits report the same amount, the benefit stands in front.
    """
    reported = {benefit: [benefit, *catalogue.benefit(benefit).reports] for benefit in benefits}
    every = [name for amounts in reported.values() for name in amounts]
    for benefit, amounts in reported.items():
        for name in amounts:
            yield benefit, name, name if every.count(name) == 1 else f"{benefit}.{name}"


def table(households: Households, answers: Mapping[str, BenefitColumns], reform: str | None, law: str) -> Any:
    """The answers as a pyarrow table, one row for each household in its order.

    Args:
        households: Whom they are about.
        answers: By benefit, in the order asked.
        reform: The pack or reform that was asked for, which every row then names.
        law: The fingerprint of the law.
    """
    found: list[tuple[Any, Any]] = []
    if households.ids is not None:
        found.append((pa.field("id", households.ids.type), households.ids))
    found.append((pa.field("date", pa.date32()), _days(households.days)))
    if reform is not None:
        one = pa.DictionaryArray.from_arrays(pa.array(np.zeros(households.count, np.int8)), pa.array([reform]))
        found.append((pa.field("reform", one.type), one))
    called = {(benefit, name): column for benefit, name, column in names(list(answers))}
    for benefit, columns in answers.items():
        found += _of_benefit(benefit, columns, called)
    facts = {"version": __version__, "law": law, "reform": reform}
    schema = pa.schema([field for field, _ in found], {"cdmz_rules": json.dumps(facts)})
    return pa.table([column for _, column in found], schema)


def _of_benefit(
    benefit: str, columns: BenefitColumns, called: Mapping[tuple[str, str], str]
) -> Iterator[tuple[Any, Any]]:
    yield _named(f"{benefit}.outcome", columns.outcome, OUTCOMES)
    yield _named(f"{benefit}.evidence", columns.evidence, EVIDENCE)
    failed = _failed(benefit, columns)
    yield pa.field(f"{benefit}.failed", failed.type), failed
    for name, amount in columns.amounts.items():
        column, unit = called[benefit, name], {"unit": str(system().variables[name].unit)}
        arrays: dict[int, Any] = {}
        for key, values in (("", amount.value), (".lower", amount.lower), (".upper", amount.upper)):
            if id(values) not in arrays:
                arrays[id(values)] = _masked(pa.float64(), values, np.isnan(values))
            yield pa.field(f"{column}{key}", pa.float64(), metadata=unit), arrays[id(values)]
        yield _named(f"{column}.bound", amount.bound, BOUNDS)


def _masked(kind: Any, values: npt.NDArray[Any], nothing: Bools) -> Any:
    """The values as Arrow's, not copied: a tenth of the time of pyarrow's own way to mask."""
    there = pa.py_buffer(np.packbits(~nothing, bitorder="little")) if nothing.any() else None
    return pa.Array.from_buffers(kind, len(values), [there, pa.py_buffer(values)])


def _days(days: Days) -> Any:
    return _masked(pa.date32(), days.view(np.int64).astype(np.int32), np.isnat(days))


def _named(name: str, codes: Codes, words: Sequence[str]) -> tuple[Any, Any]:
    array = pa.DictionaryArray.from_arrays(_masked(pa.int8(), codes, codes == NOTHING), pa.array(words), safe=False)
    return pa.field(name, array.type), array


def _failed(benefit: str, columns: BenefitColumns) -> Any:
    """The ids of the failed conditions of each household; null where there is no decision."""
    conditions = catalogue.benefit(benefit).conditions
    rows, positions = np.divmod(np.flatnonzero(columns.fails), len(conditions))
    ends = np.zeros(len(columns.outcome) + 1, np.int32)
    np.cumsum(np.bincount(rows, minlength=len(columns.outcome)), out=ends[1:])
    values = pa.array(conditions, pa.string()).take(pa.array(positions))
    offsets = _masked(pa.int32(), ends, np.append(columns.outcome == NOTHING, False))
    return pa.ListArray.from_arrays(offsets, values)


def compact(
    households: Households, answers: Mapping[str, BenefitColumns], reform: str | None, row: int
) -> list[dict[str, Any]]:
    """The answers about one household, as `Decision.compact` gives each."""
    return [_decision(benefit, columns, households, reform, row) for benefit, columns in answers.items()]


def _decision(
    benefit: str, columns: BenefitColumns, households: Households, reform: str | None, row: int
) -> dict[str, Any]:
    conditions = catalogue.benefit(benefit).conditions
    evidence = columns.evidence[row]
    return {
        "benefit": benefit,
        "date": str(households.days[row]),
        "outcome": OUTCOMES[columns.outcome[row]],
        "amounts": [_amount(name, a, row) for name, a in columns.amounts.items() if a.bound[row] != NOTHING],
        "evidence": None if evidence == NOTHING else EVIDENCE[evidence],
        "reform": reform,
        "failed": [conditions[position] for position in np.flatnonzero(columns.fails[row])],
    }


def _amount(name: str, amount: AmountColumns, row: int) -> dict[str, Any]:
    return {
        "id": name,
        "unit": str(system().variables[name].unit),
        "bound": BOUNDS[amount.bound[row]],
        "value": _number(amount.value[row]),
        "lower": _number(amount.lower[row]),
        "upper": _number(amount.upper[row]),
    }


def _number(value: np.float64) -> float | None:
    return None if np.isnan(value) else float(value)
