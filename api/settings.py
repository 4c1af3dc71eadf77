"""The bounds within which the service answers, and for whose pages."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass

from cdmz_rules.errors import InputError, Problem

ALLOW_ORIGINS = "CDMZ_ALLOW_ORIGINS"
"""The environment variable that lists the websites whose pages may ask, with spaces or commas between them."""
_ORIGIN = re.compile(r"https?://(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])(?::\d{1,5})?")
_OWN_PORTS = {"http": ":80", "https": ":443"}
"""Ports that browsers leave out."""


@dataclass(frozen=True)
class Settings:
    """Limits of one request.

    Attributes:
        max_body: Bytes of a request's body, and of one line of a batch of cases.
        max_table_body: Bytes of a table that is sent with a form.
        max_depth: How deeply JSON may nest.
        max_batch_body: Bytes of a batch's body.
        max_batch_unpacked: Bytes that a batch's body may unpack to.
        max_batch_rows: Households of a batch.
        max_batches: Batches that are answered at the same time.
        allow_origins: The websites whose pages may read answers: scheme, host and port, as browsers write them.
    """

    max_body: int = 64_000
    max_table_body: int = 2 * 1024 * 1024
    max_depth: int = 12
    max_batch_body: int = 64 * 1024 * 1024
    max_batch_unpacked: int = 256 * 1024 * 1024
    max_batch_rows: int = 250_000
    max_batches: int = 4
    allow_origins: tuple[str, ...] = ()

    @staticmethod
    def of_environment() -> Settings:
        """The settings that the environment names.

        Raises:
            InputError: if it lists what is no origin.
        """
        return Settings(allow_origins=origins(os.environ.get(ALLOW_ORIGINS, "").replace(",", " ").split()))


def origins(written: Iterable[str]) -> tuple[str, ...]:
    """Origins as browsers write them, each once.

    Raises:
        InputError: with each that is none; ``*`` is none either, for a list that lets everybody in is no list.
    """
    named = [each.strip().lower().removesuffix("/") for each in written]
    wrong = [each for each in named if not _ORIGIN.fullmatch(each)]
    words = "不是网站的来源：只写协议、主机名和端口", "is no origin: name scheme, host and port alone"
    problems = [
        Problem("wrong_type", ALLOW_ORIGINS, f"“{each}”{words[0]}", f"{each} {words[1]}", "https://www.example.gov.cn")
        for each in wrong
    ]
    if problems:
        raise InputError(problems)
    return tuple(dict.fromkeys(each.removesuffix(_OWN_PORTS[each.partition(":")[0]]) for each in named))
