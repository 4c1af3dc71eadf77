"""What a parameter file, a source and a pack may hold; the JSON schema of each derives from here."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    ValidationInfo,
)
from pydantic import model_validator as validator

from cdmz_rules.errors import MAX_SHOWN, nearest
from cdmz_rules.files import paths
from cdmz_rules.files import yaml as yamls
from cdmz_rules.i18n.phrases import N_
from cdmz_rules.i18n.problems import Misfit
from cdmz_rules.places import Places
from cdmz_rules.reading.plain import shown

UNITS: dict[str, dict[str, Any]] = yamls.read(paths.REGISTRY / "units.yaml")


def _calendar_day(value: object) -> str:
    text = str(value)
    try:
        date.fromisoformat(text if len(text) == len("2026-01-01") else "")
    except ValueError:
        raise Misfit(N_("{value} is no day of the form 2026-01-31"), value=shown(value)) from None
    return text


def is_day(value: object) -> bool:
    """Whether a value is the text of a calendar day, such as 2026-01-31."""
    try:
        return isinstance(value, str) and bool(_calendar_day(value))
    except ValueError:
        return False


def _one_of(names: Any, what: str) -> AfterValidator:
    def known(value: str) -> str:
        if value not in names:
            raise Misfit(what, value=value, names=", ".join(names))
        return value

    return AfterValidator(known)


def places_of(info: ValidationInfo) -> Places:
    """The places that what is validated may name: whoever validates hands them on, see `names`."""
    return info.context["places"]  # type: ignore[no-any-return,index]


def names(places: Places) -> dict[str, Any]:
    """The context in which files and bodies are validated: what they may name."""
    return {"places": places}


def _place(value: str, info: ValidationInfo) -> str:
    places = places_of(info)
    if value not in places:
        raise Misfit(
            N_("{value} is no place; known: {names}"),
            near=nearest(value, places),
            value=value[:MAX_SHOWN],
            names=", ".join(places),
        )
    return value


Day = Annotated[str, BeforeValidator(_calendar_day)]
PlaceName = Annotated[str, AfterValidator(_place)]
Unit = Annotated[str, _one_of(UNITS, N_("{value} is no unit; known: {names}"))]
Value = StrictBool | StrictInt | Annotated[StrictFloat, Field(allow_inf_nan=False)] | StrictStr | list[str] | None
Comparison = Literal["<=", "<", ">=", ">"]
Anchor = Literal["application", "contract_filing", "coverage", "delivery", "discharge", "grant"]
"""The events whose date can select a version; each has a variable called ``…_date``."""


class Strict(BaseModel):
    """Nothing but what is named here is accepted."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Both(Strict):
    """Words in Chinese and English."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class ValueFacts(Strict):
    """What is known of one dated value."""

    evidence: Literal["official", "reported", "recalled"] | None = None
    source: str | None = None
    article: str | None = None
    last_verified: Day | None = None
    starts: Literal["first_seen"] | None = None
    until: Day | None = None
    on_expiry: Literal["reverts", "ends", "unknown"] | None = None
    encoded: Day | None = None
    checked_by: str | None = None
    unknown: Both | None = None
    not_in_force: Both | None = None
    ask: str | None = None
    clue: str | None = None
    note: str | None = None

    @validator(mode="after")
    def _expiry(self) -> Self:
        if (self.until is None) != (self.on_expiry is None):
            raise Misfit(N_("until and on_expiry go together: say what happens after the last day"))
        return self


class DatedValue(Strict):
    """One dated value: known with its evidence, unknown with its reason, or not in force with its reason."""

    value: Value
    metadata: ValueFacts

    @validator(mode="after")
    def _state(self) -> Self:
        facts = self.metadata
        if self.value is None:
            if (facts.unknown is None) == (facts.not_in_force is None):
                raise Misfit(
                    N_("a null is either `unknown: {{zh, en}}` or `not_in_force: {{zh, en}}`, with the reason")
                )
            if facts.unknown is not None and not facts.ask:
                raise Misfit(N_("an unknown names whom to ask: `ask`"))
            return self
        missing = [name for name in ("evidence", "source", "last_verified") if getattr(facts, name) is None]
        if missing:
            raise Misfit(N_("a known value needs {names}"), names=", ".join(missing))
        if facts.unknown or facts.not_in_force:
            raise Misfit(N_("a known value is neither unknown nor not in force"))
        return self


class PlaceValues(Strict):
    """The dated values of one place."""

    values: dict[Day, DatedValue] = Field(min_length=1)


def _names_the_place(words: Both) -> Both:
    if not all("{place}" in text and not re.sub(r"\{place\}", "", text).count("{") for text in (words.zh, words.en)):
        raise Misfit(
            N_("a question names the place it is asked of: write {{place}} where its name goes, in both languages")
        )
    return words


Question = Annotated[Both, AfterValidator(_names_the_place)]
"""A question to an office, in everyday words; its place is filled in."""


class ItemFacts(Strict):
    """What an item means."""

    label: Both
    question: Question | None = None
    unit: Unit
    kind: Literal["number", "boolean", "choice", "places", "date"] = "number"
    choices: dict[str, Both] | None = None
    favours: Literal["higher", "lower", "none"]
    bounds: tuple[float | None, float | None] = (None, None)
    bounds_because: Both | None = None
    comparison: Comparison | None = None
    date_anchor: Anchor | None = None
    governed_by: str | None = None
    rounding: Literal["down", "up", "half_up"] | None = None
    harmonisable: bool = False
    restricts: bool = False

    @validator(mode="after")
    def _choices(self) -> Self:
        if (self.kind == "choice") != (self.choices is not None):
            raise Misfit(N_("`choices` belong to kind `choice`, and to it alone"))
        return self


class ItemFile(BaseModel):
    """A parameter file: one legal item, its places as keys."""

    model_config = ConfigDict(extra="allow", frozen=True, defer_build=True)
    __pydantic_extra__: dict[PlaceName, PlaceValues]

    description: str = Field(min_length=1)
    metadata: ItemFacts


class FolderFacts(Strict):
    """What holds for every item of a folder."""

    label: Both | None = None
    governed_by: str | None = None
    date_anchor: Anchor | None = None


class FolderFile(Strict):
    """An ``index.yaml``."""

    description: str = Field(min_length=1)
    metadata: FolderFacts = FolderFacts()


class OverlayFile(BaseModel):
    """A file of an overlay folder: places and values only; what the item means stays with the law."""

    model_config = ConfigDict(extra="allow", frozen=True, defer_build=True)
    __pydantic_extra__: dict[PlaceName, PlaceValues]
