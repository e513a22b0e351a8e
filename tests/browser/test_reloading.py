"""A page that is loaded again has its run again, however bad the moment is."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.workspace import Workspace

# The page itself loads again as soon as its scripts have run: asked for from outside while the first reload is being
# carried out, Chromium may answer that there is no page just now.
RELOADS_AGAIN = """
    const loaded = Number(sessionStorage.getItem("loaded")) + 1;
    sessionStorage.setItem("loaded", loaded);
    addEventListener("DOMContentLoaded", () => {
        if (loaded === 1) location.reload();
        document.documentElement.dataset.loaded = loaded;
    });
"""


def test_a_reload_goes_on_where_the_run_was(workspace: Workspace) -> None:
    workspace.step(3)
    trained = workspace.loss()
    workspace.page.reload()
    workspace.expect_epoch(3)
    assert workspace.loss() == trained


def test_a_reload_right_after_an_experiment_was_opened_has_that_experiment(
    workspace: Workspace, page: Page
) -> None:
    for title in ["Vanishing gradients", "Four classes, the wrong output"]:
        page.wait_for_url("**/#1=*")
        workspace.open_experiment(title)
        page.reload()
        expect(workspace.play_button).to_be_enabled()
        workspace.step(1)
        expect(workspace.experiments).to_contain_text(title)


def test_two_quick_reloads_while_it_trains_lose_nothing(workspace: Workspace, page: Page) -> None:
    page.wait_for_url("**/#1=*")
    workspace.units(1).fill("5")
    workspace.units(1).press("Enter")
    workspace.play("10 epochs / s")
    workspace.expect_epoch_beyond(3)
    page.add_init_script(RELOADS_AGAIN)
    page.evaluate("setTimeout(() => location.reload())")
    expect(page.locator("html[data-loaded='2']")).to_be_attached()
    workspace.expect_epoch_beyond(3)
    expect(workspace.units(1)).to_have_value("5")
    expect(workspace.pause_button).to_be_visible()


def test_a_pasted_link_comes_before_the_run_of_the_tab(workspace: Workspace, visit: Visit) -> None:
    other = visit()
    other.page.wait_for_url("**/#1=*")
    before = other.page.url
    other.open_experiment("Vanishing gradients")
    other.page.wait_for_url(lambda address: "#1=" in address and address != before)
    workspace.step(2)
    workspace.page.goto("about:blank")
    workspace.open(other.page.url)
    expect(workspace.experiments).to_contain_text("Vanishing gradients")
