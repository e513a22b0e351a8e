"""Everything from the keyboard alone: no test in this file moves or presses a mouse."""

import re

from playwright.sync_api import Page, expect

from tests.browser.workspace import Workspace

# What a screen reader would call the element that has the focus.
NAME_OF_FOCUS = """() => {
    const element = document.activeElement;
    return element.getAttribute("aria-label") ?? element.labels?.[0]?.innerText ?? element.innerText ?? "";
}"""
FURTHEST = 150  # presses of Tab from anywhere to anywhere


def tab_to(page: Page, name: str, *, back: bool = False) -> None:
    """Press Tab until the element of this name has the focus."""
    names: list[str] = []
    for _ in range(FURTHEST):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        names.append(page.evaluate(NAME_OF_FOCUS).strip())
        if names[-1] == name:
            return
    raise AssertionError(f"Tab never reaches {name!r}, only {names}")


def type_number(page: Page, text: str) -> None:
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_an_experiment_is_built_and_trained(workspace: Workspace, page: Page) -> None:
    keyboard = page.keyboard

    # Another data set: Tab enters the gallery at the chosen one, arrows choose another.
    tab_to(page, "Two spirals")
    keyboard.press("ArrowLeft")
    expect(workspace.data.get_by_role("radio", name="Two moons")).to_be_checked()

    # One more layer, after which the focus is not lost.
    layers = workspace.layers().count()
    tab_to(page, "Insert a layer at place 2")
    keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Insert a layer at place 2")).to_be_visible()
    keyboard.press("Enter")
    expect(workspace.layers()).to_have_count(layers + 1)
    expect(page.locator(":focus")).to_have_count(1)

    # Its units and its activation.
    tab_to(page, "Units of Layer 2", back=True)
    type_number(page, "4")
    expect(workspace.network.get_by_role("group", name="Layer 2, 4 units")).to_have_count(1)
    tab_to(page, "Activation of Layer 2")
    keyboard.type("ReLU")
    expect(workspace.network.get_by_role("combobox", name="Activation of Layer 2")).to_have_value("relu")

    # A weight: arrows lead from unit to unit, Enter opens its table.
    tab_to(page, "x₁")
    keyboard.press("ArrowRight")
    keyboard.press("Enter")
    table = page.get_by_role("dialog", name=re.compile(r"^Layer 1, unit \d+$"))
    expect(table).to_be_visible()
    type_number(page, "1.5")
    expect(table.get_by_role("spinbutton", name="x₁")).to_have_value("1.5")
    keyboard.press("Escape")
    expect(table).to_be_hidden()
    expect(page.locator(":focus")).to_have_accessible_name(re.compile(r"^Layer 1, unit \d+$"))

    # Optimizer.
    tab_to(page, "Optimizer")
    keyboard.type("RMS")
    expect(workspace.settings.get_by_role("combobox", name="Optimizer", exact=True)).to_have_value("rmsprop")

    # Play, pause, step and reset by their buttons.
    tab_to(page, "Speed", back=True)
    keyboard.type("10 ")
    tab_to(page, "Play", back=True)
    keyboard.press("Enter")
    workspace.expect_epoch_beyond(2)
    keyboard.press("Enter")
    held = workspace.expect_rest()
    tab_to(page, "Step")
    keyboard.press("Space")
    workspace.expect_epoch(held + 1)
    tab_to(page, "Reset", back=True)
    keyboard.press("Enter")
    workspace.expect_epoch(0)


def test_shortcuts_work_from_anywhere(workspace: Workspace, page: Page) -> None:
    keyboard = page.keyboard
    keyboard.press("Space")
    expect(workspace.pause_button).to_be_visible()
    workspace.expect_epoch_beyond(2)
    keyboard.press("Space")
    held = workspace.expect_rest()
    keyboard.press("ArrowRight")
    workspace.expect_epoch(held + 1)
    keyboard.press(".")
    workspace.expect_epoch(held + 2)
    keyboard.press("r")
    workspace.expect_epoch(0)
    keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_be_visible()
    keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    tab_to(page, "Two spirals")
    keyboard.press("ArrowLeft")
    expect(workspace.data.get_by_role("radio", name="Two moons")).to_be_checked()
    keyboard.press("Control+z")
    expect(workspace.data.get_by_role("radio", name="Two spirals")).to_be_checked()
    keyboard.press("Control+y")
    expect(workspace.data.get_by_role("radio", name="Two moons")).to_be_checked()


def test_a_layer_is_moved_and_removed(workspace: Workspace, page: Page) -> None:
    count = workspace.layers().count()
    tab_to(page, "Units of Layer 1")
    type_number(page, "3")
    expect(workspace.network.get_by_role("group", name="Layer 1, 3 units")).to_have_count(1)
    tab_to(page, "1 Dense: all settings", back=True)
    page.keyboard.press("Alt+ArrowRight")
    expect(workspace.network.get_by_role("group", name="Layer 2, 3 units")).to_have_count(1)
    expect(workspace.network.get_by_role("button", name="2 Dense: all settings")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, "Remove")
    page.keyboard.press("Enter")
    expect(workspace.layers()).to_have_count(count - 1)


def test_the_focus_stays_on_a_button_that_has_no_use_any_more(workspace: Workspace, page: Page) -> None:
    tab_to(page, "One unit fewer in Layer 1")
    fewer = page.locator(":focus")
    while fewer.is_enabled():
        units = int(workspace.units(1).input_value())
        page.keyboard.press("Enter")
        expect(workspace.units(1)).to_have_value(str(units - 1))
    assert page.evaluate(NAME_OF_FOCUS) == "One unit fewer in Layer 1"
    tab_to(page, "Undo", back=True)
    while workspace.undo_button.is_enabled():
        page.keyboard.press("Enter")
        page.wait_for_timeout(50)
    assert page.evaluate(NAME_OF_FOCUS) == "Undo"
    page.keyboard.press("Enter")
    tab_to(page, "Redo")
    page.keyboard.press("Enter")
    expect(workspace.undo_button).to_be_enabled()


def test_the_prediction_is_read_with_arrows(workspace: Workspace, page: Page) -> None:
    tab_to(page, workspace.plane.get_attribute("aria-label") or "")
    page.keyboard.press("ArrowUp")
    reading = workspace.output.locator("output")
    expect(reading).to_contain_text("x₁")
    before = reading.inner_text()
    page.keyboard.press("ArrowUp")
    expect(reading).not_to_have_text(before)


def test_the_focus_can_be_seen(page: Page) -> None:
    unseen: list[str] = []
    outline = """() => {
        const element = document.activeElement;
        const shown = [element, element.parentElement, element.closest("label")].filter(Boolean);
        const style = (one) => getComputedStyle(one);
        return shown.some((one) => style(one).outlineStyle !== "none" && parseFloat(style(one).outlineWidth) > 0
            || style(one).boxShadow !== "none");
    }"""
    seen: set[str] = set()
    for _ in range(FURTHEST):
        page.keyboard.press("Tab")
        name = page.evaluate(NAME_OF_FOCUS).strip()
        if page.evaluate("document.activeElement === document.body"):
            break
        seen.add(name)
        if not page.evaluate(outline):
            unseen.append(name)
    assert len(seen) > 30
    assert unseen == []
