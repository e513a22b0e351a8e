"""The drawer "Look inside": its tabs, and what each of them shows of a network that learns."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import SIZES, grave_faults
from tests.browser.workspace import Workspace

MOST_CONTROLS = 80


def test_the_drawer_opens_one_tab_at_a_time_by_keys(workspace: Workspace, page: Page) -> None:
    tabs = workspace.inside.get_by_role("tab")
    expect(workspace.inside.get_by_role("tabpanel")).to_have_count(0)
    tabs.first.focus()
    page.keyboard.press("End")
    expect(tabs.last).to_be_focused()
    expect(workspace.inside.get_by_role("tabpanel")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(tabs.last).to_have_attribute("aria-selected", "true")
    expect(workspace.inside.get_by_role("tabpanel")).to_be_visible()
    page.keyboard.press("Enter")
    expect(workspace.inside.get_by_role("tabpanel")).to_have_count(0)
    workspace.expect_epoch(0)


def test_every_tab_is_opened_worked_and_left_by_keys(workspace: Workspace, page: Page) -> None:
    tabs = workspace.inside.get_by_role("tab")
    panel = workspace.inside.get_by_role("tabpanel")
    titles = tabs.all_inner_texts()
    tabs.first.focus()
    for place, title in enumerate(titles):
        if place > 0:
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        expect(workspace.inside.get_by_role("tabpanel", name=title, exact=True)).to_be_visible()
        # What it has is there as soon as it is measured; then every control is met, and none keeps the focus.
        expect(panel.locator("button, input, select, [tabindex='0']").first).to_be_visible()
        page.keyboard.press("Tab")
        met = 0
        for _ in range(MOST_CONTROLS):
            page.keyboard.press("Tab")
            if panel.evaluate(
                "panel => panel.contains(document.activeElement) && panel !== document.activeElement"
            ):
                met += 1
            elif met > 0:
                break
        else:
            pytest.fail(f"The focus does not come out of {title}.")
        assert met >= 2, title
        tabs.nth(place).focus()


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
def test_every_tab_is_in_sight_and_none_moves_when_one_is_opened(visit: Visit, size: tuple[int, int]) -> None:
    workspace = visit(size=size)
    places = """tabs => tabs.map(tab => {
        const [own, list] = [tab.getBoundingClientRect(), tab.parentElement.getBoundingClientRect()];
        return { left: own.left - list.left, right: list.right - own.right, top: own.top - list.top };
    })"""
    tabs = workspace.inside.get_by_role("tab")
    closed = tabs.evaluate_all(places)
    assert min(min(place["left"], place["right"]) for place in closed) >= 0
    for tab in tabs.all():
        tab.click()
        assert tabs.evaluate_all(places) == closed


def test_the_drawer_is_as_it_was_when_the_page_comes_again(workspace: Workspace, page: Page) -> None:
    panel = workspace.look_inside("Optimizer")
    edge = workspace.inside.get_by_role("separator", name="Height of the drawer")
    before = panel.bounding_box()
    edge.focus()
    page.keyboard.press("ArrowUp")
    assert before is not None
    height = str(round(before["height"]) + 40)
    expect(edge).to_have_attribute("aria-valuenow", height)
    page.reload()
    expect(workspace.inside.get_by_role("tabpanel", name="Optimizer")).to_be_visible()
    expect(edge).to_have_attribute("aria-valuenow", height)


def test_gradients_of_all_layers_are_kept_from_the_first_epoch_on(workspace: Workspace) -> None:
    workspace.open_experiment("Vanishing gradients")
    workspace.step(2)
    panel = workspace.look_inside("Gradient flow")
    expect(panel).to_contain_text(re.compile(r"first hidden layer is [\d,.]+( million)? times smaller"))
    table = panel.get_by_role("table", name="Gradients, steps and units of each layer")
    expect(table.get_by_role("row")).to_have_count(1 + 9)
    first, last = (table.get_by_role("row", name=re.compile(f"^{name}")) for name in ("Layer 1", "Output"))
    sizes = [float(row.get_by_role("cell").first.inner_text().replace("−", "-")) for row in (first, last)]
    assert 0 < sizes[0] < 1e-4 * sizes[1]
    expect(first).to_contain_text("hardly moves")
    panel.get_by_text("As a table").click()
    moments = panel.get_by_role("group", name="Gradients by layer and epoch").get_by_role("columnheader")
    expect(moments).to_have_text(["Epoch", "0", "1", "2"])
    strip = panel.get_by_role("img", name="Size of the gradients over the epochs: 9 layers, epoch 0 to 2.")
    strip.focus()
    strip.press("ArrowDown")
    expect(panel).to_contain_text(re.compile(r"Epoch 2, Layer 2: gradient \d"))


def test_connections_by_gradient_say_what_their_widths_mean(workspace: Workspace) -> None:
    panel = workspace.look_inside("Gradient flow")
    legend = panel.get_by_role("img", name=re.compile("the larger its gradient"))
    expect(legend).to_have_count(0)
    panel.get_by_role("checkbox", name="Connections by gradient").check()
    expect(legend).to_be_visible()
    strokes = legend.locator("i").evaluate_all("marks => marks.map(mark => parseFloat(mark.style.height))")
    assert len(set(strokes)) == len(strokes)
    assert strokes == sorted(strokes)


def test_units_that_let_no_gradient_through_are_marked(workspace: Workspace, page: Page) -> None:
    workspace.network.get_by_role("combobox", name="Activation of Layer 1", exact=True).select_option("ReLU")
    workspace.unit("Layer 1, unit 1").click()
    table = page.get_by_role("dialog", name="Layer 1, unit 1")
    table.get_by_role("spinbutton", name="Bias").fill("-50")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    marked = workspace.network.get_by_role(
        "button", name="Layer 1, unit 1, dead: its slope is zero for every sample"
    )
    expect(marked).to_be_visible()
    row = workspace.look_inside("Gradient flow").get_by_role("row", name=re.compile("^Layer 1"))
    expect(row.get_by_role("cell").last).to_have_text(re.compile(r"^[1-9]\d* %"))


def test_histograms_look_back_at_kept_moments(workspace: Workspace) -> None:
    workspace.step(3)
    panel = workspace.look_inside("Histograms")
    first = panel.get_by_role("img", name=re.compile("^Layer 1: mean .* at epoch"))
    expect(first).to_have_accessible_name(re.compile("at epoch 3"))
    expect(panel.get_by_role("img")).to_have_count(3)
    panel.get_by_text("As a table").click()
    numbers = panel.get_by_role("row", name=re.compile("^Layer 1")).get_by_role("cell")
    expect(numbers.first).to_have_text("20")
    now = numbers.nth(1).inner_text()
    panel.get_by_role("slider", name="Moment").press("Home")
    expect(first).to_have_accessible_name(re.compile("at epoch 0"))
    expect(numbers.nth(1)).not_to_have_text(now)
    panel.get_by_text("Outputs", exact=True).click()
    expect(panel.get_by_role("row", name=re.compile("^Layer 1")).get_by_role("cell").first).not_to_have_text(
        "20"
    )


def test_every_layer_shows_where_it_puts_the_samples(workspace: Workspace) -> None:
    panel = workspace.look_inside("Hidden space")
    pictures = panel.get_by_role("img")
    expect(pictures).to_have_count(4)
    expect(pictures.nth(1)).to_have_accessible_name(
        re.compile(r"250 samples as Layer 1 sees them, 10 units, \d+ % shown")
    )
    panel.get_by_text("As a table").click()
    apart = panel.get_by_role("row", name=re.compile("^Output")).get_by_role("cell").last
    before = float(apart.inner_text())
    small = pictures.nth(2).bounding_box()
    panel.get_by_role("button", name="Layer 2").click()
    expect(panel.get_by_role("button", name="Layer 2")).to_have_attribute("aria-pressed", "true")
    large = pictures.nth(2).bounding_box()
    assert small is not None
    assert large is not None
    assert large["width"] > small["width"]
    workspace.step(2)
    expect(apart).not_to_have_text(f"{before:.2f}")


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
def test_no_grave_fault_in_any_tab(visit: Visit, size: tuple[int, int]) -> None:
    workspace = visit(size=size)
    workspace.step(1)
    faults = {}
    for title in ("Gradient flow", "Histograms", "Hidden space", "Optimizer"):
        panel = workspace.look_inside(title)
        expect(panel.locator("canvas").first).to_be_visible()
        for closed in panel.get_by_text("As a table").all():
            closed.click()
        for box in panel.get_by_role("checkbox", name="Connections by gradient").all():
            box.check()
        faults[title] = grave_faults(workspace.page, ".inside-panel")
        assert workspace.page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert not any(faults.values()), faults


def test_the_inside_of_the_optimizer_is_watched_while_it_trains(workspace: Workspace, page: Page) -> None:
    panel = workspace.look_inside("Optimizer")
    table = panel.get_by_role("table")
    titles = ["Layer", "First moment", "Second moment", "Next step"]
    expect(table.get_by_role("columnheader")).to_have_text(titles)
    expect(panel).to_contain_text("Running average of the squared gradient.")
    first = table.get_by_role("row", name=re.compile("^Layer 1"))
    moment = first.get_by_role("cell").first
    expect(moment).to_have_text("±0.0000")
    workspace.step(1)
    expect(moment).not_to_have_text("±0.0000")
    page.locator(".optimizer-map").first.hover(position={"x": 3, "y": 3})
    reading = panel.get_by_text(re.compile(r"^x₁ → Layer 1, unit 1: gradient .*, next step .*"))
    expect(reading).to_be_visible()
    workspace.settings.get_by_role("combobox", name="Optimizer", exact=True).select_option("sgd")
    expect(table.get_by_role("columnheader")).to_have_text(["Layer", "Velocity", "Next step"])
