"""Click on any number: its arithmetic for one sample, step by step, and its gradient found a second time."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import SIZES, grave_faults
from tests.browser.workspace import Workspace


def open_arithmetic(workspace: Workspace) -> Locator:
    """Open the tab and wait for its numbers."""
    workspace.page.get_by_role("tab", name="Arithmetic").click()
    panel = workspace.page.get_by_role("tabpanel", name="Arithmetic")
    expect(panel.get_by_role("heading", name="Update")).to_be_visible()
    return panel


def show(panel: Locator, title: str) -> None:
    panel.locator("label.segment", has_text=title).click()


def number_in(text: str) -> float:
    """The last number of a line."""
    return float(re.findall(r"[+−]\d[\d.]*(?:e−?\d+)?", text)[-1].replace("−", "-"))


def go_to_update(page: Page) -> None:
    following = page.get_by_role("button", name="Next", exact=True)
    while following.count():
        following.click()
    expect(page.get_by_role("button", name="Do this step")).to_be_visible()


def test_the_arithmetic_of_a_weight_that_is_clicked_on(workspace: Workspace) -> None:
    page = workspace.page
    workspace.open_weight("x₂", "Layer 1, unit 3")
    page.get_by_role("button", name="Show the arithmetic").click()
    panel = page.get_by_role("tabpanel", name="Arithmetic")
    expect(panel.get_by_role("heading", name="Forward: Layer 1, unit 3")).to_be_visible()
    expect(panel.get_by_label("Weight or bias")).to_have_value("Weight from x₂")
    paths = panel.get_by_role("region", name="Paths, strongest first").locator("tbody tr")
    panel.get_by_role("button", name=re.compile(r"^Show \d+ paths$")).click()
    expect(paths.locator("strong")).to_have_count(10)
    products = [number_in(text) for text in paths.locator("strong").all_inner_texts()]
    assert [abs(product) for product in products] == sorted((abs(p) for p in products), reverse=True)
    total = number_in(panel.locator(".formula-line", has_text="Sum of").inner_text().replace("\n", ""))
    assert sum(products) == pytest.approx(total, abs=1e-3)
    # What is clicked on while the arithmetic is in sight is looked at there.
    workspace.unit("Layer 2, unit 2").click()
    expect(panel.get_by_role("heading", name="Forward: Layer 2, unit 2")).to_be_visible()


def test_a_sample_is_pinned_by_a_click_or_by_its_number(workspace: Workspace) -> None:
    panel = open_arithmetic(workspace)
    number = panel.get_by_label("Number of the sample")
    sample = panel.locator(".arithmetic-note").first
    first = sample.inner_text()
    number.fill("7")
    number.press("Enter")
    expect(sample).not_to_have_text(first)
    workspace.plane.focus()
    for _ in range(3):
        workspace.page.keyboard.press("n")
    workspace.page.keyboard.press("Enter")
    expect(number).to_have_value("10")


def test_numbers_go_on_while_it_trains(workspace: Workspace) -> None:
    panel = open_arithmetic(workspace)
    loss = panel.locator("section").nth(1).locator(".formula-line")
    before = loss.inner_text()
    workspace.play()
    expect(loss).not_to_have_text(before)
    workspace.expect_epoch_beyond(5)


def test_what_is_foretold_of_a_step_comes_true(workspace: Workspace) -> None:
    page = workspace.page
    panel = open_arithmetic(workspace)
    show(panel, "Step through")
    go_to_update(page)
    expect(panel).to_contain_text("sees only a batch of 10 of the 250 samples")
    page.get_by_role("button", name="Do this step").click()
    expect(panel.get_by_role("status")).to_contain_text("of one batch of 10 samples, not of all 250")

    workspace.settings.get_by_role("radio", name="Full batch").check()
    outcomes = []
    for _ in range(2):  # an epoch that had begun is finished with what it has left
        page.get_by_role("button", name="Once more, with the new weights").click()
        go_to_update(page)
        page.get_by_role("button", name="Do this step").click()
        outcomes.append(panel.get_by_role("status").inner_text())
    assert "is first finished with the samples" in outcomes[0]
    assert "It came true" in outcomes[1]


def test_a_step_by_keys_and_by_itself(workspace: Workspace) -> None:
    page = workspace.page
    panel = open_arithmetic(workspace)
    show(panel, "Step through")
    following = page.get_by_role("button", name="Next", exact=True)
    following.focus()
    diagram = workspace.network.locator(".network-diagram")
    before = workspace.picture(diagram)
    page.keyboard.press("ArrowRight")
    expect(panel.get_by_role("heading", name="Forward: Layer 1")).to_be_visible()
    workspace.expect_picture(diagram, to_be=before, same=False)
    page.keyboard.press("ArrowLeft")
    expect(panel.get_by_role("heading", name="Forward: Features")).to_be_visible()
    page.get_by_label("Pace").select_option("Fast")
    page.get_by_role("button", name="Play slowly").click()
    expect(panel.get_by_role("listitem").and_(page.locator("[aria-current=step]"))).to_have_text("Backward")
    assert workspace.epoch() == 0


def test_the_gradient_is_found_a_second_time(workspace: Workspace) -> None:
    panel = open_arithmetic(workspace)
    show(panel, "Gradient check")
    plot = panel.get_by_role("img", name=re.compile("backpropagation is right"))
    expect(plot.locator("circle")).to_have_count(9)
    analytic = number_in(panel.locator("section strong").first.inner_text())
    best = panel.locator("tr.is-looked-at td").first.inner_text()
    assert number_in(best) == pytest.approx(analytic, rel=1e-5)


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
def test_no_grave_fault(visit: Visit, size: tuple[int, int]) -> None:
    workspace = visit(size=size)
    page = workspace.page
    panel = open_arithmetic(workspace)
    faults = grave_faults(page, ".arithmetic")
    show(panel, "Step through")
    page.get_by_role("button", name="Next", exact=True).click()
    faults += grave_faults(page, ".arithmetic")
    show(panel, "Gradient check")
    expect(panel.get_by_role("img")).to_be_visible()
    faults += grave_faults(page, ".arithmetic")
    assert faults == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_it_is_said_what_stands_for_a_batch_where_there_is_one_sample(workspace: Workspace) -> None:
    panel = open_arithmetic(workspace)
    note = panel.get_by_text("normalization takes its running averages here")
    expect(note).to_have_count(0)
    workspace.open_experiment("Vanishing gradients, normalized")
    expect(note).to_be_visible()
    show(panel, "Gradient check")
    expect(note).to_be_visible()
