"""Checks the accessibility of every screen of ``nazh play``."""

from collections.abc import Awaitable, Callable

from playwright.async_api import Browser, expect

from tests.browser.page_checks import low_buttons, serious_violations, width_needed
from tests.browser.play_page import PlayPage, open_play_page

Look = Callable[[], Awaitable[None]]


async def walk(play_page: PlayPage, look: Look) -> None:
    """Go through all screens, and ``look`` at each."""
    page, keys = play_page.page, play_page.page.keyboard
    await page.locator("#entry").fill("/")
    await look()
    await page.locator("#entry").fill("/roll ")
    await expect(page.locator("#suggestions")).to_be_visible()
    await look()
    await keys.press("Escape")
    await keys.press("Escape")

    await play_page.edged("a")
    await look()
    await play_page.button("Copy Command").click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await look()
    await keys.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)

    await play_page.roll("1d20+5junk")
    await look()
    await play_page.slash("roll", ("pool1", "1d20+5"), ("secret", "True"))
    before = await play_page.messages.count()
    await play_page.button("Details").click()
    await expect(play_page.messages).to_have_count(before + 1)
    await look()

    await play_page.slash("build", ("pools", "a1d20+5, 2d6"))
    await look()
    await play_page.last.locator(".select").first.click()
    await look()
    await keys.press("Escape")
    await play_page.slash("help")
    await look()
    await play_page.last.locator(".more").click()
    await look()
    await keys.press("Escape")
    await page.locator("#who").click()
    await look()
    await keys.press("Escape")


async def test_axe_finds_nothing_serious_on_a_light_desktop(browser: Browser) -> None:
    async with open_play_page(browser, scheme="light") as play_page:

        async def look() -> None:
            assert await serious_violations(play_page.page) == []

        await walk(play_page, look)


async def test_a_dark_phone_shows_everything_with_large_touch_targets(browser: Browser) -> None:
    async with open_play_page(browser, scheme="dark", width=390, height=844) as play_page:

        async def look() -> None:
            assert await width_needed(play_page.page) == 390
            assert await low_buttons(play_page.page, 40) == []
            assert await serious_violations(play_page.page) == []

        await walk(play_page, look)
        await play_page.page.locator("#open-sidebar").click()
        await expect(play_page.page.get_by_label("Your language")).to_be_visible()
        await look()
