"""Pages and static files travel compressed; what programs ask is sent as it is: batches stream, and small answers gain nothing."""

from __future__ import annotations

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

SMALLEST = 1000
"""Below so many bytes nothing is gained."""
LEVEL = 6


class CompressPages:
    """ASGI middleware: gzip for all but the HTTP interface."""

    def __init__(self, app: ASGIApp) -> None:
        self.plain = app
        self.compressed = GZipMiddleware(app, minimum_size=SMALLEST, compresslevel=LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        programs = scope["type"] != "http" or scope["path"].startswith("/v1/")
        await (self.plain if programs else self.compressed)(scope, receive, send)
