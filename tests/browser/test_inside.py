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
