"""Routes whose body is JSON: it is read by this project's own reader, which passes over nothing."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from fastapi.routing import APIRoute

from cdmz_rules.files import json_text

from . import media

Answering = Callable[[Request], Coroutine[Any, Any, Response]]


class JsonRequest(Request):
    """A request whose body is JSON."""

    async def json(self) -> Any:
        """What the body says.

        Raises:
            Refused: if its headers do not say that it is JSON.
            InputError: if it is none, or says something twice.
        """
        if not hasattr(self, "_said"):
            headers = self.headers
            media.check_json(headers.get("content-type", ""), headers.get("content-encoding", ""))
            self._said = json_text.read(await self.body())
        return self._said


class JsonRoute(APIRoute):
    """Reads the body of a request before FastAPI does, which would take the last of two values and hide the place of a mistake."""

    def get_route_handler(self) -> Answering:
        """What answers a request."""
        usual = super().get_route_handler()
        if self.body_field is None:
            return usual

        async def handle(request: Request) -> Response:
            read = JsonRequest(request.scope, request.receive)
            return await self.answer(read, await read.json(), usual)

        return handle

    async def answer(self, request: Request, said: Any, usual: Answering) -> Response:
        """Answer what was read: FastAPI holds it against the model of the route."""
        return await usual(request)
