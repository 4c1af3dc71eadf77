"""Getting the engine ready for a command: loaded late, quiet, with the rules in use and the reform that is asked for."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, overload

from cdmz_rules.cli import arguments, files, registers
from cdmz_rules.errors import InputError, LawFileError, LawProblem, Problem, nearest
from cdmz_rules.files import paths

if TYPE_CHECKING:
    from cdmz_rules.law.reform import Reform
    from cdmz_rules.rulebook import Rulebook

KNOWN_ON = "--known-on"


def quiet() -> None:
    """OpenFisca warns when it runs from a checkout that is not installed; nobody who asks for a decision needs to know."""
    logging.getLogger("openfisca_core").setLevel(logging.ERROR)


def ready() -> None:
    """Prepare to load the engine.

    Raises:
        LawFileError: if the overlay folder that the environment names does not exist, or its registers are wrong.
    """
    quiet()
    content = paths.shipped()
    if content.overlay is None:
        return
    if not content.overlay.is_dir():
        mend = "create it or unset CDMZ_LAW_OVERLAY"
        raise LawFileError([LawProblem(content.overlay, 1, "the overlay folder does not exist", mend)])
    problems = registers.problems(content.overlay, content.registry)
    if problems:
        raise LawFileError(problems)


def rulebook(known_on: str | None = None) -> Rulebook:
    """The rules in use, or as they were known on a day; to be called before anything else of the engine is imported.

    Raises:
        LawFileError: if the overlay is wrong.
        InputError: if nothing can be said of what was known on the day.
    """
    ready()
    # The package itself lets Python's collector rest while it imports the engine.
    from cdmz_rules import Rulebook

    return Rulebook.shipped().as_known_on(arguments.day(known_on, KNOWN_ON), pointer=KNOWN_ON)


@overload
def reform(rulebook: Rulebook, name: str) -> Reform: ...


@overload
def reform(rulebook: Rulebook, name: str | None) -> Reform | None: ...


def reform(rulebook: Rulebook, name: str | None) -> Reform | None:
    """The reform of that name or file, or several in order joined by ``+``, held against the law; none without a name.

    Raises:
        InputError: if there is none.
        LawFileError: if it is too large, or does not fit the schema or the law.
    """
    from cdmz_rules.law.reform import JOINT, compose

    if name is None:
        return None
    whole = name in rulebook.reforms.names or Path(name).exists()
    parts = [name] if whole else [part.strip() for part in name.split(JOINT)]
    return compose([_reform(rulebook, part) for part in parts])


def _reform(rulebook: Rulebook, name: str) -> Reform:
    shipped = rulebook.reforms.names
    file = rulebook.reforms.folder / f"{name}.yaml" if name in shipped else Path(name)
    if not file.exists():
        message = f"没有名为“{name}”的改革方案，也没有这个文件", f'there is no reform "{name}", and no such file'
        raise InputError([Problem("not_found", "--reform", *message, ", ".join(shipped), nearest(name, shipped))])
    files.text(str(file))
    return rulebook.reforms.load(name) if name in shipped else rulebook.reforms.parse(file)
