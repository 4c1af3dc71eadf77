"""The ways by which a household comes in, each with the values spelled as somebody would write them there."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet
import yaml
from table_cases import columns, flat
from terminal import cdmz

from cdmz_rules import decide
from cdmz_rules.rulebook.infos import InputInfo
from cdmz_rules.rulebook.rulebook import Rulebook
from generators import spellings

Plain = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """Households and what is asked about them.

    Attributes:
        rulebook: By which they are decided.
        benefit: For which.
        day: On which day.
        cases: The households, with days in ISO's form.
        random: What draws the spellings.
        folder: Where files are written.
        reform: The name of the pack, or nothing.
    """

    rulebook: Rulebook
    benefit: str
    day: date
    cases: list[Plain]
    random: Random
    folder: Path
    reform: str | None = None

    def spelled(self, case: Plain, how: Callable[[InputInfo, Any, Random], Any]) -> Plain:
        """A household with each value as somebody writes it."""
        return {
            name: [self.spelled(member, how) for member in value]
            if name == "members"
            else value
            if name == "role"
            else how(self.rulebook.catalogue.inputs[name], value, self.random)
            for name, value in case.items()
        }

    def rows(self, how: Callable[[InputInfo, Any, Random], Any]) -> Mapping[str, list[Any]]:
        """The households as columns."""
        rows = (flat(self.rulebook.catalogue, self.spelled(case, how)) for case in self.cases)
        return columns({"id": f"户{number}", **row} for number, row in enumerate(rows))

    def options(self) -> list[str]:
        """What the command line is told of the law and the day."""
        return ["--date", self.day.isoformat(), *(["--reform", self.reform] if self.reform else [])]


def plain(info: InputInfo, value: Any, random: Random) -> Any:
    """A value as it is, or as text."""
    return random.choice([value, spellings.text(info, value, random)])


def by_python(asked: Asked) -> list[Plain]:
    """`decide`, with what programs hold."""
    cases = (asked.spelled(case, spellings.native) for case in asked.cases)
    found = (decide(case, asked.benefit, asked.day, rulebook=asked.rulebook) for case in cases)
    return [each.compact().model_dump(mode="json") for each in found]


def by_yaml(asked: Asked) -> list[Plain]:
    """`cdmz decide` on a file of YAML."""
    write = lambda case: yaml.safe_dump(case, allow_unicode=True)  # noqa: E731
    return [_decided(asked, "case.yaml", write(asked.spelled(case, plain))) for case in asked.cases]


def by_json(asked: Asked) -> list[Plain]:
    """`cdmz decide` on a file of JSON."""
    return [_decided(asked, "case.json", json.dumps(asked.spelled(case, plain))) for case in asked.cases]


def by_set(asked: Asked) -> list[Plain]:
    """`cdmz decide` on members alone, with everything else set."""
    return [_decided(asked, "members.yaml", *_set(asked.spelled(case, spellings.text))) for case in asked.cases]


def by_http(client: Any) -> Callable[[Asked], list[Plain]]:
    """`POST /v1/decisions`."""

    def decided(asked: Asked) -> list[Plain]:
        found = []
        for case in asked.cases:
            question = {"benefits": [asked.benefit], "date": asked.day.isoformat(), "detail": "compact"}
            law = {"reform": asked.reform} if asked.reform else {}
            answer = client.post("/v1/decisions", json={**question, **law, "case": asked.spelled(case, plain)})
            assert answer.status_code == 200, answer.text
            found += answer.json()["decisions"]
        return found

    return decided


def by_page(client: Any) -> Callable[[Asked], list[str]]:
    """The form of the benefit's page; the page that comes back."""

    def shown(asked: Asked) -> list[str]:
        pages = []
        for case in asked.cases:
            form = dict(_form(asked, case))
            answer = client.post(
                f"/benefits/{asked.benefit}", data={**form, "date": asked.day.isoformat(), "lang": "en"}
            )
            assert answer.status_code == 200, answer.text
            pages.append(answer.text)
        return pages

    return shown


def _form(asked: Asked, case: Plain) -> Iterator[tuple[str, str]]:
    inputs, random = asked.rulebook.catalogue.inputs, asked.random
    for whose, holder in [("household", case), *((member["role"], member) for member in case["members"])]:
        if whose == "spouse":
            yield "has_spouse", "yes"
        for name, value in holder.items():
            if name not in ("members", "role"):
                info = inputs[name]
                choice = info.kind in ("choice", "yes_no")
                yield (
                    f"{whose}.{name}",
                    _option(value) if choice else spellings.text(info, value, random, percent=True),
                )


def _option(value: Any) -> str:
    """What a control with choices sends."""
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else str(value)


def by_csv(encoding: str) -> Callable[[Asked], Any]:
    """`cdmz batch` on CSV in an encoding."""

    def decided(asked: Asked) -> Any:
        table = asked.rows(spellings.text)
        written = io.StringIO(newline="")
        writer = csv.writer(written)
        writer.writerow(table)
        writer.writerows(zip(*(_cells(column) for column in table.values()), strict=True))
        return _batch(asked, f"{encoding}.csv", written.getvalue().encode(encoding))

    return decided


def by_lines(client: Any) -> Callable[[Asked], list[Plain]]:
    """`POST /v1/decisions/batch` with lines of JSON."""

    def decided(asked: Asked) -> list[Plain]:
        lines = [json.dumps(asked.spelled(case, plain), ensure_ascii=False) for case in asked.cases]
        law = {"reform": asked.reform} if asked.reform else {}
        answer = client.post(
            "/v1/decisions/batch",
            params={"benefit": asked.benefit, "date": asked.day.isoformat(), **law},
            content="\n".join(lines).encode(),
            headers={"content-type": "application/x-ndjson"},
        )
        assert answer.status_code == 200, answer.text
        answers = [json.loads(line) for line in answer.text.splitlines()]
        assert not any("errors" in each for each in answers), answers
        return [decision for each in answers for decision in each["decisions"]]

    return decided


def by_sheet(asked: Asked) -> Any:
    """`cdmz batch` on a workbook, with days as days and numbers as numbers, or as text."""
    table = asked.rows(lambda info, value, random: random.choice([_cell(info, value), plain(info, value, random)]))
    book = openpyxl.Workbook()
    book.active.append(list(table))
    for row in zip(*table.values(), strict=True):
        book.active.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return _batch(asked, "cases.xlsx", file.getvalue())


def by_parquet(asked: Asked) -> Any:
    """`cdmz batch` on Parquet, each column in the type of its values."""
    table = asked.rows(lambda info, value, random: _cell(info, value))
    sink = pa.BufferOutputStream()
    pyarrow.parquet.write_table(pa.table(table), sink)
    return _batch(asked, "cases.parquet", sink.getvalue().to_pybytes())


def _cells(column: list[Any]) -> list[str]:
    return ["" if cell is None else "是" if cell is True else str(cell) for cell in column]


def _cell(info: InputInfo, value: Any) -> Any:
    return date.fromisoformat(value) if info.kind == "date" else float(value) if info.kind == "number" else value


def _set(case: Plain) -> tuple[str, list[str]]:
    """A file that says who there is, and settings that say the rest."""
    members = [{"role": member["role"]} for member in case["members"]]
    settings = [f"{name}={value}" for name, value in case.items() if name != "members"]
    for position, member in enumerate(case["members"]):
        settings += [f"members[{position}].{name}={value}" for name, value in member.items() if name != "role"]
    return yaml.safe_dump({"members": members}), [part for each in settings for part in ("--set", each)]


def _decided(asked: Asked, name: str, written: str, settings: list[str] | None = None) -> Plain:
    file = asked.folder / name
    file.write_text(written, encoding="utf-8")
    ran = cdmz("decide", asked.benefit, file, *asked.options(), *(settings or []), "--detail", "compact", "--json")
    assert ran.exit_code == 0, (ran.output, written, settings)
    found: Plain = json.loads(ran.stdout)
    return found


def _batch(asked: Asked, name: str, content: bytes) -> Any:
    """The answers about a table, as Parquet holds them."""
    table, answers = asked.folder / name, asked.folder / f"{name}.answers.parquet"
    table.write_bytes(content)
    ran = cdmz("batch", asked.benefit, table, "--output", answers, *asked.options())
    assert ran.exit_code == 0, (ran.output, content[:500])
    return pyarrow.parquet.read_table(answers)
