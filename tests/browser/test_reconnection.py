"""The server goes away and comes back: the page says so, keeps what it has, and goes on by itself."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.workspace import FASTEST, Workspace
from tests.served import Server

EPOCHS = 400
# Reads the curves under the pointer at places from the first epoch to the last, as a person does who looks closely.
READ_CURVES = """(over) => {
    const curves = over.closest(".curves");
    const box = over.getBoundingClientRect();
    const read = [];
    for (let place = 0; place <= 40; place += 1) {
        const clientX = box.left + (box.width - 1) * place / 40;
        over.dispatchEvent(new MouseEvent("mousemove", { clientX, clientY: box.top + 20, bubbles: true }));
        read.push(curves.querySelector(".curves-key").textContent);
    }
    return read;
}"""


@pytest.fixture
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of this test alone, which it may stop."""
    started = Server(tmp_path_factory.mktemp("own-server"), snapshot_seconds="0.5", workers="1")
    started.start()
    yield started
    started.stop()


def test_a_run_outlives_its_server(visit: Visit, own_server: Server) -> None:
    workspace = visit(at=own_server)
    set_epochs(workspace)
    workspace.play("30 epochs / s")  # It does not come to its end meanwhile, however busy the machine is.
    workspace.expect_epoch_beyond(30)
    workspace.pause_button.focus()
    own_server.stop()
    expect_kept(workspace, beyond=25)

    own_server.start()
    expect(workspace.banner).to_be_hidden()
    expect(workspace.pause_button).to_be_focused()
    workspace.expect_epoch_beyond(75)
    own_server.kill()
    expect_kept(workspace, beyond=60)

    own_server.start()
    # At once, where it does not try by itself just then.
    retry = workspace.banner.get_by_role("button", name="Try now")
    retry.evaluate_all("buttons => buttons.forEach((button) => button.click())")
    expect(workspace.banner).to_be_hidden()
    workspace.page.get_by_label("Speed", exact=True).select_option(FASTEST)
    workspace.expect_epoch(EPOCHS)
    assert read_curves(workspace) == undisturbed_curves(visit)


def expect_kept(workspace: Workspace, beyond: int) -> None:
    """Without its server the page says so, keeps its pictures and takes no orders."""
    expect(workspace.banner).to_contain_text("Reconnecting")
    expect(workspace.play_button.or_(workspace.pause_button)).to_be_disabled()
    held = re.search(r"epoch (\d+)", workspace.curves.get_attribute("aria-label") or "")
    assert held
    assert int(held[1]) > beyond


def undisturbed_curves(visit: Visit) -> list[str]:
    """What the curves tell of the same training when nothing interrupts it."""
    workspace = visit()
    set_epochs(workspace)
    workspace.play()
    workspace.expect_epoch(EPOCHS)
    return read_curves(workspace)


def test_a_run_goes_on_in_one_tab_only(workspace: Workspace) -> None:
    second = workspace.page.context.new_page()
    run = workspace.page.evaluate("JSON.stringify(sessionStorage)")
    second.add_init_script(f"Object.assign(sessionStorage, {run})")
    second.goto("/")
    expect(workspace.banner).to_contain_text("opened in another tab")
    expect(Workspace(second).play_button).to_be_enabled()
    workspace.banner.get_by_role("button", name="Continue here").click()
    expect(workspace.banner).to_be_hidden()
    expect(Workspace(second).banner).to_contain_text("opened in another tab")


def set_epochs(workspace: Workspace) -> None:
    box = workspace.settings.get_by_role("spinbutton", name="Epochs", exact=True)
    box.fill(str(EPOCHS))
    box.press("Enter")


def read_curves(workspace: Workspace) -> list[str]:
    """Epoch and losses at many places along the curves."""
    read = workspace.output.locator(".u-over").evaluate(READ_CURVES)
    epochs = {line.split("epoch")[-1].strip() for line in read}
    assert len(epochs) > 30, read
    return read
