"""An experiment travels in a link."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.workspace import Workspace


def test_a_copied_link_opens_the_same_run_elsewhere(workspace: Workspace, visit: Visit) -> None:
    workspace.data.get_by_text("Two moons").click()
    workspace.insert_layer(2, "Dense")
    workspace.settings.get_by_role("combobox", name="Optimizer", exact=True).select_option("SGD")
    workspace.expect_epoch(0)
    workspace.step(4)

    workspace.page.get_by_role("button", name="Share").click()
    card = workspace.page.get_by_role("dialog", name="Share")
    card.get_by_role("button", name="Copy").click()
    expect(card.get_by_role("button", name="Copied")).to_be_visible()
    link = workspace.page.evaluate("navigator.clipboard.readText()")
    assert link == card.get_by_role("textbox", name="Link to this experiment").input_value()
    assert len(link) < 1000

    other = visit(link)
    expect(other.data.get_by_role("radio", name="Two moons")).to_be_checked()
    expect(other.layers()).to_have_count(workspace.layers().count())
    optimizer = other.settings.get_by_role("combobox", name="Optimizer", exact=True)
    expect(optimizer).to_have_value("sgd")
    other.step(4)
    assert other.loss() == workspace.loss()


def test_the_address_follows_the_experiment(workspace: Workspace, visit: Visit) -> None:
    page = workspace.page
    page.wait_for_url("**/#1=*")
    before = page.url
    workspace.units(1).fill("5")
    workspace.units(1).press("Enter")
    page.wait_for_url(lambda address: "#1=" in address and address != before)
    expect(visit(page.url).units(1)).to_have_value("5")


@pytest.mark.parametrize("address", ["/#1=broken", "/#99=abc", "/#nonsense"])
def test_a_broken_link_is_explained_and_something_else_opened(visit: Visit, address: str) -> None:
    workspace = visit(address)
    expect(workspace.page.get_by_role("alert")).to_contain_text("link")
    workspace.step(1)
