"""Refusing bodies that are too large or too deep before anything reads them."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cdmz_rules.errors import Problem

from .errors import answer
from .settings import Settings

OPEN, CLOSE = b"[{", b"]}"
QUOTE, ESCAPE = ord('"'), ord("\\")

BATCH = "/v1/decisions/batch"
TABLES = ("/elder-care/clearing", "/elder-care/clearing.zip")
"""Forms with which a table may be sent, whose cells may hold brackets as they like."""


class LimitBody:
    """ASGI middleware: reads a body up to the limit, checks how deep it nests, and hands it on whole.

    A batch may be larger; how deep its lines nest is seen when they are read. Only so many are answered at the same time.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings
        self.batches = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] not in ("POST", "PUT", "PATCH"):
            await self.app(scope, receive, send)
        elif scope["path"] == BATCH:
            await self._batch(scope, receive, send)
        elif scope["path"] in TABLES:
            await self._limited(scope, receive, send, self.settings.max_table_body, None)
        else:
            await self._limited(scope, receive, send, self.settings.max_body, self.settings.max_depth)

    async def _batch(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.batches >= self.settings.max_batches:
            busy = answer(503, [Problem("busy", "", "正忙，请稍后再试", "busy with other batches; try again")])
            busy.headers["Retry-After"] = "10"
            await busy(scope, receive, send)
            return
        self.batches += 1
        try:
            await self._limited(scope, receive, send, self.settings.max_batch_body, None)
        finally:
            self.batches -= 1

    async def _limited(self, scope: Scope, receive: Receive, send: Send, most: int, deepest: int | None) -> None:
        body = await _read(receive, most)
        problem = _fault(body, most, deepest)
        if problem is not None:
            status = 413 if problem.code == "too_large" else 400
            await answer(status, [problem])(scope, receive, send)
            return
        await self.app(scope, _again(body or b"", receive), send)


def _fault(body: bytes | None, most: int, deepest: int | None) -> Problem | None:
    if body is None:
        return Problem("too_large", "", f"请求超过{most}字节", f"the body is larger than {most} bytes")
    if deepest is not None and depth(body, deepest) > deepest:
        return Problem("too_deep", "", "请求嵌套过深", f"the body nests deeper than {deepest} levels")
    return None


async def _read(receive: Receive, most: int) -> bytes | None:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b"".join(parts)
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > most:
            return None
        if not message.get("more_body", False):
            return b"".join(parts)


def _again(body: bytes, rest: Receive) -> Receive:
    """Hand on a body that was read; what comes after it is whether the client goes away."""
    sent = False

    async def receive() -> Message:
        nonlocal sent
        if sent:
            return await rest()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def depth(body: bytes, enough: int = 0) -> int:
    """How deeply brackets nest outside of strings; with no more than ``enough`` brackets, simply how many there are."""
    brackets = body.count(b"{") + body.count(b"[")
    if brackets <= enough:
        return brackets
    deepest = level = 0
    inside = escaped = False
    for byte in body:
        if inside:
            if escaped:
                escaped = False
            elif byte == ESCAPE:
                escaped = True
            elif byte == QUOTE:
                inside = False
        elif byte == QUOTE:
            inside = True
        elif byte in OPEN:
            level += 1
            deepest = max(deepest, level)
        elif byte in CLOSE:
            level -= 1
    return deepest
