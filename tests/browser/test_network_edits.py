"""Building the network by clicking: layers, units, activations, single weights, and taking it all back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.workspace import Workspace

UNDO = "Control+z"
REDO = "Control+Shift+z"


def test_a_layer_is_added_changed_and_removed(workspace: Workspace) -> None:
    before = workspace.layers().count()
    workspace.insert_layer(2, "Dense")
    expect(workspace.layers()).to_have_count(before + 1)
    units = int(workspace.units(2).input_value())
    workspace.network.get_by_role("button", name="One unit fewer in Layer 2").click()
    expect(workspace.network.get_by_role("group", name=f"Layer 2, {units - 1} units")).to_have_count(1)
    workspace.units(2).fill("3")
    workspace.units(2).press("Enter")
    expect(workspace.network.get_by_role("group", name="Layer 2, 3 units")).to_have_count(1)
    workspace.play()
    workspace.expect_epoch_beyond(10)
    workspace.open_layer(2)
    workspace.page.get_by_role("button", name="Remove").click()
    expect(workspace.layers()).to_have_count(before)


def test_a_layer_of_another_kind_is_added(workspace: Workspace) -> None:
    before = workspace.layers().count()
    workspace.insert_layer(2, "Dropout")
    expect(workspace.network.get_by_role("button", name="2 Dropout: all settings")).to_be_visible()
    expect(workspace.layers()).to_have_count(before + 1)
    workspace.step(1)


@pytest.mark.parametrize("move", ["button", "key", "drag"])
def test_a_layer_is_moved(workspace: Workspace, move: str) -> None:
    workspace.units(1).fill("3")
    workspace.units(1).press("Enter")
    expect(workspace.network.get_by_role("group", name="Layer 1, 3 units")).to_have_count(1)
    header = workspace.layers().first
    if move == "button":
        header.click()
        workspace.page.get_by_role("button", name="Move right").click()
    elif move == "key":
        header.focus()
        workspace.page.keyboard.press("Alt+ArrowRight")
    else:
        place, target = header.bounding_box(), workspace.layers().nth(1).bounding_box()
        assert place
        assert target
        mouse = workspace.page.mouse
        mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
        mouse.down()
        mouse.move(target["x"] + target["width"] + 40, target["y"] + 5, steps=8)
        mouse.up()
    expect(workspace.network.get_by_role("group", name="Layer 2, 3 units")).to_have_count(1)


def test_an_activation_is_picked_for_one_layer_and_for_all(workspace: Workspace) -> None:
    first, second = (
        workspace.network.get_by_role("combobox", name=f"Activation of Layer {layer}") for layer in (1, 2)
    )
    before = second.input_value()
    first.select_option("ReLU")
    expect(first).to_have_value("relu")
    expect(second).to_have_value(before)
    everywhere = workspace.settings.get_by_role("combobox", name="Activation, all layers")
    everywhere.select_option("Softsign")
    for menu in (first, second):
        expect(menu).to_have_value("softsign")
    workspace.play()
    workspace.expect_epoch_beyond(10)


def test_a_feature_becomes_an_input(workspace: Workspace) -> None:
    chip = workspace.data.get_by_role("button", name="sin(x₁)")
    chip.click()
    expect(chip).to_have_attribute("aria-pressed", "true")
    expect(workspace.unit("sin(x₁)").last).to_be_visible()
    expect(workspace.network.get_by_role("group", name="Features, 3 units")).to_have_count(1)


def test_a_weight_is_edited_by_clicking_on_its_line(workspace: Workspace) -> None:
    start = workspace.picture(workspace.plane)
    weight = workspace.open_weight("x₁", "Layer 1, unit 1")
    held = weight.input_value()
    weight.fill("3.25")
    weight.press("Enter")
    workspace.expect_picture(workspace.plane, to_be=start, same=False)
    changed = workspace.picture(workspace.plane)
    weight.press("Escape")
    assert workspace.weights_into("Layer 1, unit 1")["x₁"] == "3.25"
    workspace.undo_button.click()
    workspace.expect_picture(workspace.plane, to_be=start)
    assert workspace.weights_into("Layer 1, unit 1")["x₁"] == held
    workspace.redo_button.click()
    workspace.expect_picture(workspace.plane, to_be=changed)


def test_a_bias_is_edited_in_the_table_of_its_unit(workspace: Workspace) -> None:
    start = workspace.picture(workspace.plane)
    workspace.unit("Output").click()
    table = workspace.page.get_by_role("dialog", name="Output")
    bias = table.get_by_role("spinbutton", name="Bias")
    bias.fill("-2")
    bias.press("Enter")
    workspace.expect_picture(workspace.plane, to_be=start, same=False)
    bias.press("Escape")
    expect(table).to_be_hidden()
    assert workspace.weights_into("Output")["Bias"] == "-2"


def test_everything_can_be_taken_back_and_done_again(workspace: Workspace, page: Page) -> None:
    expect(workspace.undo_button).to_be_disabled()
    optimizer = workspace.settings.get_by_role("combobox", name="Optimizer", exact=True)
    noise = workspace.data.get_by_role("spinbutton", name="Noise")
    layers = workspace.layers().count()
    held = optimizer.input_value(), noise.input_value()

    optimizer.select_option("RMSProp")
    noise.fill("0.2")
    noise.press("Enter")
    workspace.insert_layer(1, "Dense")
    workspace.data.get_by_text("Circle").click()
    expect(workspace.data.get_by_role("radio", name="Circle")).to_be_checked()

    for _ in range(4):
        workspace.undo_button.click()
    expect(workspace.undo_button).to_be_disabled()
    expect(workspace.layers()).to_have_count(layers)
    expect(workspace.data.get_by_role("radio", name="Two spirals")).to_be_checked()
    expect(optimizer).to_have_value(held[0])
    expect(noise).to_have_value(held[1])

    page.locator("h2").first.click()
    for _ in range(4):
        page.keyboard.press(REDO)
    expect(workspace.redo_button).to_be_disabled()
    expect(workspace.layers()).to_have_count(layers + 1)
    expect(workspace.data.get_by_role("radio", name="Circle")).to_be_checked()
    page.keyboard.press(UNDO)
    expect(workspace.data.get_by_role("radio", name="Two spirals")).to_be_checked()
    expect(optimizer).to_have_value("rmsprop")


def test_the_card_over_a_line_follows_the_training(workspace: Workspace, page: Page) -> None:
    workspace.point_at_weight("x₁", "Layer 1, unit 1")
    card = page.locator(".network-card:popover-open")
    expect(card).to_contain_text("x₁ → Layer 1, unit 1")
    expect(card).to_contain_text(re.compile(r"Gradient\s*[−+]?\d"))
    before = card.inner_text()
    page.keyboard.press("ArrowRight")
    workspace.expect_epoch(1)
    expect(card).not_to_have_text(before)
