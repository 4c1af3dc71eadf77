"""Getting the engine ready for a command: loaded late, quiet, and with the reform that was asked for."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from cdmz_rules import paths
from cdmz_rules.errors import LawFileError, LawProblem

if TYPE_CHECKING:
    from cdmz_rules.law.reform import Reform


def ready() -> None:
    """Prepare to load the engine.

    Raises:
        LawFileError: if the overlay folder that the environment names does not exist.
    """
    # OpenFisca warns when it runs from a checkout that is not installed; nobody who asks for a decision needs to know.
    logging.getLogger("openfisca_core").setLevel(logging.ERROR)
    overlay = paths.overlay()
    if overlay is not None and not overlay.is_dir():
        mend = "create it or unset CDMZ_LAW_OVERLAY"
        raise LawFileError([LawProblem(overlay, 1, "the overlay folder does not exist", mend)])


def reform(name: str) -> Reform:
    """The reform of that name or file, held against the law.

    Raises:
        NotFound: if there is none.
        LawFileError: if it does not fit the schema or the law.
    """
    from cdmz_rules import law
    from cdmz_rules.law import reform as reforms

    found = reforms.load(name)
    file = paths.content("reforms") / f"{name}.yaml" if name in reforms.names() else Path(name)
    problems = reforms.check_against(found, law.current(), file)
    if problems:
        raise LawFileError(problems)
    return found
