"""Changing how the network is trained, live where that is possible, else from the same start."""

import base64
import json
import re
import zlib
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.workspace import Workspace


def link(experiment: dict[str, Any]) -> str:
    """Return the address that opens an experiment."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = packer.compress(json.dumps(experiment).encode()) + packer.flush()
    return f"/#1={base64.urlsafe_b64encode(packed).decode().rstrip('=')}"


def test_an_optimizer_is_picked_with_its_own_parameters(workspace: Workspace) -> None:
    menu = workspace.settings.get_by_role("combobox", name="Optimizer", exact=True)
    menu.select_option("SGD")
    momentum = workspace.settings.get_by_role("spinbutton", name="Momentum", exact=True)
    momentum.fill("0.9")
    momentum.press("Enter")
    rate = workspace.settings.get_by_role("spinbutton", name="Learning rate")
    expect(rate).to_have_value("0.01")
    workspace.play()
    workspace.expect_epoch_beyond(10)
    expect(menu).to_have_value("sgd")
    expect(momentum).to_have_value("0.9")


def test_the_learning_rate_changes_while_training_goes_on(workspace: Workspace, page: Page) -> None:
    workspace.play("30 epochs / s")
    workspace.expect_epoch_beyond(5)
    rate = page.get_by_role("banner").get_by_role("spinbutton", name="Learning rate")
    rate.fill("0.05")
    rate.press("Enter")
    epoch = workspace.epoch()
    workspace.expect_epoch_beyond(epoch + 5)
    expect(workspace.settings.get_by_role("spinbutton", name="Learning rate")).to_have_value("0.05")
    expect(workspace.pause_button).to_be_visible()


def test_what_needs_a_new_start_says_so(workspace: Workspace, page: Page) -> None:
    workspace.step(3)
    workspace.settings.get_by_role("combobox", name="Loss", exact=True).select_option("Mean squared error")
    workspace.expect_epoch(0)
    message = page.get_by_role("region", name="Messages")
    expect(message).to_contain_text("training begins again from the same seed")


def test_a_value_out_of_bounds_is_refused_in_a_sentence_at_its_field(
    workspace: Workspace, page: Page
) -> None:
    noise = workspace.data.get_by_role("spinbutton", name="Noise")
    held = noise.input_value()
    noise.fill("20")
    noise.press("Enter")
    expect(workspace.data.get_by_role("alert")).to_contain_text("noise must be at most 1; got 20.")
    expect(noise).to_have_value(held)
    expect(noise).to_have_accessible_description(re.compile("noise must be at most 1; got 20."))
    noise.fill("0.2")
    noise.press("Enter")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(noise).to_have_value("0.2")


def test_an_unfit_loss_is_explained_and_cured_by_a_click(workspace: Workspace, page: Page) -> None:
    # What the coach says itself is not among the notes.
    page.get_by_role("button", name="Switch off").click()
    loss = workspace.settings.get_by_role("combobox", name="Loss", exact=True)
    before = loss.input_value()
    loss.select_option("Categorical cross-entropy")
    notes = page.get_by_role("list", name="Notes on this experiment")
    notes.get_by_role("button", name="Change it").first.click()
    expect(notes.get_by_role("button", name="Change it")).to_have_count(0)
    expect(loss).to_have_value(before)


@pytest.mark.parametrize(
    "experiment",
    [
        {"data": "spiral", "loss": "mean_squared_error"},
        {"data": "spiral", "loss": "binary_cross_entropy", "network": {"output": {"activation": "tanh"}}},
        {
            "data": "rings",
            "loss": "categorical_cross_entropy",
            "network": {"output": {"activation": "linear"}},
        },
        {"data": "plane", "network": {"output": {"activation": "tanh"}}},
        {"data": "spiral", "network": {"layers": [{"kind": "dense", "activation": "step"}] * 2}},
        {"data": "spiral", "network": {"layers": ["dense", "batch_norm"]}, "training": {"batch_size": 1}},
        {"data": "plane", "loss": "binary_cross_entropy", "network": {"output": {"activation": "sigmoid"}}},
    ],
)
def test_every_doubtful_combination_is_cured_by_clicks_and_undone(
    visit: Visit, experiment: dict[str, Any]
) -> None:
    workspace = visit(f"{link(experiment)}&hide=coach")
    notes = workspace.page.get_by_role("list", name="Notes on this experiment")
    cures = notes.get_by_role("button", name="Change it")
    expect(cures.first).to_be_visible()
    before = notes.inner_text()
    cures.first.click()
    expect(cures).to_have_count(0)
    workspace.expect_epoch(0)
    workspace.undo_button.click()
    expect(notes).to_have_text(before, use_inner_text=True)
    expect(cures.first).to_be_visible()


def test_kinds_are_compared_by_their_pictures_and_picked_by_keys(workspace: Workspace, page: Page) -> None:
    workspace.settings.get_by_role("button", name="Compare: Activation, all layers").focus()
    page.keyboard.press("Enter")
    kinds = page.get_by_role("listbox", name="Activation, all layers")
    expect(kinds.get_by_role("option", name="Tanh", exact=False).and_(page.locator(":focus"))).to_be_visible()
    sigmoid = kinds.get_by_role("option", name=re.compile(r"^Sigmoid\s*range 0 … 1 · largest slope 0\.25"))
    expect(sigmoid.locator("img")).to_be_visible()
    page.keyboard.press("Home")
    page.keyboard.press("s")
    page.keyboard.press("s")
    expect(sigmoid).to_be_focused()
    page.keyboard.press("Enter")
    expect(kinds).to_be_hidden()
    menu = workspace.settings.get_by_role("combobox", name="Activation, all layers", exact=True)
    expect(menu).to_have_value("sigmoid")
    workspace.settings.get_by_role("button", name="Compare: Loss").click()
    losses = page.get_by_role("listbox", name="Loss")
    expect(losses).to_contain_text(
        "An error of 3 costs 9 times as much as an error of 1 and pulls 3 times as hard."
    )
    workspace.settings.get_by_role("button", name="Compare: Optimizer").click()
    expect(page.get_by_role("listbox", name="Optimizer").locator("math").first).to_be_visible()


def test_a_batch_makes_its_kind_of_descent(workspace: Workspace) -> None:
    batch = workspace.settings.get_by_role("spinbutton", name="Batch size")
    counts = workspace.settings.locator(".counting summary")
    expect(counts).to_contain_text("250 training samples ÷ batch 10 = 25 steps an epoch")
    workspace.settings.get_by_role("radio", name="Full batch").check()
    expect(counts).to_contain_text("÷ batch 250 = 1 step an epoch")
    expect(batch).to_have_value("250")
    workspace.settings.get_by_role("radio", name="One sample").check()
    expect(counts).to_contain_text("÷ batch 1 = 250 steps an epoch")
    workspace.settings.get_by_role("radio", name="Mini-batch").check()
    expect(batch).to_have_value("10")
    workspace.step(2)
    expect(counts).to_contain_text("epoch 2 · step 50 · 195 k multiply-adds · 151 parameters")
    counts.click()
    expect(workspace.settings).to_contain_text("Equal epochs or equal steps?")
    workspace.reset_button.click()
    expect(counts).to_contain_text("epoch 0 · step 0 · 0 multiply-adds")


def test_why_it_stopped_stays_until_it_goes_on(workspace: Workspace, page: Page) -> None:
    epochs = workspace.settings.get_by_role("spinbutton", name="Epochs")
    epochs.fill("10")
    epochs.press("Enter")
    workspace.play()
    stop = workspace.settings.locator(".run-stop")
    expect(stop).to_contain_text("Trained for 10 epochs, as asked.")
    rate = workspace.settings.get_by_role("spinbutton", name="Learning rate")
    rate.fill("0.02")
    rate.press("Enter")
    expect(rate).to_have_value("0.02")
    expect(stop).to_contain_text("Trained for 10 epochs, as asked.")
    stop.get_by_role("button", name="Go on").click()
    workspace.expect_epoch_beyond(10)
    page.wait_for_timeout(100)
    expect(stop).to_contain_text("Trained for 20 epochs, as asked.")


def test_parts_that_may_be_left_out_open_behind_a_switch(workspace: Workspace) -> None:
    target = workspace.settings.get_by_role("checkbox", name="Target")
    expect(target).not_to_be_checked()
    target.check()
    value = workspace.settings.get_by_role("spinbutton", name="Value")
    value.fill("0.55")
    value.press("Enter")
    workspace.play()
    expect(workspace.settings.locator(".run-stop")).to_contain_text("target", ignore_case=True)
    target.uncheck()
    expect(value).to_have_count(0)


def test_a_schedule_is_drawn_over_the_training(workspace: Workspace) -> None:
    curve = workspace.settings.get_by_role("img", name=re.compile("^Learning rate over"))
    expect(curve).to_have_count(0)
    workspace.settings.get_by_role("combobox", name="Schedule", exact=True).select_option("Cosine")
    epochs = workspace.settings.get_by_role("spinbutton", name="Epochs")
    epochs.fill("4")
    epochs.press("Enter")
    expect(curve).to_have_accessible_name("Learning rate over 4 epochs, now 0.01.")
    workspace.step(2)
    expect(curve).to_have_accessible_name("Learning rate over 4 epochs, now 0.005.")


def test_every_setting_explains_itself(workspace: Workspace, page: Page) -> None:
    workspace.settings.get_by_role("button", name="About Optimizer").click()
    card = page.get_by_role("dialog", name="About Optimizer")
    expect(card).to_contain_text("Use it when")
    expect(card.locator("math").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    helps = page.get_by_role("button", name="About ")
    boxes = page.locator(".workspace .control:not(.control .control) > .control-head > label")
    assert helps.count() >= boxes.count() > 10
