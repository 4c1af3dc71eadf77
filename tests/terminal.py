"""Running the command line in tests: in this process, or in one of its own where that is what counts."""

import os
import re
import subprocess
import sys
from contextlib import contextmanager, nullcontext
from functools import cache, lru_cache
from pathlib import Path
from unittest import mock

from typer import testing
from typer.main import get_command

from cdmz_rules.cli.app import app
from cdmz_rules.files import paths
from cdmz_rules.rulebook import rulebook

ROOT = Path(__file__).resolve().parents[1]
CHENGDU = str(ROOT / "examples" / "ex01_chengdu_one_contributor.yaml")
DEYANG = str(ROOT / "examples" / "deyang_household.yaml")
REFUSED = str(ROOT / "examples" / "refused_four_of_six_months.yaml")
LOAN = "provident_fund_loan"
MAXIMUM = "provident_fund.loan.maximum_single"
COMMANDS = (
    "",
    "decide",
    "interview",
    "batch",
    "benefits",
    "inputs",
    "repay",
    "replay",
    "settle-beds",
    "settle-claims",
    "compare",
    "what-if",
    "what-if scenarios",
    "what-if sweep",
    "what-if least-change",
    "what-if when",
    "serve",
    "law",
    "law show",
    "law coverage",
    "law gaps",
    "law workbook",
    "law import",
    "law letter",
    "law outlook",
    "law stale",
    "law links",
    "law matrix",
    "law check",
    "law set",
    "law snapshot",
    "law impact",
    "reform",
    "reform list",
    "reform check",
    "reform show",
    "reform diff",
)
LANGUAGES = ("zh", "en")

CHINESE = re.compile("[\u4e00-\u9fff]")

# The tree of commands is built once, not at every call.
testing._get_command = cache(get_command)


def cdmz(*arguments, stdin=None, overlay=None):
    """Run the command in this process, with the rulebook that a process with this overlay would have."""
    with started_with(overlay) if overlay else nullcontext():
        return testing.CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)


@contextmanager
def started_with(overlay):
    """As if this process had been started with an overlay: what is shipped is read with it, when it is asked for."""
    shipped = lru_cache(maxsize=1)(lambda: rulebook._read(paths.shipped()))
    with mock.patch.dict(os.environ, {paths.OVERLAY: str(overlay)}), mock.patch.object(rulebook, "_shipped", shipped):
        yield


def said(*arguments, stdin=None, overlay=None):
    """What a command that works prints, with the line breaks of the terminal taken out."""
    result = cdmz(*arguments, stdin=stdin, overlay=overlay)
    assert result.exit_code == 0, result.output
    assert "Traceback" not in result.output
    return re.sub(r"\s+", " ", result.stdout)


def process(*arguments, overlay=None, lang="zh", folder=None):
    """Run the command in a process of its own, in a folder."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "CDMZ_LANG": lang}
    environment.pop(paths.OVERLAY, None)
    environment |= {paths.OVERLAY: str(overlay)} if overlay else {}
    command = [sys.executable, "-m", "cdmz_rules.cli", *map(str, arguments)]
    return subprocess.run(command, check=False, capture_output=True, text=True, env=environment, cwd=folder)
