"""Takes pictures of a roll's details, on a phone and a desk, in light and dark mode."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.page_checks import serious_violations, width_needed
from tests.browser.play_page import Scheme, open_play_page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("name", "width", "height"), [("phone", 390, 844), ("desk", 1200, 860)], ids=["phone", "desk"]
)
async def test_details_fit_into_the_window(
    browser: Browser,
    scheme: Scheme,
    name: str,
    width: int,
    height: int,
    picture: Callable[[str], Path | None],
) -> None:
    async with open_play_page(
        browser, scheme=scheme, width=width, height=height, seed="7"
    ) as play_page:
        await play_page.roll("Attack: a1d20+7 vs 15, Damage: 2d8+4, Luck: 4d6kh3")
        await play_page.button("Details").click()
        await expect(play_page.messages).to_have_count(2)

        await expect(play_page.last).to_contain_text("2d8+4 = ")
        await expect(play_page.last).to_contain_text("Keep the highest 3.")
        assert await width_needed(play_page.page) == width
        assert await serious_violations(play_page.page) == []
        if path := picture(f"details-{name}-{scheme}.png"):
            await play_page.page.screenshot(path=path)
