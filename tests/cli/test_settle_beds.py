"""``cdmz settle-beds``: a folder of tables that add up, every mistake with its row, and nothing written over what is read."""

import csv
import shutil
from decimal import Decimal

import pytest
from terminal import ROOT, cdmz

from cdmz_rules.settlement.beds.report import TABLES

STAYS = ROOT / "examples" / "stays.csv"
QUARTER = ("--month", "2026-01", "--until", "2026-03", "--date", "2026-04-10", "--reform", "assumptions_2026")


def rows(file):
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def total(table):
    return sum(Decimal(row["yuan"]) for row in table)


@pytest.fixture(scope="module")
def settled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("settled")
    said = cdmz("settle-beds", STAYS, *QUARTER, "-o", folder)
    assert said.exit_code == 1, said.output
    return said, {name: rows(folder / f"{name}.csv") for name in TABLES}


def test_all_tables_come_to_one_sum(settled):
    _, tables = settled
    sums = {total(tables[name]) for name in ("matrix", "institutions", "stays")}
    assert len(sums) == 1
    assert sums.pop() > 0
    assert sum(Decimal(row["balance"]) for row in tables["balance"]) == 0


def test_every_row_is_told_of_and_wrong_ones_why(settled):
    said, tables = settled
    assert [row["row"] for row in tables["stays"]] == [str(2 + row) for row in range(9)]
    assert [(row["row"], row["column"], row["code"]) for row in tables["refused"]] == [("9", "to", "backwards")]
    assert [row["institution"] for row in tables["institutions"] if row["elder_months"] == "0"] != []
    assert "1 行有误" in said.stdout
    assert "假设，并非政策" in said.stdout


def test_without_a_folder_wrong_rows_are_shown():
    said = cdmz("settle-beds", STAYS, *QUARTER, "--lang", "en")
    assert said.exit_code == 1
    assert "row 9 to: it ends before it begins" in said.stdout


def test_of_two_stays_that_overlap_each_names_the_other(tmp_path):
    head, first, *_ = STAYS.read_text(encoding="utf-8").splitlines()
    file = tmp_path / "stays.csv"
    file.write_text("\n".join([head, first, first.replace("2025-12-20", "2025-12-21", 1)]), encoding="utf-8")
    said = cdmz("settle-beds", file, *QUARTER)
    assert "第 2 行 from: 与同一老人的另一段入住重叠，两行均不结算（另见：第 3 行 from）" in said.stdout
    cdmz("settle-beds", file, *QUARTER, "-o", tmp_path / "settled")
    refused = rows(tmp_path / "settled" / "refused.csv")
    assert [(row["row"], row["other_row"]) for row in refused] == [("2", "3"), ("3", "2")]


def test_identity_numbers_are_read_and_written_nowhere(tmp_path):
    number, file = "510104194912310044", tmp_path / "stays.csv"
    told = rows(STAYS)[:2]
    numbers = (number, f"{number[:-1]}1")
    lines = [{**row, "birth_date": "", "身份证号": each} for row, each in zip(told, numbers, strict=True)]
    with file.open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, lines[0])
        table.writeheader()
        table.writerows(lines)
    said = cdmz("settle-beds", file, *QUARTER, "-o", tmp_path / "settled")
    assert said.exit_code == 1, said.output
    assert [row["column"] for row in rows(tmp_path / "settled" / "refused.csv")] == ["id_number"]
    written = [each.read_text(encoding="utf-8") for each in (tmp_path / "settled").iterdir()]
    assert not [text for text in (*written, said.output) if number[:17] in text]


def test_a_table_that_is_right_ends_well(tmp_path):
    file = tmp_path / "stays.csv"
    file.write_text("\n".join(STAYS.read_text(encoding="utf-8").splitlines()[:3]), encoding="utf-8")
    said = cdmz("settle-beds", file, *QUARTER)
    assert said.exit_code == 0, said.output


def test_the_table_itself_is_never_written_over(tmp_path):
    file = tmp_path / "stays.csv"
    shutil.copy(STAYS, file)
    said = cdmz("settle-beds", file, *QUARTER, "-o", tmp_path, "--lang", "en")
    assert said.exit_code == 2
    assert "read and written at once" in said.stderr
    assert file.read_bytes() == STAYS.read_bytes()
    assert list(tmp_path.iterdir()) == [file]


MISTAKES = {
    "no month": ((STAYS, "--month", "2026"), "--month: this is no month"),
    "to come": ((STAYS, "--month", "2026-01", "--date", "2026-01-30"), "--month: this month is not over"),
    "no file": (("nothing.csv", "--month", "2026-01"), "nothing.csv: No such file or directory"),
    "no table": ((ROOT / "README.md", "--month", "2026-01"), "no kind of file"),
    "rules unknown": ((STAYS, "--month", "2026-01", "--date", "2026-04-10"), "the rule is not known"),
    "a folder that is a file": ((STAYS, *QUARTER, "-o", STAYS), "File exists"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named(name):
    arguments, words = MISTAKES[name]
    said = cdmz("settle-beds", *arguments, "--lang", "en")
    assert said.exit_code == 2, said.output
    assert words in said.stderr


@pytest.mark.parametrize(
    ("reform", "banners"),
    [
        ("assumptions_2026", ["ASSUMPTION, NOT POLICY · Assumption pack 2026"]),
        (
            "assumptions_2026+bed_subsidy_follows_the_person",
            [
                "ASSUMPTION, NOT POLICY · Assumption pack 2026",
                "A PROPOSED REFORM, NOT THE LAW · Bed subsidies that follow the person",
            ],
        ),
    ],
)
def test_a_pack_is_called_an_assumption_and_a_reform_a_proposal(reform, banners):
    said = cdmz("settle-beds", STAYS, *QUARTER[:-1], reform, "--lang", "en")
    assert [line for line in said.stdout.splitlines() if " NOT " in line] == banners
