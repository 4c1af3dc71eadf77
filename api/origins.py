"""Which websites' pages may read what the service answers (CORS). Nothing here knows cookies, so none is ever asked for."""

from __future__ import annotations

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from .settings import Settings

INTERFACE, FOR_ALL = "/v1/", "/widget/"
A_DAY = 86_400


class Origins:
    """ASGI middleware: pages of the origins listed may use the interface, pages of all may load the calculator; nobody else's anything."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.for_all = CORSMiddleware(app, allow_origins=["*"], allow_methods=["GET"], max_age=A_DAY)
        self.listed = CORSMiddleware(
            app,
            allow_origins=settings.allow_origins,
            allow_methods=["GET", "POST"],
            allow_headers=["Content-Type"],
            expose_headers=["Retry-After"],
            max_age=A_DAY,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        path = scope.get("path", "")
        app = self.for_all if path.startswith(FOR_ALL) else self.listed if path.startswith(INTERFACE) else self.app
        await app(scope, receive, send)
