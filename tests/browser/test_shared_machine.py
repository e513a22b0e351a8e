"""When many share the machine the page says so calmly: nothing moves, nothing covers anything, nobody is alarmed."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import SIZES, grave_faults
from tests.browser.workspace import Workspace

LINE = "42 people train here: 15 pictures a second."
SENTENCE = "42 people are training here: pictures come 15 times a second, and a little coarser."
SHARED = {"op": "sharing", "seq": 1, "people": 42, "frames_per_second": 15.0, "detail": 0.7, "shared": True}
OVER = SHARED | {"people": 3, "frames_per_second": 60.0, "detail": 1.0, "shared": False}
PLACES = """() => [...document.querySelectorAll("header, main > *, section, .network-panel svg, .surface-plot")]
    .map((part) => { const { x, y, width, height } = part.getBoundingClientRect(); return [x, y, width, height]; })"""


class Line:
    """The page's WebSocket, through which a test can say something in the server's name."""

    def __init__(self, page: Page) -> None:
        self._route: WebSocketRoute | None = None
        self._mute = False
        page.route_web_socket("**/ws", self._open)
        page.reload()

    def _open(self, route: WebSocketRoute) -> None:
        self._route = route
        server = route.connect_to_server()
        route.on_message(server.send)
        server.on_message(lambda message: route.send(message) if self._passes(message) else None)

    def _passes(self, message: str | bytes) -> bool:
        """What the server itself says of sharing depends on how busy this machine is."""
        return not (self._mute or (isinstance(message, str) and '"op":"sharing"' in message))

    def say(self, event: dict[str, object]) -> None:
        assert self._route is not None
        self._route.send(json.dumps(event))

    def hold(self) -> None:
        """Let nothing more of the server through."""
        self._mute = True

    def let_go(self) -> None:
        """Let everything of the server through again."""
        self._mute = False


def connected(visit: Visit, size: tuple[int, int], *, dark: bool = False) -> tuple[Workspace, Line]:
    workspace = visit(size=size, dark=dark)
    line = Line(workspace.page)
    expect(workspace.play_button).to_be_enabled()
    return workspace, line


@pytest.mark.parametrize(("size", "dark"), [("desk", False), ("tablet", True), ("phone", False)])
def test_a_shared_machine_is_a_calm_line(visit: Visit, size: str, dark: bool) -> None:
    workspace, line = connected(visit, SIZES[size], dark=dark)
    page = workspace.page
    workspace.play("1 epoch / s")
    expect(workspace.pause_button).to_be_enabled()
    before = page.evaluate(PLACES)
    line.say(SHARED)
    shown = page.locator(".run-state", has_text=SENTENCE if size == "desk" else LINE)
    expect(shown).to_be_visible()
    assert page.evaluate(PLACES) == before
    assert page.get_by_role("alert").count() == 0
    assert page.get_by_role("dialog").count() == 0
    assert grave_faults(page) == []
    line.say(OVER)
    expect(shown).to_be_hidden()
    assert page.evaluate(PLACES) == before


def test_a_run_that_gets_no_turn_says_that_it_waits(visit: Visit) -> None:
    workspace, line = connected(visit, SIZES["desk"])
    workspace.play("10 epochs / s")
    workspace.expect_epoch_beyond(1)
    waiting = workspace.page.locator(".run-state", has_text="Waiting for the machine …")
    expect(waiting).to_be_hidden()
    line.hold()
    expect(waiting).to_be_visible()
    line.let_go()
    workspace.pause_button.click()
    workspace.play_button.click()
    expect(waiting).to_be_hidden()


def test_who_finds_no_place_is_told_and_asks_again(visit: Visit) -> None:
    workspace = visit()
    page = workspace.page
    asked = []

    def turn_away(route: WebSocketRoute) -> None:
        asked.append(route)
        if len(asked) > 1:
            route.connect_to_server()
            return
        refusal = {
            "op": "error",
            "seq": 0,
            "code": "unavailable",
            "path": None,
            "message": "The playground is full.",
        }
        route.send(json.dumps(refusal | {"hint": "Try again in a few minutes."}))
        route.close(code=1013, reason="The playground is full.")

    page.route_web_socket("**/ws", turn_away)
    page.reload()
    expect(workspace.banner).to_contain_text("The playground is full.")
    expect(page.locator(".notice")).to_have_count(0)
    assert grave_faults(page, ".banner") == []
    workspace.banner.get_by_role("button", name="Try now").click()
    expect(workspace.banner).to_be_hidden()
    expect(workspace.play_button).to_be_enabled()
