"""Takes the picture of the README anew: ``python -m docs.screenshot`` in the checkout, after ``make test``.

Needs Pillow as well, which makes the file small: 256 well-chosen colors look like all of them.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.workspace import Workspace
from tests.served import Server

PICTURE = Path(__file__).with_name("screenshot.png")
SOLVED = 99.0  # percent of the test samples


def main() -> None:
    """Train the first experiment until it is solved, and photograph the page."""
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder), workers="1")
        server.start()
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        try:
            page = chromium.new_page(base_url=server.address, viewport={"width": 1400, "height": 900})
            workspace = Workspace(page)
            workspace.open()
            workspace.play("100 epochs / s")
            workspace.train_until("Test", SOLVED)
            workspace.pause_button.click()
            workspace.play_button.wait_for()
            page.mouse.move(0, 0)
            page.screenshot(path=PICTURE)
        finally:
            chromium.close()
            server.stop()
    with Image.open(PICTURE) as picture:
        few = picture.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(PICTURE, optimize=True)


if __name__ == "__main__":
    main()
