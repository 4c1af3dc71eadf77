"""The law as it was known on an earlier day: what was added, corrected, moved or withdrawn later is seen through."""

import copy
import shutil
from dataclasses import replace
from datetime import date, timedelta

import pytest
from generators.toy import BOOK, FOLDER, PACK
from hypothesis import given, settings
from hypothesis import strategies as st

from cdmz_rules import InputError, Rulebook, decide
from cdmz_rules.decisions.case_file import read_case
from cdmz_rules.decisions.replay import replay
from cdmz_rules.files import atomic, yaml
from cdmz_rules.law import known, read, releases, snapshot, superseded
from cdmz_rules.law.entry import remove, set_value
from cdmz_rules.law.item import State
from cdmz_rules.reading import china
from cdmz_rules.rulebook import register_check
from tools import record as recording

FIRST, SECOND, THIRD = date(2026, 7, 1), date(2026, 9, 1), date(2026, 10, 1)
TODAY = date(2026, 11, 23)
DAY = date(2026, 10, 15)
CASE = read_case(FOLDER / "examples" / "orchard_loan.yaml")
MOST, ROUNDING, HEATING = "orchard.most", "orchard.rounding", "welfare.heating.most"
KNOWN = {"evidence": "official", "source": "rules", "last_verified": "2026-06-30"}
UNKNOWN = {"unknown": {"zh": "未读到", "en": "not read"}, "ask": "上城果园局"}


def value(figure, encoded=None, **facts):
    """A value as a file holds it."""
    stamp = {"encoded": str(encoded)} if encoded else {}
    return {"value": figure, "metadata": {**(UNKNOWN if figure is None else KNOWN), **facts, **stamp}}


class Law:
    """The toy law in a folder of its own, released again and again."""

    def __init__(self, folder):
        self.folder = folder / "law"
        shutil.copytree(FOLDER, self.folder, ignore=shutil.ignore_patterns("__pycache__", "tests", "examples"))
        self.content = replace(BOOK.content, parameters=self.folder / "parameters", registry=self.folder / "registry")

    def file(self, path):
        return (self.content.parameters / path.replace(".", "/")).with_suffix(".yaml")

    def values(self, path, place):
        return yaml.read(self.file(path))[place]["values"]

    def write(self, path, place, values):
        data = yaml.read(self.file(path))
        data[place] = {"values": dict(sorted(values.items()))}
        if not values:
            del data[place]
        atomic.write_text(self.file(path), yaml.dump(data))

    def state(self):
        return recording.timelines(self.folder)

    def release(self, old, day):
        """Release what stands now; what differs from an older state is recorded."""
        return recording.record(old, self.state(), self.content.registry, day)

    def read(self, overlay=None):
        return read(replace(self.content, overlay=overlay))[1]

    def book(self, overlay=None):
        return BOOK.with_law(self.read(overlay))


@pytest.fixture
def law(tmp_path):
    return Law(tmp_path)


def spans(law, path, place, day):
    """First day, last day, state and value of each cell of a place, as known on a day."""
    cells = known.as_known_on(law, day)[path].versions.get(place, ())
    return [(str(cell.start), str(cell.until), cell.state.name, cell.value) for cell in cells]


BEFORE = [("2026-01-01", "None", "KNOWN", 200_000)]


def test_a_value_added_later_is_left_out_and_the_one_before_it_goes_on(law):
    old = law.state()
    law.write(MOST, "upper", {**law.values(MOST, "upper"), "2026-08-01": value(300_000, SECOND)})
    assert law.release(old, SECOND) == ([], [], [])
    now = law.read()
    assert spans(now, MOST, "upper", SECOND - timedelta(days=1)) == BEFORE
    later = [("2026-01-01", "2026-07-31", "KNOWN", 200_000), ("2026-08-01", "None", "KNOWN", 300_000)]
    assert spans(now, MOST, "upper", SECOND) == spans(now, MOST, "upper", TODAY) == later


def test_a_document_that_was_extended_later_ends_as_it_did(law):
    old = law.state()
    law.write(MOST, "valley", {**law.values(MOST, "valley"), "2027-01-01": value(130_000, SECOND)})
    law.release(old, SECOND)
    then = known.as_known_on(law.read(), FIRST)[MOST]
    assert [cell.state for cell in then.versions["valley"]] == [State.KNOWN, State.UNKNOWN]
    assert law.read()[MOST].at("valley", date(2027, 2, 1)).value == 130_000


def test_a_value_corrected_later_reads_as_it_did(law):
    old = law.state()
    law.write(MOST, "upper", {"2026-01-01": value(210_000, SECOND)})
    assert law.release(old, SECOND) == ([(MOST, "upper")], [], [])
    now = law.read()
    assert spans(now, MOST, "upper", FIRST) == BEFORE
    assert spans(now, MOST, "upper", SECOND) == [("2026-01-01", "None", "KNOWN", 210_000)]


def test_a_place_whose_new_values_do_not_say_when_they_were_encoded_is_recorded_as_silent(law):
    old = law.state()
    law.write(ROUNDING, "upper", {"0001-01-01": value(50)})
    assert law.release(old, SECOND) == ([(ROUNDING, "upper")], [(ROUNDING, "upper", "0001-01-01")], [])
    assert spans(law.read(), ROUNDING, "upper", FIRST) == []
    assert register_check.earlier(law.read(), law.content.registry) == []


def test_a_start_moved_later_is_where_it_was(law):
    old = law.state()
    law.write(MOST, "upper", {"2026-03-01": value(200_000, SECOND)})
    law.release(old, SECOND)
    assert spans(law.read(), MOST, "upper", FIRST) == BEFORE
    assert spans(law.read(), MOST, "upper", SECOND) == [("2026-03-01", "None", "KNOWN", 200_000)]


def test_a_value_withdrawn_later_stands(law):
    old = law.state()
    law.write(MOST, "upper", {})
    assert law.release(old, SECOND).changed == [(MOST, "upper")]
    assert spans(law.read(), MOST, "upper", FIRST) == BEFORE
    assert spans(law.read(), MOST, "upper", SECOND - timedelta(days=1)) == BEFORE
    assert spans(law.read(), MOST, "upper", SECOND) == []
    assert known.as_known_on(law.read(), FIRST)[MOST].at("upper", DAY).value == 200_000
    assert law.read()[MOST].at("upper", DAY).value == 120_000


def test_a_place_written_later_has_the_rule_of_the_place_above_it(law):
    law.write(ROUNDING, "upper", {"0001-01-01": value(50, SECOND)})
    assert known.as_known_on(law.read(), FIRST)[ROUNDING].at("upper", DAY).place == "valley"
    assert known.as_known_on(law.read(), SECOND)[ROUNDING].at("upper", DAY).value == 50


def test_an_item_written_later_is_unknown(law):
    for place in yaml.read(law.file(MOST)).keys() - {"description", "metadata"}:
        law.write(MOST, place, {day: value(1, SECOND) for day in law.values(MOST, place)})
    then = known.as_known_on(law.read(), FIRST)[MOST]
    assert then.versions == {}
    cell = then.at("upper", DAY)
    assert (cell.state, cell.reason.en) == (State.UNKNOWN, "nothing is recorded for this place")


def test_of_two_corrections_the_earliest_that_holds_up_to_the_day_counts(law):
    states = [law.state()]
    for figure, day in ((210_000, SECOND), (220_000, THIRD)):
        added = {"2026-08-01": value(figure + 1, day)}
        law.write(MOST, "upper", {**law.values(MOST, "upper"), **added, "2026-01-01": value(figure, day)})
        law.release(states[-1], day)
        states.append(law.state())
    now = law.read()
    first = [known.as_known_on(now, day)[MOST].at("upper", date(2026, 7, 15)).value for day in (FIRST, SECOND, THIRD)]
    last = [known.as_known_on(now, day)[MOST].at("upper", date(2026, 8, 15)).value for day in (FIRST, SECOND, THIRD)]
    assert (first, last) == ([200_000, 210_000, 220_000], [200_000, 210_001, 220_001])


def test_what_a_record_holds_that_was_itself_added_in_between_is_left_out(law):
    first = law.state()
    law.write(MOST, "upper", {**law.values(MOST, "upper"), "2026-08-01": value(300_000, SECOND)})
    law.release(first, SECOND)
    second = law.state()
    law.write(MOST, "upper", {**law.values(MOST, "upper"), "2026-08-01": value(310_000, THIRD)})
    law.release(second, THIRD)
    assert spans(law.read(), MOST, "upper", FIRST) == BEFORE
    assert spans(law.read(), MOST, "upper", SECOND)[1][3] == 300_000
    assert spans(law.read(), MOST, "upper", THIRD)[1][3] == 310_000


def test_a_release_can_be_recorded_again_and_names_what_is_not_dated_and_what_is_gone(law):
    old = law.state()
    old["orchard.gone", "upper"] = {"0001-01-01": value(1)}
    law.write(MOST, "upper", {"2026-01-01": value(210_000), "2026-08-01": value(1, SECOND)})
    once = law.release(old, SECOND)
    kept = superseded.file_of(law.content.registry, MOST).read_text(encoding="utf-8")
    assert once == law.release(old, SECOND) == ([(MOST, "upper")], [(MOST, "upper", "2026-01-01")], ["orchard.gone"])
    assert superseded.file_of(law.content.registry, MOST).read_text(encoding="utf-8") == kept


def test_a_release_before_can_be_a_snapshot_and_what_is_neither_is_refused(law, tmp_path):
    archive = tmp_path / "law.zip"
    snapshot.write(archive, law.read(), law.content, "")
    assert recording.timelines(archive) == law.state()
    with pytest.raises(FileNotFoundError):
        recording.timelines(law.content.parameters)


def test_a_release_registers_what_reads_otherwise_since_the_one_before(law):
    registry = law.content.registry
    assert recording.release(law.read(), registry, SECOND) == len(BOOK.law)
    law.write(MOST, "upper", {"2026-01-01": value(210_000, THIRD)})
    assert recording.release(law.read(), registry, THIRD) == recording.release(law.read(), registry, THIRD) == 1
    registered = releases.read(registry)
    assert list(registered) == [FIRST, SECOND, THIRD]
    assert registered[THIRD] == {MOST: releases.digest(law.read()[MOST])}
    assert releases.digests_on(registered, THIRD)[MOST] != releases.digests_on(registered, SECOND)[MOST]


def test_where_nothing_was_written_since_the_law_is_the_same_value():
    assert known.as_known_on(BOOK.base, FIRST) is BOOK.base
    assert BOOK.as_known_on(None) is BOOK
    again = BOOK.as_known_on(SECOND, TODAY)
    assert again is BOOK.as_known_on(SECOND, TODAY)
    assert (again.base, again.known_on) == (BOOK.base, SECOND)


def test_days_between_which_nothing_was_written_share_one_law(law):
    law.write(ROUNDING, "upper", {"0001-01-01": value(50, SECOND)})
    book = law.book()
    then = [book.as_known_on(FIRST + timedelta(days=days), TODAY).base for days in (0, 1, 61)]
    assert then[0] is then[1] is then[2] is not book.base
    assert book.as_known_on(FIRST, TODAY).as_known_on(TODAY, TODAY).base is book.base


@pytest.mark.parametrize(
    ("day", "words"), [(FIRST - timedelta(days=1), "before the first release"), (TODAY + timedelta(days=1), "nobody")]
)
def test_a_day_on_which_nothing_was_known_or_that_is_to_come_is_refused_with_its_place(day, words):
    with pytest.raises(InputError, match=words) as raised:
        decide(CASE, "orchard_loan", known_on=day, rulebook=BOOK, today=TODAY)
    assert raised.value.problems[0].pointer == "known_on"


def test_a_law_that_registers_no_release_says_so(law):
    (law.content.registry / releases.FILE).unlink()
    with pytest.raises(InputError, match="registers no release"):
        law.book().as_known_on(SECOND, TODAY)


def test_a_household_is_decided_as_known_then_with_packs_on_top_and_its_receipt_says_so(law, tmp_path):
    old = law.state()
    law.write(MOST, "upper", {"2026-01-01": value(30_000, SECOND)})
    law.release(old, SECOND)
    book = law.book()
    today, then = (
        decide(CASE, "orchard_loan", rulebook=book, reform=PACK, known_on=day, today=TODAY) for day in (None, FIRST)
    )
    assert (today.amount.value, then.amount.value > 30_000) == (30_000, True)
    assert then.receipt.result == decide(CASE, "orchard_loan", rulebook=BOOK, reform=PACK, today=TODAY).receipt.result
    assert (today.known_on, then.known_on, then.receipt.known_on) == (None, FIRST, FIRST)
    assert "known_on" not in today.model_dump(mode="json")
    assert "known_on" not in today.receipt.model_dump(mode="json")
    kept = then.receipt.model_dump(mode="json")
    assert kept["known_on"] == str(FIRST)
    assert kept["law"] != today.receipt.law
    again = replay(kept, rulebook=book)
    assert (again.same, again.needs) == (True, [])
    assert replay(today.receipt.model_dump(mode="json"), rulebook=book, known_on=FIRST).decision.amount == then.amount
    archive = tmp_path / "law.zip"
    snapshot.write(archive, book.law, law.content, book.formulas)
    assert replay(kept, snapshot.read(archive, book.places, law.content), rulebook=BOOK).same


def overlay_figure(law, folder, figure, today, start="2026-01-01"):
    facts = {"where": "upper", "start": start, "value": figure, "source": "rules", "evidence": "official"}
    set_value(law.read(), law.content.registry, folder, MOST, today=today, **facts)


def test_a_bureaus_figure_says_when_it_was_encoded_and_keeps_the_one_it_replaces(law, tmp_path):
    folder = tmp_path / "overlay"
    overlay_figure(law, folder, 150_000, SECOND)
    assert not superseded.file_of(folder, MOST).exists()
    overlay_figure(law, folder, 160_000, THIRD)
    overlay_figure(law, folder, 170_000, THIRD)
    overlay_figure(law, folder, 180_000, THIRD, start="2026-02-01")
    (record,) = yaml.read(superseded.file_of(folder, MOST))["upper"]
    assert (record["until"], [each["value"] for each in record["values"].values()]) == ("2026-09-30", [150_000])
    now = law.read(folder)
    figures = [[each[3] for each in spans(now, MOST, "upper", day)] for day in (FIRST, SECOND, THIRD)]
    assert figures == [[200_000], [150_000], [170_000, 180_000]]
    assert [known.as_known_on(now, day)[MOST].at("upper", DAY).origin for day in (FIRST, SECOND)] == ["law", "overlay"]
    archive = tmp_path / "law.zip"
    content = replace(law.content, overlay=folder)
    snapshot.write(archive, now, content, "")
    packed = snapshot.read(archive, now.places, content)
    assert [[each[3] for each in spans(packed, MOST, "upper", day)] for day in (FIRST, SECOND, THIRD)] == figures


def test_two_figures_that_a_bureau_replaces_on_one_day_are_kept_as_they_stood_together(law, tmp_path):
    for figure, day in ((150_000, SECOND), (160_000, THIRD)):
        for start in ("2026-01-01", "2026-02-01"):
            overlay_figure(law, tmp_path, figure, day, start=start)
    now = law.read(tmp_path)
    figures = [[each[3] for each in spans(now, MOST, "upper", day)] for day in (SECOND, THIRD)]
    assert figures == [[150_000] * 2, [160_000] * 2]


def test_a_figure_that_is_taken_out_of_an_overlay_was_known_until_then(law, tmp_path):
    overlay_figure(law, tmp_path, 150_000, SECOND)
    remove(tmp_path, [(MOST, "upper", "2026-01-01")])
    now = law.read(tmp_path)
    assert [spans(now, MOST, "upper", day)[0][3] for day in (FIRST, SECOND, china.today())] == [
        200_000,
        150_000,
        200_000,
    ]


def test_what_was_written_on_two_days_in_a_row_is_told_apart(law):
    next_day = SECOND + timedelta(days=1)
    added = {"2026-08-01": value(1, SECOND), "2026-09-01": value(2, next_day)}
    law.write(MOST, "upper", {**law.values(MOST, "upper"), **added})
    days = (SECOND - timedelta(days=1), SECOND, next_day)
    assert [len(spans(law.read(), MOST, "upper", day)) for day in days] == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("upper: [{until: 2026-08-31, values: {2026-01-01: {value: 1, metadata: {}}}}]", "needs evidence"),
        ("upper: [{values: {}}]", "until"),
        ("uper: []", "is no place"),
        ("- 1", ""),
        ("upper: 1", ""),
        ("upper: [{until: 2026-06-30, values: VALUES}]", "before the first release"),
        ("upper: [{until: 2026-08-31, values: VALUES}, {until: 2026-08-31, values: VALUES}]", "do not ascend"),
        ("upper: [{until: 2026-08-31, values: NOSUCH}]", "no document 'nosuch'"),
        ("upper: [{until: 2026-08-31, values: TEXT}]", "is no number"),
    ],
)
def test_a_record_that_cannot_be_is_named_with_its_line(law, text, words):
    facts = "metadata: {evidence: official, source: rules, last_verified: 2026-06-30}"
    good = f"{{2026-01-01: {{value: 1, {facts}}}}}"
    text = text.replace("VALUES", good).replace("NOSUCH", good.replace("rules", "nosuch"))
    file = superseded.file_of(law.content.registry, MOST)
    atomic.write_text(file, text.replace("TEXT", good.replace("value: 1", "value: much")) + "\n")
    problems = register_check.earlier(law.read(), law.content.registry)
    assert problems
    assert all((problem.file, problem.line) == (file, 1) for problem in problems)
    assert any(words in problem.message for problem in problems)


def test_a_record_of_no_item_and_releases_that_are_none_are_named(law):
    atomic.write_text(superseded.file_of(law.content.registry, "orchard.mots"), "upper: []\n")
    (problem,) = register_check.earlier(law.read(), law.content.registry)
    assert "no item orchard.mots" in problem.message
    atomic.write_text(law.content.registry / releases.FILE, "yesterday: {}\n")
    assert register_check.earlier(law.read(), law.content.registry)


PATHS = (MOST, ROUNDING, HEATING)
PLACES = ("valley", "upper", "lower", "harbour")
DAYS = ("0001-01-01", "2026-01-01", "2026-08-01", "2027-01-01")
EDITS = st.lists(
    st.tuples(
        st.sampled_from(PATHS),
        st.sampled_from(PLACES),
        st.sampled_from(DAYS),
        st.sampled_from(("write", "end", "unknown", "withdraw", "verify")),
        st.integers(1, 10**6),
        st.booleans(),
    ),
    max_size=6,
)


def edit(state, today, path, place, day, how, figure, dated):
    """A state with one value written, ended, made unknown, withdrawn or verified anew, whether or not it says when."""
    encoded = today if dated else None
    values = state.get((path, place), {})
    if how == "withdraw":
        values.pop(day, None)
    elif how == "verify" and day in values and values[day]["value"] is not None:
        values[day]["metadata"]["last_verified"] = "2026-08-31"
    else:
        until = {"until": "2028-01-31", "on_expiry": "reverts"} if how == "end" else {}
        values[day] = value(None if how == "unknown" else figure, encoded, **until)
    state[path, place] = dict(sorted(values.items()))


@settings(deadline=None, max_examples=12)
@given(second=EDITS, third=EDITS)
def test_as_known_on_each_release_the_law_is_the_one_that_was_released(tmp_path_factory, second, third):
    law = Law(tmp_path_factory.mktemp("released"))
    releases_by_day = {FIRST: law.read()}
    for day, edits in ((SECOND, second), (THIRD, third)):
        old, new = law.state(), copy.deepcopy(law.state())
        for each in edits:
            edit(new, day, *each)
        for (path, place), values in new.items():
            if values != old.get((path, place), {}):
                law.write(path, place, values)
        law.release(old, day)
        releases_by_day[day] = law.read()
    newest = releases_by_day[THIRD]
    for day, then in releases_by_day.items():
        for path, item in then.items():
            assert dict(known.as_known_on(newest, day)[path].versions) == dict(item.versions), (day, path)


def test_an_answer_rests_on_what_was_known(law):
    law.write(ROUNDING, "lower", {"0001-01-01": value(10, SECOND)})
    case, book = {**CASE, "orchard_city": "lower"}, law.book()
    grounds = [
        [(source.place, source.value) for source in answer.sources if source.path == ROUNDING]
        for answer in (decide(case, "orchard_loan", rulebook=book, known_on=day, today=TODAY) for day in (FIRST, None))
    ]
    assert grounds == [[("valley", 100)], [("lower", 10)]]


def test_a_rulebook_of_another_folder_knows_its_own_past(law):
    law.write(ROUNDING, "upper", {"0001-01-01": value(50, SECOND)})
    book = Rulebook.load(law.folder)
    assert book.as_known_on(FIRST, TODAY).law[ROUNDING].at("upper", DAY).value == 100
