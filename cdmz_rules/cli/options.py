"""The arguments and options that several commands share, and what a shell may complete them with."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from cdmz_rules.cli.language import N_, VARIABLE


class Speech(StrEnum):
    """The languages spoken."""

    ZH = "zh"
    EN = "en"


class Detail(StrEnum):
    """How much of an answer is shown."""

    COMPACT = "compact"
    FULL = "full"


class Repaid(StrEnum):
    """How a loan is repaid."""

    EQUAL_INSTALMENTS = "equal_instalments"
    EQUAL_PRINCIPAL = "equal_principal"


class Grade(StrEnum):
    """The evidence a bureau's own figure may have."""

    OFFICIAL = "official"
    REPORTED = "reported"
    RECALLED = "recalled"


class Expiry(StrEnum):
    """What happens when a document ends."""

    REVERTS = "reverts"
    ENDS = "ends"
    UNKNOWN = "unknown"


Sheet = Annotated[
    str | None,
    typer.Option(
        "--sheet", metavar="NAME", help=N_("The sheet of a spreadsheet to read; the only visible one if left out.")
    ),
]


def benefits() -> list[str]:
    """The ids of all benefits."""
    from cdmz_rules import Rulebook

    return list(Rulebook.shipped().benefits)


def reforms() -> list[str]:
    """The names of all packs and reforms that are shipped."""
    from cdmz_rules.files import paths

    return sorted(file.stem for file in paths.shipped().reforms.glob("*.yaml"))


def paths() -> list[str]:
    """Every item of the law and every folder of items."""
    from cdmz_rules.files import paths
    from cdmz_rules.law import read

    _, law = read(paths.shipped())
    return sorted(law.nodes)


def places() -> list[str]:
    """Every place that a rule can belong to."""
    from cdmz_rules import places
    from cdmz_rules.files import paths

    content = paths.shipped()
    return list(places.read(content.registry, content.overlay))


Lang = Annotated[
    Speech,
    typer.Option("--lang", metavar="zh|en", envvar=VARIABLE, help=N_("The language of the output.")),
]
Json = Annotated[bool, typer.Option("--json", help=N_("Print data instead of text."))]
Day = Annotated[
    str | None, typer.Option("--date", metavar="YYYY-MM-DD", help=N_("The day asked about; today if left out."))
]
KnownOn = Annotated[
    str | None,
    typer.Option(
        "--known-on",
        metavar="YYYY-MM-DD",
        help=N_("By the law as it was known on this day: without what was written into it or corrected later."),
    ),
]
Under = Annotated[
    str,
    typer.Argument(
        metavar="[PATH]", help=N_("A domain or folder of items; all of them if left out."), autocompletion=paths
    ),
]
Benefit = Annotated[
    str,
    typer.Argument(metavar="BENEFIT", help=N_("The benefit, as `cdmz benefits` lists it."), autocompletion=benefits),
]
Case = Annotated[
    str, typer.Argument(metavar="CASE", help=N_("The case as a YAML or JSON file; - reads standard input."))
]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="NAME=VALUE",
        help=N_(
            "Set an input of the case, e.g. price=900000 or members\\[0].sex=female; an empty value takes it away."
        ),
    ),
]
Reform = Annotated[
    str | None,
    typer.Option(
        "--reform",
        metavar="NAME|FILE",
        help=N_("Apply an assumption pack or reform, e.g. assumptions_2026; several in order are joined by +."),
        autocompletion=reforms,
    ),
]
ReformName = Annotated[
    str,
    typer.Argument(
        metavar="NAME|FILE",
        help=N_("A reform by name or file; several in order are joined by +."),
        autocompletion=reforms,
    ),
]
Place = Annotated[
    str | None,
    typer.Option("--where", metavar="PLACE", help=N_("The place, e.g. deyang."), autocompletion=places),
]
SPOKEN = Speech.ZH
