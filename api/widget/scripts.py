"""What other websites load. Any page may read it; a browser that has it asks by its ``ETag`` whether it is still the same."""

from __future__ import annotations

from hashlib import sha256

from fastapi import APIRouter, Request
from fastapi.responses import Response

from cdmz_rules.errors import NotFound

from . import script

router = APIRouter(prefix="/widget", include_in_schema=False)

HEADERS = {
    "Cache-Control": "no-cache",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
}
SCRIPTS = (script.CALCULATOR, *script.OF_FRAMES)


@router.get("/{name}.js")
def scripts(request: Request, name: str) -> Response:
    """The custom element, and the scripts of frames."""
    if name not in SCRIPTS:
        raise NotFound("文件", "file", name, SCRIPTS)
    return sent(request, script.text(name))


def sent(request: Request, text: str) -> Response:
    """A script, unless the browser has just this one."""
    headers = HEADERS | {"ETag": f'"{sha256(text.encode()).hexdigest()[:32]}"'}
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(text, media_type="text/javascript", headers=headers)
