"""axe-core finds no serious or critical fault, in light and dark, on a desk, a tablet and a phone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SIZES = {"desk": (1400, 900), "tablet": (820, 1180), "phone": (390, 844)}
CARD = ":popover-open"
GRAVE = {"serious", "critical"}
EVERYTHING = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLORS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
# As soon as what a change of colors changes is drawn.
FIND = """async ([within, runOnly]) => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    return (await axe.run(within, { runOnly, resultTypes: ["violations"] })).violations;
}"""


def grave_faults(page: Page, within: str = ":root") -> list[str]:
    """What axe-core finds, in dark what has to do with colors, one line for each element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    faults = []
    for scheme, rules in (("dark", COLORS), ("light", EVERYTHING)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        faults += [
            f"{scheme}: {fault['impact']} {fault['id']}: {node['html'][:200]} {in_one_line(node['failureSummary'])}"
            for fault in page.evaluate(FIND, [within, rules])
            if fault["impact"] in GRAVE
            for node in fault["nodes"]
        ]
    return faults


def in_one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
def test_no_grave_fault(visit: Visit, size: tuple[int, int]) -> None:
    workspace = visit(size=size)
    page = workspace.page
    workspace.step(2)
    faults = {"page": grave_faults(page)}

    page.get_by_role("button", name="About Optimizer").click()
    expect(page.get_by_role("dialog", name="About Optimizer")).to_be_visible()
    faults["help"] = grave_faults(page, CARD)
    page.keyboard.press("Escape")

    workspace.open_layer(1)
    faults["layer"] = grave_faults(page, CARD)
    page.keyboard.press("Escape")

    workspace.unit("Layer 1, unit 1").click()
    expect(page.get_by_role("dialog", name="Layer 1, unit 1")).to_be_visible()
    faults["weights"] = grave_faults(page, CARD)
    page.keyboard.press("Escape")

    workspace.settings.get_by_role("button", name="Compare: Loss").click()
    expect(page.get_by_role("listbox", name="Loss")).to_be_visible()
    faults["kinds"] = grave_faults(page, CARD)
    page.keyboard.press("Escape")

    page.get_by_role("button", name="Share").click()
    page.get_by_role("dialog", name="Share").get_by_text("As a TensorFlow Playground link").click()
    faults["share"] = grave_faults(page, CARD)
    page.keyboard.press("Escape")

    page.get_by_role("button", name="Examples for this data set").click()
    faults["examples"] = grave_faults(page, CARD)
    page.get_by_role("button", name="All experiments").click()
    expect(page.get_by_role("dialog", name="Experiments")).to_be_visible()
    faults["experiments"] = grave_faults(page, "dialog[open]")
    page.keyboard.press("Escape")

    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    faults["shortcuts"] = grave_faults(page, "dialog[open]")
    assert [f"{where}: {fault}" for where, found in faults.items() for fault in found] == []


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
def test_nothing_runs_out_of_the_window(visit: Visit, size: tuple[int, int]) -> None:
    workspace = visit(size=size)
    page = workspace.page
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    workspace.play()
    workspace.expect_epoch_beyond(3)
    expect(workspace.play_button.or_(workspace.pause_button)).to_be_in_viewport()
    workspace.plane.scroll_into_view_if_needed()
    expect(workspace.plane).to_be_in_viewport(ratio=0.9)


def test_faults_are_found(visit: Visit) -> None:
    page = visit().page
    page.evaluate("document.querySelector('button.play').removeAttribute('aria-label')")
    page.evaluate("document.querySelector('button.play').removeAttribute('title')")
    assert any(re.match("light: critical button-name", fault) for fault in grave_faults(page))


def test_a_screen_reader_is_told_how_training_goes(visit: Visit) -> None:
    workspace = visit()
    told = workspace.page.locator("[aria-live=polite].visually-hidden")
    expect(told).to_have_text("Ready to train.")
    workspace.play("30 epochs / s")
    expect(told).to_have_text(re.compile(r"^Epoch \d+, training loss .+, test accuracy \d+ percent\.$"))
    workspace.pause_button.click()
    expect(told).to_have_text("Paused.")


def test_less_motion_is_respected(visit: Visit) -> None:
    page = visit().page
    page.emulate_media(reduced_motion="reduce")
    moving = page.evaluate(
        """[...document.querySelectorAll("*")].filter((element) => {
            const { transitionDuration, animationDuration } = getComputedStyle(element);
            const seconds = `${transitionDuration},${animationDuration}`.split(",").map(parseFloat);
            return Math.max(...seconds) > 0.01;
        }).map((element) => element.className)"""
    )
    assert moving == []
