"""Experiments to start from: those of the present data set, and a search among all."""

import re

from playwright.sync_api import Page, expect

from tests.browser.workspace import Workspace


def test_a_data_set_offers_what_solves_it_and_what_fails(workspace: Workspace, page: Page) -> None:
    workspace.data.get_by_text("XOR clouds").click()
    workspace.expect_epoch(0)
    page.get_by_role("button", name="Examples for this data set").click()
    card = page.get_by_role("dialog", name="Examples for this data set")
    expect(card.get_by_role("heading", name="A network that solves it")).to_be_visible()
    expect(card.get_by_role("heading", name="One that fails")).to_be_visible()
    card.get_by_role("button", name=re.compile("^Everything starts at zero")).click()
    expect(card).to_be_hidden()
    expect(workspace.experiments).to_have_text("Everything starts at zero")
    notes = page.get_by_role("list", name="Notes on this experiment")
    expect(notes).to_contain_text("weights have to start at random")
    notes.get_by_role("button", name="Put away").click()
    expect(notes).to_be_hidden()
    workspace.undo_button.click()
    expect(workspace.experiments).to_contain_text("Two spirals")


def test_an_experiment_is_found_by_what_it_is_about(workspace: Workspace, page: Page) -> None:
    page.get_by_role("button", name="Examples for this data set").click()
    page.get_by_role("button", name="All experiments").click()
    dialog = page.get_by_role("dialog", name="Experiments")
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("dead relu")
    expect(dialog.get_by_role("status")).to_have_text("1 experiment")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(workspace.experiments).to_have_text("Dead ReLUs")
    expect(workspace.data.get_by_role("radio", name="Islands")).to_be_checked()
