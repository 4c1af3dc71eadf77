"""Giving the answer of a receipt again, and saying what differs if it does not come out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from pydantic import ValidationError

from cdmz_rules.decisions.decide import decide
from cdmz_rules.decisions.decision import Decision, Receipt, Result, ShippedReform
from cdmz_rules.decisions.figure import AmountBounds
from cdmz_rules.decisions.receipt import content_hash, content_hash_0_1
from cdmz_rules.errors import InputError, NotFound, Problem
from cdmz_rules.i18n.text import Part, Text
from cdmz_rules.law.law import Law
from cdmz_rules.law.reform import Reform
from cdmz_rules.law.reform_check import faults
from cdmz_rules.law.reforms import Reforms
from cdmz_rules.rulebook.rulebook import Rulebook


class Replay(Part):
    """What came of replaying a receipt.

    Attributes:
        same: Whether the same outcome and amounts came out.
        needs: What would be needed to replay exactly: another law, another version of the formulas.
        differences: What differs, if anything does.
        decision: The decision as it comes out now.
    """

    same: bool
    needs: list[Text]
    differences: list[Text]
    decision: Decision


def replay(
    receipt_data: Mapping[str, Any],
    law: Law | None = None,
    packs: Mapping[str, Reform] | None = None,
    rulebook: Rulebook | None = None,
    known_on: date | None = None,
) -> Replay:
    """Give the answer of a receipt again.

    Args:
        receipt_data: The receipt, or a decision that holds one.
        law: The law to replay under, e.g. of a snapshot; by default that of the rulebook.
        packs: The packs and reforms that went with that law, by name; by default those of the rulebook.
        rulebook: The rules to replay by; by default those that are shipped.
        known_on: Replay by the law as it was known on this day; by default on that of the receipt, if it names one.

    Raises:
        InputError: if this is no receipt, names a pack that there is not, its reform does not fit the law, or nothing was known on the day.
    """
    book = (rulebook or Rulebook.shipped()).with_law(law)
    find = partial(_shipped, book.reforms, packs=packs)
    old, reform = _read(book.reforms, receipt_data, find)
    book = book.as_known_on(known_on or old.known_on)
    unfit = next((fault for step in (reform.steps if reform else ()) for fault in faults(step, book.base)), None)
    if unfit is not None:
        pointer = ".".join(map(str, ("receipt", "reform", *unfit.where)))
        raise InputError([Problem("not_a_receipt", pointer, unfit.zh, unfit.en, did_you_mean=unfit.near)])
    decision = decide(old.situation, old.benefit, old.date, reform=reform, rulebook=book, today=old.today)
    new = decision.receipt
    needs = []
    if new.law != old.law:
        zh, en = (
            f"法规快照 {old.law[:12]}（当前为 {new.law[:12]}）",
            f"the law snapshot {old.law[:12]} (this is {new.law[:12]})",
        )
        needs.append(Text(zh=zh, en=en))
    if new.formulas != old.formulas:
        needs.append(Text(zh=f"cdmz-rules {old.version} 的公式", en=f"the formulas of cdmz-rules {old.version}"))
    for then in _named(old):
        pack = find(then.name)
        now = content_hash(pack)
        if then.hash not in (now, content_hash_0_1(pack)):
            zh, en = (
                f"假设包或改革方案 {then.name} {then.hash[:12]}（当前为 {now[:12]}）",
                f"{then.name} as it was then, {then.hash[:12]} (this is {now[:12]})",
            )
            needs.append(Text(zh=zh, en=en))
    differences = _differences(old.result, new.result)
    return Replay(same=not differences, needs=needs, differences=differences, decision=decision)


def _read(reforms: Reforms, data: Mapping[str, Any], find: Callable[[str], Reform]) -> tuple[Receipt, Reform | None]:
    try:
        old = Receipt.model_validate(data.get("receipt", data))
        if isinstance(old.reform, ShippedReform):
            return old, find(old.reform.name)
        return old, reforms.from_receipt(old.reform, find) if old.reform else None
    except (ValidationError, AttributeError, KeyError, TypeError) as error:
        raise InputError(
            [Problem("not_a_receipt", "", "这不是决定回执", "this is no receipt of a decision")]
        ) from error


def _shipped(reforms: Reforms, name: str, packs: Mapping[str, Reform] | None) -> Reform:
    known = reforms.names if packs is None else packs
    if name not in known:
        raise NotFound("改革方案", "reform", name, known, "reform.name")
    return reforms.load(name) if packs is None else packs[name]


def _named(old: Receipt) -> list[ShippedReform]:
    """The shipped packs and reforms that a receipt names without repeating them."""
    if isinstance(old.reform, ShippedReform):
        return [old.reform]
    steps = (old.reform or {}).get("steps", ())
    return [ShippedReform.model_validate(step) for step in steps if step.keys() == {"name", "hash"}]


def _differences(old: Result, new: Result) -> list[Text]:
    differences = []
    if old.outcome is not new.outcome:
        words = f"{old.outcome.value} → {new.outcome.value}"
        differences.append(Text(zh=f"结论：{words}", en=f"outcome: {words}"))
    for name in sorted({*old.amounts, *new.amounts}):
        before, after = old.amounts.get(name), new.amounts.get(name)
        if before != after:
            words = f"{name}: {_said(before)} → {_said(after)}"
            differences.append(Text(zh=words, en=words))
    return differences


def _said(amount: AmountBounds | None) -> str:
    if amount is None:
        return "—"
    return f"{amount.bound} {amount.lower}…{amount.upper}" if amount.bound != "exact" else str(amount.upper)
