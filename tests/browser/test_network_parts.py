"""Parts of a network: layers within layers, frozen layers, removed connections, and the inside of the optimizer."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import CARD, SIZES, grave_faults
from tests.browser.workspace import Workspace

UNIT = "Layer 2.1, unit 2"


def header(workspace: Workspace, name: str) -> Locator:
    return workspace.network.get_by_role("button", name=f"{name}: all settings", exact=True)


def group(workspace: Workspace, name: str) -> Locator:
    return workspace.network.get_by_role("group", name=name, exact=True)


@pytest.fixture
def block(workspace: Workspace) -> Workspace:
    """A network whose second layer is a residual block of one layer."""
    workspace.units(1).fill("4")
    workspace.units(1).press("Enter")
    expect(group(workspace, "Layer 1, 4 units")).to_have_count(1)
    workspace.insert_layer(2, "Residual")
    expect(header(workspace, "2 Residual")).to_be_visible()
    expect(header(workspace, "2.1 Dense")).to_be_visible()
    return workspace


def test_layers_are_put_into_a_block_and_changed_there(block: Workspace) -> None:
    expect(group(block, "Layer 2.1, 4 units")).to_have_count(1)
    block.insert_layer("2.2", "Batch normalization")
    expect(header(block, "2.2 Batch normalization")).to_be_visible()
    block.units("2.1").fill("3")
    block.units("2.1").press("Enter")
    expect(group(block, "Layer 2.1, 3 units")).to_have_count(1)
    block.network.get_by_role("combobox", name="Activation of Layer 2.1", exact=True).select_option("ReLU")
    header(block, "2.1 Dense").click()
    block.page.get_by_role("button", name="Duplicate").click()
    expect(header(block, "2.2 Dense")).to_be_visible()
    expect(header(block, "2.3 Batch normalization")).to_be_visible()
    activation = block.network.get_by_role("combobox", name="Activation of Layer 2.2", exact=True)
    expect(activation).to_have_value("relu")
    block.step(2)
    header(block, "2.2 Dense").click()
    block.page.get_by_role("button", name="Remove").click()
    expect(header(block, "2.2 Batch normalization")).to_be_visible()


@pytest.mark.parametrize("move", ["button", "key", "drag"])
def test_a_layer_is_moved_into_a_block_and_out_of_it(block: Workspace, move: str) -> None:
    page = block.page
    first = header(block, "1 Dense")
    if move == "button":
        first.click()
        page.get_by_role("button", name="Move right").click()
    elif move == "key":
        first.focus()
        page.keyboard.press("Alt+ArrowRight")
    else:
        start, end = first.bounding_box(), header(block, "2.1 Dense").bounding_box()
        assert start
        assert end
        page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
        page.mouse.down()
        page.mouse.move(end["x"] + end["width"] + 20, end["y"] + 5, steps=8)
        page.mouse.up()
    inner = header(block, "1.2 Dense")
    expect(inner).to_be_visible()
    expect(header(block, "1 Residual")).to_be_visible()
    if move == "key":
        expect(header(block, "1.1 Dense")).to_be_focused()
        page.keyboard.press("Alt+ArrowLeft")
        expect(header(block, "1 Dense")).to_be_focused()
        expect(header(block, "2.1 Dense")).to_be_visible()


def test_a_frozen_layer_does_not_learn(block: Workspace) -> None:
    freeze = block.network.get_by_role("button", name="Freeze Layer 1", exact=True)
    freeze.click()
    expect(freeze).to_have_attribute("aria-pressed", "true")
    expect(block.network.get_by_text("12 frozen", exact=True)).to_be_visible()
    held = block.weights_into("Layer 1, unit 1"), block.weights_into(UNIT)
    block.step(3)
    assert block.weights_into("Layer 1, unit 1") == held[0]
    assert block.weights_into(UNIT) != held[1]
    block.undo_button.click()
    expect(freeze).to_have_attribute("aria-pressed", "false")


def test_a_connection_is_removed_and_put_back_by_the_keyboard(block: Workspace) -> None:
    page = block.page
    table = block.open_unit(UNIT)
    weight = table.get_by_role("spinbutton", name="Layer 1, unit 3")
    weight.focus()
    page.keyboard.press("Delete")
    back = table.get_by_role("button", name="Put it back: Layer 1, unit 3")
    expect(back).to_be_visible()
    expect(weight).to_have_value("0")
    page.keyboard.press("Escape")
    block.step(3)
    table = block.open_unit(UNIT)
    expect(table.get_by_role("spinbutton", name="Layer 1, unit 3")).to_have_value("0")
    expect(table.get_by_role("spinbutton", name="Layer 1, unit 2")).not_to_have_value("0")
    table.get_by_role("button", name="Put it back: Layer 1, unit 3").click()
    expect(table.get_by_role("button", name="Remove this connection: Layer 1, unit 3")).to_be_visible()
    page.keyboard.press("Escape")
    block.step(1)
    assert block.weights_into(UNIT)["Layer 1, unit 3"] != "0"


def test_a_key_that_edits_a_number_removes_nothing(block: Workspace) -> None:
    table = block.open_unit(UNIT)
    weight = table.get_by_role("spinbutton", name="Layer 1, unit 3")
    weight.click()
    weight.press("ArrowRight")
    weight.press("Delete")
    expect(table.get_by_role("button", name="Remove this connection: Layer 1, unit 3")).to_be_visible()


def test_removed_connections_are_shown_when_asked_for(workspace: Workspace) -> None:
    box = workspace.open_weight("x₁", "Layer 1, unit 1")
    dialog = workspace.page.get_by_role("dialog", name="x₁ → Layer 1, unit 1")
    dialog.get_by_role("button", name="Remove this connection").click()
    expect(dialog).to_contain_text("Removed: this weight is 0 and stays 0.")
    expect(box).to_be_disabled()
    workspace.page.keyboard.press("Escape")
    workspace.network.get_by_role("checkbox", name="1 removed").check()
    workspace.open_weight("x₁", "Layer 1, unit 1")
    dialog.get_by_role("button", name="Put it back").click()
    expect(dialog.get_by_role("button", name="Remove this connection")).to_be_visible()
    expect(workspace.network.get_by_role("checkbox", name="removed")).to_have_count(0)
    workspace.page.keyboard.press("Escape")


def test_all_removed_connections_of_a_layer_are_put_back(workspace: Workspace) -> None:
    table = workspace.open_unit("Layer 1, unit 1")
    for source in ("x₁", "x₂"):
        table.get_by_role("button", name=f"Remove this connection: {source}").click()
        expect(table.get_by_role("button", name=f"Put it back: {source}")).to_be_visible()
    workspace.page.keyboard.press("Escape")
    workspace.open_layer(1)
    card = workspace.page.locator(CARD)
    expect(card).to_contain_text(re.compile(r"2 of \d+ connections removed"))
    card.get_by_role("button", name="Put all back").click()
    expect(card).not_to_contain_text("connections removed")


def test_a_normalizing_layer_tells_its_scale_and_shift(workspace: Workspace) -> None:
    workspace.insert_layer(2, "Batch normalization")
    expect(header(workspace, "2 Batch normalization")).to_be_visible()
    table = workspace.open_unit("Layer 2, unit 1")
    for name in ("Scale", "Shift"):
        expect(table.get_by_role("spinbutton", name=name)).to_have_value(re.compile(r"\d"))
    expect(table.get_by_role("row", name="Running mean")).to_be_visible()


def test_a_learned_slope_is_told_like_a_bias(workspace: Workspace) -> None:
    activation = workspace.network.get_by_role("combobox", name="Activation of Layer 1", exact=True)
    activation.select_option("PReLU")
    expect(activation).to_have_value("prelu")
    table = workspace.open_unit("Layer 1, unit 1")
    expect(table.get_by_role("spinbutton", name="Slope")).to_have_value("0.25")


def test_the_card_of_a_weight_tells_its_next_step(workspace: Workspace) -> None:
    workspace.step(1)
    workspace.point_at_weight("x₁", "Layer 1, unit 1")
    card = workspace.page.locator(".network-card:popover-open")
    for name in ("Gradient", "First moment", "Second moment", "Next step", "Effective rate"):
        expect(card).to_contain_text(re.compile(rf"{name}\s*[−+]?\d"))


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
def test_no_grave_fault(visit: Visit, size: tuple[int, int]) -> None:
    workspace = visit(size=size)
    workspace.insert_layer(2, "Residual")
    expect(header(workspace, "2.1 Dense")).to_be_visible()
    workspace.open_unit("Layer 1, unit 1").get_by_role("button", name="Remove this connection: x₁").click()
    expect(workspace.page.get_by_role("button", name="Put it back: x₁")).to_be_visible()
    assert grave_faults(workspace.page) == []
