"""Tables of households in tests: from cases to columns, and from the columns of an answer back to decisions."""

import pyarrow as pa

from cdmz_rules.tables import results


def flat(catalogue, case):
    """A case as one row of a table: its columns by name."""
    row = {key: value for key, value in case.items() if key != "members"}
    seen = dict.fromkeys(catalogue.roles, 0)
    for member in case["members"]:
        role = member["role"]
        seen[role] += 1
        slot = role if role in catalogue.single_roles else f"{role}{seen[role]}"
        row |= {slot: True} if role != catalogue.roles[0] else {}
        row |= {f"{slot}.{key}": value for key, value in member.items() if key != "role"}
    return row


def columns(rows):
    """Rows as columns, with None where a row says nothing."""
    rows = list(rows)
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: [row.get(name) for row in rows] for name in names}


def compact(rulebook, table, row, benefit, benefits=None):
    """What an answer says about a household, as `Decision.compact` says it in JSON."""
    said = {
        name: column[0].as_py() for name, column in zip(table.schema.names, table.slice(row, 1).columns, strict=True)
    }
    amounts = []
    for of, name, column in results.names([rulebook.benefit(name) for name in benefits or [benefit]]):
        if of == benefit and said[f"{column}.bound"] is not None:
            ends = {"value": said[column], "lower": said[f"{column}.lower"], "upper": said[f"{column}.upper"]}
            unit = rulebook.catalogue.unit(name)
            amounts.append({"id": name, "unit": unit, "bound": said[f"{column}.bound"], **ends})
    return {
        "benefit": benefit,
        "date": said["date"].isoformat(),
        "outcome": said[f"{benefit}.outcome"],
        "amounts": amounts,
        "evidence": said[f"{benefit}.evidence"],
        "reform": said.get("reform"),
        "failed": said[f"{benefit}.failed"],
    }


def nothing(table, row):
    """Whether an answer says nothing about a household but who it is."""
    said = table.slice(row, 1).to_pylist()[0]
    return all(value is None for name, value in said.items() if name not in ("id", "date", "reform", "error"))


def texts(table):
    """The same table with every cell as text, as CSV has it."""
    return {name: ["" if cell is None else str(cell) for cell in cells] for name, cells in table.items()}


def parquet_bytes(table):
    sink = pa.BufferOutputStream()
    pa.parquet.write_table(table, sink)
    return sink.getvalue().to_pybytes()


def stream_bytes(table, **options):
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(**options)) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()
