"""What was known of the law at each of its releases is known still: whatever was changed later has its record."""

import pytest
from generators.shipped import BOOK

from cdmz_rules import decide
from cdmz_rules.law import known, releases
from cdmz_rules.reading import china

RELEASES = BOOK.base.past.releases
MEND = "say `encoded` of what is new, and record what was changed: python -m tools.record DAY OLD"


@pytest.mark.parametrize("day", RELEASES, ids=str)
def test_every_item_reads_as_it_did_at_each_release(day):
    then, digests = known.as_known_on(BOOK.base, day), releases.digests_on(RELEASES, day)
    assert digests
    changed = [path for path in then if path in digests and releases.digest(then[path]) != digests[path]]
    assert changed == [], MEND


@pytest.mark.parametrize("day", RELEASES, ids=str)
def test_an_item_that_a_release_did_not_have_says_nothing_then(day):
    then, digests = known.as_known_on(BOOK.base, day), releases.digests_on(RELEASES, day)
    assert [path for path in then if path not in digests and then[path].versions] == [], MEND


def test_a_day_of_encoding_or_release_lies_between_the_first_release_and_today():
    first, today = BOOK.base.past.first, china.today()
    written = [value for item in BOOK.base.values() for values in item.written.values() for value in values]
    days = {value.encoded for value in written if value.encoded} | set(RELEASES)
    assert [day for day in sorted(days) if not first <= day <= today] == []


def test_a_digest_sees_every_cell():
    item = BOOK.base["provident_fund.loan.maximum_single"]
    seen = {releases.digest(item)}
    for place in item.versions:
        others = {name: cells for name, cells in item.versions.items() if name != place}
        vars(copy := type(item)(item.path, item.label, item.unit, item.places)).update(versions=others)
        seen.add(releases.digest(copy))
    assert len(seen) == len(item.versions) + 1


def test_a_household_is_decided_as_known_at_the_first_release():
    from generators import cases
    from generators.shipped import SHIPPED

    case = cases.example(SHIPPED, "ex01_chengdu")
    answer = decide(case.inputs, case.benefit, case.day, known_on=BOOK.base.past.first)
    assert answer.receipt.known_on == BOOK.base.past.first
