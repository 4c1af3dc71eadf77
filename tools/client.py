"""Writes the types of the interface (``api/client/schema.d.ts``), and has the client beside them compiled: ``python -m tools.client``.

It needs npm, and fetches two pinned tools. Tests need neither: the types name the shape of the description they were made from.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from cdmz_rules.api import create_app

CLIENT = Path(__file__).resolve().parents[1] / "api" / "client"
TYPES = CLIENT / "schema.d.ts"
GENERATOR = "openapi-typescript@7.13.0"
COMPILER = "typescript@5.9.3"
COMPILED = ("client.ts", "example.ts")
OPTIONS = "--noEmit --strict --noUncheckedIndexedAccess --target es2022 --module esnext --moduleResolution bundler --lib es2022,dom"
WORDS = ("description", "examples", "summary", "title")
"""What a description says in words; it changes with every label of the law, and no type with it."""
NAMES = ("properties", "schemas", "paths")
"""Where keys are names, not a description's own words."""


def described() -> dict[str, Any]:
    """The description of the interface."""
    return create_app().openapi()


def shape(description: dict[str, Any]) -> str:
    """A hash of what the types are made from."""
    bare = _bare({name: description[name] for name in ("paths", "components")})
    return hashlib.sha256(json.dumps(bare, sort_keys=True).encode()).hexdigest()


def _bare(part: Any, names: bool = False) -> Any:
    if isinstance(part, list):
        return [_bare(each) for each in part]
    if not isinstance(part, dict):
        return part
    return {key: _bare(each, key in NAMES and not names) for key, each in part.items() if names or key not in WORDS}


def header(description: dict[str, Any]) -> str:
    """The first line of the types."""
    return f"// shape {shape(description)}; written by python -m tools.client\n"


def main() -> None:
    """Write the types and compile what uses them."""
    description = described()
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder) / "openapi.json", Path(folder) / "schema.d.ts"
        source.write_text(json.dumps(description, ensure_ascii=False), encoding="utf-8")
        _run("npx", "--yes", GENERATOR, str(source), "--output", str(made), "--default-non-nullable=false")
        TYPES.write_text(header(description) + made.read_text(encoding="utf-8"), encoding="utf-8")
    _run("npx", "--yes", "--package", COMPILER, "tsc", *OPTIONS.split(), *(str(CLIENT / name) for name in COMPILED))


def _run(*command: str) -> None:
    subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
