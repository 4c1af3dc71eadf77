"""A law that cannot be loaded says in which file and line, in an error of this package: never in one of Python's or OpenFisca's."""

import gc
import re
import shutil
import sys

import pytest
from generators.toy import FOLDER

from cdmz_rules import Rulebook
from cdmz_rules.errors import LawFileError

PLACES = "registry/jurisdictions.yaml"
HEATING = "variables/welfare/heating.py"
MOST = "parameters/orchard/most.yaml"
BROKEN = {
    "a place that lies in itself": (PLACES, "parent: national", "parent: upper", "upper lies in itself"),
    "a parent that does not exist": (
        PLACES,
        "parent: national",
        "parent: nationl",
        "no place nationl — did you mean national",
    ),
    "a level that does not exist": (
        PLACES,
        "level: province",
        "level: provinze",
        "no level provinze — did you mean province",
    ),
    "a register that is a list": (PLACES, r"(?s)\A.*\Z", "- upper\n", "a register is a mapping"),
    "a formula file that is no Python": (HEATING, r"\Z", "\nclass (:\n", "heating.py:139: SyntaxError"),
    "a formula file that fails": (
        HEATING,
        r"\Z",
        "\n\nraise RuntimeError('late')\n",
        "heating.py:140: RuntimeError: late",
    ),
    "a formula file that exits": (HEATING, r"\Z", "\nraise SystemExit(3)\n", "heating.py:139: SystemExit: 3"),
    "a formula file that imports what is not there": (
        HEATING,
        r"\A",
        "import nowhere\n",
        "heating.py:1: ModuleNotFoundError",
    ),
    "a payer that does not exist": (
        HEATING,
        'payer = "home_place"',
        'payer = "home_plaice"',
        "home_plaice — did you mean home_place",
    ),
    "a condition that does not exist": (HEATING, r"of = \(", 'of = ("heating_stoves", ', "did you mean heating_stove"),
    "an item without content": (MOST, r"(?s)\A.*\Z", "", "most.yaml:1: this is no item of the law"),
    "an item that is a list": (MOST, r"(?s)\A.*\Z", "- 1\n", "most.yaml:1: this is no item of the law"),
    "a value that is no number": (MOST, r"value: \d\w*", "value: many", "most.yaml:1: orchard.most: .*many"),
    "a version of no calendar day": (MOST, r"20\d\d-01-01", "2026-13-01", "most.yaml:1: .*2026-13-01"),
}


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(FOLDER, tmp_path / "law")


@pytest.mark.parametrize(("file", "found", "replaced", "said"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_named_with_file_and_line(folder, file, found, replaced, said):
    target = folder / file
    text, count = re.subn(found, replaced, target.read_text(encoding="utf-8"), count=1)
    assert count == 1
    target.write_text(text, encoding="utf-8")
    with pytest.raises(LawFileError, match=said) as caught:
        Rulebook.load(folder)
    assert all(problem.file == target and problem.line for problem in caught.value.problems)


def test_two_files_that_define_one_variable_are_refused(folder):
    shutil.copy(folder / HEATING, folder / "variables/welfare/heating_again.py")
    with pytest.raises(LawFileError, match=r"heating(_again)?\.py:.*already defined"):
        Rulebook.load(folder)


def test_the_modules_of_a_rulebook_go_with_it():
    def loaded():
        gc.collect()
        return sum(str(FOLDER) in name for name in sys.modules)

    before = loaded()
    book = Rulebook.load(FOLDER)
    assert loaded() > before
    del book
    assert loaded() == before
