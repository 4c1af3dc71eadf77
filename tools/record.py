"""Recording what the law said before, when it is released anew.

``python -m tools.record DAY OLD`` compares the law of the release before with that of today, released on DAY. It writes into
``registry/superseded/`` every timeline that was changed or withdrawn and not merely added to, and into ``registry/releases.yaml`` a digest
of every item that reads otherwise; it names new and changed values that do not say when they were encoded. OLD is a folder that holds
``parameters/``, or a snapshot; the first release has none. Run again, it does the same.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from cdmz_rules.errors import CdmzError
from cdmz_rules.files import atomic, paths
from cdmz_rules.files import yaml as yamls
from cdmz_rules.law import Law, archive, read, releases, superseded

Values = Mapping[str, Any]
"""What a file holds of a place, by first day."""
Timelines = dict[tuple[str, str], Values]
"""By item and place."""
TITLE = """\
# The releases of the law, each with a digest of every item that is new or reads otherwise since the one before. Written by
# `python -m tools.record`.
"""


class Recorded(NamedTuple):
    """What came of comparing two states of the law.

    Attributes:
        changed: The timelines that are kept, by item and place.
        undated: The new and changed values that do not say when they were encoded.
        gone: The items that the law no longer has: nothing asks for them, so that nothing is kept.
    """

    changed: list[tuple[str, str]]
    undated: list[tuple[str, str, str]]
    gone: list[str]


def record(old: Timelines, new: Timelines, registry: Path, day: date) -> Recorded:
    """Keep every timeline that reads otherwise than what remains of today's without what was encoded from a day on.

    Args:
        old: The law before.
        new: The law of today.
        registry: The folder of the registers.
        day: The day on which it is released.
    """
    eve, paths_now = day - timedelta(days=1), {path for path, _ in new}
    changed, undated = [], list(_undated(old, new, day))
    for path, place in sorted(old.keys() | new.keys()):
        values = old.get((path, place), {})
        known = superseded.before(new.get((path, place), {}), eve)
        if path in paths_now and _plain(values) != _plain(known):
            superseded.add(registry, path, place, values, eve, anew=True)
            changed.append((path, place))
    return Recorded(changed, undated, sorted({path for path, _ in old} - paths_now))


def _undated(old: Timelines, new: Timelines, day: date) -> Iterator[tuple[str, str, str]]:
    for (path, place), values in sorted(new.items()):
        before = _plain(old.get((path, place), {}))
        for start, entry in _plain(values).items():
            encoded = values[start]["metadata"].get("encoded")
            if before.get(start) != entry and (encoded is None or encoded < day.isoformat()):
                yield path, place, start


def _plain(values: Values) -> Values:
    """Values without the day on which each was encoded."""
    return {
        start: {
            **entry,
            "metadata": {name: fact for name, fact in (entry.get("metadata") or {}).items() if name != "encoded"},
        }
        for start, entry in values.items()
    }


def release(law: Law, registry: Path, day: date) -> int:
    """Register a release: the digest of every item that reads otherwise than at the one before; how many there are."""
    known = {when: digests for when, digests in releases.read(registry).items() if when < day}
    before = releases.digests_on(known, day)
    now = {path: releases.digest(item) for path, item in sorted(law.items())}
    known[day] = {path: value for path, value in now.items() if before.get(path) != value}
    content = {when.isoformat(): dict(digests) for when, digests in known.items()}
    atomic.write_text(registry / releases.FILE, TITLE + yamls.dump(content))
    return len(known[day])


def timelines(source: Path) -> Timelines:
    """The values of every item and place, of a folder that holds ``parameters/`` or of a snapshot.

    Raises:
        LawFileError: if it is neither, or a file cannot be read.
        OSError: if it cannot be read.
    """
    files = _in_folder(source) if source.is_dir() else _in_archive(source)
    return {
        (path, place): block["values"]
        for path, data in files
        for place, block in data.items()
        if place not in ("description", "metadata")
    }


def _in_folder(source: Path) -> Iterator[tuple[str, Any]]:
    folder = source / "parameters"
    if not folder.is_dir():
        raise FileNotFoundError(2, "there is no such folder", str(folder))
    for file in sorted(folder.rglob("*.yaml")):
        if file.name != "index.yaml":
            yield ".".join(file.relative_to(folder).with_suffix("").parts), yamls.read(file)


def _in_archive(source: Path) -> Iterator[tuple[str, Any]]:
    for name, content in sorted(archive.read(source)[0].items()):
        parts = Path(name).with_suffix("").parts
        if parts[0] == "parameters" and parts[-1] != "index":
            yield ".".join(parts[1:]), yamls.parse(content.decode("utf-8", "replace"), source / name)


def main() -> int:
    """Record a release, and say what was recorded."""
    parser = argparse.ArgumentParser(prog="python -m tools.record", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("day", type=date.fromisoformat, help="the day on which the law of today is released")
    parser.add_argument(
        "old", type=Path, nargs="?", help="the law before: a folder that holds parameters/, or a snapshot"
    )
    arguments = parser.parse_args()
    content = replace(paths.shipped(), overlay=None)
    try:
        if arguments.old is not None:
            new = timelines(content.parameters.parent)
            _print(record(timelines(arguments.old), new, content.registry, arguments.day))
        number = release(read(content)[1], content.registry, arguments.day)
    except (CdmzError, OSError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    print(f"{number} items read otherwise")  # noqa: T201
    return 0


def _print(recorded: Recorded) -> None:
    for path, place, start in recorded.undated:
        print(f"no day of encoding: {path} {place} {start}")  # noqa: T201
    for path in recorded.gone:
        print(f"no longer an item, nothing kept: {path}")  # noqa: T201
    print(f"{len(recorded.changed)} timelines kept as they stood")  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
