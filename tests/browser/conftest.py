"""A real server and a real Chromium for the tests in this folder."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, expect, sync_playwright

from tests.browser.manners import Manners
from tests.browser.workspace import Workspace
from tests.served import Server

HERE = Path(__file__).parent
PATIENCE = 60_000  # milliseconds that a step on the page may take on a busy machine
DESK = (1400, 900)
NO_BROWSER = "There is no chromium on the PATH, so nothing was tested in a browser."
# The sandbox does not start for root, as which CI runs; the rest keeps Chromium from calling home.
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    *(["--no-sandbox"] if os.geteuid() == 0 else []),
]
# Lists below the address bar that nobody sees: pages of their own in each window, a third of what opening ours costs.
UNSEEN = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup"]

Visit = Callable[..., Workspace]


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
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = launch(playwright.chromium, executable)
        yield browser
        browser.close()


def launch(kind: BrowserType, executable: str) -> Browser:
    """Start it without what nobody sees, and without what Playwright has switched off: one list counts, the last."""
    asked = kind.launch(executable_path=executable, args=[*FLAGS, "--enable-automation"])
    command = asked.new_browser_cdp_session().send("Browser.getBrowserCommandLine")
    asked.close()
    lists = [given for given in command["arguments"] if given.startswith("--disable-features=")]
    off = lists[-1] if lists else "--disable-features="
    return kind.launch(executable_path=executable, args=[*FLAGS, ",".join([off, *UNSEEN])])


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server that all tests share."""
    started = Server(tmp_path_factory.mktemp("server"), workers="1")
    started.start()
    yield started
    started.stop()


@pytest.fixture
def visit(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Opens the page as a new visitor; the manners of every page are judged when the test is over."""
    visitors: list[tuple[BrowserContext, Manners]] = []

    def open_page(
        address: str = "/", *, at: Server | None = None, size: tuple[int, int] = DESK, dark: bool = False
    ) -> Workspace:
        server = at or request.getfixturevalue("server")
        context = chromium.new_context(
            base_url=server.address,
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            permissions=["clipboard-read", "clipboard-write"],
        )
        context.set_default_timeout(PATIENCE)
        manners = Manners(server.address)
        manners.watch(context)
        visitors.append((context, manners))
        workspace = Workspace(context.new_page())
        workspace.open(address)
        return workspace

    yield open_page
    for context, _ in visitors:
        context.close()
    assert [manners.faults() for _, manners in visitors if manners.faults()] == []


@pytest.fixture
def workspace(visit: Visit) -> Workspace:
    """The page of a new visitor at a desk."""
    return visit()


@pytest.fixture
def page(workspace: Workspace) -> Page:
    return workspace.page
