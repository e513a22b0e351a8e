"""The drawer "Look inside": its tabs, and what each of them shows of a network that learns."""

import re

from playwright.sync_api import Page, expect

from tests.browser.workspace import Workspace


def test_the_drawer_opens_one_tab_at_a_time_by_keys(workspace: Workspace, page: Page) -> None:
    tabs = workspace.inside.get_by_role("tab")
    expect(workspace.inside.get_by_role("tabpanel")).to_have_count(0)
    tabs.first.focus()
    page.keyboard.press("End")
    expect(tabs.last).to_be_focused()
    expect(workspace.inside.get_by_role("tabpanel")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(tabs.last).to_have_attribute("aria-selected", "true")
    expect(workspace.inside.get_by_role("tabpanel")).to_be_visible()
    page.keyboard.press("Enter")
    expect(workspace.inside.get_by_role("tabpanel")).to_have_count(0)
    workspace.expect_epoch(0)


def test_the_drawer_is_as_it_was_when_the_page_comes_again(workspace: Workspace, page: Page) -> None:
    panel = workspace.look_inside("Optimizer")
    edge = workspace.inside.get_by_role("separator", name="Height of the drawer")
    before = panel.bounding_box()
    edge.focus()
    page.keyboard.press("ArrowUp")
    height = edge.get_attribute("aria-valuenow")
    assert before is not None
    assert int(height or 0) == round(before["height"]) + 40
    page.reload()
    expect(workspace.inside.get_by_role("tabpanel", name="Optimizer")).to_be_visible()
    expect(edge).to_have_attribute("aria-valuenow", height or "")


def test_gradients_of_all_layers_are_kept_from_the_first_epoch_on(workspace: Workspace) -> None:
    workspace.open_experiment("Vanishing gradients")
    workspace.step(2)
    panel = workspace.look_inside("Gradient flow")
    expect(panel).to_contain_text(re.compile(r"first hidden layer is [\d,.]+( million)? times smaller"))
    table = panel.get_by_role("table", name="Gradients, steps and units of each layer")
    expect(table.get_by_role("row")).to_have_count(1 + 9)
    first, last = (table.get_by_role("row", name=re.compile(f"^{name}")) for name in ("Layer 1", "Output"))
    sizes = [float(row.get_by_role("cell").first.inner_text().replace("−", "-")) for row in (first, last)]
    assert 0 < sizes[0] < 1e-4 * sizes[1]
    expect(first).to_contain_text("hardly moves")
    panel.get_by_text("As a table").click()
    moments = panel.get_by_role("group", name="Gradients by layer and epoch").get_by_role("columnheader")
    expect(moments).to_have_text(["Epoch", "0", "1", "2"])
    strip = panel.get_by_role("img", name="Size of the gradients over the epochs: 9 layers, epoch 0 to 2.")
    strip.focus()
    strip.press("ArrowDown")
    expect(panel).to_contain_text(re.compile(r"Epoch 2, Layer 2: gradient \d"))


def test_units_that_let_no_gradient_through_are_marked(workspace: Workspace, page: Page) -> None:
    workspace.network.get_by_role("combobox", name="Activation of Layer 1", exact=True).select_option("ReLU")
    workspace.unit("Layer 1, unit 1").click()
    table = page.get_by_role("dialog", name="Layer 1, unit 1")
    table.get_by_role("spinbutton", name="Bias").fill("-50")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    marked = workspace.network.get_by_role(
        "button", name="Layer 1, unit 1, dead: its slope is zero for every sample"
    )
    expect(marked).to_be_visible()
    row = workspace.look_inside("Gradient flow").get_by_role("row", name=re.compile("^Layer 1"))
    expect(row.get_by_role("cell").last).to_have_text(re.compile(r"^[1-9]\d* %"))


def test_the_inside_of_the_optimizer_is_watched_while_it_trains(workspace: Workspace, page: Page) -> None:
    panel = workspace.look_inside("Optimizer")
    table = panel.get_by_role("table")
    titles = ["Layer", "First moment", "Second moment", "Next step"]
    expect(table.get_by_role("columnheader")).to_have_text(titles)
    expect(panel).to_contain_text("Running average of the squared gradient.")
    first = table.get_by_role("row", name=re.compile("^Layer 1"))
    moment = first.get_by_role("cell").first
    expect(moment).to_have_text("±0.0000")
    workspace.step(1)
    expect(moment).not_to_have_text("±0.0000")
    page.locator(".optimizer-map").first.hover(position={"x": 3, "y": 3})
    reading = panel.get_by_text(re.compile(r"^x₁ → Layer 1, unit 1: gradient .*, next step .*"))
    expect(reading).to_be_visible()
    workspace.settings.get_by_role("combobox", name="Optimizer", exact=True).select_option("sgd")
    expect(table.get_by_role("columnheader")).to_have_text(["Layer", "Velocity", "Next step"])
