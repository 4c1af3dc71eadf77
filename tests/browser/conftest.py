"""The service in a process of its own, and the system's Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from playwright.sync_api import sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# Without these, Chromium asks its maker's servers at every start.
QUIET = (
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def website():
    """The origin of another website, whose pages may ask the service."""
    return f"http://127.0.0.1:{free_port()}"


@pytest.fixture(scope="session")
def address(website):
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "--factory", "cdmz_rules.api:create_app", "--port", str(port)]
    listed = os.environ | {"CDMZ_ALLOW_ORIGINS": website}
    with subprocess.Popen([*command, "--log-level", "warning"], env=listed) as server:
        url = f"http://127.0.0.1:{port}"
        try:
            wait_for(f"{url}/healthz")
            yield url
        finally:
            server.terminate()


def wait_for(url):
    deadline = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                assert answer.status == 200
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@pytest.fixture(scope="session")
def browser():
    found = os.environ.get("CDMZ_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        message = "NO BROWSER: the pages were NOT tested; install chromium or set CDMZ_BROWSER"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        sandbox = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
        chromium = playwright.chromium.launch(executable_path=found, args=[*QUIET, *sandbox])
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser, address):
    """Open pages in a fresh context; a script's error or a failed request of a page fails the test."""
    contexts = []

    def opener(path, *, width=1280, scripts=True, scheme="light"):
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            locale="zh-CN",
            color_scheme=scheme,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("console", lambda line: page.faults.append(line.text) if line.type == "error" else None)
        page.on(
            "request",
            lambda request: page.faults.append(request.url) if not request.url.startswith((address, "data:")) else None,
        )
        page.goto(path)
        return page

    yield opener
    faults = [fault for context in contexts for page in context.pages for fault in page.faults]
    for context in contexts:
        context.close()
    assert faults == []
