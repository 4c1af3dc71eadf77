"""The bounds within which the service answers."""

from __future__ import annotations

from dataclasses import dataclass


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
    """

    max_body: int = 64_000
    max_table_body: int = 2 * 1024 * 1024
    max_depth: int = 12
    max_batch_body: int = 64 * 1024 * 1024
    max_batch_unpacked: int = 256 * 1024 * 1024
    max_batch_rows: int = 250_000
    max_batches: int = 4
