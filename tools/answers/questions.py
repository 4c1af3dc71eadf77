"""Questions, each of some kind, and how one is answered: by a function of the package, over HTTP, or by the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from functools import lru_cache, partial
from typing import Any

from cdmz_rules.api import create_app
from fastapi.testclient import TestClient

from cdmz_rules import InputError, decide, decide_all, decide_table, load_reform

Plain = dict[str, Any]
Question = tuple[str, Plain]
"""The kind of a question, and its terms: all that the answer depends on, beside the code."""

TODAY = date(2026, 11, 30)


def post(path: str, **body: Any) -> Plain:
    """The terms of a question that is posted."""
    return {"method": "POST", "path": path, "json": body}


def get(path: str, **params: Any) -> Plain:
    """The terms of a question that only reads."""
    return {"method": "GET", "path": path, "params": params, "json": None}


@lru_cache(maxsize=1)
def service() -> TestClient:
    """The HTTP interface, within this process."""
    return TestClient(create_app(), raise_server_exceptions=False)


def answer(kind: str, terms: Plain) -> Any:
    """The answer to a question as plain JSON; what is wrong with it, if it is wrong."""
    try:
        reply = REPLIES.get(kind, _response)(terms)
    except InputError as error:
        reply = {"problems": [asdict(problem) for problem in error.problems]}
    except Exception as error:  # one answer that breaks must not hide all the others
        reply = {"broken": f"{type(error).__name__}: {error}"}
    return json.loads(json.dumps(reply, default=str, ensure_ascii=False))


def _decision(terms: Plain) -> Plain:
    decision = partial(decide, terms["case"], terms["benefit"], terms["date"], reform=_reform(terms), today=TODAY)
    return {
        "full": decision(detail="full").model_dump(mode="json"),
        "compact": decision(detail="compact").model_dump(mode="json"),
    }


def _every_decision(terms: Plain) -> Plain:
    decisions = decide_all(terms["case"], terms["date"], reform=_reform(terms), today=TODAY).decisions
    return {benefit: decision.model_dump(mode="json") for benefit, decision in decisions.items()}


def _table(terms: Plain) -> Plain:
    decided = decide_table(terms["columns"], terms["benefits"], terms["date"], reform=_reform(terms), today=TODAY)
    units = {column.name: (column.metadata or {}).get(b"unit", b"").decode() for column in decided.table.schema}
    return {"columns": decided.table.to_pydict(), "units": units, "errors": [asdict(error) for error in decided.errors]}


def _reform(terms: Plain) -> Any:
    return load_reform(terms["reform"]) if terms["reform"] else None


def _response(terms: Plain) -> Plain:
    content = terms.get("content")
    response = service().request(
        terms["method"],
        terms["path"],
        params=terms.get("params"),
        headers=terms.get("headers"),
        **({"json": terms["json"]} if content is None else {"content": content.encode()}),
    )
    return {"status": response.status_code, "body": _body(response.text)}


def _output(terms: Plain) -> Plain:
    command = [sys.executable, "-m", "cdmz_rules", *terms["arguments"]]
    process = subprocess.run(command, input=terms.get("stdin"), capture_output=True, text=True, check=False)
    return {"exit": process.returncode, "output": _body(process.stdout), "errors": process.stderr}


def _body(text: str) -> Any:
    """A text as JSON if it is JSON, or else its lines, those that are JSON as such."""
    try:
        return json.loads(text)
    except ValueError:
        return [_line(line) for line in text.splitlines()]


def _line(line: str) -> Any:
    try:
        return json.loads(line) if line.startswith("{") else line
    except ValueError:
        return line


REPLIES: Mapping[str, Callable[[Plain], Plain]] = {
    "decision": _decision,
    "mistake": _decision,
    "every_benefit": _every_decision,
    "table": _table,
    "command": _output,
}
"""How a question is answered, by its kind; every other kind is a request over HTTP."""
