"""Where a value of the law is written: file and line, as one would name it from the top of the repository."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from cdmz_rules.files import paths
from cdmz_rules.files import yaml as yamls
from cdmz_rules.law.item import Cell, Item


def of_item(item: Item) -> str:
    """The file of an item."""
    return named(Path(item.file)) if item.file else ""


def of_cell(item: Item, cell: Cell) -> str:
    """The file and line of a value; of what stands once a document has ended, those of the document's value."""
    file = _overlaid(item) if cell.origin == "overlay" else Path(item.file or "")
    if not file.is_file():
        return cell.origin if cell.origin != "law" else ""
    days = {
        path[2]: line for path, line in _lines(file).items() if len(path) == 3 and path[:2] == (cell.place, "values")
    }
    written = [day for day in days if day <= cell.start.isoformat()]
    return f"{named(file)}:{days[max(written)]}" if written else named(file)


def _overlaid(item: Item) -> Path:
    return (paths.overlay() or Path()) / "parameters" / Path(*item.path.split(".")).with_suffix(".yaml")


@lru_cache(maxsize=64)
def _lines(file: Path) -> dict[tuple[str, ...], int]:
    return yamls.lines(file.read_text(encoding="utf-8"))


def named(file: Path) -> str:
    """A file of the law from the top of the repository; another file as it is."""
    top = paths.content("parameters").parent
    return file.relative_to(top).as_posix() if file.is_relative_to(top) else str(file)
