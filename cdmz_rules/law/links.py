"""Pages of documents as somebody fetched them, held against what was fetched before: which changed, which are gone.

Nothing is fetched here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field, StrictInt, TypeAdapter, ValidationError, field_validator
from pydantic import model_validator as validator

from cdmz_rules.errors import InputError, Problem
from cdmz_rules.i18n.phrases import N_, in_both
from cdmz_rules.i18n.problems import Misfit, problems
from cdmz_rules.law.schema import Day, Strict
from cdmz_rules.reading.addresses import is_address

FILE = "links.json"
MAX_PAGES = 10_000
MAX_PROBLEMS = 20
"""So many mistakes of a report are named."""
OK = range(200, 300)
GONE = (404, 410)

Kind = Literal["changed", "vanished", "not_fetched", "first", "same"]
"""It reads otherwise; it is gone; the server gave something else; it was never fetched before; it reads as before."""


class Page(Strict):
    """A page as it was fetched.

    Attributes:
        href: Its address.
        fetched_on: The day.
        status: What the server answered, by number.
        sha256: A hash of what it sent; None unless it sent the page.
    """

    href: Annotated[str, Field(min_length=1, max_length=2000)]
    fetched_on: Day
    status: Annotated[StrictInt, Field(ge=100, le=599)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None

    @field_validator("href")
    @classmethod
    def _of_a_page(cls, href: str) -> str:
        if not is_address(href):
            raise Misfit(N_("this is no address of a page: http://… or https://…"))
        return href

    @validator(mode="after")
    def _hashed(self) -> Page:
        if self.status in OK and self.sha256 is None:
            raise Misfit(N_("a page that was fetched has its `sha256`"))
        return self

    @property
    def fetched(self) -> bool:
        """Whether the server sent the page."""
        return self.status in OK


class Link(NamedTuple):
    """A page of the report, and what became of it."""

    page: Page
    kind: Kind
    before: Page | None


def pages(data: Any, name: str, today: date) -> list[Page]:
    """The pages of a report.

    Args:
        data: What a JSON file holds.
        name: Its name.
        today: The day on which it is read.

    Raises:
        InputError: with the place of every mistake, if it is no list of pages, holds too many, names one twice, or was fetched after
            today.
    """
    try:
        found = TypeAdapter(Annotated[list[Page], Field(max_length=MAX_PAGES)]).validate_python(data)
    except ValidationError as error:
        raise InputError(problems(error.errors(), data, list[Page], name)[:MAX_PROBLEMS]) from error
    addresses = {page.href: number for number, page in enumerate(found)}
    twice = [number for number, page in enumerate(found) if addresses[page.href] != number]
    if twice:
        words = in_both("this address stands twice")
        raise InputError(Problem("given_twice", f"{name}[{number}].href", *words) for number in twice[:MAX_PROBLEMS])
    ahead = [number for number, page in enumerate(found) if page.fetched_on > today.isoformat()]
    if ahead:
        zh, en = f"尚未到来（今天是{today}）", f"is yet to come (today is {today})"
        raise InputError(
            Problem("in_the_future", f"{name}[{number}].fetched_on", zh, en) for number in ahead[:MAX_PROBLEMS]
        )
    return found


def compared(now: Iterable[Page], before: Mapping[str, Page]) -> list[Link]:
    """What became of each page, the most pressing first."""
    order = ("changed", "vanished", "not_fetched", "first", "same")
    links = [Link(page, _kind(page, before.get(page.href)), before.get(page.href)) for page in now]
    return sorted(links, key=lambda link: (order.index(link.kind), link.page.href))


def _kind(page: Page, before: Page | None) -> Kind:
    if not page.fetched:
        return "vanished" if page.status in GONE else "not_fetched"
    if before is None:
        return "first"
    return "same" if before.sha256 == page.sha256 else "changed"


def kept(before: Mapping[str, Page], now: Sequence[Page]) -> dict[str, Page]:
    """What is to be held against the next time: of each address the page that was fetched last."""
    return dict(before) | {page.href: page for page in now if page.fetched}
