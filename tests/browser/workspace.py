"""The page as a person uses it: what stands on it by the names that it shows."""

import re

from playwright.sync_api import Locator, Page, expect

TRAINING = 60_000  # milliseconds that a training may take on a busy machine
# Resolves as soon as a number of the table is painted that is high enough.
REACHED = """([cell, wanted]) => new Promise((resolve) => {
    const look = () => (parseFloat(cell.textContent) >= wanted ? resolve() : requestAnimationFrame(look));
    look();
})"""
FASTEST = "As fast as it goes"


class Workspace:
    """One tab with the playground in it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.network = page.get_by_role("region", name="Network")
        self.settings = page.get_by_role("region", name="Training settings")
        self.data = page.get_by_role("region", name="Data")
        self.output = page.get_by_role("region", name="Output")
        self.inside = page.get_by_role("region", name="Look inside")
        self.play_button = page.get_by_role("button", name="Play", exact=True)
        self.pause_button = page.get_by_role("button", name="Pause", exact=True)
        self.step_button = page.get_by_role("button", name="Step", exact=True)
        self.reset_button = page.get_by_role("button", name="Reset", exact=True)
        self.undo_button = page.get_by_role("button", name="Undo", exact=True)
        self.redo_button = page.get_by_role("button", name="Redo", exact=True)
        self.curves = self.output.get_by_role("img", name=re.compile("^Curves"))
        self.plane = self.output.get_by_role("img", name=re.compile(" over x1 "))
        self.banner = page.locator(".banner")

    def open(self, address: str = "/") -> None:
        """Load the page and wait until there is a network to train and a first measurement of it."""
        self.page.goto(address)
        self.expect_epoch(0)
        expect(self.play_button).to_be_enabled()
        expect(self.figure("Loss", "Training")).not_to_have_text("–")

    def open_experiment(self, title: str) -> None:
        self.page.get_by_role("combobox", name="Open an experiment").select_option(title)
        expect(self.experiments).to_contain_text(title)
        self.expect_epoch(0)

    def look_inside(self, title: str) -> Locator:
        """Open a tab of the drawer; what it shows."""
        self.inside.get_by_role("tab", name=title, exact=True).click()
        return self.inside.get_by_role("tabpanel", name=title, exact=True)

    @property
    def experiments(self) -> Locator:
        """What is open, by the name that the menu shows."""
        return self.page.locator(".presets option").first

    # --- Training -----------------------------------------------------------------------------------------

    def play(self, speed: str = FASTEST) -> None:
        self.page.get_by_label("Speed", exact=True).select_option(speed)
        self.play_button.click()

    def expect_rest(self) -> int:
        """Wait until it was stopped and all that is shown is of where it stands: the epoch."""
        expect(self.play_button).to_be_visible()
        epoch = self.epoch()
        self.expect_epoch(epoch)
        return epoch

    def step(self, epochs: int) -> None:
        """Train so many epochs, one click for each."""
        first = self.epoch()
        for done in range(1, epochs + 1):
            self.step_button.click()
            self.expect_epoch(first + done)

    def epoch(self) -> int:
        """The number in the run bar."""
        return int(re.sub(r"\D", "", self.page.locator(".epoch-number").inner_text()))

    def expect_epoch(self, epoch: int) -> None:
        """Wait until the run bar shows just this epoch and the pictures are of it, too."""
        expect(self.page.locator(".epoch-number")).to_have_text(f"{epoch:,}".replace(",", "\u2009"))
        expect(self.curves).to_have_accessible_name(re.compile(rf"\bepoch {epoch}\b"))

    def expect_epoch_beyond(self, epoch: int) -> None:
        """Wait until more epochs are trained than these."""
        self.page.locator(".epoch-number").evaluate(
            """(element, epoch) => new Promise((resolve) => {
                const look = () => Number(element.textContent.replace(/\\D/g, "")) > epoch
                    ? resolve() : requestAnimationFrame(look);
                look();
            })""",
            epoch,
        )

    # --- Numbers ------------------------------------------------------------------------------------------

    def figure(self, row: str, column: str) -> Locator:
        """A cell of the table of losses and accuracies."""
        cells = self.output.get_by_role("row").filter(has=self.page.get_by_role("rowheader", name=row))
        return cells.get_by_role("cell").nth(["Training", "Test"].index(column))

    def loss(self) -> list[str]:
        """Losses of training and test as they are written, both of the same moment."""
        row = self.output.get_by_role("row").filter(has=self.page.get_by_role("rowheader", name="Loss"))
        return row.get_by_role("cell").all_inner_texts()

    def picture(self, place: Locator) -> str:
        """What is painted in a place, every pixel of it."""
        return str(canvas_of(place).evaluate("canvas => canvas.toDataURL()"))

    def expect_picture(self, place: Locator, *, to_be: str, same: bool = True) -> None:
        """Wait until a place shows this picture, or another one."""
        wanted = [to_be, same]
        canvas_of(place).evaluate(
            """(canvas, [picture, same]) => new Promise((resolve) => {
                const look = () => (canvas.toDataURL() === picture) === same
                    ? resolve() : requestAnimationFrame(look);
                look();
            })""",
            wanted,
        )

    def train_until(self, column: str, accuracy: float) -> None:
        """Wait until so many percent are right."""
        cell = self.figure("Accuracy", column)
        self.page.evaluate(REACHED, [cell.element_handle(), accuracy])

    # --- The network --------------------------------------------------------------------------------------

    def layers(self) -> Locator:
        """The headers of the hidden layers."""
        return self.network.get_by_role("button", name=re.compile(r"^\d+ .*: all settings$"))

    def units(self, layer: int | str) -> Locator:
        """How many units a layer has: the field in its header."""
        return self.network.get_by_role("spinbutton", name=f"Units of Layer {layer}", exact=True)

    def unit(self, name: str) -> Locator:
        return self.network.get_by_role("button", name=name, exact=True)

    def open_unit(self, name: str) -> Locator:
        """Click on a unit; the box with all its numbers."""
        self.unit(name).click()
        table = self.page.get_by_role("dialog", name=name, exact=True)
        expect(table).to_be_visible()
        return table

    def weights_into(self, unit: str) -> dict[str, str]:
        """What the box of a unit says, by the names of the rows."""
        table = self.open_unit(unit)
        boxes = table.get_by_role("spinbutton").all()
        found = {box.get_attribute("aria-label") or "": box.input_value() for box in boxes}
        self.page.keyboard.press("Escape")
        expect(table).to_be_hidden()
        return found

    def insert_layer(self, place: int | str, kind: str) -> None:
        """Click on the plus before the layer at this place, counted from 1, and pick a kind; "2.1" is in layer 2."""
        self.network.get_by_role("button", name=f"Insert a layer at place {place}", exact=True).click()
        menu = self.page.get_by_role("dialog", name=f"Insert a layer at place {place}", exact=True)
        menu.get_by_role("button", name=re.compile(f"^{kind}\\b")).click()

    def open_layer(self, layer: int) -> None:
        """Open the card with all settings of a layer."""
        self.layers().nth(layer - 1).click()

    def open_weight(self, source: str, target: str) -> Locator:
        """Click on the line between two units and return the box in which its weight can be typed."""
        self.page.mouse.click(*self._middle_of_weight(source, target))
        box = self.page.get_by_role("dialog", name=f"{source} → {target}")
        expect(box).to_be_visible()
        return box.get_by_role("spinbutton", name="Weight")

    def point_at_weight(self, source: str, target: str) -> None:
        """Hold the mouse over the line between two units."""
        self.page.mouse.move(*self._middle_of_weight(source, target))

    def _middle_of_weight(self, source: str, target: str) -> tuple[float, float]:
        """Half way along a line, which has level ends and so is half way up there."""
        start, end = self.unit(source).bounding_box(), self.unit(target).bounding_box()
        assert start
        assert end
        x = (start["x"] + start["width"] + end["x"]) / 2
        y = (start["y"] + start["height"] / 2 + end["y"] + end["height"] / 2) / 2
        return x, y


def canvas_of(place: Locator) -> Locator:
    """The first canvas in a place, which may be one itself."""
    return place.locator("xpath=descendant-or-self::canvas").first
