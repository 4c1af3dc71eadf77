"""Getting the engine ready for a command: loaded late, quiet, and with the reform that was asked for."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from cdmz_rules.cli import files, registers
from cdmz_rules.errors import InputError, LawFileError, LawProblem, Problem, nearest
from cdmz_rules.files import paths

if TYPE_CHECKING:
    from cdmz_rules.law.reform import Reform


def quiet() -> None:
    """OpenFisca warns when it runs from a checkout that is not installed; nobody who asks for a decision needs to know."""
    logging.getLogger("openfisca_core").setLevel(logging.ERROR)


def ready() -> None:
    """Prepare to load the engine; to be called before anything of it is imported.

    Raises:
        LawFileError: if the overlay folder that the environment names does not exist, or its registers are wrong.
    """
    quiet()
    overlay = paths.overlay()
    if overlay is None:
        return
    if not overlay.is_dir():
        mend = "create it or unset CDMZ_LAW_OVERLAY"
        raise LawFileError([LawProblem(overlay, 1, "the overlay folder does not exist", mend)])
    problems = registers.problems(overlay)
    if problems:
        raise LawFileError(problems)


def reform(name: str) -> Reform:
    """The reform of that name or file, or several in order joined by ``+``, held against the law.

    Raises:
        InputError: if there is none.
        LawFileError: if it is too large, or does not fit the schema or the law.
    """
    from cdmz_rules.law import reform as reforms

    whole = name in reforms.names() or Path(name).exists()
    parts = [name] if whole else [part.strip() for part in name.split(reforms.JOINT)]
    return reforms.compose([_reform(part) for part in parts])


def _reform(name: str) -> Reform:
    from cdmz_rules import law
    from cdmz_rules.law import reform as reforms
    from cdmz_rules.law import reform_check

    shipped = reforms.names()
    file = paths.content("reforms") / f"{name}.yaml" if name in shipped else Path(name)
    if not file.exists():
        message = f"没有名为“{name}”的改革方案，也没有这个文件", f'there is no reform "{name}", and no such file'
        raise InputError([Problem("not_found", "--reform", *message, ", ".join(shipped), nearest(name, shipped))])
    files.text(str(file))
    found = reforms.load(name) if name in shipped else reforms.parse(file)
    problems = reform_check.check_against(found, law.current(), file)
    if problems:
        raise LawFileError(problems)
    return found
