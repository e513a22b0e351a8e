"""Training by clicking: Play, Pause, Step, Reset, until the network has learned."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.workspace import Workspace


@pytest.mark.parametrize(
    ("experiment", "column", "accuracy"),
    [("XOR truth table", "Training", 100.0), ("XOR with noise", "Test", 95.0), ("Two spirals", "Test", 95.0)],
)
def test_an_experiment_is_learned(
    workspace: Workspace, experiment: str, column: str, accuracy: float
) -> None:
    workspace.open_experiment(experiment)
    workspace.play()
    workspace.train_until(column, accuracy)


def test_training_ends_after_the_epochs_asked_for(workspace: Workspace) -> None:
    workspace.open_experiment("XOR truth table")
    workspace.settings.get_by_role("spinbutton", name="Epochs", exact=True).fill("150")
    workspace.settings.get_by_role("spinbutton", name="Epochs", exact=True).press("Enter")
    workspace.play()
    workspace.expect_epoch(150)
    expect(workspace.page.get_by_text("Trained for 150 epochs, as asked.").first).to_be_visible()
    expect(workspace.play_button).to_be_visible()


def test_pause_holds_and_play_goes_on(workspace: Workspace) -> None:
    workspace.play("100 epochs / s")
    workspace.expect_epoch_beyond(5)
    workspace.pause_button.click()
    held, loss = workspace.expect_rest(), workspace.loss()
    workspace.page.wait_for_timeout(500)
    assert (workspace.epoch(), workspace.loss()) == (held, loss)
    workspace.play_button.click()
    workspace.expect_epoch_beyond(held)


def test_a_step_is_an_epoch_and_reset_returns_to_the_same_start(workspace: Workspace) -> None:
    start = workspace.loss()
    workspace.step(3)
    trained = workspace.loss()
    assert trained != start
    workspace.reset_button.click()
    workspace.expect_epoch(0)
    expect(workspace.figure("Loss", "Training")).to_have_text(start[0])
    workspace.step(3)
    assert workspace.loss() == trained


def test_a_regression_shows_losses_and_no_accuracy(workspace: Workspace) -> None:
    workspace.data.get_by_text("Sine curve").click()
    expect(workspace.output.get_by_role("rowheader", name="Accuracy")).to_have_count(0)
    workspace.expect_epoch(0)
    expect(workspace.figure("Loss", "Training")).to_have_text(re.compile(r"\d"))
    before = number(workspace.loss()[0])
    workspace.play()
    workspace.expect_epoch_beyond(500)
    assert number(workspace.loss()[0]) < before / 2


def test_the_speed_is_kept(workspace: Workspace) -> None:
    workspace.play("10 epochs / s")
    workspace.expect_epoch_beyond(2)
    begun, first = workspace.page.evaluate("performance.now()"), workspace.epoch()
    workspace.expect_epoch_beyond(first + 29)
    # Thirty epochs are three seconds. A busy machine is late, and may then make up for what it was late before.
    assert workspace.page.evaluate("performance.now()") - begun > 1500


def number(written: str) -> float:
    """The value of a number as the page writes it."""
    return float(written.replace("−", "-"))
