"""The page asks nobody but its own server, and a page that did would be noticed."""

from playwright.sync_api import Browser, Page

from tests.browser.manners import Manners
from tests.browser.workspace import Workspace
from tests.served import Server


def test_loading_the_page_asks_nobody_else(chromium: Browser, server: Server) -> None:
    context = chromium.new_context(base_url=server.address)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    Workspace(context.new_page()).open()
    context.close()
    assert len(asked) >= 5
    assert [url for url in asked if not url.startswith((f"{server.address}/", "data:"))] == []


def test_bad_manners_are_noticed(chromium: Browser, server: Server) -> None:
    context = chromium.new_context(base_url=server.address)
    manners = Manners(server.address)
    manners.watch(context)
    page = context.new_page()
    Workspace(page).open()
    assert manners.faults() == {}
    misbehave(page)
    context.close()
    assert set(manners.faults()) == {
        "requests to another origin",
        "violations of the content security policy",
        "errors",
    }


def misbehave(page: Page) -> None:
    page.evaluate("fetch('http://127.0.0.1:9/').catch(() => undefined)")
    page.evaluate("new Image().src = 'http://127.0.0.1:9/picture.png'")
    page.evaluate("setTimeout(() => { throw new Error('thrown by the test') })")
    page.wait_for_timeout(300)
