"""The coach says what goes wrong, why and what helps; a lesson can do without it."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import CARD, SIZES, grave_faults
from tests.browser.workspace import FASTEST, Workspace


def coach(page: Page) -> Locator:
    return page.get_by_role("region", name="Coach")


def finding(page: Page, title: str) -> Locator:
    return coach(page).get_by_role("article", name=title)


def test_it_names_vanishing_gradients_and_its_first_cure_helps(workspace: Workspace, page: Page) -> None:
    expect(coach(page)).to_contain_text("All is well so far")
    workspace.open_experiment("Vanishing gradients")
    workspace.play("30 epochs / s")
    told = finding(page, "Vanishing gradients")
    expect(told).to_be_visible()
    expect(told).to_contain_text(re.compile(r"gradient of hidden layer 1 is .+ times that of hidden layer 8"))

    told.get_by_role("button", name=re.compile("^Why")).click()
    expect(told.locator("math").first).to_be_visible()
    row = told.get_by_role("row").filter(has_text="first ÷ last")
    measured, threshold = (
        float(text.replace("−", "-")) for text in row.get_by_role("cell").all_inner_texts()
    )
    assert measured < threshold

    told.get_by_role("button", name="ReLU and He start in all hidden layers").click()
    expect(told).to_be_hidden()
    expect(coach(page)).to_contain_text("Activation: Sigmoid → ReLU (8×)")
    for layer in (1, 8):
        expect(activation(workspace, layer)).to_have_value("relu")
    workspace.play(FASTEST)
    workspace.train_until("Training", 95)

    # All of the cure is one step of undo.
    workspace.undo_button.click()
    for layer in (1, 8):
        expect(activation(workspace, layer)).to_have_value("sigmoid")


def activation(workspace: Workspace, layer: int) -> Locator:
    return workspace.network.get_by_role("combobox", name=f"Activation of Layer {layer}", exact=True)


def test_a_cure_is_taken_back_where_it_was_applied(workspace: Workspace, page: Page) -> None:
    workspace.open_experiment("Vanishing gradients")
    finding(page, "Vanishing gradients").get_by_role("button", name="ReLU and He start").click()
    expect(activation(workspace, 1)).to_have_value("relu")
    coach(page).get_by_role("button", name="Take it back").click()
    expect(activation(workspace, 1)).to_have_value("sigmoid")
    expect(finding(page, "Vanishing gradients")).to_be_visible()


def test_the_diagram_shows_which_layers_are_meant(workspace: Workspace, page: Page) -> None:
    workspace.open_experiment("Vanishing gradients")
    unit = workspace.unit("Layer 1, unit 1")
    expect(unit).to_have_css("outline-style", "none")
    coach(page).get_by_role("button", name=re.compile("^Why")).click()
    show = coach(page).get_by_role("button", name="Show me")
    show.click()
    expect(show).to_have_attribute("aria-pressed", "true")
    expect(unit).to_have_css("outline-style", "solid")
    show.click()
    expect(unit).to_have_css("outline-style", "none")


def test_a_screen_reader_is_told_of_a_finding(workspace: Workspace, page: Page) -> None:
    workspace.open_experiment("Vanishing gradients")
    expect(page.locator("[aria-live=polite].visually-hidden")).to_have_text(
        re.compile("^Coach: Vanishing gradients. The gradient of")
    )


def test_it_can_be_switched_off_and_stays_so(workspace: Workspace, page: Page) -> None:
    coach(page).get_by_role("button", name="Switch off").click()
    expect(coach(page)).to_contain_text("The coach is off.")
    workspace.open_experiment("Vanishing gradients")
    page.reload()
    expect(coach(page)).to_contain_text("The coach is off.")
    coach(page).get_by_role("button", name="Switch it on").click()
    expect(finding(page, "Vanishing gradients")).to_be_visible()


def test_a_link_can_hide_it(visit: Visit) -> None:
    workspace = visit()
    page = workspace.page
    page.wait_for_url("**/#1=*")
    address = page.evaluate("location.hash")
    without = visit(f"/{address}&hide=coach").page
    expect(coach(without)).to_have_count(0)
    without.get_by_role("button", name="Show all controls").click()
    expect(coach(without)).to_be_visible()


def test_what_the_coach_says_is_said_once(workspace: Workspace, page: Page) -> None:
    workspace.open_experiment("Four classes, the wrong output")
    told = finding(page, "Output and loss do not match")
    expect(told).to_be_visible()
    sentence = told.locator(".coach-seen").inner_text()
    expect(page.get_by_text(sentence, exact=True)).to_have_count(1)
    note = page.get_by_role("list", name="Notes on this experiment").get_by_text(sentence)
    expect(note).to_have_count(0)


def test_without_the_coach_the_notes_say_it(workspace: Workspace, page: Page) -> None:
    page.evaluate("() => localStorage.setItem('playground.coach', 'off')")
    page.reload()
    expect(coach(page)).to_contain_text("The coach is off.")
    workspace.open_experiment("Four classes, the wrong output")
    notes = page.get_by_role("list", name="Notes on this experiment")
    expect(notes.get_by_text("reads the output as a probability")).to_be_visible()


def test_a_healthy_training_raises_no_alarm(workspace: Workspace, page: Page) -> None:
    workspace.open_experiment("Vanishing gradients, cured")
    expect(coach(page)).to_contain_text("All is well so far")
    page.evaluate(
        """() => {
            window.alarms = 0;
            const look = () => { window.alarms += document.querySelectorAll(".coach-finding").length; };
            new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
        }"""
    )
    workspace.play("10 epochs / s")
    workspace.train_until("Training", 95)
    assert page.evaluate("window.alarms") == 0


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
def test_coach_and_glossary_have_no_grave_fault(visit: Visit, size: tuple[int, int]) -> None:
    workspace = visit(size=size)
    page = workspace.page
    workspace.open_experiment("Vanishing gradients")
    told = finding(page, "Vanishing gradients")
    told.get_by_role("button", name=re.compile("^Why")).click()
    # What fades in is judged when it is there.
    page.evaluate(
        "Promise.allSettled(document.getAnimations().map((each) => each.finished)).then(() => null)"
    )
    faults = grave_faults(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    term(page, "Accuracy").hover()
    expect(page.get_by_role("tooltip")).to_be_visible()
    faults += grave_faults(page, CARD)
    page.get_by_role("button", name="Glossary", exact=True).click()
    expect(page.get_by_role("dialog", name="Glossary")).to_be_visible()
    assert faults + grave_faults(page, "dialog[open]") == []


def term(page: Page, name: str) -> Locator:
    return page.locator("button.term", has_text=name).first


def test_a_term_is_explained_where_it_stands(workspace: Workspace, page: Page) -> None:
    card = page.get_by_role("tooltip")
    workspace.output.get_by_role("button", name="Loss", exact=True).hover()
    expect(card).to_contain_text("How wrong the network is")
    page.mouse.move(5, 5)
    expect(card).to_be_hidden()
    # By keys: the focus shows it, Escape puts it away.
    workspace.output.get_by_role("button", name="Test", exact=True).focus()
    page.keyboard.press("Tab")
    expect(card).to_contain_text("How wrong the network is")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    # A field is explained by the schema that it is drawn from.
    workspace.settings.locator(".control-head", has_text="Batch size").first.locator(
        ":scope > span"
    ).first.hover()
    expect(card).to_contain_text("Batch size")
    assert page.locator(".control-head label[title]").count() == 0


def test_the_glossary_is_searched(page: Page) -> None:
    page.get_by_role("button", name="Glossary", exact=True).click()
    dialog = page.get_by_role("dialog", name="Glossary")
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("dead unit")
    expect(dialog.get_by_role("term").first).to_contain_text("Dead unit")
    dialog.get_by_role("searchbox").fill("momentum")
    expect(dialog.get_by_role("term").filter(has_text=re.compile("^Momentum"))).to_have_count(1)
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()
