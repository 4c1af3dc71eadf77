"""`cdmz serve` tells the service, which it names and does not import, which websites may ask."""

import os

import pytest
import uvicorn
from cdmz_rules.api import settings
from terminal import cdmz

from cdmz_rules.cli import serve


@pytest.mark.parametrize("origins", [[], ["https://a.example"], ["https://a.example", "http://127.0.0.1:8080"]])
def test_the_websites_that_may_ask_are_those_named(monkeypatch, origins):
    seen = []
    monkeypatch.delenv(serve.ALLOW_ORIGINS, raising=False)
    monkeypatch.setattr(uvicorn, "run", lambda *_, **__: seen.append(settings.Settings.of_environment().allow_origins))
    monkeypatch.setattr(serve, "_refuse_taken", lambda *_: None)
    options = [part for origin in origins for part in ("--allow-origin", origin)]
    try:
        result = cdmz("serve", *options)
    finally:
        os.environ.pop(serve.ALLOW_ORIGINS, None)
    assert result.exit_code == 0, result.output
    assert seen == [tuple(origins)]
