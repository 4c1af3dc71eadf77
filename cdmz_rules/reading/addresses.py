"""Addresses of pages as somebody writes them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit


def is_address(text: str) -> bool:
    """Whether a text is the address of a page: what begins with javascript: or a name of a file is none."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not re.search(r"\s", text)
