"""Running the command line in tests: in this process, or in one of its own where the environment counts."""

import os
import re
import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner

from cdmz_rules.cli.app import app

ROOT = Path(__file__).resolve().parents[1]
CHENGDU = str(ROOT / "examples" / "ex01_chengdu_one_contributor.yaml")
DEYANG = str(ROOT / "examples" / "deyang_household.yaml")
REFUSED = str(ROOT / "examples" / "refused_four_of_six_months.yaml")
LOAN = "provident_fund_loan"
MAXIMUM = "provident_fund.loan.maximum_single"
COMMANDS = (
    "",
    "decide",
    "batch",
    "benefits",
    "inputs",
    "replay",
    "settle-beds",
    "serve",
    "law",
    "law show",
    "law coverage",
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


def cdmz(*arguments, stdin=None):
    """Run the command in this process."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)


def said(*arguments, stdin=None):
    """What a command that works prints, with the line breaks of the terminal taken out."""
    result = cdmz(*arguments, stdin=stdin)
    assert result.exit_code == 0, result.output
    assert "Traceback" not in result.output
    return re.sub(r"\s+", " ", result.stdout)


def process(*arguments, overlay=None, lang="zh"):
    """Run the command in a process of its own, where the environment counts."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "CDMZ_LANG": lang}
    environment.pop("CDMZ_LAW_OVERLAY", None)
    environment |= {"CDMZ_LAW_OVERLAY": str(overlay)} if overlay else {}
    command = [sys.executable, "-m", "cdmz_rules.cli", *map(str, arguments)]
    return subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
