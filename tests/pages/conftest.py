"""A real server on a port of its own, and a real Chromium that complains about nothing."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from app.library import Library
from app.main import create_app
from app.settings import Settings

ARGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update"
).split()
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

# A browser that is cut off says so on its console; that is not the page's fault.
CUT_OFF = ("net::ERR_INTERNET_DISCONNECTED", "net::ERR_FAILED")


@pytest.fixture(scope="session")
def site(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the running product."""
    settings = Settings(data=tmp_path_factory.mktemp("site"), database="")
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(create_app(settings, library), log_level="warning", lifespan="on")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        deadline = time.monotonic() + 30
        while not server.started and thread.is_alive() and time.monotonic() < deadline:
            time.sleep(0.02)
        assert server.started, "the server did not start"
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(20)


# One module at a time: an open Playwright keeps a loop running that tests with `await` trip over.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium; skips where none is installed."""
    found = os.environ.get("SPINFAB_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        pytest.skip("no Chromium found: install one, or name it in SPINFAB_CHROMIUM")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=ARGS)
        yield launched
        launched.close()


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Visit]:
    """Opens a page in a browser of its own; afterwards nothing may stand on any console."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []
    known = list(CUT_OFF)

    def opened(
        path: str = "/",
        *,
        locale: str = "en-GB",
        width: int = 1280,
        script: bool = True,
        scheme: str = "light",
        refused: int | None = None,
    ) -> Page:
        if refused:
            known.append(f"responded with a status of {refused} ")
        context = browser.new_context(
            base_url=site,
            locale=locale,
            viewport={"width": width, "height": 800},
            java_script_enabled=script,
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(f"{page.url}: {said.type} {said.text}"))
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not [one for one in complaints if not any(text in one for text in known)]
