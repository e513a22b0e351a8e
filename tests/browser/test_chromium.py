"""The installed Playwright and the installed Chromium understand each other."""

from playwright.sync_api import Browser


def test_a_page_is_shown_and_a_click_arrives(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content("<button onclick='this.textContent = 1 + 1'>Add</button>")
    page.get_by_role("button", name="Add").click()
    assert page.get_by_role("button").text_content() == "2"
    page.close()
