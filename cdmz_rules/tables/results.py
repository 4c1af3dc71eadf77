"""What the core answers, column by column, and how the columns of the answer are called."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from cdmz_rules.decisions import catalogue
from cdmz_rules.decisions.decision import Bound, Evidence, Outcome
from cdmz_rules.system import system
from cdmz_rules.tables.columns import Bools
from cdmz_rules.tables.households import Households
from cdmz_rules.version import __version__

OUTCOMES: tuple[str, ...] = tuple(outcome.value for outcome in Outcome)
BOUNDS: tuple[str, ...] = get_args(Bound)
EVIDENCE: tuple[str, ...] = get_args(Evidence)
NOTHING = -1

Codes = npt.NDArray[np.int8]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class AmountColumns:
    """An amount, one for each household.

    Attributes:
        bound: Position in `BOUNDS`; `NOTHING` where the decision does not report the amount.
        value: NaN unless exact.
        lower: NaN where nothing is known.
        upper: NaN where nothing is known.
    """

    bound: Codes
    value: Floats
    lower: Floats
    upper: Floats


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
    return BenefitColumns(
        _codes(count),
        _codes(count),
        np.zeros((count, len(info.conditions)), bool),
        {
            name: AmountColumns(_codes(count), *(np.full(count, np.nan) for _ in range(3)))
            for name in (benefit, *info.reports)
        },
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
    undated = np.isnat(households.days)
    found.append((pa.field("date", pa.date32()), pa.array(households.days, pa.date32(), mask=undated)))
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
        for key, values in (("", amount.value), (".lower", amount.lower), (".upper", amount.upper)):
            yield pa.field(f"{column}{key}", pa.float64(), metadata=unit), pa.array(values, mask=np.isnan(values))
        yield _named(f"{column}.bound", amount.bound, BOUNDS)


def _named(name: str, codes: Codes, words: Sequence[str]) -> tuple[Any, Any]:
    array = pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes == NOTHING), pa.array(words))
    return pa.field(name, array.type), array


def _failed(benefit: str, columns: BenefitColumns) -> Any:
    """The ids of the failed conditions of each household; null where there is no decision."""
    conditions = np.array(catalogue.benefit(benefit).conditions)
    rows, positions = np.nonzero(columns.fails)
    ends = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=len(columns.outcome)))]).astype(np.int32)
    values = pa.array(conditions[positions].tolist(), pa.string())
    offsets = pa.array(ends, mask=np.append(columns.outcome == NOTHING, False))
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
