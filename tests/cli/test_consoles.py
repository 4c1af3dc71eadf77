"""Consoles of any encoding: nothing crashes, JSON stays JSON, and what was written by way of one is read again."""

import json
import os
import subprocess
import sys
from functools import cache

import pytest
from terminal import CHENGDU, LOAN, ROOT

ENCODINGS = ("gbk", "cp1252", "ascii")
COMMANDS = {
    "answer": ("decide", LOAN, CHENGDU),
    "mistake": ("decide", LOAN, "没有这个文件.yaml"),
    "help": ("--help",),
}


@cache
def printed(encoding, *arguments):
    """What a process prints on a console of that encoding, as bytes."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "cdmz_rules", *map(str, arguments)]
    return subprocess.run(command, check=False, capture_output=True, env=environment, cwd=ROOT)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_console_of_any_encoding_shows_what_it_can(encoding, command):
    usual = printed("utf-8", *COMMANDS[command], "--lang", "zh")
    result = printed(encoding, *COMMANDS[command], "--lang", "zh")
    assert result.returncode == usual.returncode
    assert b"Traceback" not in result.stderr
    shown = (result.stdout + result.stderr).decode(encoding)
    # What a console has no letters for is shown as its code.
    words = {"answer": "符合条件", "mistake": "没有这个文件或文件夹", "help": "用法"}[command]
    assert (words in shown) == (encoding == "gbk")
    assert (words.encode("ascii", "backslashreplace").decode() in shown) == (encoding != "gbk")


@pytest.mark.sampled(1)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_json_is_json_whatever_the_console_can_show(encoding):
    usual = printed("utf-8", "decide", LOAN, CHENGDU, "--json")
    result = printed(encoding, "decide", LOAN, CHENGDU, "--json")
    assert json.loads(result.stdout.decode(encoding)) == json.loads(usual.stdout)


@pytest.mark.sampled(1)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_an_empty_case_that_a_shell_wrote_into_a_file_is_read_again(encoding, tmp_path):
    file = tmp_path / "case.yaml"
    file.write_bytes(printed(encoding, "inputs", LOAN, "--template").stdout)
    result = printed(encoding, "decide", LOAN, file, "--lang", "en")
    assert result.returncode == 0, result.stderr


def test_claims_that_a_console_has_no_letters_for_are_refused_rather_than_spoilt(tmp_path):
    file = tmp_path / "claims.csv"
    claims = (ROOT / "examples" / "claims.csv").read_text(encoding="utf-8-sig")
    head, first, *_ = claims.splitlines()
    file.write_text(f"{head}\n{first.replace(first.partition(',')[0], '张三', 1)}\n", encoding="utf-8")
    arguments = ("settle-claims", file, "--date", "2023-12-31")
    assert "张三".encode("gbk") in printed("gbk", *arguments).stdout
    result = printed("cp1252", *arguments, "--lang", "en")
    assert result.returncode == 2
    assert b"write it to a file" in result.stderr
    written = tmp_path / "settled.csv"
    assert printed("cp1252", *arguments, "-o", written).returncode == 0
    assert written.read_bytes().startswith(b"\xef\xbb\xbf" + head.split(",")[0].encode())
    assert "张三" in written.read_text(encoding="utf-8-sig")
