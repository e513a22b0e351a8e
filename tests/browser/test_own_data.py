"""People bring their own data: drawn on the plot, by mouse or by keys, or as a table."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import SIZES, grave_faults
from tests.browser.workspace import Workspace

Place = tuple[float, float]


class Sketchbook:
    """The plot as something to draw on; places are shares of its width and height, from the top left."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.page = workspace.page
        self.plot = workspace.output.locator(".surface-plot")
        self.bar = workspace.output.get_by_role("group", name="Drawing")
        self.state = self.bar.locator(".brush-state span")

    def start_empty(self) -> None:
        self.workspace.output.get_by_role("button", name="Draw your own points").click()
        self.page.get_by_role("button", name="Start with an empty plot").click()
        expect(self.bar).to_be_visible()
        expect(self.plot).to_have_role("application")

    def start_on_these(self, words: str = "Draw on this data") -> None:
        self.workspace.output.get_by_role("button", name="Draw your own points").click()
        self.page.get_by_role("button", name=words).click()
        expect(self.plot).to_have_role("application")

    def pick_class(self, number: int) -> None:
        self.bar.locator(".brush-class").nth(number).click()

    def pick_tool(self, name: str) -> None:
        self.bar.get_by_text(name, exact=True).click()

    def stroke(self, *places: Place) -> None:
        """Press at the first place, go through the others and let go at the last."""
        first, *others = [self._on_screen(place) for place in places]
        self.page.mouse.move(*first)
        self.page.mouse.down()
        for place in others:
            self.page.mouse.move(*place, steps=4)
        self.page.mouse.up()

    def cloud(self, across: float, up: float) -> None:
        """Draw a small zigzag of points around a place."""
        self.stroke(*((across + 0.04 * (turn % 3), up + 0.05 * turn) for turn in range(4)))

    def point_at(self, place: Place) -> None:
        self.page.mouse.move(*self._on_screen(place))

    def expect_prediction_above(self, value: float) -> None:
        """Wait until the network predicts more than this where the mouse is."""
        self.page.evaluate(
            """(value) => new Promise((resolve) => {
                const said = document.querySelector(".surface-reading");
                const predicted = () => Number(said.textContent.split("→")[1]);
                const look = () => predicted() > value ? resolve() : requestAnimationFrame(look);
                look();
            })""",
            value,
        )

    def count(self) -> int:
        return int(re.sub(r" of .*", "", self.state.inner_text()))

    def _on_screen(self, place: Place) -> Place:
        box = self.plot.bounding_box()
        assert box
        return box["x"] + place[0] * box["width"], box["y"] + place[1] * box["height"]


@pytest.fixture
def sketchbook(workspace: Workspace) -> Sketchbook:
    return Sketchbook(workspace)


def test_two_clouds_drawn_on_an_empty_plot_are_learned(sketchbook: Sketchbook) -> None:
    workspace = sketchbook.workspace
    sketchbook.start_empty()
    expect(sketchbook.state).to_contain_text("Press on the plot")
    sketchbook.cloud(0.3, 0.2)
    sketchbook.pick_class(1)
    sketchbook.cloud(0.75, 0.55)
    drawn = sketchbook.count()
    assert drawn >= 8
    expect(workspace.data).to_contain_text(f"{drawn} points: ")
    workspace.play()
    workspace.train_until("Training", 100)


def test_points_are_learned_while_they_are_drawn(sketchbook: Sketchbook) -> None:
    workspace = sketchbook.workspace
    sketchbook.start_empty()
    sketchbook.cloud(0.3, 0.2)
    workspace.play("100 epochs / s")
    workspace.expect_epoch_beyond(5)
    sketchbook.pick_class(1)
    sketchbook.cloud(0.75, 0.55)
    before = workspace.epoch()
    workspace.expect_epoch_beyond(before)  # The training goes on, and from where it was.
    assert before > 5
    expect(workspace.pause_button).to_be_visible()


def test_a_stroke_is_one_step_of_undo(sketchbook: Sketchbook) -> None:
    workspace = sketchbook.workspace
    sketchbook.start_empty()
    sketchbook.cloud(0.3, 0.2)
    first = sketchbook.count()
    sketchbook.cloud(0.7, 0.5)
    both = sketchbook.count()
    assert both > first
    workspace.undo_button.click()
    expect(sketchbook.state).to_have_text(f"{first} of 1000 points")
    workspace.redo_button.click()
    expect(sketchbook.state).to_have_text(f"{both} of 1000 points")


def test_points_are_moved_and_erased(sketchbook: Sketchbook) -> None:
    sketchbook.start_empty()
    sketchbook.stroke((0.3, 0.3))
    sketchbook.stroke((0.7, 0.6))
    expect(sketchbook.state).to_have_text("2 of 1000 points")
    sketchbook.pick_tool("Move")
    sketchbook.stroke((0.3, 0.3), (0.5, 0.2))
    sketchbook.pick_tool("Erase")
    sketchbook.stroke((0.3, 0.3))  # It is no longer here.
    expect(sketchbook.state).to_have_text("2 of 1000 points")
    sketchbook.stroke((0.5, 0.2))
    expect(sketchbook.state).to_have_text("1 of 1000 points")
    sketchbook.bar.get_by_role("button", name="Clear").click()
    expect(sketchbook.state).to_contain_text("Press on the plot")


def test_samples_become_points_to_draw_on_with_more_classes(sketchbook: Sketchbook) -> None:
    workspace = sketchbook.workspace
    workspace.data.get_by_text("XOR table").click()
    workspace.expect_epoch(0)
    sketchbook.start_on_these()
    expect(sketchbook.state).to_have_text("4 of 1000 points")
    sketchbook.bar.get_by_role("button", name="Add a class").click()
    expect(workspace.data.get_by_label("To draw")).to_have_value("Three classes")
    sketchbook.stroke((0.55, 0.45))
    expect(workspace.data).to_contain_text("5 points: 2 class 0, 2 class 1, 1 class 2")
    workspace.play()
    workspace.train_until("Training", 100)


def test_four_points_of_xor_by_keys_alone(sketchbook: Sketchbook) -> None:
    """Nothing here is done with the mouse, from the pencil to the trained network."""
    workspace, page, plot = sketchbook.workspace, sketchbook.page, sketchbook.plot
    workspace.output.get_by_role("button", name="Draw your own points").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Start with an empty plot").focus()
    page.keyboard.press("Enter")
    expect(plot).to_have_role("application")
    plot.focus()
    said = workspace.output.locator(".surface-reading")

    def go(*keys: str) -> None:
        for key in keys:
            page.keyboard.press(key)

    go(*["Shift+ArrowLeft"] * 2, *["Shift+ArrowUp"] * 2, "Space")
    expect(said).to_have_text("Drew 1 point of class 0. 1 point in all.")
    go(*["Shift+ArrowRight"] * 4, *["Shift+ArrowDown"] * 4, "Space")
    go("1")
    expect(said).to_have_text("Draws class 1 now.")
    go(*["Shift+ArrowUp"] * 4, "Space", *["Shift+ArrowLeft"] * 4, *["Shift+ArrowDown"] * 4, "Space")
    expect(workspace.data).to_contain_text("4 points: 2 class 0, 2 class 1")
    go("m")
    expect(said).to_contain_text("Picked the point up")
    go("ArrowDown", "m")
    expect(said).to_have_text("Dropped the point.")
    go("Shift+ArrowRight", "Space", "Delete")
    expect(workspace.data).to_contain_text("4 points: ")
    workspace.play_button.focus()
    page.keyboard.press("Enter")
    workspace.train_until("Training", 100)


def test_a_point_of_a_curve_is_dragged_and_the_curve_follows(sketchbook: Sketchbook) -> None:
    workspace = sketchbook.workspace
    workspace.data.get_by_text("Sine curve").click()
    workspace.expect_epoch(0)
    sketchbook.start_on_these("Make these points mine")
    sketchbook.bar.get_by_role("button", name="Clear").click()
    for across in (0.2, 0.4, 0.6, 0.8):
        sketchbook.stroke((across, 0.5))
    expect(sketchbook.state).to_have_text("4 of 1000 points")
    workspace.play("300 epochs / s")
    workspace.expect_epoch_beyond(20)
    sketchbook.stroke((0.6, 0.5), (0.6, 0.2))
    expect(sketchbook.state).to_have_text("4 of 1000 points")  # It was taken, not covered by another.
    sketchbook.point_at((0.6, 0.5))
    sketchbook.expect_prediction_above(0.3)


def test_a_touch_draws(visit: Visit) -> None:
    sketchbook = Sketchbook(visit(size=SIZES["phone"]))
    sketchbook.start_empty()
    sketchbook.plot.scroll_into_view_if_needed()
    box = sketchbook.plot.bounding_box()
    assert box
    sketchbook.plot.evaluate(
        """(plot, [x, y]) => {
            const touch = (type, x, y) => plot.dispatchEvent(new PointerEvent(type, {
                pointerId: 1, pointerType: "touch", isPrimary: true, button: 0, clientX: x, clientY: y, bubbles: true,
            }));
            plot.setPointerCapture = () => {};
            touch("pointerdown", x, y);
            for (let step = 1; step < 8; step += 1) touch("pointermove", x + 6 * step, y);
            touch("pointerup", x + 42, y);
        }""",
        [box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.4],
    )
    assert sketchbook.count() >= 3
    assert sketchbook.plot.evaluate("plot => getComputedStyle(plot).touchAction") == "none"


def test_a_link_takes_the_points_along(sketchbook: Sketchbook, visit: Visit) -> None:
    sketchbook.start_empty()
    sketchbook.cloud(0.3, 0.2)
    drawn = sketchbook.count()
    expect(sketchbook.workspace.data).to_contain_text(f"{drawn} points: ")
    page = sketchbook.page
    page.get_by_role("button", name="Share").click()
    link = page.get_by_role("textbox", name="Link to this experiment")
    expect(link).to_have_value(re.compile("#1="))
    other = visit(link.input_value())
    expect(other.data).to_contain_text(f"{drawn} points: ")


def test_the_confusion_matrix_and_the_plot_point_at_each_other(sketchbook: Sketchbook) -> None:
    workspace = sketchbook.workspace
    sketchbook.start_empty()
    sketchbook.stroke((0.3, 0.3))
    sketchbook.pick_class(1)
    sketchbook.stroke((0.7, 0.6))
    sketchbook.bar.get_by_role("button", name="Done").click()
    workspace.output.get_by_text("Confusion", exact=True).click()
    workspace.play("100 epochs / s")
    workspace.train_until("Training", 100)
    workspace.pause_button.click()
    right = cell(workspace, "1 sample of class 0, predicted right")
    expect(right).to_have_text("1")
    expect(workspace.play_button).to_be_visible()
    marks = sketchbook.plot.locator(".surface-marks")
    before = workspace.picture(marks)
    right.hover()
    workspace.expect_picture(marks, to_be=before, same=False)
    box = sketchbook.plot.bounding_box()
    assert box
    sketchbook.page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + 0.3 * box["height"])
    expect(right).to_have_class(re.compile("is-marked"))
    expect(workspace.output.locator(".surface-reading")).to_contain_text("class 0, predicted")


IRIS = "\n".join(
    ["petal length,petal width,sepal length,sepal width,kind"]
    + [
        f"{middle + step / 10:.1f},{middle / 3 + step / 20:.2f},{5 + step / 8:.2f},{3 + step / 9:.2f},{kind}"
        for kind, middle in (("setosa", 1.4), ("versicolor", 4.2), ("virginica", 6.1))
        for step in range(-5, 6)
    ]
)


def test_pasted_rows_are_learned_from_the_columns_that_are_picked(workspace: Workspace) -> None:
    page = workspace.page
    workspace.data.get_by_role("button", name="Load a table").click()
    dialog = page.get_by_role("dialog", name="Your own table")
    dialog.get_by_label("Or paste rows").fill(IRIS.replace(",", "\t"))  # As a spreadsheet gives it.
    dialog.get_by_role("button", name="Read the rows").click()
    expect(dialog).to_contain_text("33 rows, 5 columns")
    expect(dialog.get_by_role("radio", name="kind is the target")).to_be_checked()
    expect(dialog.get_by_role("combobox", name="To be predicted")).to_have_value("One of several classes")
    dialog.get_by_role("checkbox", name="sepal width is an input").uncheck()
    faults = grave_faults(page, "dialog[open]")
    dialog.get_by_role("button", name="Use these data").click()
    expect(dialog).to_be_hidden()
    expect(workspace.data).to_contain_text("33 rows; kind is predicted from 3 inputs")

    workspace.play("300 epochs / s")
    workspace.train_until("Training", 90)
    picture = workspace.output.get_by_role("img", name=re.compile("over petal length .* and petal width"))
    expect(picture).to_be_visible()
    across = workspace.output.get_by_role("combobox", name="Across")
    across.select_option("sepal length")
    expect(
        workspace.output.get_by_role("img", name=re.compile("over sepal length .* and petal width"))
    ).to_be_visible()
    expect(workspace.output).to_contain_text("1 input is held")
    workspace.output.get_by_text("1 input is held").click()
    expect(workspace.output.get_by_role("slider", name="petal length")).to_be_visible()
    workspace.output.get_by_text("Confusion", exact=True).click()
    expect(workspace.output.get_by_role("rowheader", name="versicolor")).to_be_visible()
    assert faults + grave_faults(page) == []


def test_a_file_is_dropped_and_a_bad_one_answered_with_its_line(workspace: Workspace) -> None:
    page = workspace.page
    drop(workspace, "height,weight\n1,2\n3\n")
    dialog = page.get_by_role("dialog", name="Your own table")
    expect(dialog.get_by_role("alert")).to_contain_text("Line 3, column 2")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    drop(workspace, "height,weight\n" + "\n".join(f"{step},{2 * step + 1}" for step in range(40)))
    expect(dialog).to_contain_text("40 rows, 2 columns")
    expect(dialog.get_by_role("combobox", name="To be predicted")).to_have_value("A number")
    dialog.get_by_role("button", name="Use these data").click()
    expect(dialog).to_be_hidden()
    expect(workspace.output.get_by_role("img", name=re.compile("over height "))).to_be_visible()
    workspace.data.get_by_role("button", name="Choose columns").click()
    dialog.get_by_role("radio", name="height is the target").check()
    dialog.get_by_role("button", name="Use these data").click()
    expect(workspace.data).to_contain_text("height is predicted from 1 input")


def test_a_long_table_stays_on_the_server_and_the_link_says_so(workspace: Workspace) -> None:
    page = workspace.page
    rows = "height,weight,kind\n" + "".join(
        f"{row / 7:.4f},{row**2 / 999:.4f},{'ab'[row % 2]}\n" for row in range(3000)
    )
    workspace.data.get_by_role("button", name="Load a table").click()
    dialog = page.get_by_role("dialog", name="Your own table")
    dialog.locator("input[type=file]").set_input_files(
        {"name": "long.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    )
    expect(dialog).to_contain_text("3,000 rows, 3 columns. Too long for a link")
    dialog.get_by_role("button", name="Use these data").click()
    expect(workspace.data).to_contain_text("3,000 rows; kind is predicted from 2 inputs")
    page.get_by_role("button", name="Share").click()
    expect(page.get_by_role("dialog", name="Share")).to_contain_text("only while it keeps the table")


def drop(workspace: Workspace, content: str) -> None:
    """Let go of a file over the data panel."""
    transfer = workspace.page.evaluate_handle(
        """(content) => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([content], "table.csv", { type: "text/csv" }));
            return transfer;
        }""",
        content,
    )
    workspace.data.dispatch_event("drop", {"dataTransfer": transfer})


def cell(workspace: Workspace, words: str) -> Locator:
    return workspace.output.get_by_role("button", name=words)


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
def test_drawing_has_no_grave_fault(visit: Visit, size: tuple[int, int]) -> None:
    sketchbook = Sketchbook(visit(size=size))
    page: Page = sketchbook.page
    sketchbook.workspace.output.get_by_role("button", name="Draw your own points").click()
    faults = grave_faults(page, ":popover-open")
    page.get_by_role("button", name="Start with an empty plot").click()
    sketchbook.cloud(0.3, 0.2)
    sketchbook.workspace.output.get_by_text("Confusion", exact=True).click()
    expect(sketchbook.workspace.output.locator(".confusion-cell").first).to_be_visible()
    faults += grave_faults(page)
    assert faults == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
