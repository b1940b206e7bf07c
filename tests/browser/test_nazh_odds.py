"""Odds on a phone, by day and by night: words, and the picture that follows them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.looking import low_buttons, serious_violations, width_needed
from tests.browser.newcomer import Scheme, seated

A_WHILE = 90_000
"""Milliseconds for a picture on a busy machine."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_phone_shows_odds_and_a_picture_that_says_what_it_shows(
    browser: Browser, scheme: Scheme, picture: Callable[[str], Path | None]
) -> None:
    async with seated(browser, scheme=scheme, width=390, height=1040, seed="7") as newcomer:
        await newcomer.roll("Stealth: a1d20+5 vs 15")
        await newcomer.button("Odds").click()

        drawn = newcomer.page.get_by_role("img", name="totals from 6 to 25; 79.8 % against 15")
        await expect(drawn).to_have_count(1, timeout=A_WHILE)
        assert await drawn.evaluate("image => image.decode().then(() => image.naturalWidth)") == 960
        await expect(newcomer.page.locator("#messages")).to_contain_text("79.8 % (319/400)")
        await newcomer.last.locator(".private").scroll_into_view_if_needed()
        assert await width_needed(newcomer.page) == 390
        assert await low_buttons(newcomer.page, 40) == []
        assert await serious_violations(newcomer.page) == []
        if path := picture(f"odds-phone-{scheme}.png"):
            await newcomer.page.screenshot(path=path)
