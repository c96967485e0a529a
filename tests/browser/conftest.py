"""A real browser at real pages: Debian's Chromium where it is found, the pages served from a thread."""

import logging
import shutil
import socket
from collections.abc import Iterator
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright
from werkzeug.serving import BaseWSGIServer, make_server

from broadcaster.services.desk import Actor, Desk
from broadcaster.web import create_app

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_PATIENCE_MS = 20_000
"""For a machine whose processors are all at work; what is there is seen at once."""
expect.set_options(timeout=_PATIENCE_MS)


class Served:
    """The pages at an address; the server may be taken away and brought back."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port: int = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self._port}"
        self._server: BaseWSGIServer | None = None
        self.start()

    def start(self) -> None:
        """Answer at the same address as before."""
        logging.getLogger("werkzeug").setLevel(logging.WARNING)
        self._server = make_server("127.0.0.1", self._port, self._app, threaded=True)
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        """Answer no more."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


def fits(page: Page) -> bool:
    """Say whether a page, once it is there, is no wider than its window."""
    page.wait_for_load_state()
    root = "document.documentElement"
    return bool(page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth"))


@pytest.fixture
def served(desk: Desk, admin: Actor) -> Iterator[Served]:
    pages = Served(create_app(desk))
    yield pages
    pages.stop()


@pytest.fixture(scope="session")
def player() -> Iterator[Playwright]:
    """What drives browsers; there is one a process, whatever browsers it opens."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    with sync_playwright() as playing:
        yield playing


@pytest.fixture(scope="session")
def chromium(player: Playwright) -> Iterator[Browser]:
    browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
    yield browser
    browser.close()


@pytest.fixture
def page(chromium: Browser, served: Served) -> Iterator[Page]:
    """A phone-sized page of somebody nobody knows yet; a script that fails in it fails the test."""
    yield from phone(chromium, served)


def phone(browser: Browser, served: Served) -> Iterator[Page]:
    """Open a page of a phone's size in a browser; a script that failed in it is told when it closes."""
    context = browser.new_context(
        base_url=served.address, viewport={"width": 360, "height": 740}, locale="vi-VN"
    )
    opened = context.new_page()
    opened.set_default_timeout(_PATIENCE_MS)
    broken: list[str] = []
    opened.on("pageerror", lambda error: broken.append(str(error)))
    yield opened
    context.close()
    assert broken == []
