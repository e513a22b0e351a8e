"""Changing how the network is trained, live where that is possible, else from the same start."""

import re

from playwright.sync_api import Page, expect

from tests.browser.workspace import Workspace


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
    loss = workspace.settings.get_by_role("combobox", name="Loss", exact=True)
    before = loss.input_value()
    loss.select_option("Categorical cross-entropy")
    notes = page.get_by_role("list", name="Notes on this experiment")
    notes.get_by_role("button", name="Change it").first.click()
    expect(notes.get_by_role("button", name="Change it")).to_have_count(0)
    expect(loss).to_have_value(before)


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
