"""What docs/architecture.md says: its ten lines decide under another law, and its rooms are those that stand."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
MOST_LINES = 10


def test_ten_lines_decide_a_case_under_another_law():
    (program,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    assert len([line for line in program.splitlines() if line.strip()]) <= MOST_LINES
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True)
    assert result.stdout == "eligible 450.0 450.0\n"


def test_every_room_that_is_named_stands_and_every_room_that_stands_is_named():
    named = {name.rstrip("/") for name in re.findall(r"`(?:cdmz_rules/)?([a-z_0-9]+(?:\.py|/))`", TEXT)}
    package = ROOT / "cdmz_rules"
    rooms = {path.name for path in package.iterdir() if (path / "__init__.py").is_file()} - {"api"}
    assert rooms <= named
    places = (package, ROOT, ROOT / "tests")
    assert {name for name in named if not any((place / name).exists() for place in places)} == set()
