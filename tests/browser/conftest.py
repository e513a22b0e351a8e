"""A real server and a real Chromium for the tests in this folder."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.manners import Manners
from tests.browser.server import Server

HERE = Path(__file__).parent
PATIENCE = 15_000  # milliseconds that a step on the page may take on a busy machine
NO_BROWSER = "There is no chromium on the PATH, so nothing was tested in a browser."


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    executable = shutil.which("chromium")
    if executable is None:
        if os.environ.get("CI"):
            pytest.fail(NO_BROWSER)
        pytest.skip(NO_BROWSER)
    # The sandbox of Chromium does not start for root, as which CI runs; the rest keeps it from calling home.
    flags = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ]
    if os.geteuid() == 0:
        flags.append("--no-sandbox")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=flags)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server that all tests share."""
    started = Server(tmp_path_factory.mktemp("server"))
    started.start()
    yield started
    started.stop()


@pytest.fixture
def page(chromium: Browser, server: Server) -> Iterator[Page]:
    """An empty tab of a new visitor at a desk; the page's manners are judged when the test is over."""
    context = chromium.new_context(base_url=server.address, viewport={"width": 1400, "height": 900})
    context.set_default_timeout(PATIENCE)
    manners = Manners(server.address)
    manners.watch(context)
    yield context.new_page()
    context.close()
    assert manners.faults() == {}
