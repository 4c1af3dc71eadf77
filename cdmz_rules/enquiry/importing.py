"""A filled-in workbook becomes an overlay: whole or not at all, with what the law says differently then, and whose answers change."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cdmz_rules.decisions.households import in_cities
from cdmz_rules.decisions.impact import Household, Impact, impacts
from cdmz_rules.enquiry.change import Change, change_of
from cdmz_rules.enquiry.rows import Row
from cdmz_rules.files import atomic
from cdmz_rules.law import from_tree, overlay, tree
from cdmz_rules.law.difference import Difference, differences
from cdmz_rules.law.law import Law
from cdmz_rules.rulebook.rulebook import Rulebook
from cdmz_rules.rulebook.uses import benefits_on


@dataclass(frozen=True)
class Imported:
    """What came of an import.

    Attributes:
        change: What was written, or would be.
        changes: What the law says differently.
        before: The law with the overlay as it was.
        after: The law with the overlay as it is, or would be.
    """

    change: Change
    changes: Sequence[Difference]
    before: Law
    after: Law

    @property
    def confirmed(self) -> int:
        """How many values say the same as before, and are only better known."""
        changed = {(change.path, change.place) for change in self.changes}
        return sum((each.path, each.place) not in changed for each in self.change.entries)


def import_rows(
    rulebook: Rulebook, folder: Path, rows: Sequence[Row], today: date, *, dry_run: bool = False
) -> Imported:
    """Write the answers of a workbook into an overlay folder.

    Args:
        rulebook: The rules with that overlay as it stands.
        folder: The overlay folder; made if it does not exist.
        rows: What was filled in.
        today: The day of the import.
        dry_run: Whether only to say what would come of it.

    Raises:
        InputError: if a cell is wrong, with every such cell, or the folder holds something else; then nothing is written.
        LawFileError: if the overlay as it stands is wrong.
        OSError: if it cannot be written.
    """
    overlay.refuse_another(folder)
    law = rulebook.law
    change = change_of(law, folder if folder.is_dir() else None, rows, today)
    if not change.entries:
        return Imported(change, (), law, law)
    after = _law_with(rulebook, folder, change)
    if not dry_run:
        with atomic.replacing_folder(folder) as draft:
            change.write(draft)
    changes = [each for each in differences(law, after, change.paths) if each.place in _written(change)]
    return Imported(change, changes, law, after)


def _law_with(rulebook: Rulebook, folder: Path, change: Change) -> Law:
    """The law with an overlay as it would be: what does not fit is found before anything is written."""
    with tempfile.TemporaryDirectory(prefix="cdmz-") as room:
        draft = Path(room) / "overlay"
        if folder.is_dir():
            shutil.copytree(folder, draft)
        else:
            draft.mkdir()
        change.write(draft)
        return from_tree(tree.read(rulebook.content.parameters), rulebook.places, rulebook.content.registry, draft)


def _written(change: Change) -> set[str]:
    return {each.place for each in change.entries}


def answers_that_change(
    rulebook: Rulebook, imported: Imported, cases: Sequence[Household], today: date
) -> list[Impact]:
    """The example households whose answer changes, each as if it were in the cities of which anything was written."""
    places = rulebook.places
    cities = tuple(dict.fromkeys(places.city_of(place) for place in _written(imported.change)))
    chosen = tuple(city for city in cities if city in places.cities) or places.agreed_cities
    before, after = imported.before, imported.after
    decided = {name for path in imported.change.paths for name in benefits_on(rulebook, path)}
    concerned = [case for case in cases if case.benefit in decided]
    moved = [there for case in concerned for there in in_cities(rulebook.with_law(before), case, chosen)]
    return list(impacts(before, after, moved, today=today, rulebook=rulebook))
