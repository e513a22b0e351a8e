"""Be the optimizer: training stands still while weights and lines are dragged, and goes on from there."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import SIZES, grave_faults
from tests.browser.workspace import Workspace

# Ten presses of an arrow as quick as a held key, however busy the machine is.
TEN_PRESSES = """(slider) => {
    for (let press = 0; press < 10; press += 1) {
        slider.stepUp();
        for (const kind of ["input", "change"]) slider.dispatchEvent(new Event(kind, { bubbles: true }));
    }
}"""
# Resolves as soon as the middle of something stands there, to two pixels.
STANDS_AT = """(element, [x, y]) => new Promise((resolve) => {
    const look = () => {
        const box = element.getBoundingClientRect();
        const away = Math.hypot(box.x + box.width / 2 - x, box.y + box.height / 2 - y);
        return away < 2 ? resolve() : requestAnimationFrame(look);
    };
    look();
})"""


def begin(workspace: Workspace) -> Locator:
    """Open a small network in the mode and return the score."""
    workspace.open_experiment("XOR truth table")
    workspace.page.get_by_role("button", name="By hand", exact=True).click()
    score = workspace.page.get_by_role("table", name="Score by hand")
    expect(entry(score, "At your start")).to_have_text(re.compile(r"0\.\d"))
    return score


def entry(score: Locator, name: str) -> Locator:
    return score.get_by_role("row", name=name).get_by_role("cell")


def test_a_slider_moves_the_loss_and_undo_takes_it_back(workspace: Workspace) -> None:
    score = begin(workspace)
    start = entry(score, "At your start").inner_text()
    slider = workspace.page.get_by_role("slider", name="Bias of Output", exact=True)
    slider.evaluate(TEN_PRESSES)
    expect(entry(score, "Moves")).to_have_text("1")
    expect(entry(score, "Loss now")).not_to_have_text(start)
    workspace.undo_button.click()
    expect(entry(score, "Loss now")).to_have_text(start)


def test_a_reset_begins_another_game_also_before_any_training(workspace: Workspace) -> None:
    score = begin(workspace)
    start = entry(score, "At your start").inner_text()
    workspace.page.get_by_role("slider", name="Bias of Output", exact=True).press("End")
    expect(entry(score, "Moves")).to_have_text("1")
    expect(entry(score, "Loss now")).not_to_have_text(start)
    workspace.reset_button.click()
    expect(entry(score, "Moves")).to_have_text("0")
    expect(entry(score, "Loss now")).to_have_text(start)
    expect(entry(score, "At your start")).to_have_text(start)


def test_a_line_follows_the_hand_and_its_unit_the_line(workspace: Workspace) -> None:
    score = begin(workspace)
    handle = workspace.page.get_by_role("button", name=re.compile("^Move the line of Layer 1, unit 1"))
    bias = workspace.page.get_by_role("slider", name="Bias of Layer 1, unit 1")
    weight = workspace.page.get_by_role("slider", name="x₁ → Layer 1, unit 1", exact=True)
    before, kept = bias.input_value(), weight.input_value()
    box = handle.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    workspace.page.mouse.move(x, y)
    workspace.page.mouse.down()
    workspace.page.mouse.move(x + 40, y + 10, steps=4)
    workspace.page.mouse.up()
    expect(entry(score, "Moves")).to_have_text("1")
    expect(bias).not_to_have_value(before)
    assert weight.input_value() == kept
    handle.evaluate(STANDS_AT, [x + 40, y + 10])

    turner = workspace.page.get_by_role("button", name=re.compile("^Turn the line of Layer 1, unit 1"))
    turner.press("ArrowRight")
    expect(entry(score, "Moves")).to_have_text("2")
    expect(weight).not_to_have_value(kept)


def test_the_optimizer_goes_on_from_where_the_hand_was(workspace: Workspace) -> None:
    workspace.play("30 epochs / s")
    workspace.expect_epoch_beyond(2)
    score = begin(workspace)
    expect(workspace.play_button).to_be_visible()
    start = entry(score, "At your start").inner_text()
    expect(entry(score, "The optimizer's lowest")).to_have_text("–")
    workspace.page.get_by_role("button", name="Let the optimizer take over").click()
    workspace.expect_epoch_beyond(20)
    slider = workspace.page.get_by_role("slider", name="x₁ → Layer 1, unit 1", exact=True)
    expect(slider).to_be_disabled()
    workspace.page.get_by_role("button", name="Freeze, and go on by hand").click()
    expect(slider).to_be_enabled()
    assert float(entry(score, "The optimizer's lowest").inner_text()) < float(start)


def test_the_lowest_by_hand_is_found_again(workspace: Workspace) -> None:
    score = begin(workspace)
    start, loss = entry(score, "At your start").inner_text(), entry(score, "Loss now")
    slider = workspace.page.get_by_role("slider", name="Bias of Output", exact=True)
    slider.press("ArrowRight")
    expect(entry(score, "Moves")).to_have_text("1")
    expect(loss).not_to_have_text(start)
    first = loss.inner_text()
    lowest = min(float(first), float(start))
    slider.press("End")
    expect(entry(score, "Moves")).to_have_text("2")
    expect(loss).not_to_have_text(first)
    assert float(loss.inner_text()) > lowest
    assert float(entry(score, "Your lowest").inner_text()) <= lowest


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
def test_no_grave_fault(visit: Visit, size: tuple[int, int]) -> None:
    workspace = visit(size=size)
    begin(workspace)
    page = workspace.page
    assert grave_faults(page, ".by-hand") + grave_faults(page, ".surface") == []
    assert int(page.evaluate("document.documentElement.scrollWidth")) <= size[0]
