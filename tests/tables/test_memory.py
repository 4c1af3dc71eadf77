"""How much memory files of tables need, and what is loaded without one: each measured in a process of its own."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from generators.toy import FOLDER

from cdmz_rules.tables.sinks import open_sink

ROOT = Path(__file__).parents[2]
MEMORY = """
import resource, sys
from cdmz_rules import Rulebook
from cdmz_rules.files.atomic import replacing
from cdmz_rules.tables.decide_table import question
from cdmz_rules.tables import results
from cdmz_rules.tables.batch import Batch
from cdmz_rules.tables.sinks import open_sink
from cdmz_rules.tables.sources import open_source
from cdmz_rules.tables.naming import knows
from functools import partial
from pathlib import Path

def core(asked, households):
    answers = {rules.id: results.empty(rules, households.count) for rules in asked.benefits}
    for answer in answers.values():
        answer.outcome[:] = 0
    return answers

asked = question(Rulebook.load(sys.argv[1]), "heating_grant")
known = partial(knows, asked.rulebook.catalogue)

def run(kind, name):
    with open(name, "rb") as stream, replacing(Path(name + ".out")) as out:
        written = None
        for piece in Batch(open_source(kind, stream, name, known), asked, None, core).pieces():
            table = piece.table()
            written = written or open_sink(kind, out, table.schema)
            written.write(table)
        written.close()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

small, large = (run(sys.argv[2], name) for name in sys.argv[3:])
print(large - small)
"""


def many(count):
    return pa.table(
        {
            "id": [f"{row:0180}" for row in range(count)],
            "applicant.monthly_income": [float(row % 50_000) for row in range(count)],
            "applicant.home_city": ["upper", "上城"] * (count // 2),
            "child1.birth_date": pa.array([date(1990, 1, 1 + row % 28) for row in range(count)]),
        }
    )


@pytest.mark.parametrize("kind", ["csv", "parquet", "arrow"])
def test_a_long_file_needs_no_more_memory_than_a_short_one(kind, tmp_path):
    short, factor = 20_000, 20
    piece = many(short)
    names = []
    for times in (1, factor):
        file = tmp_path / f"{times}.{kind}"
        with file.open("wb") as stream:
            sunk = open_sink(kind, stream, piece.schema)
            for _ in range(times):
                sunk.write(piece)
            sunk.close()
        names.append(str(file))
    result = subprocess.run(
        [sys.executable, "-c", MEMORY, str(FOLDER), kind, *names],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    # Buffers fill up to a point; the rows of the long file alone would take several hundred.
    assert float(result.stdout) < 100, f"{result.stdout} MiB more for {factor} times the rows"


def test_importing_the_package_or_the_engine_loads_no_table_library():
    program = (
        "import sys, cdmz_rules\n"
        "from cdmz_rules import decide, load_reform\n"
        "import cdmz_rules.cli.app\n"
        "assert not {'pyarrow', 'xlsxwriter', 'python_calamine'} & sys.modules.keys()\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)
