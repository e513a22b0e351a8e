"""Links of TensorFlow Playground open as the same experiment here, and one goes the other way."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit

CIRCLE = (
    "/#activation=tanh&batchSize=10&dataset=circle&regDataset=reg-plane&learningRate=0.03&regularizationRate=0"
    "&noise=0&networkShape=4,2&seed=0.36117&showTestData=false&discretize=false&percTrainData=50&x=true&y=true"
    "&xTimesY=false&xSquared=false&ySquared=false&cosX=false&sinX=false&cosY=false&sinY=false&collectStats=false"
    "&problem=classification&initZero=false&hideText=false"
)
XOR = (
    "/#activation=relu&regularization=L2&batchSize=5&dataset=xor&learningRate=0.1&regularizationRate=0.001"
    "&networkShape=8&seed=0.21&percTrainData=70&xTimesY=true&showTestData=true&problem=classification"
)
PLANE = (
    "/#activation=linear&batchSize=10&regDataset=reg-plane&learningRate=0.01&networkShape=&seed=0.5"
    "&problem=regression"
)


def test_the_opening_page_of_tensorflow_playground_trains(visit: Visit) -> None:
    workspace = visit(CIRCLE)
    expect(workspace.data.get_by_role("radio", name="Circle")).to_be_checked()
    expect(workspace.units(1)).to_have_value("4")
    expect(workspace.units(2)).to_have_value("2")
    settings = workspace.settings
    expect(settings.get_by_role("combobox", name="Optimizer", exact=True)).to_have_value("sgd")
    expect(settings.get_by_role("combobox", name="Loss", exact=True)).to_have_value("mean_squared_error")
    expect(settings.get_by_role("checkbox", name="With ½")).to_be_checked()
    expect(settings.get_by_role("spinbutton", name="Learning rate")).to_have_value("0.03")
    expect(workspace.page.get_by_role("region", name="Messages")).to_contain_text("another random draw")
    workspace.play()
    workspace.train_until("Training", 95)


def test_a_regularized_network_with_features_trains(visit: Visit) -> None:
    workspace = visit(XOR)
    expect(workspace.data.get_by_role("radio", name="XOR clouds")).to_be_checked()
    expect(workspace.data.get_by_role("button", name="X₁X₂")).to_have_attribute("aria-pressed", "true")
    expect(workspace.output.get_by_role("checkbox", name="Test data")).to_be_checked()
    rate = workspace.settings.get_by_role("spinbutton", name="Rate", exact=True)
    expect(rate).to_have_value("0.0005")
    workspace.play()
    workspace.train_until("Test", 95)


def test_a_regression_without_hidden_layers_trains(visit: Visit) -> None:
    workspace = visit(PLANE)
    expect(workspace.data.get_by_role("radio", name="Plane")).to_be_checked()
    expect(workspace.layers()).to_have_count(0)
    workspace.play()
    workspace.expect_epoch_beyond(20)
    expect(workspace.figure("Loss", "Training")).to_contain_text("e−")


def test_a_link_pasted_into_the_address_opens_and_can_be_undone(visit: Visit) -> None:
    workspace = visit()
    messages = workspace.page.get_by_role("region", name="Messages")
    opened = ((CIRCLE, "another random draw", "Circle"), (XOR, "each other's colors", "XOR clouds"))
    for link, sentence, data in opened:
        workspace.page.evaluate("(hash) => { location.hash = hash }", link.removeprefix("/"))
        expect(messages).to_contain_text(sentence)
        expect(workspace.data.get_by_role("radio", name=data)).to_be_checked()
    workspace.undo_button.click()
    expect(workspace.data.get_by_role("radio", name="Circle")).to_be_checked()


def test_hidden_controls_stay_hidden_until_all_are_shown(visit: Visit) -> None:
    flags = "&".join(
        f"{name}_hide=true" for name in ("stepButton", "noise", "batchSize", "learningRate", "xSquared")
    )
    workspace = visit(f"{CIRCLE}&{flags}")
    page = workspace.page
    noise = workspace.data.get_by_role("spinbutton", name="Noise")
    batch = workspace.settings.get_by_role("radiogroup", name="Batch size")
    expect(workspace.step_button).to_be_hidden()
    for control in (noise, batch, page.get_by_role("button", name="X₁²")):
        expect(control).to_be_hidden()
    expect(page.get_by_role("spinbutton", name="Learning rate")).to_have_count(0)

    # They are in the page's own link now, and a reload keeps them out of sight.
    page.wait_for_url("**/#1=*&hide=*")
    page.reload()
    expect(workspace.play_button).to_be_visible()
    expect(workspace.step_button).to_be_hidden()
    page.get_by_role("button", name="Show all controls").click()
    for control in (workspace.step_button, noise, batch):
        expect(control).to_be_visible()
    page.wait_for_url(lambda address: "hide=" not in address)


def test_a_link_the_other_way_says_what_is_lost(visit: Visit) -> None:
    workspace = visit()
    page = workspace.page
    page.get_by_role("button", name="Share").click()
    card = page.get_by_role("dialog", name="Share")
    card.get_by_text("As a TensorFlow Playground link").click()
    lost = card.get_by_role("listitem")
    expect(lost.filter(has_text="Optimizer: Adam becomes SGD")).to_be_visible()
    expect(lost.filter(has_text="Output activation: Sigmoid becomes Tanh")).to_be_visible()
    there = card.get_by_role("textbox", name="Link to TensorFlow Playground")
    expect(there).to_have_value(re.compile("#"))
    link = there.input_value()
    address, fragment = link.split("#")
    assert address == "https://playground.tensorflow.org/"
    assert "dataset=spiral" in fragment
    assert "networkShape=10,10" in fragment
    card.get_by_role("button", name="Copy").last.click()
    expect(card.get_by_role("button", name="Copied")).to_be_visible()

    # Opened again, it is what the list says.
    other = visit(f"/#{fragment}")
    expect(other.data.get_by_role("radio", name="Two spirals")).to_be_checked()
    expect(other.settings.get_by_role("combobox", name="Optimizer", exact=True)).to_have_value("sgd")
