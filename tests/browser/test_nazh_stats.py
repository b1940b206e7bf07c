"""Takes pictures of statistics on a phone, in light and dark mode."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.page_checks import serious_violations, width_needed
from tests.browser.play_page import Scheme, open_play_page

A_WHILE = 90_000
"""Milliseconds for a picture on a busy machine."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_phone_shows_statistics_and_their_picture(
    browser: Browser, scheme: Scheme, picture: Callable[[str], Path | None]
) -> None:
    async with open_play_page(
        browser, scheme=scheme, width=390, height=1360, seed="21"
    ) as play_page:
        for _ in range(5):
            await play_page.roll("20d20, 6d6")

        await play_page.page.locator("#entry").fill("/stats ")
        await play_page.page.keyboard.press("Enter")

        drawn = play_page.page.get_by_role("img", name="Bar chart of d20: each from")
        await expect(drawn).to_be_visible(timeout=A_WHILE)
        assert await drawn.evaluate("image => image.decode().then(() => image.naturalWidth)") == 960
        await expect(play_page.page.locator("#messages")).to_contain_text("Luck of these dice")
        await play_page.last.locator(".private").scroll_into_view_if_needed()
        assert await width_needed(play_page.page) == 390
        assert await serious_violations(play_page.page) == []
        if path := picture(f"stats-phone-{scheme}.png"):
            await play_page.page.screenshot(path=path)
