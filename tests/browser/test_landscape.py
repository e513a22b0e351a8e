"""The loss landscape: a slice through the weights, the way that training takes on it, and others who race there."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import SIZES, grave_faults
from tests.browser.workspace import Workspace


def open_landscape(workspace: Workspace) -> Locator:
    """Open the tab and wait until all of its picture is measured."""
    workspace.page.get_by_role("tab", name="Loss landscape").click()
    plot = workspace.page.locator(".landscape-plot")
    expect(plot).to_have_accessible_name(re.compile("^Loss landscape over .*Losses from"))
    return plot


def test_the_way_of_a_training_is_drawn_and_read(workspace: Workspace) -> None:
    plot = open_landscape(workspace)
    before = workspace.picture(plot)
    workspace.step(3)
    expect(plot).to_have_accessible_name(re.compile(r"at epoch 3\."))
    expect(
        workspace.page.get_by_text(re.compile(r"A slice through \d+ dimensions.*% of the path"))
    ).to_be_visible()
    workspace.expect_picture(plot, to_be=before, same=False)

    plot.press("n")
    reading = workspace.page.locator(".landscape-reading")
    expect(reading).to_have_text(re.compile(r"^This training, epoch 0: loss 0\.\d+$"))
    plot.press("ArrowLeft")
    expect(reading).to_have_text(re.compile(r"^Across .+, up .+: loss "))

    workspace.page.get_by_text("The path as a table").click()
    rows = workspace.page.get_by_role("group", name="The path", exact=True).get_by_role("row")
    expect(rows).to_have_count(1 + 4)


def test_it_is_looked_at_along_other_planes(workspace: Workspace) -> None:
    plot = open_landscape(workspace)
    workspace.page.get_by_text("Two weights").click()
    expect(plot).to_have_accessible_name(re.compile("over x₁ → Layer 1, unit 1 and x₂ → Layer 1, unit 1"))
    across = workspace.page.get_by_role("group", name="Across")
    across.get_by_role("combobox", name="Across: unit").select_option("to unit 3")
    expect(plot).to_have_accessible_name(re.compile("over x₁ → Layer 1, unit 3 and"))
    # Weights that are clicked on in the diagram go across and up in turn.
    for source, target in (("x₂", "Layer 1, unit 2"), ("x₂", "Layer 1, unit 6")):
        workspace.open_weight(source, target)
        workspace.page.keyboard.press("Escape")
    expect(plot).to_have_accessible_name(re.compile("over x₂ → Layer 1, unit 2 and x₂ → Layer 1, unit 6"))
    workspace.page.get_by_text("Random", exact=True).click()
    expect(plot).to_have_accessible_name(re.compile("over random direction 1"))
    first = workspace.picture(plot)
    workspace.page.get_by_role("button", name="Other directions").click()
    workspace.expect_picture(plot, to_be=first, same=False)


def test_the_relief_is_turned_by_keys(workspace: Workspace) -> None:
    plot = open_landscape(workspace)
    workspace.page.get_by_text("3-D", exact=True).click()
    seen = workspace.picture(plot)
    plot.press("ArrowRight")
    workspace.expect_picture(plot, to_be=seen, same=False)


def test_optimizers_race_to_the_step_of_the_training(workspace: Workspace) -> None:
    open_landscape(workspace)
    workspace.step(2)
    steps = workspace.page.get_by_role("row", name=re.compile("^This training")).get_by_role("cell").nth(1)
    expect(steps).to_have_text("50")
    workspace.page.get_by_role("combobox", name="Add an optimizer to the race").select_option("SGD")
    racer = workspace.page.get_by_role("row", name=re.compile("^SGD"))
    expect(racer.get_by_role("cell").nth(1)).to_have_text("50")
    loss = racer.get_by_role("cell").nth(2)
    expect(loss).to_have_text(re.compile(r"\d"))
    slow = loss.inner_text()
    rate = racer.get_by_role("spinbutton", name="Learning rate of SGD")
    rate.fill("0.5")
    rate.press("Enter")
    expect(loss).not_to_have_text(slow)
    racer.get_by_role("button", name="Take SGD out of the race").click()
    expect(racer).to_have_count(0)


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
def test_no_grave_fault(visit: Visit, size: tuple[int, int]) -> None:
    workspace = visit(size=size)
    open_landscape(workspace)
    workspace.page.get_by_text("Two weights").click()
    workspace.page.get_by_role("combobox", name="Add an optimizer to the race").select_option("SGD")
    workspace.page.get_by_text("The path as a table").click()
    assert grave_faults(workspace.page, ".inside-panel") == []
    assert fits(workspace.page, size[0])


def fits(page: Page, width: int) -> bool:
    """Whether nothing stands out of the window at the right."""
    return int(page.evaluate("document.documentElement.scrollWidth")) <= width
