"""The wheel holds the law, and nothing called api or parameters lands in anybody's site-packages."""

import json
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """A wheel built from a clean copy of what git tracks."""
    folder = tmp_path_factory.mktemp("wheel")
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            copy = folder / "source" / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes((ROOT / name).read_bytes())
    pip("wheel", "--no-deps", "--wheel-dir", str(folder), str(folder / "source"))
    return next(folder.glob("cdmz_rules-*.whl"))


def pip(*arguments, environment=sys.prefix):
    """Run pip for an environment, which need not have a pip of its own."""
    command = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(environment),
        "--quiet",
        "--disable-pip-version-check",
        *arguments,
    ]
    result = subprocess.run(command, check=False, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr


def test_everything_in_the_wheel_stands_below_the_package(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.split("/")[0] for name in names} == {"cdmz_rules", wheel.name.split("-py3")[0] + ".dist-info"}
    for part in (
        "api/__init__.py",
        "parameters/provident_fund/loan/maximum_single.yaml",
        "registry/sources.yaml",
        "examples/ex01_chengdu_one_contributor.yaml",
        "enquiry/worth.yaml",
        "enquiry/letter.html",
        "script/engine.min.js",
        "api/pages/static/page.js",
        "api/pages/static/mark.svg",
        "api/widget/static/cdmz-calculator.js",
        "i18n/locale/zh/LC_MESSAGES/cdmz.mo",
        "py.typed",
    ):
        assert f"cdmz_rules/{part}" in names
    yaml = {name.removeprefix("cdmz_rules/") for name in names if name.startswith("cdmz_rules/parameters/")}
    assert yaml >= {file.relative_to(ROOT).as_posix() for file in (ROOT / "parameters").rglob("*.yaml")}


def test_a_fresh_environment_decides_a_case_from_another_folder(wheel, tmp_path):
    environment = tmp_path / "env"
    venv.create(environment)
    constraints = str(ROOT / "constraints.txt")
    pip("install", "--no-compile", "--constraint", constraints, str(wheel), environment=environment)
    case = tmp_path / "case.yaml"
    case.write_text(
        (ROOT / "examples" / "ex01_chengdu_one_contributor.yaml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    command = [environment / "bin" / "cdmz", "decide", "provident_fund_loan", case.name, "--json"]
    answer = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True)
    decision = json.loads(answer.stdout)
    assert decision["outcome"] == "eligible"
    assert decision["amounts"][0]["upper"] == 800_000
    shown = subprocess.run(command[:-1], cwd=tmp_path, check=True, capture_output=True, text=True)
    assert "符合条件" in shown.stdout
    letter = [environment / "bin" / "cdmz", "law", "letter", "deyang", "-o", "letter.html", "--top", "3"]
    subprocess.run(letter, cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "letter.html").read_text(encoding="utf-8").count("<li>") == 3


def test_importing_the_repository_does_not_make_a_second_copy_of_a_module():
    program = (
        "import sys, cdmz_rules.api, cdmz_rules\n"
        "files = [getattr(m, '__file__', None) for m in list(sys.modules.values())]\n"
        "own = [f for f in files if f and ('cdmz_rules' in f or '/api/' in f) and 'site-packages' not in f]\n"
        "assert len(own) == len(set(own)), own\n"
        "assert 'api' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT.parent, check=True)
