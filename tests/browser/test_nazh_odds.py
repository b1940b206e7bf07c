"""Takes pictures of odds on a phone and a desk, in light and dark mode."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.page_checks import low_buttons, serious_violations, width_needed
from tests.browser.play_page import Scheme, open_play_page

A_WHILE = 90_000
"""Milliseconds for a picture on a busy machine."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("device", "width"), [("phone", 390), ("desk", 1000)])
async def test_odds_are_shown_with_a_picture_and_its_description(
    browser: Browser,
    scheme: Scheme,
    device: str,
    width: int,
    picture: Callable[[str], Path | None],
) -> None:
    async with open_play_page(
        browser, scheme=scheme, width=width, height=1280, seed="7"
    ) as play_page:
        await play_page.roll("Stealth: a1d20+5 vs 15")
        await play_page.button("Odds").click()

        drawn = play_page.page.get_by_role("img", name="totals from 6 to 25; 79.8% against 15")
        await expect(drawn).to_have_count(1, timeout=A_WHILE)
        assert await drawn.evaluate("image => image.decode().then(() => image.naturalWidth)") == 960
        await expect(play_page.page.locator("#messages")).to_contain_text("79.8% (319/400)")
        answered = play_page.last.locator(".replied")
        await expect(answered).to_contain_text("24 ✓ Stealth Stealth: a1d20+5 vs 15")
        await play_page.last.locator(".private").scroll_into_view_if_needed()
        assert await width_needed(play_page.page) == width
        table = play_page.last.locator("pre")
        assert await table.evaluate("table => table.scrollWidth - table.clientWidth") == 0
        if device == "phone":
            assert await low_buttons(play_page.page, 40) == []
        assert await serious_violations(play_page.page) == []
        if path := picture(f"odds-{device}-{scheme}.png"):
            await play_page.page.screenshot(path=path)
