"""``cdmz serve``: the calculator and the HTTP interface."""

from __future__ import annotations

import os
import socket
from typing import Annotated

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_

Host = Annotated[str, typer.Option("--host", metavar="ADDRESS", help=N_("The address to listen on."))]
Port = Annotated[int, typer.Option("--port", min=1, max=65535, help=N_("The port to listen on."))]
AllowOrigin = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-origin", metavar="ORIGIN", help=N_("A website whose pages may ask this service; may be given again.")
    ),
]
ALLOW_ORIGINS = "CDMZ_ALLOW_ORIGINS"
"""Where the service, which this command names and does not import, looks for them."""


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    allow_origin: AllowOrigin = None,
    lang: options.Lang = options.SPOKEN,
) -> None:
    """Run the command."""
    import uvicorn
    from rich.text import Text

    from cdmz_rules.cli import engine, screen
    from cdmz_rules.cli.language import _

    if allow_origin:
        os.environ[ALLOW_ORIGINS] = " ".join(allow_origin)
    engine.ready()
    _refuse_taken(host, port)
    screen.show([Text(_("Open http://{host}:{port}/ in a browser; stop with Ctrl+C.").format(host=host, port=port))])
    # The service is named, not imported: the engine does not know it. No access log: an address may name a household's page.
    uvicorn.run("cdmz_rules.api:create_app", factory=True, host=host, port=port, log_level="warning", access_log=False)


def _refuse_taken(host: str, port: int) -> None:
    from cdmz_rules.errors import InputError, Problem

    try:
        with socket.create_server((host, port)):
            return
    except OSError as error:
        words = f"{host}:{port} 无法使用：{error.strerror}", f"{host}:{port} cannot be used: {error.strerror}"
        raise InputError([Problem("address_taken", "--port", *words, "--port 8001")]) from error
